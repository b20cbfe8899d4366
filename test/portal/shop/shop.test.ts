import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { addCashier, createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { grantRole } from '../../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeMember, makeUser, signedIn } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

let server: TestServer;
let slug: string;
let companyId: number;
let stores: { id: number }[];
let owner: Visitor;

const visitorOf = async (name: string) => {
  const visitor = new Visitor(server.url);
  await visitor.signIn(name, goodPassword);
  return visitor;
};

beforeAll(async () => {
  server = await startTestServer();
  const { db, config } = server.deps;
  await makeUser(db, 'the.owner');
  const company = await openCompany(
    await signedIn(db, 'the.owner'),
    { name: 'Corner Shop' },
    createVault(config.secrets.vault),
  );
  ({ slug, id: companyId } = company);
  const ctx = hubCtx(db);
  stores = [
    await createStore(ctx, { companyId, code: 'S1', name: 'One' }),
    await createStore(ctx, { companyId, code: 'S2', name: 'Two' }),
  ];
  for (const { id } of stores) await createTerminal(ctx, { storeId: id, code: 'T1' });
  const manager = await makeMember(db, companyId, 'manager.of.one');
  await grantRole(ctx, { companyId, userId: manager.id, role: 'manager', storeId: stores[0]?.id ?? 0 });
  await makeMember(db, companyId, 'plain.member');
  await makeUser(db, 'a.stranger');
  owner = await visitorOf('the.owner');
});
afterAll(() => server[Symbol.asyncDispose]());

const errorsOf = (body: string) =>
  [...body.matchAll(/class="invalid-feedback"[^>]*>([^<]+)</g)].map(([, text]) => text);
const hiddenOf = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
const firstDivision = (body: string) => /<option value="([0-9a-f-]{36})"[^>]*>101 /.exec(body)?.[1] ?? '';

describe('the catalogue', () => {
  it('F-UI-2: a product is made, priced in its row, changed, deleted and restored without a script', async () => {
    const base = `/catalog/${slug}/`;
    expect((await owner.get(base)).body).toContain('No products yet');
    const blank = await owner.get(`${base}new/`);
    const fields = {
      name: 'Loaf',
      price: '2.15',
      divisionId: firstDivision(blank.body),
      barcodes: '4006381333932',
      allowsDiscount: 'yes',
    };
    const made = await owner.post(`${base}new/`, fields);
    expect([made.status, made.location]).toEqual([302, base]);
    let list = await owner.get(base);
    expect(list.body).toContain('4006381333931 would be right');
    const id = /products\/([0-9a-f-]{36})\//.exec(list.body)?.[1] ?? '';
    const seen = hiddenOf(list.body, 'seen');

    const unclear = await owner.post(base, { id, seen, price: '1.234' });
    expect(errorsOf(unclear.body)).toEqual(['This could mean two things. Write 1234 or 1.23.']);
    expect(unclear.body).toContain('value="1.234"');
    expect((await owner.post(base, { id, seen, price: '2,50' })).status).toBe(302);
    const late = await owner.post(base, { id, seen, price: '9' });
    expect(errorsOf(late.body)[0]).toContain('Somebody else changed this');

    const page = await owner.get(`${base}products/${id}/`);
    expect(page.body).toMatch(/£2\.15[\s\S]*£2\.50/);
    const twin = await owner.post(`${base}new/`, { ...fields, barcodes: '4006381333932', name: 'Twin' });
    expect(errorsOf(twin.body)).toEqual(['The barcode “4006381333932” belongs to “Loaf” (code “1001”).']);
    expect(twin.body).toContain('value="Twin"');

    const ask = await owner.get(`${base}products/${id}/delete/`);
    expect(ask.body).toContain('What still uses it');
    const way = (body: string) => ({ seen: hiddenOf(body, 'seen'), way: hiddenOf(body, 'way') });
    await owner.post(`${base}products/${id}/delete/`, way(ask.body));
    list = await owner.get(`${base}?state=deleted`);
    expect(list.body).toContain('Loaf');
    await owner.post(`${base}products/${id}/delete/`, way((await owner.get(`${base}products/${id}/delete/`)).body));
    expect((await owner.get(base)).body).toContain('Loaf');
  });

  it('fault 19: a VAT rate is made with a name and a rate, and no reason', async () => {
    const base = `/catalog/${slug}/vat/`;
    expect((await owner.post(`${base}new/`, { name: 'Special', rateBasisPoints: '12.5' })).location).toBe(base);
    expect((await owner.get(base)).body).toMatch(/Special[\s\S]*12\.5/);
    const wrong = await owner.post(`${base}new/`, { name: '', rateBasisPoints: 'a lot' });
    expect(errorsOf(wrong.body)).toEqual(['Give the rate a name.', 'Give the rate in percent, such as 20.']);
  });

  it('leaves no formula in its export', async () => {
    const blank = await owner.get(`/catalog/${slug}/new/`);
    await owner.post(`/catalog/${slug}/new/`, {
      name: '=HYPERLINK("x")',
      divisionId: firstDivision(blank.body),
      price: '1',
    });
    const file = await owner.get(`/catalog/${slug}/export/`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.body).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('is not there for strangers, and only to be seen by whom it is shown', async () => {
    const stranger = await visitorOf('a.stranger');
    for (const path of ['', 'new/', 'import/', 'vat/', 'export/']) {
      expect((await stranger.get(`/catalog/${slug}/${path}`)).status).toBe(404);
    }
    const manager = await visitorOf('manager.of.one');
    const list = await manager.get(`/catalog/${slug}/?store=S1`);
    expect([list.status, list.body.includes('New product')]).toEqual([200, false]);
    expect((await manager.post(`/catalog/${slug}/new/`, { name: 'x' })).status).toBe(403);
    const id = /id" value="([0-9a-f-]{36})"/.exec(list.body)?.[1] ?? '';
    // Prices of one's own store are one's own business, those of the company are not.
    expect((await manager.post(`/catalog/${slug}/?store=S1`, { id, seen: '', price: '3' })).status).toBe(302);
    expect(
      (await manager.post(`/catalog/${slug}/?store=S2`, { id, seen: '', price: '3' })).status,
    ).toBeGreaterThanOrEqual(403);
    expect((await manager.post(`/catalog/${slug}/`, { id, seen: '', price: '3' })).status).toBe(403);
  });
});

describe('cashiers', () => {
  const person = { firstName: 'Bob', lastName: 'Byte', userName: 'Bob', role: 'cashier', number: '', description: '' };

  it('F-RBAC-7: one is added for all tills of a store; the PIN is never shown, and weak ones are refused', async () => {
    const base = `/cashiers/${slug}/`;
    expect((await owner.get(base)).body).toContain('has no PIN that anybody knows yet');
    const store = { [`store.${stores[0]?.id}`]: 'all' };
    const weak = await owner.post(`${base}new/`, { ...person, ...store, password: '1234' });
    expect(errorsOf(weak.body)[0]).toContain('less easy to guess');
    expect(weak.body).not.toContain('1234"');
    expect((await owner.post(`${base}new/`, { ...person, ...store, password: '73915' })).location).toBe(base);
    const list = await owner.get(base);
    expect(list.body).toContain('Bob Byte');
    const href = /href="([^"]+)">Bob Byte/.exec(list.body)?.[1] ?? '';
    const page = await owner.get(href);
    expect(page.body).not.toMatch(/73915|v1\./);
  });

  it('a manager of one store sees and changes those of this store only', async () => {
    const { db, config } = server.deps;
    const elsewhere = { ...person, userName: 'eve', firstName: 'Eve', isAdministrator: false, isManager: false };
    const { role: _role, number: _number, ...profile } = elsewhere;
    const ctx = await signedIn(db, 'the.owner');
    const places = [{ storeId: stores[1]?.id ?? 0, terminalIds: null }];
    const eve = await addCashier(
      ctx,
      { ...profile, companyId, password: '48151', places },
      createVault(config.secrets.vault),
    );
    const manager = await visitorOf('manager.of.one');
    const list = await manager.get(`/cashiers/${slug}/`);
    expect([list.body.includes('Bob'), list.body.includes('Eve')]).toEqual([true, false]);
    expect((await manager.get(`/cashiers/${slug}/${eve.id}/`)).status).toBe(404);
    expect(
      (await manager.post(`/cashiers/${slug}/${eve.id}/deactivate/`, { way: 'deactivate', seen: '1' })).status,
    ).toBe(404);
    const beyond = {
      ...person,
      userName: 'mallory',
      password: '62605',
      role: 'administrator',
      [`store.${stores[0]?.id}`]: 'all',
    };
    expect((await manager.post(`/cashiers/${slug}/new/`, beyond)).status).toBe(403);
    expect((await (await visitorOf('plain.member')).get(`/cashiers/${slug}/`)).status).toBe(403);
  });
});

describe('customers', () => {
  it('are found, taken along and erased; what was typed wrong stands beside its field', async () => {
    const base = `/customers/${slug}/`;
    const wrong = await owner.post(`${base}new/`, { name: 'Grace', email: 'nowhere', dateOfBirth: '2999-01-01' });
    expect(errorsOf(wrong.body)).toEqual(['This is no e-mail address.', 'Give a day in the past, such as 1990-12-31.']);
    expect(wrong.body).toContain('value="Grace"');
    await owner.post(`${base}new/`, {
      name: 'Grace',
      lastName: 'Hopper',
      phoneNumber: '07700 900123',
      marketingConsent: 'yes',
    });
    const found = await owner.get(`${base}?q=hopper`);
    const href = /href="([^"]+)">Grace Hopper/.exec(found.body)?.[1] ?? '';
    expect((await owner.get(`${base}?q=900123`)).body).toContain('Grace Hopper');
    const file = JSON.parse((await owner.get(`${href}export/`)).body);
    expect(file).toMatchObject({ person: { name: 'Grace', furtherFields: { marketing_consent: true } }, receipts: [] });
    const ask = await owner.get(`${href}erase/`);
    expect((await owner.post(`${href}erase/`, { seen: hiddenOf(ask.body, 'seen') })).location).toBe(base);
    expect((await owner.get(href)).body).toContain('Everything about this person was erased');
    expect((await owner.get(`${base}?q=hopper`)).body).toContain('Nobody fits');
  });
});

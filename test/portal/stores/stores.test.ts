/** Stores: opened, changed, closed and opened again by the people who run them. */
import { describe, expect, it } from 'vitest';
import { putWarehouses } from '../../../server/domain/stock/index.ts';
import { call } from '../../api/support.ts';
import { hubCtx } from '../../support/people.ts';
import { fieldIn, sell, textOf, withDesk } from './desk.ts';

const shop = withDesk();

const row = (path: string) =>
  shop.desk.server.deps.db.reader.store.findUniqueOrThrow({ where: { uuid: path.split('/')[3] ?? '' } });

describe('a new store', () => {
  it('F-STORE-1: belongs to one company, with code, name, address and time zone', async () => {
    const path = await shop.desk.open({
      ...{ name: 'Quayside', code: 'STORE-010', street: 'Dock Road', blockNo: '4', postalCode: 'PL1 2AB' },
      ...{ timeZone: 'Europe/Istanbul', dayStart: '04:30', phoneNumber: '+44 20 7946 0000' },
    });
    const store = await row(path);
    expect(store).toMatchObject({
      ...{ companyId: shop.desk.companyId, name: 'Quayside', code: 'STORE-010', street: 'Dock Road', blockNo: '4' },
      ...{ postalCode: 'PL1 2AB', timeZone: 'Europe/Istanbul', dayStartMinutes: 270, isActive: true },
    });
    const audit = await shop.desk.server.deps.db.reader.auditEntry.findFirstOrThrow({
      where: { action: 'store.create', subjectId: String(store.id) },
    });
    expect(audit.content).toContain('Dock Road');
    // Nobody of another company finds it, under either company's name.
    const stranger = await shop.desk.as('owner.books');
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get(path.replace(shop.desk.slug, shop.books.slug))).status).toBe(404);
  });

  it('needs a name only: the next code, the zone, the currency and the day start of the company are there', async () => {
    const owner = await shop.desk.owner;
    const form = await owner.get(`/stores/${shop.desk.slug}/create/`);
    expect(fieldIn(form, 'code')).toMatch(/^STORE-\d{3}$/);
    expect(form.body).toContain('<option value="Europe/London" selected>');
    expect(form.body).toContain('<option value="GBP" selected>');
    expect(fieldIn(form, 'dayStart')).toBe('00:00');
  });

  it('is refused beside the field that is wrong, and what was typed stays', async () => {
    await shop.desk.open({ name: 'First', code: 'TAKEN-1' });
    const owner = await shop.desk.owner;
    const answer = await owner.post(`/stores/${shop.desk.slug}/create/`, {
      ...{ name: 'Second <b>', code: 'TAKEN-1', timeZone: 'Europe/London', currency: 'GBP', dayStart: '25:00' },
    });
    expect(answer.status).toBe(200);
    expect(textOf(answer.body)).toMatch(/id="dayStart-errors"><div/);
    expect(answer.body).toContain('value="Second &lt;b&gt;"');
    const again = await owner.post(`/stores/${shop.desk.slug}/create/`, {
      ...{ name: 'Second', code: 'TAKEN-1', timeZone: 'Europe/London', currency: 'GBP', dayStart: '00:00' },
    });
    expect(again.body).toMatch(/id="code-errors"><div[^>]*>The company has a store with the code TAKEN-1 already/);
  });

  it('is for owners and administrators: a member may not open one', async () => {
    const member = await shop.desk.as('grocer.member');
    expect((await member.get(`/stores/${shop.desk.slug}/create/`)).status).toBe(403);
    const before = await shop.desk.server.deps.db.reader.store.count();
    await member.post(`/stores/${shop.desk.slug}/create/`, { name: 'Mine', code: 'MINE', dayStart: '00:00' });
    expect(await shop.desk.server.deps.db.reader.store.count()).toBe(before);
  });
});

describe('a store that is changed', () => {
  it('F-STORE-2: sells from a default warehouse, which must be its own or a central one of the company', async () => {
    const { db } = shop.desk.server.deps;
    const rows = [{ code: 'MAIN', name: 'Main warehouse', warehouseType: 'MAIN' }];
    await putWarehouses(hubCtx(db), { companyId: shop.desk.companyId, rows });
    await putWarehouses(hubCtx(db), { companyId: shop.books.id, rows });
    const [own, foreign] = await Promise.all(
      [shop.desk.companyId, shop.books.id].map((companyId) =>
        db.reader.warehouse.findFirstOrThrow({ where: { companyId } }),
      ),
    );
    const path = await shop.desk.open({ name: 'Depot', warehouseId: own?.id ?? '' });
    expect((await row(path)).warehouseId).toBe(own?.id);
    const owner = await shop.desk.owner;
    const form = await owner.get(`${path}edit/`);
    expect(form.body).toContain(`<option value="${own?.id}" selected>`);
    const said = { name: 'Depot', timeZone: 'Europe/London', currency: 'GBP', dayStart: '00:00' };
    const version = fieldIn(form, 'version') ?? '';
    const refused = await owner.post(`${path}edit/`, { ...said, version, warehouseId: foreign?.id ?? '' });
    expect(refused.body).toMatch(/id="warehouseId-errors"><div/);
    expect((await row(path)).warehouseId).toBe(own?.id);
  });

  it('F-STORE-3: has switches of its own: restaurant mode and fiscal profile, told to its programs', async () => {
    const path = await shop.desk.open({ name: 'Bistro', restaurantMode: 'yes', fiscalProfile: 'tr' });
    const till = await shop.desk.pair(await shop.desk.register(path, { code: 'POS-001' }));
    const told = await call(`${till.url}/api/v1/identity`);
    expect(told.body.features).toEqual({ restaurant_mode: true, fiscal_profile: 'tr' });
    const owner = await shop.desk.owner;
    const version = fieldIn(await owner.get(`${path}edit/`), 'version') ?? '';
    await owner.post(`${path}edit/`, {
      ...{
        name: 'Bistro',
        timeZone: 'Europe/London',
        currency: 'GBP',
        dayStart: '00:00',
        version,
        fiscalProfile: 'none',
      },
    });
    expect((await call(`${till.url}/api/v1/identity`)).body.features).toEqual({
      restaurant_mode: false,
      fiscal_profile: 'none',
    });
  });

  it('is not overwritten by whoever has not seen the last change; what they typed stays and they may save again', async () => {
    const path = await shop.desk.open({ name: 'Corner' });
    const owner = await shop.desk.owner;
    const version = fieldIn(await owner.get(`${path}edit/`), 'version') ?? '';
    const said = { timeZone: 'Europe/London', currency: 'GBP', dayStart: '00:00' };
    expect((await owner.post(`${path}edit/`, { ...said, name: 'Corner one', version })).status).toBe(302);
    const late = await owner.post(`${path}edit/`, { ...said, name: 'Corner two', version });
    expect(late.status).toBe(200);
    expect(late.body).toContain('Somebody has changed this store');
    expect(late.body).toContain('value="Corner two"');
    expect((await row(path)).name).toBe('Corner one');
    // A refusal of another kind does not pass for having seen it.
    const wrong = await owner.post(`${path}edit/`, { ...said, name: '', version });
    expect(fieldIn(wrong, 'version')).toBe(version);
    const again = await owner.post(`${path}edit/`, {
      ...said,
      name: 'Corner two',
      version: fieldIn(late, 'version') ?? '',
    });
    expect(again.status).toBe(302);
    const audit = await shop.desk.server.deps.db.reader.auditEntry.findFirstOrThrow({
      where: { action: 'store.update', subjectId: String((await row(path)).id) },
      orderBy: { id: 'desc' },
    });
    expect(audit.content).toContain('Corner one');
    expect(audit.content).toContain('Corner two');
  });

  it('keeps its code, company and switch whatever a body says', async () => {
    const path = await shop.desk.open({ name: 'Fixed', code: 'FIXED-1' });
    const owner = await shop.desk.owner;
    const version = fieldIn(await owner.get(`${path}edit/`), 'version') ?? '';
    await owner.post(`${path}edit/`, {
      ...{ name: 'Fixed', timeZone: 'Europe/London', currency: 'GBP', dayStart: '00:00', version },
      ...{ code: 'OTHER', companyId: String(shop.books.id), isActive: '', layoutId: 'x', codeOnlyAccess: 'yes' },
    });
    expect(await row(path)).toMatchObject({
      ...{ code: 'FIXED-1', companyId: shop.desk.companyId, isActive: true, layoutId: null, codeOnlyAccess: false },
    });
  });
});

describe('closing a store', () => {
  it('says how many tills will be refused, refuses them, and lets them in again when it is reopened', async () => {
    const path = await shop.desk.open({ name: 'Seasonal' });
    const tills = [];
    for (const code of ['POS-001', 'POS-002'])
      tills.push(await shop.desk.pair(await shop.desk.register(path, { code })));
    await shop.desk.register(path, { code: 'POS-003' });
    await shop.desk.pair(await shop.desk.register(path, { code: 'KDS-001', kind: 'kitchen' }));
    const [till] = tills;
    if (!till) throw new Error('no till');
    expect(await sell(till)).toBe(200);
    await shop.desk.settle();
    const owner = await shop.desk.owner;
    const asked = await owner.get(`${path}close/`);
    // The third has no settings, so nothing of it is refused.
    expect(asked.body).toContain('2 tills of Seasonal will be refused');
    expect(asked.body).toContain('1 kitchen screen');
    expect(asked.body).toContain('1 of them was heard of within the last hour');
    expect((await row(path)).isActive).toBe(true);
    const version = fieldIn(asked, 'version') ?? '';
    expect((await owner.post(`${path}close/`, { step: 'close', version })).location).toBe(path);
    expect(await sell(till)).toBe(403);
    expect((await owner.get(path)).body).toContain('This store is closed');
    const twice = await owner.post(`${path}close/`, { step: 'close', version: String((await row(path)).version) });
    expect(twice.body).toContain('This store is closed already.');
    const stale = await owner.post(`${path}close/`, { step: 'reopen', version });
    expect(stale.body).toContain('Somebody has changed this store');
    const open = fieldIn(await owner.get(`${path}close/`), 'version') ?? '';
    expect((await owner.post(`${path}close/`, { step: 'reopen', version: open })).location).toBe(path);
    expect(await sell(till)).toBe(200);
    const actions = await shop.desk.server.deps.db.reader.auditEntry.findMany({
      where: { subjectType: 'store', subjectId: String((await row(path)).id) },
      orderBy: { id: 'asc' },
    });
    expect(actions.map(({ action }) => action)).toEqual(['store.create', 'store.close', 'store.reopen']);
  });

  it('is for those who run the store; for others the page does not exist', async () => {
    const path = await shop.desk.open({ name: 'Guarded' });
    expect((await (await shop.desk.as('owner.books')).get(`${path}close/`)).status).toBe(404);
    for (const username of ['grocer.member', 'grocer.accountant']) {
      const visitor = await shop.desk.as(username);
      const version = String((await row(path)).version);
      expect([403, 404], username).toContain((await visitor.get(`${path}close/`)).status);
      expect([403, 404], username).toContain((await visitor.post(`${path}close/`, { step: 'close', version })).status);
    }
    expect((await row(path)).isActive).toBe(true);
  });
});

describe('the stores of a company', () => {
  it('F-STORE-4, F-UI-1, F-UI-7, F-TEN-13: several stores with several tills each are managed side by side', async () => {
    const paths = [];
    for (const name of ['North', 'South', 'East']) paths.push(await shop.desk.open({ name }));
    for (const path of paths) for (const code of ['POS-001', 'POS-002']) await shop.desk.register(path, { code });
    const owner = await shop.desk.owner;
    const list = (await owner.get(`/stores/${shop.desk.slug}/`)).body;
    for (const [at, name] of ['North', 'South', 'East'].entries()) {
      expect(list).toContain(`<a href="${paths[at]}">${name}</a>`);
    }
    expect(list).toContain('2 Never connected');
    // The other company of the hub sees none of them, and has its own.
    const stranger = await shop.desk.as('owner.books');
    expect((await stranger.get(`/stores/${shop.books.slug}/`)).body).not.toContain('North');
    expect((await stranger.get(`/stores/${shop.desk.slug}/`)).status).toBe(404);
    // Organisation, each a page of its own, from every page.
    for (const href of [
      `/companies/${shop.desk.slug}/`,
      `/stores/${shop.desk.slug}/`,
      `/cashiers/${shop.desk.slug}/`,
    ]) {
      expect(list).toContain(`href="${href}"`);
    }
  });

  it('that there are none yet is said, with what to do next', async () => {
    const stranger = await shop.desk.as('owner.books');
    const { body } = await stranger.get(`/stores/${shop.books.slug}/`);
    expect(body).toContain('No stores yet');
    expect(body).toContain(`href="/stores/${shop.books.slug}/create/"`);
  });
});

/** Tills as the people who run them see and change them; what a till hears of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flushContacts } from '../../server/domain/stores/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { call, recorded, type ShopTerminal } from '../api/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type Answer, Visitor } from '../support/visitor.ts';
import { openStore } from './shops.ts';

let now = new Date('2026-11-21T10:00:00Z');
let server: TestServer;
let slug = '';
let officeCode = '';
const stores = { G1: '', G2: '', B1: '' };

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const grocer = await makeCompany(db, 'Grocer');
  const books = await makeCompany(db, 'Books');
  ({ slug, officeCode } = grocer);
  const ids = { G1: 0, G2: 0, B1: 0 };
  for (const code of ['G1', 'G2', 'B1'] as const) {
    const till = await openStore(db, code === 'B1' ? books : grocer, code);
    ids[code] = till.storeId;
    stores[code] = (await db.reader.store.findUniqueOrThrow({ where: { id: till.storeId } })).uuid;
  }
  await makeMember(db, grocer.id, 'grocer.member');
  for (const [username, role, storeId] of [
    ['grocer.manager', 'manager', ids.G1],
    ['grocer.accountant', 'accountant', null],
  ] as const) {
    const { id: userId } = await makeMember(db, grocer.id, username);
    await grantRole(hubCtx(db), { companyId: grocer.id, userId, role, storeId });
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const visitors = new Map<string, Visitor>();

async function visit(username: string): Promise<Visitor> {
  const known = visitors.get(username);
  if (known) return known;
  const visitor = new Visitor(server.url);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username}: ${answer.status}`);
  visitors.set(username, visitor);
  return visitor;
}

const text = (body: string) =>
  body.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");
const storePath = (code: keyof typeof stores) => `/stores/${slug}/${stores[code]}/`;
const seenIn = ({ body }: Answer) => /name="seen" value="([^"]*)"/.exec(text(body))?.[1] ?? 'absent';
const settingsIn = ({ body }: Answer) => {
  const settings = /<textarea[^>]*id="settings"[^>]*>([^<]*)</.exec(body)?.[1];
  const value = (name: string) => new RegExp(`^${name} = "([^"]*)"$`, 'm').exec(text(settings ?? ''))?.[1] ?? '';
  return {
    url: value('base_url'),
    codes: {
      office_code: value('office_code'),
      store_code: value('store_code'),
      terminal_code: value('terminal_code'),
    },
  };
};

/** Sends a sale with ids of its own, as the till does. */
async function sell(till: { url: string; codes: ShopTerminal['codes'] }, repeats = 1): Promise<number[]> {
  const body = recorded('transaction-push-real-sale', { codes: till.codes } as ShopTerminal);
  body.transactions[0].head.id = `a${crypto.randomUUID().slice(1)}`;
  const statuses: number[] = [];
  for (let time = 0; time < repeats; time += 1) {
    statuses.push((await call(`${till.url}/api/v1/pos/transactions`, { json: body })).status);
  }
  return statuses;
}

/** Registers and pairs a till through the pages. */
async function newTill(code: string, where: keyof typeof stores = 'G1') {
  const owner = await visit('owner.grocer');
  const registered = await owner.post(`${storePath(where)}register/`, { code, name: '', number: '' });
  expect(registered.status).toBe(302);
  const path = (registered.location ?? '').replace(/pair\/$/, '');
  const issued = await owner.post(`${path}pair/`, { seen: '' });
  return { owner, path, ...settingsIn(issued) };
}

describe('the tills of a store', () => {
  it('show how they are doing: state, last document, counters, program, repeats', async () => {
    const till = await newTill('POS-100');
    const { owner } = till;
    expect((await owner.get(storePath('G1'))).body).toContain('waiting for its first call');
    expect(await sell(till, 3)).toEqual([200, 200, 200]);
    await flushContacts(server.deps);
    const { status, body } = await owner.get(storePath('G1'));
    expect(status).toBe(200);
    const row = /<tr>(?:(?!<\/tr>).)*POS-100(?:(?!<\/tr>).)*<\/tr>/s.exec(body)?.[0] ?? '';
    expect(row).toContain('>Live</span>');
    expect(row).toContain('just now');
    expect(row).toMatch(/data-label="Last document">No\. \d+/);
    expect(row).toMatch(/data-label="Counters">Period \d+/);
    expect(row).toContain('python-requests/2.32.3');
    expect(row).toMatch(/data-label="Repeats">2</);
    now = new Date(now.getTime() + 2 * 3_600_000);
    expect((await owner.get(till.path)).body).toMatch(/>Silent<\/span> since 21 Nov 2026, 10:00/);
  });

  it('are for those who run the store: managers see their own store only, others nothing', async () => {
    const till = await newTill('POS-101', 'G2');
    const manager = await visit('grocer.manager');
    expect((await manager.get(storePath('G1'))).status).toBe(200);
    const list = (await manager.get(`/stores/${slug}/`)).body;
    expect(list).toContain('Shop G1');
    expect(list).not.toContain('Shop G2');
    for (const [username, paths] of [
      ['grocer.manager', [storePath('G2'), `${storePath('G2')}register/`, till.path, `${till.path}pair/`]],
      ['grocer.accountant', [`/stores/${slug}/`, storePath('G1'), till.path]],
      ['grocer.member', [`/stores/${slug}/`, storePath('G1'), till.path]],
      ['owner.books', [`/stores/${slug}/`, storePath('G1'), till.path, `/stores/books/${stores.G1}/`]],
    ] as const) {
      const person = await visit(username);
      for (const path of paths) {
        const { status, body } = await person.get(path);
        expect([403, 404], `${username} ${path}`).toContain(status);
        expect(body).not.toContain('POS-101');
      }
    }
    const books = await visit('owner.books');
    for (const path of ['', 'pair/', 'edit/', 'move/', 'revoke/', 'retire/'].map((part) => till.path + part)) {
      expect((await books.get(path)).status, path).toBe(404);
      if (path !== till.path) expect((await books.post(path, { code: 'POS-101' })).status, path).toBe(404);
    }
    for (const page of [`${storePath('G1')}register/`, `${storePath('G1')}code-only/`]) {
      const fields = { code: 'POS-999', networks: '127.0.0.0/8', understood: 'yes' };
      expect((await books.post(page, fields)).status, page).toBe(404);
      expect((await (await visit('grocer.accountant')).post(page, fields)).status, page).toBe(403);
    }
    const json = JSON.stringify({
      json: { company: slug, uuid: till.path.split('/')[3], graceHours: 0, replaces: null },
    });
    const headers = { 'content-type': 'application/json', 'x-csrf-token': await books.token() };
    const called = await books.send('POST', '/trpc/tills.pair', { headers, body: json });
    expect([called.status, called.body.includes('baseUrl')]).toEqual([404, false]);
    expect((await (await visit('grocer.accountant')).post(`${till.path}revoke/`, {})).status).toBe(403);
    expect((await manager.post(`${till.path}pair/`, { seen: '' })).status).not.toBe(200);
    expect(await sell(till)).toEqual([200]);
  });
});

describe('a new till', () => {
  it('is registered with a code of its own, and its settings are shown once, with a code to scan', async () => {
    const owner = await visit('owner.grocer');
    const page = `${storePath('G1')}register/`;
    const registered = await owner.post(page, { code: 'POS-110', name: 'Bakery', number: '110' });
    const path = (registered.location ?? '').replace(/pair\/$/, '');
    const asked = await owner.get(`${path}pair/`);
    const issued = await owner.post(`${path}pair/`, { seen: seenIn(asked) });
    expect(issued.status).toBe(200);
    expect(issued.headers.get('cache-control')).toBe('no-store');
    const till = settingsIn(issued);
    expect(till.url).toMatch(/\/t\/[\w-]{43}$/);
    expect(till.codes).toEqual({ office_code: officeCode, store_code: 'G1', terminal_code: 'POS-110' });
    expect(issued.body).toMatch(/<svg class="gate-qr" viewBox="0 0 \d+ \d+"/);
    const secret = till.url.slice(-43);
    for (const later of [path, `${path}pair/`, storePath('G1')]) {
      expect((await owner.get(later)).body, later).not.toContain(secret);
    }
    // The same form again, as a reload would send it, must not end what was just pasted.
    const again = await owner.post(`${path}pair/`, { seen: seenIn(asked) });
    expect(again.body).toContain('has got other settings since this page was opened');
    expect((await call(`${till.url}/api/v1/pos/init`)).status).toBe(200);
    const audit = await server.deps.db.reader.auditEntry.findMany({ where: { subjectType: 'terminal' } });
    expect(JSON.stringify(audit)).not.toContain(secret);
  });

  it('is refused with the field that is wrong, and what was typed stays', async () => {
    const owner = await visit('owner.grocer');
    const page = `${storePath('G1')}register/`;
    const refused = async (fields: Record<string, string>) => (await owner.post(page, fields)).body;
    expect(await refused({ code: 'POS-001', name: 'Nine', number: '' })).toMatch(
      /id="code-errors"><div class="invalid-feedback">The store has, or had, a terminal with the code POS-001/,
    );
    expect(await refused({ code: 'POS-001', name: 'Nine', number: '' })).toContain('value="Nine"');
    expect(await refused({ code: ' ', name: '', number: '' })).toMatch(/id="code-errors"><div[^>]*>Must not be empty/);
    for (const number of ['0', '10000', 'x', '1.5']) {
      const body = await refused({ code: 'POS-119', name: '', number });
      expect(body, number).toMatch(/id="number-errors"><div[^>]*>A whole number from 1 to 9999/);
    }
    expect(await refused({ code: 'POS-119', name: '', number: '1' })).toMatch(
      /id="number-errors"><div[^>]*>The store has/,
    );
  });
});

describe('a till in use', () => {
  it('gets new settings; the old ones end at once, or deliver as long as was said', async () => {
    const till = await newTill('POS-120');
    const page = `${till.path}pair/`;
    const first = settingsIn(await till.owner.post(page, { seen: seenIn(await till.owner.get(page)), grace: '1' }));
    expect([await sell(till), await sell(first)]).toEqual([[200], [200]]);
    expect((await call(`${till.url}/api/v1/pos/init`)).status).toBe(403);
    expect((await till.owner.get(till.path)).body).toContain('Settings that were replaced may still deliver until');
    now = new Date(now.getTime() + 3_600_000);
    expect(await sell(till)).toEqual([404]);
    const second = settingsIn(await till.owner.post(page, { seen: seenIn(await till.owner.get(page)), grace: '0' }));
    expect([await sell(first), await sell(second)]).toEqual([[404], [200]]);
  });

  it('is revoked at once, may deliver in a time of grace, and is taken back by pairing', async () => {
    const till = await newTill('POS-130');
    expect((await till.owner.get(`${till.path}revoke/`)).body).toContain(
      'From the next call on the hub refuses this till',
    );
    const revoked = await till.owner.post(`${till.path}revoke/`, { grace: '8' });
    expect([revoked.status, revoked.location]).toEqual([302, till.path]);
    expect(await sell(till)).toEqual([200]);
    expect((await call(`${till.url}/api/v1/pos/init`)).status).toBe(403);
    expect((await till.owner.get(till.path)).body).toContain('may deliver until');
    await till.owner.post(`${till.path}revoke/`, { grace: '0' });
    expect(await sell(till)).toEqual([403]);
    expect((await till.owner.post(`${till.path}revoke/`, { grace: '5000' })).body).toContain(
      'At most 31 days from now',
    );
    const asked = await till.owner.get(`${till.path}pair/`);
    expect(asked.body).toContain('takes the revocation back');
    const issued = settingsIn(await till.owner.post(`${till.path}pair/`, { seen: seenIn(asked), grace: '0' }));
    expect([await sell(till), await sell(issued)]).toEqual([[404], [200]]);
  });

  it('moves to another store with new settings; what it sold stays, and a clash names the code', async () => {
    const till = await newTill('POS-140');
    expect(await sell(till)).toEqual([200]);
    const page = `${till.path}move/`;
    const asked = await till.owner.get(page);
    const target = /<option value="(\d+)">Shop G2/.exec(asked.body)?.[1] ?? '';
    const clash = await till.owner.post(page, { seen: seenIn(asked), store: target, code: 'POS-001', grace: '0' });
    expect(clash.body).toMatch(/id="code-errors"><div[^>]*>Shop G2 has, or had, a till with the code POS-001/);
    const none = await till.owner.post(page, { seen: seenIn(asked), store: '', code: 'POS-140', grace: '0' });
    expect(none.body).toMatch(/id="storeId-errors"><div[^>]*>Choose a store/);
    const moved = settingsIn(
      await till.owner.post(page, { seen: seenIn(asked), store: target, code: 'POS-140', grace: '8' }),
    );
    expect(moved.codes.store_code).toBe('G2');
    expect([await sell(till), await sell(moved)]).toEqual([[200], [200]]);
    const documents = await server.deps.db.reader.transaction.findMany({
      where: { terminal: { code: 'POS-140' } },
      select: { store: { select: { code: true } } },
      orderBy: { id: 'asc' },
    });
    expect(documents.map(({ store }) => store.code)).toEqual(['G1', 'G1', 'G2']);
    // The manager of the old store has nothing to do with it any more.
    expect((await (await visit('grocer.manager')).get(till.path)).status).toBe(404);
  });

  it('cannot be moved by the manager of one store into another', async () => {
    const till = await newTill('POS-141');
    const manager = await visit('grocer.manager');
    expect((await manager.get(`${till.path}move/`)).body).toContain('No other store');
    const { id } = await server.deps.db.reader.store.findFirstOrThrow({ where: { code: 'G2' } });
    const fields = { seen: seenIn(await (await visit('owner.grocer')).get(`${till.path}move/`)), code: 'POS-141' };
    expect((await manager.post(`${till.path}move/`, { ...fields, store: String(id) })).status).toBe(404);
    expect(await sell(till)).toEqual([200]);
  });

  it('is retired for good after its code was typed, and stays to be looked at', async () => {
    const till = await newTill('POS-150');
    expect((await till.owner.post(`${till.path}retire/`, { code: 'POS-15' })).body).toContain(
      'Type POS-150 to confirm.',
    );
    expect(await sell(till)).toEqual([200]);
    expect((await till.owner.post(`${till.path}retire/`, { code: 'POS-150' })).location).toBe(storePath('G1'));
    expect(await sell(till)).toEqual([404]);
    const link = `href="${till.path}"`;
    expect((await till.owner.get(storePath('G1'))).body).not.toContain(link);
    expect((await till.owner.get(`${storePath('G1')}?show=retired`)).body).toContain(link);
    expect((await till.owner.get(till.path)).body).not.toContain(`${till.path}pair/`);
    for (const part of ['edit/', 'revoke/', 'retire/', 'pair/']) {
      const fields = { seen: '', name: 'x', number: '9', syncMinutes: '5', code: 'POS-150', isActive: 'yes' };
      expect((await till.owner.post(till.path + part, fields)).status, part).toBe(404);
    }
  });

  it('is changed: networks are checked one by one, and switched off it is refused', async () => {
    const till = await newTill('POS-160');
    const page = `${till.path}edit/`;
    const fields = { name: 'Bakery', number: '160', serialNumber: '', syncMinutes: '45', isActive: 'yes' };
    const wrong = await till.owner.post(page, { ...fields, networks: '10.0.0.0/8\nnonsense' });
    expect(wrong.body).toMatch(/id="networks-errors"><div[^>]*>“nonsense”: an address or a CIDR range/);
    const never = await till.owner.post(page, { ...fields, networks: '', syncMinutes: '' });
    expect(never.body).toMatch(/id="syncMinutes-errors"><div[^>]*>[^<]*from 1 to 1440/);
    expect((await till.owner.post(page, { ...fields, networks: '10.0.0.0/8' })).status).toBe(302);
    expect(await sell(till)).toEqual([403]);
    await till.owner.post(page, { ...fields, networks: '' });
    expect(await sell(till)).toEqual([200]);
    await till.owner.post(page, { ...fields, networks: '', isActive: '' });
    expect(await sell(till)).toEqual([403]);
    expect((await till.owner.get(till.path)).body).toMatch(/Switched off[\s\S]*every 45 minutes/);
  });
});

describe('access by codes alone', () => {
  it('is closed at first, opens for named networks by whoever says to know what that means, and closes again', async () => {
    const till = await newTill('POS-170');
    const page = `${storePath('G1')}code-only/`;
    const open = { url: server.url, codes: till.codes };
    expect(await sell(open)).toEqual([404]);
    expect((await till.owner.get(page)).body).toContain('Codes are no secret');
    expect((await till.owner.post(page, { networks: '127.0.0.0/8' })).body).toContain('Tick this to open the store.');
    const wide = await till.owner.post(page, { networks: '0.0.0.0/0\n127.0.0.0/8', understood: 'yes' });
    expect(wide.body).toMatch(/id="networks-errors"><div[^>]*>“0.0.0.0\/0”: too wide/);
    expect(await sell(open)).toEqual([404]);
    expect((await till.owner.post(page, { networks: '127.0.0.0/8', understood: 'yes' })).status).toBe(302);
    expect(await sell(open)).toEqual([200]);
    expect((await till.owner.get(storePath('G1'))).body).toContain('Tills that call from 127.0.0.0/8 need no secret');
    await till.owner.post(page, { close: 'yes', networks: '127.0.0.0/8' });
    expect(await sell(open)).toEqual([404]);
  });
});

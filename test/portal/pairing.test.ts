/** Letting a device in by its code, and the keys of a till, as the people who run the shops do it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../api/support.ts';
import { bearer } from '../api/v1/support.ts';
import { goodPassword, makeCompany, makeMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { openStore } from './shops.ts';

let now = new Date('2026-11-21T10:00:00Z');
let server: TestServer;
let owner: Visitor;
let books: Visitor;
let slug = '';
let storeUuid = '';
let tillUuid = '';

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const grocer = await makeCompany(db, 'Grocer');
  const bookshop = await makeCompany(db, 'Books');
  ({ slug } = grocer);
  const { storeId } = await openStore(db, grocer, 'G1');
  await openStore(db, bookshop, 'B1');
  await makeMember(db, grocer.id, 'grocer.member');
  const store = { where: { id: storeId }, select: { uuid: true, terminals: { select: { uuid: true } } } };
  const found = await db.reader.store.findUniqueOrThrow(store);
  storeUuid = found.uuid;
  tillUuid = found.terminals[0]?.uuid ?? '';
  owner = await visit(grocer.ownerName);
  books = await visit(bookshop.ownerName);
});
afterAll(() => server[Symbol.asyncDispose]());

async function visit(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username}: ${answer.status}`);
  return visitor;
}

async function device(said = { device_name: '<b>Door</b>', software: 'PyPOS' }) {
  const { body } = await call(`${server.url}/api/v1/pairing`, { json: said });
  const poll = async () => {
    now = new Date(now.getTime() + 5000);
    return call(`${server.url}/api/v1/pairing/token`, { json: { device_code: body.device_code } });
  };
  return { code: String(body.user_code), poll };
}
const me = async (apiKey: string) => {
  const { status, body } = await call(`${server.url}/api/v1/auth/token`, { json: { api_key: apiKey } });
  return status === 200
    ? (await call(`${server.url}/api/v1/me`, { headers: bearer(body.access) })).body.name
    : `${status}`;
};

describe('pairing a device', () => {
  it('asks for the code, shows who the device is, and lets it in as a till that has no key', async () => {
    expect((await owner.get('/pair/')).body).toContain('name="code"');
    const { code, poll } = await device();
    const { status, body } = await owner.get(`/pair/?code=${code.toLowerCase()}`);
    expect(status).toBe(200);
    expect(body).toContain('&lt;b&gt;Door&lt;/b&gt;');
    expect(body).toContain(`till:${tillUuid}`);
    expect(body).not.toContain('B1');
    const answer = await owner.post('/pair/', { code, do: 'approve', as: `till:${tillUuid}` });
    expect([answer.status, answer.location]).toEqual([302, `/tills/${slug}/${tillUuid}/`]);
    const given = await poll();
    expect(given.status).toBe(200);
    expect(await me(given.body.api_key)).toBe(given.body.terminal.code);
    expect((await owner.get(`/tills/${slug}/${tillUuid}/`)).body).toContain(given.body.api_key.slice(0, 12));
    const next = await device();
    expect((await owner.get(`/pair/?code=${next.code}`)).body).not.toContain(`till:${tillUuid}`);
  });

  it('makes a new till in a store, and shows again what was typed when its code is taken', async () => {
    const { code, poll } = await device();
    const as = `store:${storeUuid}`;
    const empty = await owner.post('/pair/', { code, do: 'approve', as: '' });
    expect(empty.body).toContain('Choose which till this device is.');
    const wrong = await owner.post('/pair/', { code, do: 'approve', as, newCode: '', newName: 'Garden' });
    expect(wrong.body).toContain('value="Garden"');
    expect(wrong.body).toContain('is-invalid');
    const made = await owner.post('/pair/', { code, do: 'approve', as, newCode: 'NEW-7', newName: 'Garden' });
    expect(made.status).toBe(302);
    expect((await poll()).body.terminal).toMatchObject({ code: 'NEW-7', name: 'Garden' });
  });

  it('sends a device away', async () => {
    const { code, poll } = await device();
    expect((await owner.post('/pair/', { code, do: 'deny' })).location).toBe('/pair/');
    expect((await poll()).status).toBe(403);
  });

  it('says in the visitor’s language that nobody shows a code', async () => {
    const { body } = await owner.get('/pair/?code=BBBB-BBBB', { 'accept-language': 'de' });
    expect(body).toContain('Kein Gerät zeigt jetzt diesen Code');
  });

  it('lets nobody in as a till of others, and is nothing for members and strangers', async () => {
    const { code, poll } = await device();
    for (const as of [`till:${tillUuid}`, `store:${storeUuid}`]) {
      const answer = await books.post('/pair/', { code, do: 'approve', as, newCode: 'THEIRS', newName: '' });
      expect(answer.status).not.toBe(302);
    }
    const member = await visit('grocer.member');
    expect((await member.get(`/pair/?code=${code}`)).body).not.toContain('Door');
    await member.post('/pair/', { code, do: 'deny' });
    expect((await new Visitor(server.url).get('/pair/')).location).toContain('/accounts/login/');
    expect((await poll()).status).toBe(202);
  });
});

describe('the key of a till', () => {
  it('is shown once, renewed with an overlap, and revoked at once', async () => {
    const own = `/tills/${slug}/${tillUuid}/`;
    const keyIn = (body: string) => /id="key" value="([^"]+)"/.exec(body)?.[1] ?? 'none';
    const seenIn = (body: string) => /name="seen" value="([^"]*)"/.exec(body)?.[1] ?? 'none';
    const before = seenIn((await owner.get(`${own}key/`)).body);
    const first = keyIn((await owner.post(`${own}key/`, { seen: before, overlap: '0' })).body);
    expect(first).toMatch(/^gtk_/);
    const seen = seenIn((await owner.get(`${own}key/`)).body);
    const second = keyIn((await owner.post(`${own}key/`, { seen, overlap: '1' })).body);
    expect([await me(first), await me(second)]).toEqual([await me(second), expect.stringMatching(/^[A-Z]/)]);
    expect(keyIn((await owner.post(`${own}key/`, { seen, overlap: '1' })).body)).toBe('none');
    const page = (await owner.get(own)).body;
    expect(page).not.toContain(second);
    const links = [...page.matchAll(/href="([^"]+\/key\/[^"]+\/revoke\/)"/g)].map(([, href]) => href ?? '');
    expect(links).toHaveLength(2);
    for (const link of links) {
      expect((await owner.get(link)).status).toBe(200);
      expect((await owner.post(link, {})).location).toBe(own);
      expect((await owner.get(link)).status).toBe(404);
    }
    expect([await me(first), await me(second)]).toEqual(['401', '401']);
  });

  it('is for those who manage the till', async () => {
    const member = await visit('grocer.member');
    expect((await member.get(`/tills/${slug}/${tillUuid}/key/`)).status).toBe(403);
    expect((await books.post(`/tills/${slug}/${tillUuid}/key/`, { seen: '' })).status).toBe(404);
  });
});

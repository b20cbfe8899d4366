/** Till screens as the people of a company see, change and give them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLayoutId, ensureDefaultLayout } from '../../server/domain/layouts/index.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { openStore } from './shops.ts';

let server: TestServer;
let slug = '';
let terminalId = 0;
const list = () => `/layouts/${slug}/`;

beforeAll(async () => {
  server = await startTestServer();
  const { db } = server.deps;
  const grocer = await makeCompany(db, 'Grocer');
  await makeCompany(db, 'Books');
  await makeMember(db, grocer.id, 'grocer.member');
  slug = grocer.slug;
  terminalId = (await openStore(db, grocer, 'G1')).terminalId;
  await ensureDefaultLayout(hubCtx(db));
});
afterAll(() => server[Symbol.asyncDispose]());

async function visit(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username}: ${answer.status}`);
  return visitor;
}

const textOf = (body: string) =>
  (/<textarea[^>]*name="content"[^>]*>([^<]*)<\/textarea>/.exec(body)?.[1] ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

describe('till screens', () => {
  it('are drawn, copied from the hub’s, changed as text, and given to a till', async () => {
    const owner = await visit('owner.grocer');
    const ofHub = `${list()}${defaultLayoutId}/`;
    expect((await owner.get(list())).body).toContain(ofHub);
    const page = await owner.get(ofHub);
    expect(page.body.match(/<svg[^>]*viewBox="0 0 1024 768"/g)?.length).toBeGreaterThan(15);
    const text = textOf((await owner.get(`${ofHub}edit/`)).body);
    const content = text.replace('"caption1":"Sell"', '"caption1":"Start selling"');
    expect(content).not.toBe(text);
    const saved = await owner.post(`${ofHub}edit/`, { name: 'Ours', note: 'A friendlier word', content });
    expect(saved.status).toBe(302);
    const own = saved.location ?? '';
    expect(own).toMatch(new RegExp(`^/layouts/${slug}/[0-9a-f-]{36}/$`));
    expect(own).not.toBe(ofHub);
    expect((await owner.get(own)).body).toContain('Start selling');
    const layout = own.split('/').at(-2) ?? '';
    const given = await owner.post(list(), { target: `terminal:${terminalId}`, layout });
    expect([given.status, given.location]).toEqual([302, list()]);
    expect((await owner.get(list())).body).toContain('Till POS-001 of Shop G1');
    const next = await owner.post(`${own}edit/`, { name: 'Ours', note: '', content: text });
    expect(next.location).toBe(own);
    const back = await owner.post(own, { number: '1' });
    expect(back.status).toBe(302);
    expect((await owner.get(own)).body).toContain('Version 1, in force');
  });

  it('are refused with the place of the fault, and nothing that was typed is lost', async () => {
    const owner = await visit('owner.grocer');
    const edit = `${list()}${defaultLayoutId}/edit/`;
    const broken = '{ "forms": [],\n "controls": [ oops ] }';
    const answer = await owner.post(edit, { name: 'Broken', note: 'typed', content: broken });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('from line 2 on');
    expect(textOf(answer.body)).toBe(broken);
    expect(answer.body).toContain('value="typed"');
    const empty = await owner.post(edit, { name: 'Broken', note: '', content: '{"forms":[],"controls":[]}' });
    expect(empty.body).toContain('exactly one visible form');
  });

  it('have product keys that the store chooses by code', async () => {
    const owner = await visit('owner.grocer');
    const keys = `${list()}keys/G1/`;
    expect((await owner.get(keys)).body).toContain('No products yet');
    const answer = await owner.post(keys, { codes: '1001\n1002' });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('1001 is no product of this company');
    expect(answer.body).toContain('1001\n1002</textarea>');
  });

  it('belong to people of the company, and are changed by owners and administrators alone', async () => {
    const edit = `${list()}${defaultLayoutId}/edit/`;
    const member = await visit('grocer.member');
    const stranger = await visit('owner.books');
    for (const [who, statuses] of [
      [member, [403, 404]],
      [stranger, [404]],
    ] as const) {
      expect(statuses).toContain((await who.get(list())).status);
      expect(statuses).toContain((await who.post(edit, { name: 'X', note: '', content: '{}' })).status);
      expect(statuses).toContain((await who.post(list(), { target: 'company', layout: '' })).status);
    }
    const books = await stranger.post('/layouts/books/', { target: `terminal:${terminalId}`, layout: '' });
    expect(books.status).toBe(404);
  });
});

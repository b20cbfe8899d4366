/** Deleting a company in the portal: real pages, real forms, no scripts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeDueDeletions } from '../../../server/domain/company-deletion/index.ts';
import { createStore, createTerminal, pairTerminal } from '../../../server/domain/stores/index.ts';
import { addMember, createCompany } from '../../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser, testClock } from '../../support/people.ts';
import { readZip } from '../../support/read-zip.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

const dayMs = 86_400_000;
const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: clock.now });
});
afterAll(() => server[Symbol.asyncDispose]());

let companies = 0;

async function shopWith(owners: number) {
  companies += 1;
  const { db } = server.deps;
  const hub = hubCtx(db, clock.now);
  const names = Array.from({ length: owners }, (_each, index) => `own${index}.${companies}`);
  const ids: string[] = [];
  for (const name of names) ids.push((await makeUser(db, name)).id);
  const name = `Çorner & <b>Shop</b> ${companies}`;
  const company = await createCompany(hub, { name, ownerUserId: ids[0] as string });
  for (const userId of ids.slice(1)) await addMember(hub, { companyId: company.id, userId, isOwner: true });
  const memberName = `mem.${companies}`;
  await addMember(hub, { companyId: company.id, userId: (await makeUser(db, memberName)).id });
  const visitors: Visitor[] = [];
  for (const username of [...names, memberName]) {
    const visitor = new Visitor(server.url);
    await visitor.signIn(username, goodPassword);
    visitors.push(visitor);
  }
  const at = `/companies/${company.slug}/`;
  return { ...company, name, at, owners: visitors.slice(0, owners), member: visitors[owners] as Visitor };
}

const proof = goodPassword;

describe('the page to delete a company', () => {
  it('says what is erased and how much of it, and is for owners only', async () => {
    const shop = await shopWith(1);
    const page = await shop.owners[0]?.get(`${shop.at}delete/`);
    expect(page?.status).toBe(200);
    expect(page?.body).toContain('<dt>Members</dt><dd>2</dd>');
    expect(page?.body).toContain('You are the only owner');
    expect(page?.body).toContain('7 days after the last approval');
    expect(page?.body).toContain(`href="${shop.at}export/"`);
    expect(page?.body, 'names are escaped').not.toContain('<b>Shop</b>');
    expect((await shop.member.get(`${shop.at}delete/`)).status).toBe(403);
    expect((await new Visitor(server.url).get(`${shop.at}delete/`)).location).toContain('/accounts/login/');
    const stranger = await shopWith(1);
    expect((await stranger.owners[0]?.get(`${shop.at}delete/`))?.status).toBe(404);
  });

  it('shows what is wrong beside its field, keeps the name that was typed and never the password', async () => {
    const shop = await shopWith(1);
    const owner = shop.owners[0] as Visitor;
    const wrongName = await owner.post(`${shop.at}delete/`, { name: 'Another', proof });
    expect(wrongName.status).toBe(200);
    expect(wrongName.body).toContain('Type the name of the company exactly as it is written.');
    expect(wrongName.body).toContain('value="Another"');
    expect(wrongName.body).not.toContain(proof);
    const wrongProof = await owner.post(`${shop.at}delete/`, { name: shop.name, proof: 'wrong-word' });
    expect(wrongProof.body).toContain('This is not your password');
    expect(wrongProof.body).not.toContain('wrong-word');
    expect((await owner.get(`${shop.at}delete/`)).body).toContain('Type the name');
  });
});

describe('F-TEN-9 in the portal', () => {
  it('two owners: start, approve, cool-off with a banner for everybody, and then it is gone', async () => {
    const shop = await shopWith(2);
    const [first, second] = shop.owners as [Visitor, Visitor];
    const started = await first.post(`${shop.at}delete/initiate/`, { name: shop.name, proof });
    expect([started.status, started.location]).toEqual([302, `${shop.at}delete/`]);
    expect((await first.get(`${shop.at}delete/`)).body).toContain('1 of 2 owners have approved so far.');
    const seen = await shop.member.get(`${shop.at}delete/`);
    expect(seen.status).toBe(200);
    for (const hidden of ['approve/', 'withdraw/', 'cancel/']) expect(seen.body).not.toContain(`delete/${hidden}`);
    expect((await second.get(`${shop.at}delete/approve/`)).body).toContain('Yours is the last approval');
    expect((await second.post(`${shop.at}delete/approve/`, { proof: 'wrong' })).status).toBe(200);
    expect((await second.post(`${shop.at}delete/approve/`, { proof })).location).toBe(`${shop.at}delete/`);
    expect((await shop.member.get(`${shop.at}delete/`)).body).toContain('Everything is erased on');
    clock.pass(7 * dayMs + 1);
    await completeDueDeletions(hubCtx(server.deps.db, clock.now));
    for (const visitor of [...shop.owners, shop.member]) {
      expect((await visitor.get(`${shop.at}delete/`)).status).toBe(404);
      expect((await visitor.get('/dashboard/')).status, 'the session goes on').toBe(200);
    }
  });

  it('fault 6: an owner stops it, another takes the approval back; each page asks first', async () => {
    const shop = await shopWith(2);
    const [first, second] = shop.owners as [Visitor, Visitor];
    await first.post(`${shop.at}delete/`, { name: shop.name, proof });
    await second.post(`${shop.at}delete/approve/`, { proof });
    expect((await second.get(`${shop.at}delete/withdraw/`)).body).toContain('Take my approval back');
    await second.post(`${shop.at}delete/withdraw/`, {});
    expect((await first.get(`${shop.at}delete/`)).body).toContain('1 of 2 owners have approved so far.');
    expect((await first.get(`${shop.at}delete/cancel/`)).body).toContain('The company stays as it is');
    expect((await shop.member.post(`${shop.at}delete/cancel/`, {})).status).toBe(403);
    expect((await second.post(`${shop.at}delete/cancel/`, {})).location).toBe(shop.at);
    const late = await first.post(`${shop.at}delete/approve/`, { proof });
    expect(late.body).toContain('No deletion of this company is under way');
  });

  it('speaks the language of the visitor', async () => {
    const shop = await shopWith(1);
    const owner = shop.owners[0] as Visitor;
    const turkish = await owner.get(`${shop.at}delete/`, { 'accept-language': 'tr' });
    expect(turkish.body).toContain('Şirketi sil');
    const body = new URLSearchParams({ _csrf: await owner.token(), name: 'x', proof });
    const german = await owner.send('POST', `${shop.at}delete/`, { headers: { 'accept-language': 'de' }, body });
    expect(german.body).toContain('Geben Sie den Namen des Unternehmens genau so ein');
  });
});

describe('a deleted company', () => {
  it("its tills are refused at once as unknown ones, and everybody else's are not", async () => {
    const { db } = server.deps;
    const hub = hubCtx(db, clock.now);
    const tills: string[] = [];
    const shops = [await shopWith(1), await shopWith(1)] as const;
    for (const { id } of shops) {
      const store = await createStore(hub, { companyId: id, code: 'S1', name: 'One' });
      const { id: terminalId } = await createTerminal(hub, { storeId: store.id, code: 'T1', name: 'T', number: 1 });
      const issued = await pairTerminal(hub, { terminalId, publicUrl: server.url, replaces: null, graceHours: 0 });
      tills.push(issued.baseUrl);
    }
    const ask = async () => Promise.all(tills.map(async (url) => (await fetch(`${url}/api/v1/pos/init`)).status));
    expect(await ask()).toEqual([200, 200]);
    const [shop] = shops;
    await shop.owners[0]?.post(`${shop.at}delete/`, { name: shop.name, proof });
    expect(await ask(), 'the cool-off leaves them alone').toEqual([200, 200]);
    clock.pass(7 * dayMs);
    await completeDueDeletions(hub);
    expect(await ask()).toEqual([404, 200]);
  });
});

describe('the export', () => {
  it('is a zip for owners, said before and made while it is sent', async () => {
    const shop = await shopWith(1);
    const owner = shop.owners[0] as Visitor;
    expect((await owner.get(`${shop.at}export/`)).body).toContain('Passwords and secrets are not in it');
    expect((await shop.member.get(`${shop.at}export/`)).status).toBe(403);
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${server.url}${shop.at}export/`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ _csrf: await owner.token() }),
    });
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+\.zip"$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const files = readZip(Buffer.from(await answer.arrayBuffer()));
    expect(JSON.parse(String(files.get('manifest.json'))).company.name).toBe(shop.name);
    expect((await shop.member.post(`${shop.at}export/`, {})).status).toBe(403);
  });
});

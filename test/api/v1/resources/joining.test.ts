/** Requests to join and invitations over the API, by the rules of the portal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askToJoin } from '../../../../server/domain/companies/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { goodPassword, makeMember, makeUser, signedIn } from '../../../support/people.ts';
import { call } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
});
afterAll(() => world[Symbol.asyncDispose]());

async function request(username: string): Promise<string> {
  await makeUser(test.db, username);
  const ctx = await signedIn(test.db, username, () => world.hub.clock.now);
  await askToJoin(ctx, { slug: world.ours.slug, message: 'Let me in', address: '192.0.2.1' });
  const { body } = await ask(world.hub, world.key, `${base}/join-requests?status=pending&fields=username`);
  return body.items.find((row: { username: string }) => row.username === username).id;
}

const answer = (id: string, json: object, key = world.key) =>
  ask(world.hub, key, `${base}/join-requests/${id}`, { method: 'PATCH', json });

describe('requests to join', () => {
  it('are approved and rejected once, and whoever is taken in is a member', async () => {
    const wanted = await request('wants.in');
    const approved = await answer(wanted, { status: 'approved' });
    expect(approved.body).toMatchObject({ status: 'approved', username: 'wants.in', message: 'Let me in' });
    const members = await ask(world.hub, world.key, `${base}/members?limit=200`);
    expect(members.body.items.map((row: { username: string }) => row.username)).toContain('wants.in');
    expect((await answer(wanted, { status: 'rejected' })).status).toBe(404);
    const unwanted = await request('wants.too');
    const rejected = await answer(unwanted, { status: 'rejected', reason: 'We are full' });
    expect(rejected.body).toMatchObject({ status: 'rejected', reason: 'We are full' });
    expect((await answer(unwanted, { status: 'pending' })).body.errors[0].path).toBe('status');
  });

  it('are for those alone who manage the company’s people', async () => {
    const id = await request('wants.also');
    const looking = await keyOf(world.hub, world.ours.companyId, ['member.see']);
    expect((await ask(world.hub, looking, `${base}/join-requests`)).status).toBe(403);
    expect((await answer(id, { status: 'approved' }, looking)).status).toBe(403);
    const theirs = await keyOf(world.hub, world.theirs.companyId, everyAction);
    expect((await answer(id, { status: 'approved' }, theirs)).status).toBe(404);
    const other = `/companies/${world.theirs.slug}/join-requests/${id}`;
    expect((await ask(world.hub, theirs, other, { method: 'PATCH', json: { status: 'approved' } })).status).toBe(404);
    const still = await ask(world.hub, world.key, `${base}/join-requests/${id}`);
    expect(still.body.status).toBe('pending');
  });
});

describe('invitations', () => {
  it('are made by people, listed, and revoked; programs make none', async () => {
    const json = { by: 'email', to: 'Friend@Example.org', roles: [{ role: 'stock', store_id: world.ours.storeUuid }] };
    expect((await ask(world.hub, world.key, `${base}/invitations`, { json })).status).toBe(403);
    const { id: userId } = await makeMember(test.db, world.ours.companyId, 'one.administrator');
    const made = { method: 'PATCH', json: { is_administrator: true } };
    await ask(world.hub, world.key, `${base}/members/${userId}`, made);
    const signIn = { username: 'one.administrator', password: goodPassword, device_name: 'Phone' };
    const { body: tokens } = await call(`${world.hub.url}/api/v1/auth/sign-in`, { json: signIn });
    const invited = await ask(world.hub, tokens.access, `${base}/invitations`, { json });
    expect(invited.status).toBe(201);
    expect(invited.body).toMatchObject({
      ...{ email: 'Friend@Example.org', username: null, status: 'pending', invited_by: 'one.administrator' },
      roles: json.roles,
    });
    const twice = await ask(world.hub, tokens.access, `${base}/invitations`, { json });
    expect({ status: twice.status, path: twice.body.errors[0].path }).toEqual({ status: 409, path: 'to' });
    const owner = await ask(world.hub, tokens.access, `${base}/invitations`, {
      json: { by: 'username', to: 'nobody.here', is_owner: true },
    });
    expect(owner.status).toBe(403);
    const path = `${base}/invitations/${invited.body.id}`;
    expect((await ask(world.hub, world.key, path)).body).toEqual(invited.body);
    const mails = () => test.db.reader.mailMessage.findMany({ where: { toAddress: 'Friend@Example.org' } });
    const [before] = await mails();
    world.hub.clock.now = new Date(world.hub.clock.now.getTime() + 60_000);
    expect((await ask(world.hub, world.key, `${path}/resend`, { method: 'POST' })).status).toBe(403);
    const again = await ask(world.hub, tokens.access, `${path}/resend`, { method: 'POST' });
    expect([again.status, again.body.sent_count]).toEqual([200, invited.body.sent_count + 1]);
    expect(again.body.expires_at > invited.body.expires_at).toBe(true);
    const links = (await mails()).map((mail) => mail.path);
    expect([links.length, new Set(links).size, links.includes(before?.path ?? '')]).toEqual([2, 2, true]);
    expect((await ask(world.hub, world.key, path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(world.hub, world.key, path)).body.status).toBe('revoked');
    expect((await ask(world.hub, world.key, path, { method: 'DELETE' })).status).toBe(404);
    expect((await ask(world.hub, world.key, `/companies/${world.theirs.slug}/invitations`)).status).toBe(404);
  });
});

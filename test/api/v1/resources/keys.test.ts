/** Keys over the API: people make, renew and revoke them, and no key makes another one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueTerminalKey } from '../../../../server/domain/access/index.ts';
import { programCtx } from '../../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { goodPassword, makeMember } from '../../../support/people.ts';
import { call, only } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;
/** Of an administrator, and of a member without any right. */
let access: string;
let plain: string;

const tokenOf = async (username: string) => {
  const json = { username, password: goodPassword, device_name: 'Phone' };
  return (await call(`${world.hub.url}/api/v1/auth/sign-in`, { json })).body.access as string;
};

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
  const { id } = await makeMember(test.db, world.ours.companyId, 'keeps.keys');
  await makeMember(test.db, world.ours.companyId, 'plain.one');
  const made = { method: 'PATCH', json: { is_administrator: true } };
  expect((await ask(world.hub, world.key, `${base}/members/${id}`, made)).status).toBe(200);
  access = await tokenOf('keeps.keys');
  plain = await tokenOf('plain.one');
});
afterAll(() => world[Symbol.asyncDispose]());

const first = <T>(list: readonly T[]): T => only(list.slice(0, 1));
const asked = (path: string, more: object = {}, by = access) => ask(world.hub, by, `${base}${path}`, more);
const sees = async (key: string) => (await ask(world.hub, key, `${base}/products`)).status;

describe('keys of programs', () => {
  it('are made, listed, changed, renewed and revoked, with a trace of each', async () => {
    const json = {
      ...{ name: 'Web shop', actions: ['catalog.see'], store_ids: [world.ours.storeUuid], requests_per_minute: 60 },
      ...{ origins: ['https://shop.example.com'], expires_at: '2027-01-01T00:00:00Z' },
    };
    const made = await asked('/keys', { json });
    expect([made.status, made.body]).toEqual([
      201,
      { id: expect.any(String), api_key: expect.stringMatching(/^gpk_/) },
    ]);
    const { id, api_key: text } = made.body;
    expect(await sees(text)).toBe(200);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe('key.create');

    const listed = (await asked('/keys')).body.items.find((key: { id: string }) => key.id === id);
    expect(listed).toMatchObject({
      ...json,
      expires_at: '2027-01-01T00:00:00.000Z',
      state: 'works',
      prefix: text.slice(0, 12),
    });
    expect(JSON.stringify(listed)).not.toContain(text);
    expect((await asked(`/keys/${id}`)).body).toEqual(listed);

    const changed = await asked(`/keys/${id}`, { method: 'PATCH', json: { name: 'Shop', store_ids: null } });
    expect(changed.body).toEqual({ ...listed, name: 'Shop', store_ids: null });

    const next = await asked(`/keys/${id}/rotate`, { json: { overlap_hours: 1 } });
    expect([next.status, await sees(text), await sees(next.body.api_key)]).toEqual([201, 200, 200]);
    expect((await asked(`/keys/${next.body.id}`)).body).toMatchObject({ name: 'Shop', actions: ['catalog.see'] });
    expect((await asked(`/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect([await sees(text), await sees(next.body.api_key)]).toEqual([401, 200]);
    expect((await asked(`/keys/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe('key.revoke');
  });

  it('whose making was answered into the void are told again to the same request, and kept nowhere in clear', async () => {
    const again = { json: { name: 'Lost', actions: ['catalog.see'] }, headers: { 'idempotency-key': 'made-once' } };
    const once = await asked('/keys', again);
    const second = await asked('/keys', again);
    expect([second.status, second.body]).toEqual([201, once.body]);
    const kept = await test.db.reader.idempotencyKey.findMany();
    expect(JSON.stringify([kept, world.hub.logged()])).not.toContain(once.body.api_key);
    const named = (await asked('/keys')).body.items.filter((key: { name: string }) => key.name === 'Lost');
    expect(named).toHaveLength(1);
  });

  it.each([
    ['actions', { actions: ['key.manage'] }],
    ['actions', { actions: [] }],
    ['store_ids.0', { store_ids: ['00000000-0000-4000-8000-00000000000a'] }],
    ['store_ids', { store_ids: [] }],
    ['expires_at', { expires_at: '2020-01-01T00:00:00Z' }],
    ['origins.0', { origins: ['shop.example.com'] }],
    ['requests_per_minute', { requests_per_minute: 0 }],
    ['name', { name: ' ' }],
  ])('are refused with what they cannot have: %s of %j', async (path, wrong) => {
    const before = await trailOf(test.db, world.ours.companyId);
    const { status, body } = await asked('/keys', { json: { name: 'Wrong', actions: ['catalog.see'], ...wrong } });
    expect([status, String(body.errors?.[0]?.path).startsWith(path.split('.')[0] ?? '')]).toEqual([400, true]);
    expect(await trailOf(test.db, world.ours.companyId)).toEqual(before);
  });

  it('are for owners and administrators alone, and never for a key', async () => {
    const json = { name: 'More', actions: ['catalog.see'] };
    expect((await asked('/keys', { json }, plain)).status).toBe(403);
    expect((await asked('/keys', {}, plain)).status).toBe(403);
    const every = await keyOf(world.hub, world.ours.companyId, everyAction);
    for (const [path, more] of [
      ['/keys', {}],
      ['/keys', { json }],
      [`/terminals/${first(world.ours.terminals).uuid}/keys`, { json: {} }],
    ] as const) {
      expect([path, (await asked(path, more, every)).status]).toEqual([path, 403]);
    }
    expect((await ask(world.hub, access, `/companies/${world.theirs.slug}/keys`)).status).toBe(404);
    const theirs = await asked('/keys', { json });
    const other = await keyOf(world.hub, world.theirs.companyId, everyAction);
    expect((await ask(world.hub, other, `${base}/keys/${theirs.body.id}`, { method: 'DELETE' })).status).toBe(403);
  });
});

describe('keys of a terminal', () => {
  it('are made in place of the one before, listed and revoked', async () => {
    const till = first(world.ours.terminals);
    const path = `/terminals/${till.uuid}/keys`;
    expect((await asked(path)).body).toEqual({ items: [] });
    const one = await asked(path, { json: { replaces: null } });
    expect([one.status, one.body.api_key]).toEqual([201, expect.stringMatching(/^gtk_/)]);
    expect(await asked(path, { json: { replaces: null } })).toMatchObject({ status: 409, body: { code: 'stale' } });
    const second = await asked(path, { json: { overlap_hours: 2, replaces: one.body.id } });
    const token = (apiKey: string) => call(`${world.hub.url}/api/v1/auth/token`, { json: { api_key: apiKey } });
    expect([(await token(one.body.api_key)).status, (await token(second.body.api_key)).status]).toEqual([200, 200]);
    expect((await asked(path)).body.items).toMatchObject([
      { id: second.body.id, is_current: true, works_until: null },
      { id: one.body.id, is_current: false, works_until: '2026-11-21T12:00:00.000Z' },
    ]);
    expect((await asked(`${path}/${one.body.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await token(one.body.api_key)).status).toBe(401);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe('terminal.revoke-key');
    const lost = { json: { overlap_hours: 1 }, headers: { 'idempotency-key': 'till-key' } };
    expect((await asked(path, lost)).body).toEqual((await asked(path, lost)).body);
  });

  it('are of a terminal that the person manages', async () => {
    const theirs = first(world.theirs.terminals).uuid;
    expect((await asked(`/terminals/${theirs}/keys`, { json: {} })).status).toBe(404);
    expect((await asked(`/terminals/${first(world.ours.terminals).uuid}/keys`, { json: {} }, plain)).status).toBe(403);
    const { companyId } = world.ours;
    const program = { keyId: 'k', name: 'p', companyId, actions: everyAction, storeIds: null };
    const ctx = programCtx(world.hub.deps, program, 'r');
    const terminalId = first(world.ours.terminals).id;
    await expect(issueTerminalKey(ctx, { terminalId })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

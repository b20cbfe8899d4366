/** Cashiers who are deleted and taken back. */
import { beforeEach, expect, it } from 'vitest';
import { withDatabase } from '../../../support/database.ts';
import { type Answer, call, type Json, only } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;

beforeEach(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
  return () => world[Symbol.asyncDispose]();
});

const asked = (path: string, more: object = {}, key = world.key) => ask(world.hub, key, `${base}/${path}`, more);
const remove = (id: string, key = world.key) => asked(`cashiers/${id}`, { method: 'DELETE', match: '*' }, key);
const restore = (id: string, key = world.key) => asked(`deleted-cashiers/${id}/restore`, { method: 'POST' }, key);

async function make(userName: string, more: object): Promise<Json> {
  const json = { user_name: userName, first_name: 'Bo', password: 'Sesame44', ...more };
  const { status, body } = await asked('cashiers', { json });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

const told = ({ status, body }: Answer) => [status, body?.code, body?.message];

/** What the first till of the first store is told of somebody. */
async function atTheTill(id: string): Promise<Json | undefined> {
  const { body } = await call(`${world.ours.terminals[0]?.url}/api/v1/pos/init`);
  return (body.data.cashiers as Json[]).find((row) => row.id === id);
}

/** What was read, without what every change moves. */
function lasting({ version: _version, updated_at: _at, ...row }: Json): Json {
  return row;
}

it('somebody who was deleted is forgotten by tills and lists, and taken back to where they worked', async () => {
  const made = await make('bo1', { places: [{ store_id: world.ours.storeUuid }] });
  const { id } = made;
  expect(await atTheTill(id)).toMatchObject({ is_deleted: false, password: 'Sesame44' });
  expect((await asked(`deleted-cashiers/${id}`)).status).toBe(404);
  expect((await restore(id)).status).toBe(404);
  expect((await remove(id)).status).toBe(204);
  expect((await asked(`cashiers/${id}`)).status).toBe(404);
  expect((await asked('cashiers')).body.items.map((row: Json) => row.id)).not.toContain(id);
  const gone = await atTheTill(id);
  expect(gone).toMatchObject({ is_deleted: true, is_active: false });
  expect(gone?.password).not.toBe('Sesame44');
  expect(only((await asked('deleted-cashiers')).body.items as Json[])).toMatchObject({ id, places: made.places });
  expect((await remove(id)).status).toBe(404);
  const again = await asked('cashiers', { json: { user_name: 'bo1', first_name: 'B', password: 'Sesame45' } });
  expect([again.status, again.body.code]).toEqual([409, 'already_exists']);

  expect((await restore(id)).status).toBe(204);
  expect((await trailOf(test.db, world.ours.companyId)).last).toBe('cashier.activate');
  expect(lasting((await asked(`cashiers/${id}`)).body)).toEqual(lasting(made));
  expect(await atTheTill(id)).toMatchObject({ is_deleted: false, password: 'Sesame44' });
  expect((await restore(id)).status).toBe(404);
});

it('the last administrator stays; one who was let go before does not count', async () => {
  const { cashierId, companyId } = world.ours;
  const boss = await make('boss', { is_administrator: true });
  await asked(`cashiers/${boss.id}`, { method: 'PATCH', json: { is_active: false }, match: '*' });
  const before = await trailOf(test.db, companyId);
  const sentence =
    'This is the last administrator: nobody else could close the day at a till. Make somebody else one first.';
  expect(told(await remove(cashierId))).toEqual([409, 'conflict', sentence]);
  expect(await trailOf(test.db, companyId)).toEqual(before);
  expect((await remove(boss.id)).status).toBe(204);
  expect((await restore(boss.id)).status).toBe(204);
  expect((await remove(cashierId)).status).toBe(204);
});

it('whoever manages one store deletes and takes back those who work there and nowhere else', async () => {
  const { companyId, storeId, storeUuid, otherStoreUuid } = world.ours;
  const key = await keyOf(world.hub, companyId, everyAction, [storeId]);
  const own = await make('bo1', { places: [{ store_id: storeUuid }] });
  const both = await make('bo2', { places: [{ store_id: storeUuid }, { store_id: otherStoreUuid }] });
  const other = await make('bo3', { places: [{ store_id: otherStoreUuid }] });
  expect((await remove(own.id, key)).status).toBe(204);
  expect((await asked(`deleted-cashiers/${own.id}`, {}, key)).status).toBe(200);
  expect((await restore(own.id, key)).status).toBe(204);
  const before = await trailOf(test.db, companyId);
  expect((await remove(both.id, key)).status).toBe(403);
  expect((await remove(other.id, key)).status).toBe(404);
  expect(await trailOf(test.db, companyId)).toEqual(before);
  await remove(both.id);
  await remove(other.id);
  const gone = await trailOf(test.db, companyId);
  expect((await restore(both.id, key)).status).toBe(403);
  expect((await restore(other.id, key)).status).toBe(404);
  expect((await asked('deleted-cashiers', {}, key)).body.items.map((row: Json) => row.id)).toEqual([both.id]);
  const looking = await keyOf(world.hub, companyId, ['cashier.see']);
  expect((await restore(both.id, looking)).status).toBe(403);
  const theirs = await keyOf(world.hub, world.theirs.companyId, everyAction);
  expect((await restore(both.id, theirs)).status).toBe(404);
  expect(await trailOf(test.db, companyId)).toEqual(gone);
});

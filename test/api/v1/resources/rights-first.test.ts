/** Whoever may not do something is told so, whatever else is wrong with what they ask: what stands in the way of a change is told to
 *  those alone who may make it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../support/database.ts';
import type { Json } from '../../support.ts';
import { type Asked, ask, everyAction, keyOf, openWorld, trailOf, type World } from './support.ts';

const test = withDatabase();
const nothing = '00000000-0000-4000-8000-00000000000a';
let world: World;
let base: string;

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
});
afterAll(() => world[Symbol.asyncDispose]());

const answerOf = async (key: string, path: string, asked: Asked) => {
  const { status, body } = await ask(world.hub, key, `${base}${path}`, asked);
  return `${status} ${body?.code ?? ''}`.trim();
};

/** Sees everything, changes nothing. */
const looking = () =>
  keyOf(
    world.hub,
    world.ours.companyId,
    everyAction.filter((action) => action.endsWith('.see')),
  );

/** May do everything in the second store. */
const elsewhere = () => keyOf(world.hub, world.ours.companyId, everyAction, [world.ours.otherStoreId]);

const make = async (path: string, json: Json) => {
  const { status, body } = await ask(world.hub, world.key, `${base}${path}`, { json });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};

const newPrice = (validFrom: string, storeId: string | null = null) => ({
  ...{ product_id: world.ours.productId, store_id: storeId, currency: 'GBP', price: '2.10' },
  valid_from: validFrom,
});

describe('a key that only looks', () => {
  it('adds nothing, and is not told what would be wrong with it', async () => {
    const key = await looking();
    const { trail } = { trail: await trailOf(test.db, world.ours.companyId) };
    for (const [path, json] of [
      ['/stores', { code: 'STORE-001', name: 'Twice' }],
      ['/terminals', { store_id: nothing, code: 'POS-001' }],
      ['/terminals', { store_id: world.ours.storeUuid, code: 'POS-001' }],
      ['/cashiers', { user_name: 'two words', first_name: 'A', password: 'B', places: [{ store_id: nothing }] }],
      ['/products', { name: 'Tea', division_id: nothing, prices: [{ store_id: nothing, price: '1.999' }] }],
      ['/prices', { ...newPrice('2027-01-01T00:00:00Z', nothing), product_id: nothing }],
      ['/customers', { name: 'A', date_of_birth: '2100-01-01', email: 'nobody' }],
      ['/notifications', { type: 'terminal_message' }],
      ['/notifications', { type: 'terminal_message', title: 'Late', expires_at: '2001-01-01T00:00:00Z' }],
    ] as const) {
      expect([path, await answerOf(key, path, { json })]).toEqual([path, '403 forbidden']);
    }
    expect(await trailOf(test.db, world.ours.companyId)).toEqual(trail);
  });

  it('changes and takes away nothing, with whatever state it says it has seen', async () => {
    const key = await looking();
    const { ours } = world;
    const price = await make('/prices', newPrice('2027-02-01T00:00:00Z'));
    const customer = await make('/customers', { name: 'Joan' });
    const terminal = ours.terminals[0]?.uuid;
    for (const [path, json] of [
      [`/stores/${ours.storeUuid}`, { warehouse_id: nothing, time_zone: 'Mars/Base' }],
      [`/terminals/${terminal}`, { networks: ['everywhere'] }],
      [`/cashiers/${ours.cashierId}`, { user_name: 'two words', places: [{ store_id: nothing }] }],
      [`/products/${ours.productId}`, { division_id: nothing }],
      [`/prices/${price.id}`, { valid_until: '2001-01-01T00:00:00Z' }],
      [`/customers/${customer.id}`, { date_of_birth: '2100-01-01' }],
    ] as const) {
      for (const match of [undefined, 999, '*', 'no tag']) {
        const asked = { json, ...(match !== undefined && { match }) };
        expect([path, match, await answerOf(key, path, { method: 'PATCH', ...asked })]).toEqual([
          ...[path, match, '403 forbidden'],
        ]);
      }
    }
    for (const path of [
      `/terminals/${terminal}`,
      `/products/${ours.productId}`,
      `/prices/${price.id}`,
      `/customers/${customer.id}`,
    ]) {
      expect([path, await answerOf(key, path, { method: 'DELETE' })]).toEqual([path, '403 forbidden']);
    }
    expect(await answerOf(key, '', { method: 'PATCH', json: { currency: 'ZZZ' } })).toBe('403 forbidden');
  });

  it('learns nothing of the people: not that somebody is owner, nor which stores there are', async () => {
    const key = await looking();
    const { items } = (await ask(world.hub, world.key, `${base}/members`)).body;
    const owner = items.find((each: Json) => each.is_owner);
    const asked = (json: Json) => answerOf(key, `/members/${owner.id}`, { method: 'PATCH', json });
    expect(await asked({ is_administrator: false })).toBe('403 forbidden');
    expect(await asked({ roles: [{ role: 'stock', store_id: nothing }] })).toBe('403 forbidden');
    expect(await answerOf(key, `/members/${owner.id}`, { method: 'DELETE' })).toBe('403 forbidden');
  });
});

describe('a key for another store', () => {
  it('is told nothing of the company’s prices and those of other stores but that it may not write them', async () => {
    const { ours } = world;
    const key = await elsewhere();
    const taken = await make('/prices', newPrice('2027-03-01T00:00:00Z', ours.storeUuid));
    const common = await make('/prices', newPrice('2027-03-01T00:00:00Z'));
    // Its own store it may write, and is told what is wrong there.
    const own = await make('/prices', newPrice('2027-03-02T00:00:00Z', ours.otherStoreUuid));
    expect(await answerOf(key, '/prices', { json: newPrice('2027-03-02T00:00:00Z', ours.otherStoreUuid) })).toBe(
      '409 already_exists',
    );
    expect(await answerOf(key, `/prices/${own.id}`, { method: 'PATCH', match: 999, json: { price: '1' } })).toBe(
      '409 stale',
    );
    // The company's price of that day is there already, and the product of another is none: neither is told.
    expect(await answerOf(key, '/prices', { json: newPrice('2027-03-01T00:00:00Z') })).toBe('403 forbidden');
    expect(await answerOf(key, '/prices', { json: { ...newPrice('2027-03-05T00:00:00Z'), product_id: nothing } })).toBe(
      '403 forbidden',
    );
    for (const { id } of [taken, common]) {
      const path = `/prices/${id}`;
      const told = [
        await answerOf(key, path, { method: 'PATCH', match: 999, json: { price: '1' } }),
        await answerOf(key, path, { method: 'PATCH', json: { valid_until: '2001-01-01T00:00:00Z' } }),
        await answerOf(key, path, { method: 'DELETE', match: 999 }),
      ];
      expect(new Set(told.map((each) => each.slice(0, 3))).has('409')).toBe(false);
      expect(told.every((each) => ['403 forbidden', '404 not_found'].includes(each))).toBe(true);
    }
  });
});

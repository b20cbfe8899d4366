/** What people reach by the API: exactly what the portal lets them. */
import { sealData } from 'iron-session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../../server/db/index.ts';
import { grantRole, openSession } from '../../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { goodPassword, makeMember, makeStaff, makeUser, visitor } from '../../../support/people.ts';
import { call, type Json } from '../../support.ts';
import { type Asked, ask, openWorld, type World } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
});
afterAll(() => world[Symbol.asyncDispose]());

/** A token of somebody's program. */
async function tokenOf(username: string): Promise<string> {
  const json = { username, password: goodPassword, device_name: 'Phone' };
  const { body } = await call(`${world.hub.url}/api/v1/auth/sign-in`, { json });
  return body.access;
}

const as = async (token: string, path: string, asked?: Asked) => {
  const { status, body } = await ask(world.hub, token, path, asked);
  return { status, body: body as Json };
};

async function statuses(token: string, lists: readonly string[]): Promise<Record<string, number>> {
  const all: [string, number][] = [];
  for (const list of lists) all.push([list, (await as(token, `${base}/${list}`)).status]);
  return Object.fromEntries(all);
}

const lists = [
  ...['stores', 'terminals', 'cashiers', 'products', 'prices', 'customers', 'stock', 'stock-movements'],
  ...['transactions', 'closures', 'members'],
];
const only = (...seen: string[]) => Object.fromEntries(lists.map((list) => [list, seen.includes(list) ? 200 : 403]));

describe('a person', () => {
  it('opens a company, owns it, and can sell in it', async () => {
    await makeUser(test.db, 'founder');
    const token = await tokenOf('founder');
    const { status, body } = await as(token, '/companies', { json: { name: 'Founders Ltd', currency: 'EUR' } });
    expect({ status, body }).toMatchObject({ status: 201, body: { name: 'Founders Ltd', currency: 'EUR' } });
    const own = `/companies/${body.slug}`;
    expect((await as(token, '/companies')).body.items).toEqual([body]);
    expect((await as(token, `${own}/members`)).body.items).toEqual([
      expect.objectContaining({ username: 'founder', is_owner: true, is_administrator: true }),
    ]);
    const store = await as(token, `${own}/stores`, { json: { code: 'S1', name: 'First' } });
    expect(store.body).toMatchObject({ currency: 'EUR', is_active: true });
    expect((await as(token, '/companies', { json: { name: '' } })).body.errors[0].path).toBe('name');
  });

  it('without a role sees who is in the company, and nothing else of it', async () => {
    await makeMember(test.db, world.ours.companyId, 'plain.hand');
    expect(await statuses(await tokenOf('plain.hand'), lists)).toEqual(only('members'));
  });

  it('who is of another company finds nothing', async () => {
    await makeMember(test.db, world.theirs.companyId, 'their.hand');
    const found = await statuses(await tokenOf('their.hand'), lists);
    expect(found).toEqual(Object.fromEntries(lists.map((list) => [list, 404])));
  });

  it.each([
    ['accountant', ['stores', 'products', 'prices', 'transactions', 'closures', 'members']],
    ['stock', ['stores', 'products', 'prices', 'stock', 'stock-movements', 'members']],
    ['waiter', ['stores', 'products', 'prices', 'members']],
  ] as const)('who is %s sees what the portal shows them', async (role, seen) => {
    const { companyId, storeId } = world.ours;
    const { id: userId } = await makeMember(test.db, companyId, `hand.${role}`);
    await grantRole(world.hub.ctx, { companyId, userId, role, storeId });
    const token = await tokenOf(`hand.${role}`);
    expect(await statuses(token, lists)).toEqual(only(...seen));
    expect((await as(token, `${base}/stores`)).body.items.map((row: Json) => row.code)).toEqual(['STORE-001']);
  });

  it('who manages one store changes that one, its tills and its prices, and nothing of the company', async () => {
    const { companyId, storeId, storeUuid, otherStoreUuid, productId, terminals } = world.ours;
    const { id: userId } = await makeMember(test.db, companyId, 'one.manager');
    await grantRole(world.hub.ctx, { companyId, userId, role: 'manager', storeId });
    const token = await tokenOf('one.manager');
    const patch = (json: object) => ({ method: 'PATCH', json, match: '*' });
    expect((await as(token, `${base}/stores/${storeUuid}`, patch({ street: 'Mine 1' }))).status).toBe(200);
    expect((await as(token, `${base}/stores/${otherStoreUuid}`, patch({ street: 'Mine 1' }))).status).toBe(404);
    expect((await as(token, `${base}/terminals/${terminals[0]?.uuid}`, patch({ name: 'Mine' }))).status).toBe(200);
    expect((await as(token, `${base}/stores`, { json: { code: 'X', name: 'X' } })).status).toBe(403);
    expect((await as(token, base, patch({ name: 'Mine' }))).status).toBe(403);
    expect((await as(token, `${base}/products/${productId}`, patch({ name: 'Mine' }))).status).toBe(403);
    const price = { product_id: productId, currency: 'GBP', price: '9.99' };
    const own = await as(token, `${base}/prices`, { json: { ...price, store_id: storeUuid } });
    expect(own.status).toBe(201);
    expect((await as(token, `${base}/prices`, { json: { ...price, currency: 'EUR' } })).status).toBe(403);
    const other = await as(token, `${base}/prices`, { json: { ...price, store_id: otherStoreUuid } });
    expect(other.body.errors?.[0].path).toBe('store_id');
    const companys = (await as(token, `${base}/prices?currency=GBP`)).body.items.find(
      (row: Json) => row.store_id === null,
    );
    expect((await as(token, `${base}/prices/${companys.id}`, patch({ price: '1' }))).status).toBe(403);
    expect((await as(token, `${base}/prices/${companys.id}`, { method: 'DELETE', match: '*' })).status).toBe(403);
    const members = (await as(token, `${base}/members?limit=200`)).body.items;
    expect(members.length).toBeGreaterThan(1);
  });
});

describe('staff of the hub', () => {
  it('looks in at what belongs to companies and changes nothing; support sees no people’s data', async () => {
    await makeStaff(test.db, 'staff.operator', { role: 'operator' });
    await makeStaff(test.db, 'staff.support', { role: 'support' });
    const operator = await tokenOf('staff.operator');
    expect((await as(operator, `${base}/customers`)).status).toBe(200);
    const fresh = { json: { name: 'Somebody' } };
    expect((await as(operator, `${base}/customers`, fresh)).status).toBe(403);
    const support = await tokenOf('staff.support');
    expect((await as(support, `${base}/customers`)).status).not.toBe(200);
  });

  it('does so by the session of a browser, too', async () => {
    await makeStaff(test.db, 'cookie.support', { role: 'support' });
    await makeStaff(test.db, 'cookie.operator', { role: 'operator' });
    expect((await byCookie('cookie.support')).status).not.toBe(200);
    expect((await byCookie('cookie.operator')).status).toBe(200);
  });
});

/** Customers, asked for by a browser that is signed in. */
async function byCookie(username: string): Promise<Response> {
  const { db, config } = world.hub.deps;
  const { id: userId } = await db.reader.user.findFirstOrThrow({ where: { username } });
  const opened = await inTransaction(db, (tx) => openSession(tx, { userId, visitor, now: world.hub.clock.now }));
  const ticket = { sessionId: opened.id, sessionVersion: opened.version };
  const cookie = `gate_session=${await sealData(ticket, { password: config.secrets.session })}`;
  return fetch(`${world.hub.url}/api/v1${base}/customers`, { headers: { cookie } });
}

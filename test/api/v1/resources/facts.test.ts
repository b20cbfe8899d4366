/** Facts of a company over the API: what was sold and closed, what lies in stock, who is in the company; read only, or by the
 *  rules of people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../../server/core/ids.ts';
import { inTransaction } from '../../../../server/db/index.ts';
import { judgeDue } from '../../../../server/domain/reconciliation/index.ts';
import { drainPushes } from '../../../../server/domain/sales/index.ts';
import { addMember } from '../../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { makeUser } from '../../../support/people.ts';
import { call, type Json, only, recorded } from '../../support.ts';
import { ask, everyAction, keyOf, openWorld, type Place, type World, walk } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;
const sales = 12;

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
  for (const place of [world.ours, world.theirs]) await sell(place);
  await drainPushes(test.db);
  await judgeDue(world.hub.ctx);
});
afterAll(() => world[Symbol.asyncDispose]());

const get = (path: string, key = world.key) => ask(world.hub, key, path);

/** A real sale over and over, on two tills, and a closure. */
async function sell(place: Place): Promise<void> {
  for (let n = 0; n < sales; n += 1) {
    const till = place.terminals[n % 2] as (typeof place.terminals)[number];
    await push(till.url, renamed(recorded('transaction-push-full', till)), 'transactions');
  }
  const till = only(place.terminals);
  await push(till.url, renamed(recorded('closure-push', till)), 'closures');
}

/** The same document with ids of its own. */
function renamed(body: Json): Json {
  const known = new Map<string, string>();
  const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  const text = JSON.stringify(body).replace(ids, (id) => {
    if (!known.has(id)) known.set(id, newId());
    return known.get(id) as string;
  });
  return JSON.parse(text);
}

async function push(url: string, json: Json, what: string): Promise<void> {
  const { status, body } = await call(`${url}/api/v1/pos/${what}`, { json });
  if (status !== 200) throw new Error(`${what} ${status} ${JSON.stringify(body)}`);
}

describe('transactions', () => {
  it('are listed as they are stored, each once, by day, arrival and amount', async () => {
    const stored = await test.db.reader.transaction.findMany({ where: { companyId: world.ours.companyId } });
    expect(stored).toHaveLength(sales);
    for (const sort of ['-business_day', 'business_day', 'arrival', '-arrival', 'total', '-total']) {
      const rows = await walk(world.hub, world.key, `${base}/transactions?limit=5&sort=${sort}`);
      expect(rows.map(({ id }) => id).sort()).toEqual(stored.map(({ uuid }) => uuid).sort());
    }
    const [row] = (await get(`${base}/transactions?limit=1`)).body.items;
    const one = stored.find(({ uuid }) => uuid === row.id);
    expect(row).toMatchObject({ receipt_number: one?.receiptNumber, business_day: one?.businessDay, currency: 'GBP' });
    const total = one?.totalE4 ?? -1n;
    expect(row.total).toBe(`${total / 10_000n}.${String(total % 10_000n).padStart(4, '0')}`);
  });

  it('tell all of one: lines, payments, taxes, and the closures of its period', async () => {
    const [row] = (await get(`${base}/transactions?limit=1`)).body.items;
    const { body } = await get(`${base}/transactions/${row.id}`);
    expect(body).toMatchObject(row);
    const { id } = await test.db.reader.transaction.findFirstOrThrow({ where: { uuid: row.id } });
    const lines = await test.db.reader.transactionLine.findMany({ where: { transactionId: id } });
    const payments = await test.db.reader.transactionPayment.findMany({ where: { transactionId: id } });
    const taxes = await test.db.reader.transactionTax.findMany({ where: { transactionId: id } });
    expect(lines.length * payments.length).toBeGreaterThan(0);
    expect(body.lines.map((line: Json) => line.id).sort()).toEqual(lines.map(({ uuid }) => uuid).sort());
    expect(body.payments).toHaveLength(payments.length);
    expect(body.taxes).toHaveLength(taxes.length);
    expect(body.lines[0].quantity).toMatch(/^\d+\.\d{4}$/);
  });

  it('are found by store, terminal, number and day', async () => {
    const of = async (query: string) => (await get(`${base}/transactions?limit=200&${query}`)).body.items;
    const { terminals, storeUuid, otherStoreUuid } = world.ours;
    expect(await of(`terminal_id=${terminals[0]?.uuid}`)).toHaveLength(sales / 2);
    expect(await of('store=STORE-001')).toHaveLength(sales);
    expect(await of(`store=${storeUuid}`)).toHaveLength(sales);
    expect(await of(`store=${otherStoreUuid}`)).toHaveLength(0);
    expect(await of('store=nowhere')).toHaveLength(0);
    expect(await of(`store=${world.theirs.storeUuid}`)).toHaveLength(0);
    const [{ business_day: day }] = await of('sort=arrival');
    expect(await of(`business_day_from=${day}&business_day_to=${day}`)).not.toHaveLength(0);
    expect(await of('business_day_from=2199-01-01')).toHaveLength(0);
    expect((await get(`${base}/transactions?business_day_from=2026-02-30`)).body.errors[0].path).toBe(
      'business_day_from',
    );
  });
});

describe('closures', () => {
  it('tell what their documents say of them', async () => {
    const { body: list } = await get(`${base}/closures`);
    expect(list.items).toHaveLength(1);
    const [row] = list.items;
    const { body } = await get(`${base}/closures/${row.id}`);
    expect(body).toMatchObject(row);
    const judged = await test.db.reader.closureJudgement.findFirstOrThrow({ where: { closure: { uuid: row.id } } });
    expect(judged.verdict).not.toBeNull();
    const verdict = judged.verdict === 'unexplained' ? 'differing' : judged.verdict;
    expect({ head: row.verdict, of: body.reconciliation.verdict }).toEqual({ head: verdict, of: verdict });
    expect(body.reconciliation.figures.length).toBeGreaterThan(10);
    const gross = body.reconciliation.figures.find((line: Json) => line.name === 'gross');
    expect(gross.said).toBe(row.gross);
    const byVerdict = async (name: string) => (await get(`${base}/closures?verdict=${name}`)).body.items.length;
    const counts = { matched: 0, explained: 0, differing: 0, [String(verdict)]: 1 };
    for (const [name, count] of Object.entries(counts)) expect([name, await byVerdict(name)]).toEqual([name, count]);
  });
});

describe('stock', () => {
  let warehouses: { ours: string; central: string };

  beforeAll(async () => {
    const { companyId, storeId, otherStoreId, productId } = world.ours;
    const add = (code: string, store: number | null) =>
      inTransaction(test.db, async (tx) => {
        const warehouse = { id: newId(), companyId, storeId: store, code, name: code, warehouseType: 'MAIN' };
        await tx.warehouse.create({ data: warehouse });
        const location = newId();
        const place = { companyId, warehouseId: warehouse.id, code: `${code}-1`, name: code, locationType: 'SHELF' };
        await tx.warehouseLocation.create({ data: { ...place, id: location } });
        await tx.stockLevel.create({
          data: {
            ...{ id: newId(), companyId, locationId: location, productId, onHandE4: 125_000n, minLevelE4: 5n },
            stockKey: `${location}:${productId}:-`,
          },
        });
        const moved = { companyId, productId, toLocationId: location, quantityE4: 70_000n, movementType: 'RECEIPT' };
        await tx.stockMovement.create({ data: { ...moved, uuid: newId(), occurredAt: world.hub.clock.now } });
        return location;
      });
    warehouses = { ours: await add('FLOOR-X', storeId), central: await add('CENTRAL-X', null) };
    await add('OTHER-X', otherStoreId);
  });

  it('is told where it lies, exactly', async () => {
    const { body } = await get(`${base}/stock?location_id=${warehouses.ours}`);
    expect(body.items).toEqual([
      expect.objectContaining({
        ...{ on_hand: '12.5000', min_level: '0.0005', product_name: 'Tea', warehouse_code: 'FLOOR-X' },
        store_id: world.ours.storeUuid,
      }),
    ]);
    const one = await get(`${base}/stock/${body.items[0].id}`);
    expect(one.body).toEqual(body.items[0]);
    const moves = await get(`${base}/stock-movements?movement_type=RECEIPT`);
    expect(moves.body.items).toHaveLength(3);
    expect((await get(`${base}/stock-movements/${moves.body.items[0].id}`)).body.quantity).toBe('7.0000');
  });

  it('of other stores, and of central warehouses, is not there for a key of one store', async () => {
    const { companyId, storeId } = world.ours;
    const key = await keyOf(world.hub, companyId, everyAction, [storeId]);
    const levels = (await get(`${base}/stock?limit=200`)).body.items;
    const seen = (await get(`${base}/stock?limit=200`, key)).body.items;
    expect(seen.map((row: Json) => row.store_id)).toEqual(seen.map(() => world.ours.storeUuid));
    const hidden = levels.filter((row: Json) => row.store_id !== world.ours.storeUuid);
    expect(hidden.length).toBeGreaterThanOrEqual(2);
    for (const { id } of hidden) expect((await get(`${base}/stock/${id}`, key)).status).toBe(404);
    const moves = (await get(`${base}/stock-movements`)).body.items;
    const own = (await get(`${base}/stock-movements`, key)).body.items;
    expect(own.map((row: Json) => row.to_location_id)).toEqual([warehouses.ours]);
    for (const { id } of moves.filter((row: Json) => row.to_location_id !== warehouses.ours)) {
      expect((await get(`${base}/stock-movements/${id}`, key)).status).toBe(404);
    }
  });
});

describe('a key of one store', () => {
  it('sees nothing of another one, by any address and method', async () => {
    const { companyId, otherStoreId, storeUuid, terminals } = world.ours;
    const key = await keyOf(world.hub, companyId, everyAction, [otherStoreId]);
    for (const list of ['transactions', 'closures']) {
      expect((await get(`${base}/${list}`, key)).body).toEqual({ items: [], next: null });
      const [{ id }] = (await get(`${base}/${list}`)).body.items;
      expect((await get(`${base}/${list}/${id}`, key)).status).toBe(404);
    }
    const stores = await get(`${base}/stores`, key);
    expect(stores.body.items.map((row: Json) => row.code)).toEqual(['STORE-002']);
    const till = `${base}/terminals/${terminals[0]?.uuid}`;
    for (const path of [`${base}/stores/${storeUuid}`, `${base}/stores/STORE-001`, till]) {
      expect((await get(path, key)).status).toBe(404);
      const patch = { method: 'PATCH', json: { name: 'Taken' }, match: '*' };
      expect((await ask(world.hub, key, path, patch)).status).toBe(404);
    }
    expect((await ask(world.hub, key, till, { method: 'DELETE', match: '*' })).status).toBe(404);
    const fresh = { store_id: storeUuid, code: 'NEW' };
    expect((await ask(world.hub, key, `${base}/terminals`, { json: fresh })).body.errors[0].path).toBe('store_id');
    const seen = await get(`${base}/terminals?store=${storeUuid}`, key);
    expect(seen.body.items).toEqual([]);
  });

  it('sees and changes the cashiers who work there, and sends nobody elsewhere', async () => {
    const { companyId, storeId, storeUuid, otherStoreUuid, cashierId } = world.ours;
    const key = await keyOf(world.hub, companyId, everyAction, [storeId]);
    const add = (json: Json, by = key) => ask(world.hub, by, `${base}/cashiers`, { json });
    const person = { first_name: 'Bo', password: 'Sesame44' };
    const own = await add({ ...person, user_name: 'bo1', places: [{ store_id: storeUuid }] });
    expect(own.status).toBe(201);
    expect(own.body.places).toEqual([{ store_id: storeUuid, store_code: 'STORE-001', terminal_ids: null }]);
    const other = await add({ ...person, user_name: 'bo2', places: [{ store_id: otherStoreUuid }] }, world.key);
    expect((await get(`${base}/cashiers/${other.body.id}`, key)).status).toBe(404);
    const ids = (await get(`${base}/cashiers`, key)).body.items.map((row: Json) => row.id);
    expect(ids.sort()).toEqual([cashierId, own.body.id].sort());
    const sent = await add({ ...person, user_name: 'bo3', places: [{ store_id: otherStoreUuid }] });
    expect({ status: sent.status, path: sent.body.errors[0].path }).toEqual({ status: 400, path: 'places.0.store_id' });
    const everywhere = await add({ ...person, user_name: 'bo4', is_administrator: true });
    expect(everywhere.status).toBe(403);
    // Without places nobody would see them any more: the change is answered without a body.
    const patch = { method: 'PATCH', json: { places: [] }, match: own.body.version };
    expect((await ask(world.hub, key, `${base}/cashiers/${own.body.id}`, patch)).status).toBe(204);
  });
});

describe('passwords of cashiers', () => {
  it('go in and never come out', async () => {
    const json = { user_name: 'secret1', first_name: 'S', password: 'Hidden99x' };
    const { body } = await ask(world.hub, world.key, `${base}/cashiers`, { json });
    const patch = { method: 'PATCH', json: { password: 'Hidden98y' }, match: body.version };
    const changed = await ask(world.hub, world.key, `${base}/cashiers/${body.id}`, patch);
    const list = await get(`${base}/cashiers?limit=200`);
    expect(JSON.stringify([body, changed.body, list.body])).not.toMatch(/hidden9|passwordEncrypted|password"/i);
    expect(changed.body.password_set_at).not.toBeNull();
  });
});

describe('companies and members', () => {
  it('a key sees its own company, by slug and id', async () => {
    const { body } = await get('/companies');
    expect(body).toEqual({
      items: [expect.objectContaining({ id: world.ours.uuid, slug: world.ours.slug })],
      next: null,
    });
    for (const name of [world.ours.slug, world.ours.uuid, world.ours.uuid.toUpperCase()]) {
      expect((await get(`/companies/${name}`)).body).toEqual(body.items[0]);
    }
    expect((await get(`/companies/${world.theirs.uuid}`)).status).toBe(404);
    const [company] = body.items;
    const patch = { method: 'PATCH', json: { registered_office: 'Quay 1\nBath' }, match: company.version };
    const changed = await ask(world.hub, world.key, `/companies/${world.ours.slug}`, patch);
    expect(changed.body).toMatchObject({ registered_office: 'Quay 1\nBath', name: company.name });
    expect((await ask(world.hub, world.key, `/companies/${world.ours.slug}`, patch)).body.code).toBe('stale');
    const wrong = { method: 'PATCH', json: { vat_number: 'x', day_start_minutes: 5, currency: 'XQX' }, match: '*' };
    expect((await ask(world.hub, world.key, `/companies/${world.ours.slug}`, wrong)).body.errors[0].path).toBe(
      'currency',
    );
    expect((await ask(world.hub, world.key, '/companies', { json: { name: 'Mine' } })).status).toBe(403);
  });

  it('roles are given and taken, and people removed, by the rules for owners and administrators', async () => {
    const { companyId, storeUuid } = world.ours;
    const user = await makeUser(test.db, 'new.hand');
    await addMember(world.hub.ctx, { companyId, userId: user.id });
    const path = `${base}/members/${user.id}`;
    const patch = (json: Json, key = world.key) => ask(world.hub, key, path, { method: 'PATCH', json });
    expect((await get(path)).body).toMatchObject({ username: 'new.hand', roles: [], is_administrator: false });
    const roles = [
      { role: 'manager', store_id: storeUuid },
      { role: 'stock', store_id: null },
    ];
    expect((await patch({ roles })).body.roles).toEqual(roles);
    expect((await patch({ is_administrator: true })).body.is_administrator).toBe(true);
    expect((await patch({ is_administrator: true, roles: [] })).status).toBe(400);
    const foreign = { role: 'manager', store_id: world.theirs.storeUuid };
    expect((await patch({ roles: [foreign] })).body.errors[0].path).toBe('roles.0.store_id');
    const looking = await keyOf(world.hub, companyId, ['member.see']);
    expect((await patch({ roles: [] }, looking)).status).toBe(403);
    expect((await get(path, looking)).body.roles).toEqual([]);
    const [owner] = (await get(`${base}/members?is_owner=true`)).body.items;
    const out = await ask(world.hub, world.key, `${base}/members/${owner.id}`, { method: 'DELETE' });
    expect(out.status).toBe(409);
    expect((await ask(world.hub, world.key, path, { method: 'DELETE' })).status).toBe(204);
    expect((await get(path)).status).toBe(404);
    expect((await get(`/companies/${world.theirs.slug}/members`)).status).toBe(404);
  });
});

describe('facts', () => {
  it.each(['transactions', 'closures', 'stock', 'stock-movements'])('%s take no change', async (list) => {
    const [{ id }] = (await get(`${base}/${list}`)).body.items;
    for (const method of ['PATCH', 'DELETE', 'PUT']) {
      const asked = { method, json: {}, match: '*' };
      const { status, body } = await ask(world.hub, world.key, `${base}/${list}/${id}`, asked);
      expect(status).toBe(405);
      expect(body.detail).toContain('is a fact');
    }
    const added = await ask(world.hub, world.key, `${base}/${list}`, { json: {} });
    expect(added.status).toBe(405);
    expect(added.body.detail).toContain('POST /api/v1/push');
    const blind = await keyOf(world.hub, world.ours.companyId, ['store.see']);
    expect((await get(`${base}/${list}`, blind)).status).toBe(403);
    expect((await get(`${base}/${list}/${id}`, blind)).status).toBe(403);
    const [theirs] = await theirIds(list);
    expect((await get(`${base}/${list}/${theirs}`)).status).toBe(404);
    expect((await get(`/companies/${world.theirs.slug}/${list}/${theirs}`)).status).toBe(404);
  });
});

async function theirIds(list: string): Promise<string[]> {
  const where = { companyId: world.theirs.companyId };
  const { reader } = test.db;
  if (list === 'transactions') return (await reader.transaction.findMany({ where })).map(({ uuid }) => uuid);
  if (list === 'closures') return (await reader.closure.findMany({ where })).map(({ uuid }) => uuid);
  return [newId()];
}

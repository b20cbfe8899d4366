/** What is added, changed and deleted by the API: with a trace and a version, by those who may, in the state that they saw. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../support/database.ts';
import { type Answer, call, type Json } from '../../support.ts';
import { type Asked, ask, everyAction, keyOf, openWorld, type Place, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;

beforeAll(async () => {
  world = await openWorld(test.db);
});
afterAll(() => world[Symbol.asyncDispose]());

let made = 0;

interface Kind {
  path: string;
  /** Rights: to see, and to change. */
  see: string;
  write: string;
  /** Absent: they come to be elsewhere. */
  create?: (place: Place, n: number) => Record<string, unknown>;
  /** A row that is there. */
  known?: (place: Place) => string;
  change: (n: number) => Record<string, unknown>;
  /** Action of the audit trail after each. */
  audit: { create?: string; change: string; remove?: string };
  /** Bodies that are refused, with the field that is to blame. */
  wrong: readonly (readonly [Record<string, unknown>, string])[];
}

const kinds: Record<string, Kind> = {
  stores: {
    ...{ path: 'stores', see: 'store.see', write: 'store.manage' },
    create: (_place, n) => ({ code: `NEW-${n}`, name: `New ${n}`, feature_flags: { restaurant_mode: true } }),
    change: (n) => ({
      name: `Renamed ${n}`,
      street: 'Quay 1',
      is_active: false,
      feature_flags: { fiscal_profile: 'gb' },
    }),
    audit: { create: 'store.create', change: 'store.update' },
    wrong: [
      [{ time_zone: 'Mars/Base' }, 'time_zone'],
      [{ currency: 'pounds' }, 'currency'],
      [{ day_start_minutes: 1440 }, 'day_start_minutes'],
      [{ city_id: 'bath' }, 'city_id'],
      [{ warehouse_id: '00000000-0000-4000-8000-00000000000a' }, 'warehouse_id'],
      [{ name: 'a\u0000b' }, 'name'],
      [{ feature_flags: { fiscal_profile: 'xx' } }, 'feature_flags.fiscal_profile'],
    ],
  },
  terminals: {
    ...{ path: 'terminals', see: 'terminal.see', write: 'terminal.manage' },
    create: (place, n) => ({ store_id: place.storeUuid, code: `TILL-${n}`, networks: ['10.0.0.0/8'] }),
    change: (n) => ({ name: `Till ${n}`, sync_minutes: 9, is_active: false, serial_number: null }),
    audit: { create: 'terminal.create', change: 'terminal.update', remove: 'terminal.retire' },
    wrong: [
      [{ number: 0 }, 'number'],
      [{ sync_minutes: 0.5 }, 'sync_minutes'],
      [{ networks: ['everywhere'] }, 'networks.0'],
      [{ name: '' }, 'name'],
    ],
  },
  cashiers: {
    ...{ path: 'cashiers', see: 'cashier.see', write: 'cashier.manage' },
    create: (place, n) => ({
      ...{ user_name: `Eve${n}`, first_name: 'Eve', password: 'Sesame44' },
      places: [{ store_id: place.storeUuid, terminal_ids: [place.terminals[0]?.uuid] }],
    }),
    change: (n) => ({ last_name: `Smith ${n}`, is_manager: true, is_active: false }),
    audit: { create: 'cashier.assign', change: 'cashier.deactivate' },
    wrong: [
      [{ number: 0 }, 'number'],
      [{ user_name: 'two words' }, 'user_name'],
      [{ password: '' }, 'password'],
      [{ places: [{ store_id: '00000000-0000-4000-8000-00000000000a' }] }, 'places.0.store_id'],
      [{ identity_number: '1' }, 'identity_number'],
    ],
  },
  products: {
    ...{ path: 'products', see: 'catalog.see', write: 'catalog.write' },
    create: (place, n) => ({
      ...{ name: `Bread ${n}`, division_id: place.divisionId, barcodes: [`20000${1000 + n}`], purchase_price: '0.40' },
      prices: [{ store_id: place.storeUuid, price: '1.99' }],
    }),
    change: (n) => ({ short_name: `Br ${n}`, barcodes: [`21000${1000 + n}`], allows_return: false }),
    audit: { create: 'product.create', change: 'product.update', remove: 'product.delete' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ division_id: '00000000-0000-4000-8000-00000000000a' }, 'division_id'],
      [{ purchase_price: '1,50' }, 'purchase_price'],
      [{ purchase_price: 1.5 }, 'purchase_price'],
      [{ prices: [{ store_id: null, price: '1.999' }] }, 'prices'],
      [{ prices: [{ store_id: '00000000-0000-4000-8000-00000000000a', price: '1' }] }, 'prices.0.store_id'],
      [{ code: 'x'.repeat(21) }, 'code'],
    ],
  },
  prices: {
    ...{ path: 'prices', see: 'catalog.see', write: 'price.write' },
    create: (place, n) => ({
      ...{ product_id: place.productId, store_id: place.storeUuid, currency: 'GBP', price: '3.10' },
      valid_from: new Date(Date.UTC(2027, 0, 1, 0, n)).toISOString(),
    }),
    change: (n) => ({ price: `4.${10 + (n % 80)}` }),
    audit: { create: 'price.create', change: 'price.update', remove: 'price.delete' },
    wrong: [
      [{ price: '-1' }, 'price'],
      [{ price: '1.999' }, 'price'],
      [{ valid_until: 'soon' }, 'valid_until'],
    ],
  },
  customers: {
    ...{ path: 'customers', see: 'customer.see', write: 'customer.write' },
    create: (_place, n) => ({ name: 'Grace', last_name: `Hopper ${n}`, phone_number: `+44 20 7946 ${1000 + n}` }),
    change: (n) => ({ zip_code: `BA1 ${n}`, address_line_2: 'Back door', marketing_consent: true, is_active: false }),
    audit: { create: 'customer.put', change: 'customer.put', remove: 'customer.erase' },
    wrong: [
      [{ name: '' }, 'name'],
      [{ email: 'nobody' }, 'email'],
      [{ date_of_birth: '2100-01-01' }, 'date_of_birth'],
      [{ address_line_1: 'x'.repeat(101) }, 'address_line_1'],
    ],
  },
};
const cases = Object.entries(kinds).map(([name, kind]) => [name, kind] as const);

const own = (kind: Kind, place = world.ours) => `/companies/${place.slug}/${kind.path}`;
const with_ = (key: string, path: string, asked?: Asked): Promise<Answer> => ask(world.hub, key, path, asked);
const asOwner = (path: string, asked?: Asked) => with_(world.key, path, asked);

async function create(kind: Kind, place = world.ours): Promise<Answer> {
  made += 1;
  const key = place === world.ours ? world.key : await keyOf(world.hub, place.companyId, everyAction);
  const answer = await with_(key, own(kind, place), { json: kind.create?.(place, made) });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer;
}

/** Everything that a refused call must leave as it is. */
async function stateOf(place: Place): Promise<Json> {
  const { versionCounter, version } = await test.db.reader.company.findUniqueOrThrow({
    where: { id: place.companyId },
  });
  return { versionCounter, version, trail: await trailOf(test.db, place.companyId) };
}

async function refused(place: Place, work: () => Promise<Answer>): Promise<Answer> {
  const before = await stateOf(place);
  const answer = await work();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(await stateOf(place)).toEqual(before);
  return answer;
}

describe.each(cases)('%s', (_name, kind) => {
  it('are added, read, changed and deleted, each with its trace, and the tag rises with each change', async () => {
    const { body, headers } = await create(kind);
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    const address = headers.get('location') ?? '';
    expect(address).toBe(`/api/v1${own(kind)}/${body.id}`);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe(kind.audit.create);
    const read = await asOwner(address.slice('/api/v1'.length));
    expect(read.body).toEqual(body);
    expect(read.headers.get('etag')).toBe(headers.get('etag'));

    const wanted = kind.change(made);
    const changed = await asOwner(`${own(kind)}/${body.id}`, { method: 'PATCH', json: wanted, match: body.version });
    expect(changed.status).toBe(200);
    const { feature_flags: flags, ...plain } = wanted as { feature_flags?: object };
    expect(changed.body).toMatchObject(plain.constructor === Object && 'price' in plain ? {} : plain);
    if (flags) expect(changed.body.feature_flags).toEqual({ restaurant_mode: true, fiscal_profile: 'gb' });
    expect(changed.body.version).toBeGreaterThan(body.version);
    expect(changed.headers.get('etag')).toBe(`"${changed.body.version}"`);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe(kind.audit.change);
    // What was not said stays.
    const said = new Set([...Object.keys(wanted), 'version', 'updated_at', 'state']);
    for (const name of Object.keys(body))
      if (!said.has(name)) expect([name, changed.body[name]]).toEqual([name, body[name]]);

    if (kind.audit.remove === undefined) {
      expect((await asOwner(`${own(kind)}/${body.id}`, { method: 'DELETE' })).status).toBe(405);
      return;
    }
    const gone = await asOwner(`${own(kind)}/${body.id}`, { method: 'DELETE', match: changed.body.version });
    expect(gone.status).toBe(204);
    expect((await trailOf(test.db, world.ours.companyId)).last).toBe(kind.audit.remove);
    expect((await asOwner(`${own(kind)}/${body.id}`)).status).toBe(404);
  });

  it('are changed only in the state that was seen: of several who saw the same one wins', async () => {
    const { body } = await create(kind);
    const path = `${own(kind)}/${body.id}`;
    const json = kind.change(made);
    const without = await refused(world.ours, () => asOwner(path, { method: 'PATCH', json }));
    expect({ status: without.status, path: without.body.errors[0].path }).toEqual({ status: 400, path: 'If-Match' });
    const old = await refused(world.ours, () => asOwner(path, { method: 'PATCH', json, match: body.version - 1 }));
    expect({ status: old.status, code: old.body.code }).toEqual({ status: 409, code: 'stale' });
    await refused(world.ours, () => asOwner(path, { method: 'PATCH', json, match: String(body.version) }));
    const race = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        asOwner(path, { method: 'PATCH', json: kind.change(made + n * 100), match: body.version }),
      ),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const winner = race.find(({ status }) => status === 200)?.body;
    expect((await asOwner(path)).body).toEqual(winner);
    const any = await asOwner(path, { method: 'PATCH', json: kind.change(made + 900), match: '*' });
    expect(any.status).toBe(200);
    if (kind.audit.remove === undefined) return;
    await refused(world.ours, () => asOwner(path, { method: 'DELETE' }));
    const stale = await refused(world.ours, () => asOwner(path, { method: 'DELETE', match: body.version }));
    expect(stale.body.code).toBe('stale');
  });

  it('name the field that is wrong, and stay as they are', async () => {
    const { body } = await create(kind);
    for (const [json, field] of kind.wrong) {
      const asked = { method: 'PATCH', json, match: body.version };
      const answer = await refused(world.ours, () => asOwner(`${own(kind)}/${body.id}`, asked));
      expect({ json, status: answer.status }).toEqual({ json, status: 400 });
      const paths = answer.body.errors.map(({ path }: { path: string }) => path);
      expect({ json, paths }).toEqual({ json, paths: expect.arrayContaining([field]) });
      const fresh = { ...kind.create?.(world.ours, made + 5000), ...json };
      await refused(world.ours, () => asOwner(own(kind), { json: fresh }));
    }
    await refused(world.ours, () =>
      asOwner(`${own(kind)}/${body.id}`, { method: 'PATCH', json: { colour: 1 }, match: '*' }),
    );
    await refused(world.ours, () => asOwner(own(kind), { json: {} }));
    await refused(world.ours, () => asOwner(own(kind), { json: '[' }));
  });

  it('of another company are not there, by any method and under any company', async () => {
    const { body } = await create(kind, world.theirs);
    const json = kind.change(made);
    for (const place of [world.ours, world.theirs]) {
      const path = `${own(kind, place)}/${body.id}`;
      for (const asked of [{}, { method: 'PATCH', json, match: '*' }, { method: 'DELETE', match: '*' }]) {
        if (asked.method === 'DELETE' && kind.audit.remove === undefined) continue;
        const answer = await refused(world.theirs, () => asOwner(path, asked));
        expect({ path, asked, status: answer.status }).toEqual({ path, asked, status: 404 });
      }
    }
    const list = await asOwner(`${own(kind)}?limit=200`);
    expect(list.body.items.map((each: Json) => each.id)).not.toContain(body.id);
    const theirs = await refused(world.theirs, () =>
      asOwner(own(kind, world.theirs), { json: kind.create?.(world.theirs, 1) }),
    );
    expect(theirs.status).toBe(404);
  });

  it('are for keys with the right, to see and to change them', async () => {
    const { body } = await create(kind);
    const { companyId } = world.ours;
    const path = `${own(kind)}/${body.id}`;
    const blind = await keyOf(
      world.hub,
      companyId,
      everyAction.filter((action) => action !== kind.see),
    );
    const looking = await keyOf(world.hub, companyId, [kind.see, 'store.see']);
    const changes: [string, Asked][] = [
      [own(kind), { json: kind.create?.(world.ours, made + 7000) }],
      [path, { method: 'PATCH', json: kind.change(made), match: '*' }],
      ...(kind.audit.remove === undefined ? [] : [[path, { method: 'DELETE', match: '*' }] as [string, Asked]]),
    ];
    for (const [at, asked] of [[own(kind), {}] as [string, Asked], [path, {}] as [string, Asked], ...changes]) {
      const answer = await refused(world.ours, () => with_(blind, at, asked));
      expect({ at, asked, status: answer.status }).toEqual({ at, asked, status: 403 });
    }
    expect((await with_(looking, path)).status).toBe(200);
    for (const [at, asked] of changes) {
      const answer = await refused(world.ours, () => with_(looking, at, asked));
      expect({ at, asked, status: answer.status }).toEqual({ at, asked, status: 403 });
    }
  });

  it('are for nobody without a key, and not for terminals', async () => {
    const url = `${world.hub.url}/api/v1${own(kind)}`;
    expect((await call(url)).status).toBe(401);
    expect((await call(url, { json: {} })).status).toBe(401);
    const till = `${world.hub.url}/t/${world.ours.terminals[0]?.secret}/api/v1${own(kind)}`;
    expect((await call(till)).status).toBe(403);
  });
});

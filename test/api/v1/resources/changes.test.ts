/** What is added, changed and deleted by the API: with a trace and a version, by those who may, in the state that they saw. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../support/database.ts';
import { type Answer, call, type Json } from '../../support.ts';
import { type Kind, kinds } from './kinds.ts';
import { type Asked, ask, everyAction, keyOf, openWorld, type Place, trailOf, type World } from './support.ts';

const test = withDatabase();
let world: World;

beforeAll(async () => {
  world = await openWorld(test.db);
});
afterAll(() => world[Symbol.asyncDispose]());

let made = 0;

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
      const kept = await asOwner(`${own(kind)}/${body.id}`, { method: 'DELETE' });
      expect(kept.status).toBe(405);
      expect(kept.body.detail).toMatch(/is not deleted. To close it,/);
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
    // A proxy that packs answers says so by a weak tag; versions are exact all the same.
    const weak = { method: 'PATCH', json: kind.change(made + 1100), match: `W/"${any.body.version}"` };
    expect((await asOwner(path, weak)).status).toBe(200);
    expect((await refused(world.ours, () => asOwner(path, weak))).body.code).toBe('stale');
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

/** Every route of the reports, walked as everybody there can be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { createReportsRouter } from '../../reports/router.ts';
import { digestRows } from '../support/company-rows.ts';
import { bag } from './walk/bag.ts';
import { holds } from './walk/expect.ts';
import { reportRoutes } from './walk/rules.ts';
import { actorNames, makeWorld, marker, type Shop, type World } from './walk/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Express's own, as far as the walk reads it. */
interface Layer {
  route?: { path: string; methods: Readonly<Record<string, boolean>> };
  handle: { stack?: Layer[] };
}

/** Those of routers inside routers too; none of them is mounted below a path of its own. */
function routesOf({ stack = [] }: Layer['handle']): string[] {
  return stack.flatMap(({ route, handle }) =>
    route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : routesOf(handle),
  );
}

/** Streams never end, and what `:name` and `:id` stand for is asked for by name below. */
const pages = Object.entries(reportRoutes).flatMap(([route, action]) => {
  const [method, path = ''] = route.split(' ');
  return method === 'get' && action !== 'report' && !/:|events/.test(path) ? [{ path, action }] : [];
});
const named = catalogue.flatMap(({ name, permission }) =>
  ['', '.csv', '.xlsx', '.pdf'].map((ending) => ({ path: `/${name}${ending}`, action: permission })),
);
const addressOf = (path: string, shop: Shop) =>
  `/reports${path === '/' ? '' : path}?company=${shop.slug}&range=today&store=${path === '/store' ? shop.ids['storeCode'] : ''}`;

describe('the table of reports', () => {
  it('has a row for each route, and none for another', () => {
    const declared = routesOf(createReportsRouter(world.server.deps) as unknown as Layer['handle']);
    expect([...new Set(declared)].sort()).toEqual(Object.keys(reportRoutes).sort());
  });

  it('is closed to strangers: pages lead to the sign-in and back, forms to the sign-in', async () => {
    const wrong: string[] = [];
    for (const { path } of [...pages, ...named]) {
      const { status, location } = await world.stranger.get(addressOf(path, world.ours));
      if (status !== 302 || !location?.startsWith('/accounts/login/?next='))
        wrong.push(`${path} ${status} ${location}`);
    }
    for (const route of Object.keys(reportRoutes).filter((each) => each.startsWith('post '))) {
      const path = route.slice('post '.length).replace(':id', crypto.randomUUID());
      const { status, location } = await world.stranger.post(`/reports${path}`, bag(world.ours));
      if (status !== 302 || location !== '/accounts/login/') wrong.push(`${route} ${status} ${location}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(actorNames)('%s', (name) => {
  it('finds the reports that their rights reach, and of the others nothing', async () => {
    const actor = world.actor(name);
    const sees = catalogue.some(({ permission }) => holds(actor, permission));
    // Every report as a page; the files of one of each right.
    const files = new Set(
      catalogue.map(({ permission }) => catalogue.find((each) => each.permission === permission)?.name),
    );
    const asked = named.filter(({ path }) => !path.includes('.') || files.has(path.slice(1, path.indexOf('.'))));
    const wrong: string[] = [];
    for (const { path, action } of [...pages, ...asked]) {
      const { status, body } = await actor.visitor.get(addressOf(path, world.ours));
      const isAnywhere = ['zebulon.owner', 'staff.of.theirs'].includes(name) && action === 'anything';
      // Of one store, or of all that they may see.
      const place = path === '/store' ? world.ours.storeId : undefined;
      const isOfAny = action === 'anything' || action === 'any-here';
      const may = isAnywhere || (isOfAny ? sees : holds(actor, action, place));
      if (may ? status >= 400 : status !== 404) wrong.push(`${path} ${status}, ${may ? 'may' : 'may not'}`);
      if (!isAnywhere && name !== 'zebulon.owner' && name !== 'staff.of.theirs' && body.includes(`${marker} `)) {
        wrong.push(`${path} tells of the other company`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('changes nothing by a form that is not theirs to send', async () => {
    const actor = world.actor(name);
    const before = await digestRows(world.server.deps.db, world.ours.id);
    const wrong: string[] = [];
    for (const [route, action] of Object.entries(reportRoutes)) {
      if (!route.startsWith('post ') || action === 'report') continue;
      const sees = catalogue.some(({ permission }) => holds(actor, permission));
      if (action === 'anything' || action === 'any-here' ? sees : holds(actor, action)) continue;
      const path = route.slice('post '.length).replace(':id', crypto.randomUUID());
      const { status } = await actor.visitor.post(`/reports${path}`, bag(world.ours));
      // A form that holds nothing is taken, and does nothing.
      if (![302, 303, 400, 403, 404].includes(status)) wrong.push(`${route} ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await digestRows(world.server.deps.db, world.ours.id)).toEqual(before);
  });
});

describe("another company's reports", () => {
  it('F-TEN-2: are nothing to an owner of one company, by name, by store and by form', async () => {
    const owner = world.actor('alder.owner').visitor;
    const { db } = world.server.deps;
    const before = await digestRows(db, world.theirs.id);
    const wrong: string[] = [];
    for (const { path, action } of [...pages, ...named]) {
      if (action === 'anything') continue;
      const { status, body } = await owner.get(addressOf(path, world.theirs));
      if (status !== 404 || body.includes(`${marker} `)) wrong.push(`${path} ${status}`);
    }
    for (const route of Object.keys(reportRoutes).filter((each) => each.startsWith('post '))) {
      const path = route.slice('post '.length).replace(':id', crypto.randomUUID());
      const { status, body } = await owner.post(`/reports${path}`, bag(world.theirs));
      if (status < 400 || status >= 500 || body.includes(`${marker} `)) wrong.push(`${route} ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await digestRows(db, world.theirs.id)).toEqual(before);
  });
});

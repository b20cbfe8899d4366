/** Every route and procedure, walked as everybody there can be, with another company's ids in every place an id can stand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '../../portal/routes.ts';
import { digestRows } from '../support/company-rows.ts';
import type { Answer } from '../support/visitor.ts';
import { addressOf, mixtures, partsOf, storeOf } from './walk/addresses.ts';
import { bag } from './walk/bag.ts';
import { exceptions } from './walk/exceptions.ts';
import { expected, type Outcome } from './walk/expect.ts';
import { type Rule, routeRules } from './walk/rules.ts';
import { actorNames, makeWorld, marker, type World } from './walk/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const walked = (): Pick<Route, 'path' | 'page' | 'form' | 'access'>[] => [...routes];
/** What an answer says, in the words of the rules. */
const said = ({ status, location }: Answer, should: unknown) => {
  if (status === 302 && location?.startsWith('/accounts/login/?next=')) return 'sign in';
  // A link that is none, or none any more.
  if (should === 404 && status === 410) return 404;
  // Sent back with the reason, or shown it where the form was.
  if (should === 'told' && (status === 200 || (status === 302 && location?.startsWith('/companies/')))) return 'told';
  return status < 400 ? 'allowed' : status;
};
const ruleOf = (path: string, method: 'get' | 'post'): Rule => {
  const rule = routeRules[path]?.[method];
  if (rule === undefined) throw new Error(`${method} ${path} has no rule`);
  return rule;
};
/** Whether a page says what is the other company's; the visitor's own address is no news to them. */
const tells = (body: string, address: string) => body.replaceAll(address, '').includes(marker);
const atOurs = (path: string) => addressOf(path, () => world.ours);

describe('the table of rules', () => {
  it('has a row for each route, with a rule for what it answers and nothing else', () => {
    const declared = walked().map(({ path, page, form }) => [path, page !== undefined, form !== undefined]);
    const ruled = Object.entries(routeRules).map(([path, { get, post }]) => [
      path,
      get !== undefined,
      post !== undefined,
    ]);
    expect(ruled.map(String).sort()).toEqual(declared.map(String).sort());
  });

  it('opens to strangers what it calls open, and nothing else', () => {
    const isOpen = (path: string) => {
      const { get, post } = routeRules[path] ?? {};
      return [get, post].some((rule) => rule === 'everyone' || (rule === 'holder' && path.includes(':token')));
    };
    const open = routes.filter(({ access }) => access === 'everyone').map(({ path }) => path);
    expect(open.sort()).toEqual(Object.keys(routeRules).filter(isOpen).sort());
  });
});

describe('signed out', () => {
  it('pages lead to the sign-in and back, forms to the sign-in', async () => {
    const wrong: string[] = [];
    for (const { path, page, form, access } of walked()) {
      if (access === 'everyone') continue;
      const address = atOurs(path);
      if (page) {
        const { status, location } = await world.stranger.get(address);
        const next = `/accounts/login/?next=${encodeURIComponent(address)}`;
        if (status !== 302 || location !== next) wrong.push(['GET', path, status, location].join(' '));
      }
      if (form) {
        const { status, location } = await world.stranger.post(address, bag(world.theirs));
        if (status !== 302 || location !== '/accounts/login/') wrong.push(['POST', path, status, location].join(' '));
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(actorNames)('%s', (name) => {
  const judge = (method: 'get' | 'post', path: string): Outcome => {
    const actor = world.actor(name);
    const known = exceptions[`${name} ${method} ${path}`];
    if (known !== undefined) return known;
    return expected(ruleOf(path, method), actor, storeOf(path, world.ours));
  };

  it('gets each page, or 403 where it may be seen that there is something, or 404', async () => {
    const actor = world.actor(name);
    const wrong: string[] = [];
    for (const { path } of walked().filter(({ page }) => page)) {
      const should = judge('get', path);
      const answer = await actor.visitor.get(atOurs(path));
      if (said(answer, should) !== should)
        wrong.push([path, `should be ${should}`, `is ${said(answer, should)} ${answer.location ?? ''}`].join(' '));
    }
    expect(wrong).toEqual([]);
  });

  it('changes nothing by a form that is not theirs to send', async () => {
    const actor = world.actor(name);
    const before = await digestRows(world.server.deps.db, world.ours.id);
    const wrong: string[] = [];
    for (const { path } of walked().filter(({ form }) => form)) {
      const should = judge('post', path);
      if (should === 'allowed') continue;
      const answer = await actor.visitor.post(atOurs(path), bag(world.ours));
      if (said(answer, should) !== should)
        wrong.push([path, `should be ${should}`, `is ${said(answer, should)} ${answer.location ?? ''}`].join(' '));
    }
    expect(wrong).toEqual([]);
    expect(await digestRows(world.server.deps.db, world.ours.id)).toEqual(before);
  });
});

describe("another company's ids", () => {
  const each = (visit: (address: string, path: string) => Promise<void>, paths: string[]) =>
    paths.reduce(async (before, path) => {
      await before;
      for (const shopOf of mixtures(path, world.ours, world.theirs)) await visit(addressOf(path, shopOf), path);
    }, Promise.resolve());
  const withIds = (has: 'page' | 'form') =>
    walked()
      .filter((route) => route[has] && partsOf(route.path).some((part) => part !== 'token'))
      .map(({ path }) => path);

  it('F-TEN-2: in a path are not found by an owner of one company, and no page says a word of the other', async () => {
    const owner = world.actor('alder.owner');
    const wrong: string[] = [];
    await each(async (address, path) => {
      const { status, body } = await owner.visitor.get(address);
      if (status !== 404 || tells(body, address)) wrong.push([path, address, status].join(' '));
    }, withIds('page'));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('F-TEN-2: in a path and in a body change nothing of the other company', async () => {
    const owner = world.actor('alder.owner');
    const { db } = world.server.deps;
    const before = await digestRows(db, world.theirs.id);
    const wrong: string[] = [];
    await each(async (address, path) => {
      const { status, body } = await owner.visitor.post(address, bag(world.theirs));
      if (status !== 404 || tells(body, address)) wrong.push([path, address, status].join(' '));
    }, withIds('form'));
    expect(wrong).toEqual([]);
    expect(await digestRows(db, world.theirs.id)).toEqual(before);
  }, 120_000);

  it('in the fields of a form of one’s own company reach nothing of the other', async () => {
    const owner = world.actor('alder.owner');
    const { db } = world.server.deps;
    const before = await digestRows(db, world.theirs.id);
    const wrong: string[] = [];
    for (const { path } of inOrder(walked().filter(({ form }) => form))) {
      if (!path.includes(':slug')) continue;
      const { status, body } = await owner.visitor.post(atOurs(path), bag(world.theirs));
      if (status >= 500 || status === 403 || body.includes(`${marker} `)) wrong.push([path, status].join(' '));
    }
    expect(wrong).toEqual([]);
    expect(await digestRows(db, world.theirs.id)).toEqual(before);
  }, 120_000);
});

/** What ends something goes last, so that there is something to send the other forms to. */
function inOrder<T extends { path: string }>(list: readonly T[]): T[] {
  const ends = /self-remove|leave/;
  const late = /retire|revoke|remove|delete|close|move|erase|deactivate|withdraw|cancel|reject|approve|active/;
  const place = ({ path }: T) => Number(late.test(path)) + 2 * Number(ends.test(path));
  return [...list].sort((a, b) => place(a) - place(b));
}

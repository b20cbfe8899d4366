/** Every procedure over `/trpc`, called as everybody there can be, with another company's ids in every place where one can stand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blamed, call } from './walk/call.ts';
import { expected } from './walk/expect.ts';
import { type Watch, watchChanges } from './walk/fingerprint.ts';
import { inputsOf, type Procedure, procedures } from './walk/inputs.ts';
import { procedureRules } from './walk/procedures.ts';
import { actorNames, makeWorld, marker, type Shop, type World } from './walk/world.ts';

let world: World;
let watch: Watch;
beforeAll(async () => {
  world = await makeWorld();
  watch = await watchChanges(world.server.deps.db);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const ruleOf = ({ path }: Procedure) => procedureRules.get(path) ?? 'person';
const ofCompanies = procedures.filter((each) => !['everyone', 'person'].includes(String(ruleOf(each))));
const inputsWith = (procedure: Procedure, shop: Shop) => inputsOf(procedure, () => shop).map(({ input }) => input);
/** What is asked of a store: whoever is bound to others does not reach it. */
const isOfStore = (procedure: Procedure) =>
  inputsOf(procedure, () => world.ours).some(({ places }) => places.some((place) => place !== 'company'));

/** Tables that change while it is done. */
async function whatChanges(work: () => Promise<unknown>): Promise<string[]> {
  await watch.changed();
  await work();
  return watch.changed();
}

describe('procedures', () => {
  it('have a row each in the table of rules', () => {
    expect(procedures.map(({ path }) => path).sort()).toEqual([...procedureRules.keys()].sort());
  });

  it('CSRF: take no change without the token of the session, and none from another origin', async () => {
    const { visitor } = world.actor('alder.owner');
    const wrong: string[] = [];
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const changed = await whatChanges(async () => {
      for (const procedure of procedures.filter(({ type }) => type === 'mutation')) {
        for (const input of inputsWith(procedure, world.ours)) {
          const body = JSON.stringify({ json: input }, (_key, value) => (typeof value === 'bigint' ? 1 : value));
          const bare = await visitor.send('POST', `/trpc/${procedure.path}`, { headers, body });
          const token = { 'x-csrf-token': await visitor.token(), origin: 'https://evil.example' };
          const foreign = await visitor.send('POST', `/trpc/${procedure.path}`, {
            headers: { ...headers, ...token },
            body,
          });
          if (bare.status !== 403 || foreign.status !== 403)
            wrong.push(`${procedure.path} ${bare.status} ${foreign.status}`);
        }
      }
    });
    expect(wrong).toEqual([]);
    expect(changed).toEqual([]);
  });

  it('of people and companies are nothing for who is signed out', async () => {
    const wrong: string[] = [];
    const changed = await whatChanges(async () => {
      for (const procedure of procedures) {
        if (ruleOf(procedure) === 'everyone') continue;
        for (const input of inputsWith(procedure, world.ours)) {
          const { status } = await call(world.stranger, procedure, input);
          if (status !== 401) wrong.push(`${procedure.path} ${status}`);
        }
      }
    });
    expect(wrong).toEqual([]);
    expect(changed).toEqual([]);
  });
});

describe.each(actorNames)('%s', (name) => {
  const judge = (procedure: Procedure) =>
    expected(ruleOf(procedure), world.actor(name), isOfStore(procedure) ? world.ours.storeId : undefined);

  it('is refused what their right does not reach, and no refusal has an effect', async () => {
    const actor = world.actor(name);
    const seesCompany = expected('company.see', actor) === 'allowed';
    await watch.changed();
    const wrong: string[] = [];
    for (const procedure of ofCompanies) {
      if (judge(procedure) === 'allowed') continue;
      for (const input of inputsWith(procedure, world.ours)) {
        const { status } = await call(actor.visitor, procedure, input);
        const changed = await watch.changed();
        // Said to everybody before any right is asked for, as by the old hub: this member is no administrator.
        const isSaidBefore = procedure.path === 'companies.revokeAdministrator' && status === 200 && seesCompany;
        // Who may not know that there is such a company is told that there is none.
        const isRefused = status === 404 || (status === 403 && seesCompany) || isSaidBefore;
        if (!isRefused || changed.length > 0) wrong.push(`${procedure.path} ${status} ${changed}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('is answered what their right reaches', async () => {
    const actor = world.actor(name);
    const wrong: string[] = [];
    for (const procedure of ofCompanies.filter(({ type }) => type === 'query')) {
      if (judge(procedure) !== 'allowed') continue;
      for (const input of inputsWith(procedure, world.ours)) {
        const { status, body } = await call(actor.visitor, procedure, input);
        const known = answers[`${name} ${procedure.path}`] ?? answers[procedure.path] ?? 200;
        if (status !== known || body.includes(marker)) wrong.push(`${procedure.path} ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** What is right although the right alone would say 200. */
const answers: Readonly<Record<string, number>> = Object.fromEntries(
  // Screens are the company's: who is bound to some of its stores does not reach them.
  actorNames.filter((name) => name.endsWith('.elsewhere')).map((name) => [`${name} layouts.list`, 403]),
);

describe("another company's ids", () => {
  it('F-TEN-2: in any place are found by nobody of this company, and nothing of either company changes', async () => {
    const { visitor } = world.actor('alder.owner');
    const wrong: string[] = [];
    let asked = 0;
    await watch.changed();
    for (const procedure of procedures.filter((each) => ruleOf(each) !== 'everyone')) {
      for (const [index, { places }] of inputsOf(procedure, () => world.ours, { isFull: true }).entries()) {
        for (const foreign of choices(places)) {
          const drawn = inputsOf(procedure, (place) => (foreign.includes(place) ? world.theirs : world.ours), {
            isFull: true,
          });
          const input = drawn[index]?.input;
          const answer = await call(visitor, procedure, input);
          const changed = await watch.changed();
          const { status, body } = answer;
          // Refused for the place, and not for anything else that it says.
          const names = foreign.flatMap((place) => place.split('.').filter((name) => !/^\d+$/.test(name)));
          const isOfPlace = blamed(answer).every((path) => path.some((name) => names.includes(name)));
          const isRefused = status >= 400 && status < 500 && isOfPlace;
          const isOpen = procedure.type === 'query' && !foreign.includes('company') && status === 200;
          asked += 1;
          if (!(isRefused || isOpen) || body.includes(`${marker} `) || changed.length > 0)
            wrong.push(`${procedure.path} [${foreign}] ${status} ${blamed(answer)} ${changed}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  }, 240_000);
});

/** Places that hold the other company's ids: every choice of them, where there are many each by itself and all together. */
function choices(places: readonly string[]): string[][] {
  if (places.length > 4) return [...places.map((place) => [place]), [...places]];
  return Array.from({ length: 2 ** places.length - 1 }, (_each, index) =>
    places.filter((_place, bit) => ((index + 1) >> bit) & 1),
  );
}

/** Every form of the portal leaves on record what the procedure behind it leaves: who, by which door, in whose company, what was
 *  and what became. Forms are sent as a browser sends them: with what stands in them, and what somebody has typed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeRules } from '../../portal/access.ts';
import { routes } from '../../portal/routes.ts';
import { ensureSetupToken } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx } from '../support/people.ts';
import { startTestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { addressOf } from './walk/addresses.ts';
import { type Change, companyChanges, type Stage } from './walk/changes.ts';
import { type Watch, watchChanges } from './walk/fingerprint.ts';
import type { FormChange } from './walk/form.ts';
import { formsIn } from './walk/forms.ts';
import { procedures } from './walk/inputs.ts';
import { ownChanges, secondFactorChanges } from './walk/own-changes.ts';
import { ownForms, sessionForms } from './walk/own-forms.ts';
import { peopleForms } from './walk/people-forms.ts';
import { faultsOf, heldIn } from './walk/record.ts';
import { shopForms } from './walk/shop-forms.ts';
import { makeWorld, now, type World } from './walk/world.ts';

let world: World;
let stage: Stage;
let watch: Watch;
beforeAll(async () => {
  world = await makeWorld();
  watch = await watchChanges(world.server.deps.db);
  const visitors = new Map(world.actors.map(({ name, visitor }) => [name, visitor]));
  for (const name of ['walked.person', 'walked.elsewhere']) visitors.set(name, new Visitor(world.server.url));
  stage = { world, visitors, answered: null };
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const companyForms = [...shopForms, ...peopleForms];
const reader = () => world.server.deps.db.reader;

/** Forms that change nothing but sessions, each of which is a record of itself, or that are sent elsewhere. */
const apart: Readonly<Record<string, string>> = {
  '/setup/:token/': 'below: the first account of a hub',
  '/accounts/login/': 'a session begins: it holds who, when and from where',
  '/accounts/login/code/': 'the same',
  '/accounts/logout/': 'the session says when it ended',
  '/accounts/external/link/': 'test/portal/accounts/external-unlinking.test.ts, where there is a service to link with',
  '/accounts/external/unlink/': 'the same',
  '/accounts/delete/': 'below, as the last thing that the account does',
  '/companies/:slug/export/': 'test/portal/company-deletion: a file that is put on record once its first byte is read',
  '/invitations/:token/': 'below: whoever holds the link',
};

/** Master data that terminals pull; a file of products is pulled once it was taken over. */
const pulled = /^\/(catalog|cashiers|customers|warehouses|layouts)\/(?!:slug\/import\/)/;

/** What the record of a form must hold is what the record of its procedure must. */
function deedOf({ path, procedure, by = 'alder.owner', action, of }: FormChange) {
  const known = [...companyChanges, ...ownChanges, ...secondFactorChanges].find((each) => each.procedure === procedure);
  if (known === undefined) throw new Error(`${path}: nobody has said what ${procedure} leaves on record`);
  const same: Pick<Change, 'of' | 'holds' | 'isSame'> = known;
  return {
    ...{
      name: `${path} ${action}`,
      by,
      action,
      mayBeAnonymous: procedure.startsWith('account.'),
      isPulled: pulled.test(path),
    },
    ...{ of: of ?? same.of ?? 'company', holds: same.holds ?? 'both' },
    ...(same.isSame && { isSame: true as const }),
  };
}

async function sentBy(visitor: Visitor, change: FormChange): Promise<string | null> {
  const { path, on = path, at, says } = change;
  const { ours } = world;
  const ids = { ...ours.ids, ...(await at?.(stage)) };
  const address = addressOf(path, () => ({ ...ours, ids }));
  const said = (await says?.(stage)) ?? {};
  const standing: Record<string, string> = {};
  if (on !== 'nowhere') {
    const page = addressOf(on, () => ({ ...ours, ids }));
    const { body, status } = await visitor.get(page);
    const found = formsIn(body).filter(({ action }) => new URL(action, `http://hub${page}`).pathname === address);
    const overlap = ({ fields }: (typeof found)[number]) => fields.filter(({ name }) => name in said).length;
    const form = found.sort((a, b) => overlap(b) - overlap(a))[0];
    if (form === undefined) return `${page} (${status}) has no form that goes to ${address}`;
    for (const { name, value } of form.fields) standing[name] = value;
  }
  const { status } = await send(visitor, address, { ...standing, ...said });
  return status >= 400 ? `is answered by ${status}` : null;
}

async function send(visitor: Visitor, address: string, fields: Record<string, string | Blob>) {
  const texts = Object.entries(fields).filter((each): each is [string, string] => typeof each[1] === 'string');
  if (texts.length === Object.keys(fields).length) return visitor.post(address, Object.fromEntries(texts));
  const body = new FormData();
  body.set('_csrf', await visitor.token());
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return visitor.send('POST', address, { body });
}

async function walk(changes: readonly FormChange[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const change of changes) {
    const deed = deedOf(change);
    const visitor = stage.visitors.get(deed.by);
    if (visitor === undefined) throw new Error(`nobody is called ${deed.by}`);
    const act = () => sentBy(visitor, change).catch((error: Error) => error.message);
    wrong.push(...(await faultsOf({ stage, watch }, deed, act)));
  }
  return wrong;
}

describe('the audit', () => {
  it('has a change in the walk for every form that the portal takes', () => {
    const walked = [...companyForms, ...ownForms, ...sessionForms].map(({ path }) => path);
    const taken = Object.entries(routeRules).flatMap(([path, { post }]) => (post === undefined ? [] : [path]));
    expect([...new Set([...walked, ...Object.keys(apart)])].sort()).toEqual(taken.sort());
    expect(
      routes
        .filter(({ form }) => form)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(taken.sort());
  });

  it('has a form in the walk for every change that a procedure can make', () => {
    const forms = new Set([...companyForms, ...ownForms, ...sessionForms].map(({ procedure }) => procedure));
    const changes = [...companyChanges, ...ownChanges, ...secondFactorChanges].map(({ procedure }) => procedure);
    expect([...new Set(changes.filter((procedure) => !forms.has(procedure)))]).toEqual([]);
    const mutations = new Set(procedures.filter(({ type }) => type === 'mutation').map(({ path }) => path));
    expect([...forms].filter((procedure) => !mutations.has(procedure))).toEqual([]);
  });

  it('holds every change of a company that a form makes, and of master data terminals pull each', async () => {
    expect(await walk(companyForms)).toEqual([]);
  }, 120_000);

  it('holds every change of an account that a form makes, in the record of the hub', async () => {
    expect(await walk(ownForms)).toEqual([]);
    await signInAgain();
    expect(await walk(sessionForms)).toEqual([]);
    await signInAgain();
    const { id } = await reader().user.findUniqueOrThrow({ where: { usernameFolded: 'walked.person' } });
    const { location } = await walkedPerson().post('/accounts/delete/', { proof: goodPassword });
    expect(location).toBe('/');
    const where = { subjectId: id, action: 'account.delete' };
    expect(await reader().auditEntry.findMany({ where, select: { actorId: true, door: true } })).toEqual([
      { actorId: id, door: 'portal' },
    ]);
  }, 120_000);

  it('holds the first account of a hub', async () => {
    await using server = await startTestServer({ now: () => now });
    const { db } = server.deps;
    const token = await ensureSetupToken(hubCtx(db, () => now));
    const fields = { username: 'the.first', password: goodPassword, again: goodPassword };
    expect((await new Visitor(server.url).post(`/setup/${token}/`, fields)).status).toBe(302);
    const entries = await db.reader.auditEntry.findMany({ where: { subjectType: 'user' } });
    expect(entries.map(({ action, door, content }) => [action, door, heldIn(content)])).toEqual([
      ['staff.create', 'portal', 'after'],
    ]);
  });
});

function walkedPerson(): Visitor {
  const visitor = stage.visitors.get('walked.person');
  if (visitor === undefined) throw new Error('nobody is there');
  return visitor;
}

/** Twice, so that there is a session to end. */
async function signInAgain(): Promise<void> {
  await new Visitor(world.server.url).signIn('walked.person', goodPassword);
  const visitor = new Visitor(world.server.url);
  await visitor.signIn('walked.person', goodPassword);
  stage.visitors.set('walked.person', visitor);
}

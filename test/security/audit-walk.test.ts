/** Every change that the portal can make is put on record: who, by which door, in whose company, what was and what became. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSetupToken } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx } from '../support/people.ts';
import { startTestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { call } from './walk/call.ts';
import { type Change, companyChanges, type Stage } from './walk/changes.ts';
import { type Watch, watchChanges } from './walk/fingerprint.ts';
import { inputsOf, procedures } from './walk/inputs.ts';
import { ownChanges, secondFactorChanges } from './walk/own-changes.ts';
import { faultsOf, heldIn } from './walk/record.ts';
import { makeWorld, now, type World } from './walk/world.ts';

let world: World;
let stage: Stage;
let watch: Watch;
beforeAll(async () => {
  world = await makeWorld();
  const visitors = new Map(world.actors.map(({ name, visitor }) => [name, visitor]));
  for (const name of ['walked.person', 'walked.elsewhere']) visitors.set(name, new Visitor(world.server.url));
  watch = await watchChanges(world.server.deps.db);
  stage = { world, visitors, answered: null };
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const reader = () => world.server.deps.db.reader;

/** Changes nothing but sessions, each of which is a record of itself, or is walked elsewhere. */
const apart: Readonly<Record<string, string>> = {
  'account.signIn': 'a session begins: it holds who, when and from where',
  'account.completeSignIn': 'the same',
  'account.signOut': 'the session says when it ended',
  'account.setUp': 'the first account of a hub: below',
  'deletion.export': 'test/portal/company-deletion: a file that is put on record once its first byte is read',
  'account.own.delete': 'below, as the last thing that the account does',
  'account.external.begin': 'keeps a ticket in the browser and nothing here',
  'account.external.finish': 'a session begins',
  'account.external.link': 'test/portal/accounts/external-unlinking.test.ts, where there is a service to link with',
  'account.external.unlink': 'the same',
};

async function faultsOfCall(change: Change): Promise<string[]> {
  const { procedure: path, by = 'alder.owner', says } = change;
  const procedure = procedures.find((each) => each.path === path);
  const visitor = stage.visitors.get(by);
  if (!procedure || !visitor) return [`${path} by ${by}: there is no such thing`];
  const drawn = inputsOf(procedure, () => world.ours).at(-1)?.input ?? {};
  const said = await Promise.resolve(says?.(stage)).catch((error: Error) => error);
  if (said instanceof Error) return [`${path}: ${said.message}`];
  const deed = { ...change, name: path, by, mayBeAnonymous: path.startsWith('account.') };
  return faultsOf({ stage, watch }, deed, async () => {
    const { status, body } = await call(visitor, procedure, { ...drawn, ...said });
    if (status !== 200) return `${status} ${body.slice(0, 300)}`;
    stage.answered = (JSON.parse(body) as { result: { data: { json: unknown } } }).result.data.json;
    return null;
  });
}

async function walk(changes: readonly Change[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const change of changes) wrong.push(...(await faultsOfCall(change)));
  return wrong;
}

describe('the audit', () => {
  it('has a change in the walk for every procedure that can make one', () => {
    const walked = [...companyChanges, ...ownChanges, ...secondFactorChanges].map(({ procedure }) => procedure);
    const mutations = procedures.filter(({ type }) => type === 'mutation').map(({ path }) => path);
    expect([...new Set([...walked, ...Object.keys(apart)])].sort()).toEqual(mutations.sort());
  });

  it('holds every change of a company: who made it, by the portal, in that company, what was and what became', async () => {
    expect(await walk(companyChanges)).toEqual([]);
  }, 120_000);

  it('holds every change of an account, in the record of the hub', async () => {
    expect(await walk(ownChanges)).toEqual([]);
    const signInAgain = async () => {
      await new Visitor(world.server.url).signIn('walked.person', goodPassword);
      const visitor = new Visitor(world.server.url);
      await visitor.signIn('walked.person', goodPassword);
      stage.visitors.set('walked.person', visitor);
    };
    await signInAgain();
    expect(await walk(secondFactorChanges)).toEqual([]);
    await signInAgain();
    const { id } = await reader().user.findUniqueOrThrow({ where: { usernameFolded: 'walked.person' } });
    const deletion = procedures.find(({ path }) => path === 'account.own.delete');
    const visitor = stage.visitors.get('walked.person');
    if (!deletion || !visitor) throw new Error('nobody is there to be deleted');
    expect((await call(visitor, deletion, { proof: goodPassword })).status).toBe(200);
    const where = { subjectId: id, action: 'account.delete' };
    expect(await reader().auditEntry.findMany({ where, select: { actorId: true, door: true } })).toEqual([
      { actorId: id, door: 'portal' },
    ]);
  }, 120_000);

  it('holds the first account of a hub', async () => {
    await using server = await startTestServer({ now: () => now });
    const { db } = server.deps;
    const token = await ensureSetupToken(hubCtx(db, () => now));
    const setUp = procedures.find(({ path }) => path === 'account.setUp');
    if (!setUp) throw new Error('there is no setting up');
    const input = { token, username: 'the.first', password: goodPassword };
    expect((await call(new Visitor(server.url), setUp, input)).status).toBe(200);
    const entries = await db.reader.auditEntry.findMany({ where: { subjectType: 'user' } });
    expect(entries.map(({ action, door, content }) => [action, door, heldIn(content)])).toEqual([
      ['staff.create', 'portal', 'after'],
    ]);
  });
});

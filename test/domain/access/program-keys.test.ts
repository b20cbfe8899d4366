import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/core/scope.ts';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import {
  changeProgramKey,
  findKey,
  getProgramKey,
  issueProgramKey,
  listProgramKeys,
  programActions,
  revokeProgramKey,
  rotateProgramKey,
} from '../../../server/domain/access/index.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import {
  type Action,
  actions,
  addMember,
  can,
  grantRole,
  memberRoles,
  programCtx,
} from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import {
  contextOf,
  hubCtx,
  makeCompany,
  makeMember,
  makeUser,
  signedIn,
  silentLog,
  testClock,
} from '../../support/people.ts';

const test = withDatabase();
const clock = testClock();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let ours: Awaited<ReturnType<typeof makeCompany>>;
let theirs: Awaited<ReturnType<typeof makeCompany>>;
let high: number;
let low: number;
let far: number;
let owner: Ctx;

beforeAll(async () => {
  ours = await makeCompany(test.db, 'Ours');
  theirs = await makeCompany(test.db, 'Theirs');
  const hub = hubCtx(test.db, clock.now);
  high = (await createStore(hub, { companyId: ours.id, code: 'H', name: 'High Street' })).id;
  low = (await createStore(hub, { companyId: ours.id, code: 'L', name: 'Low Street' })).id;
  far = (await createStore(hub, { companyId: theirs.id, code: 'F', name: 'Far Street' })).id;
  owner = await signedIn(test.db, ours.ownerName, clock.now);
});

const plain = { storeIds: null, expiresAt: null, origins: [], requestsPerMinute: null };
const make = (input: Partial<Parameters<typeof issueProgramKey>[1]> = {}, ctx = owner) =>
  issueProgramKey(ctx, { companyId: ours.id, name: 'Web shop', actions: ['catalog.see'], ...plain, ...input });
const isGood = async (text: string) => (await findKey(test.db, text, clock.now())) !== null;
const audits = (subjectId: string) =>
  test.db.reader.auditEntry.findMany({ where: { subjectId }, orderBy: { position: 'asc' } });

async function programOf(text: string): Promise<Ctx> {
  const key = await findKey(test.db, text, clock.now());
  if (key === null) throw new Error('the key is not good');
  return programCtx({ db: test.db, log: silentLog, now: clock.now }, key, 'request');
}

describe('what a key can be given', () => {
  it('is each action of an administrator but those that would make more of it, each once', () => {
    const offered = programActions.flatMap((group): readonly Action[] => group.actions);
    expect(new Set(offered).size).toBe(offered.length);
    // With the reason why a key is never given it.
    const withheld = {
      'company.see': 'every key has it',
      'key.manage': 'a key makes no keys',
      'member.manage': 'a key gives nobody rights',
      'report.share': 'saved reports are a person’s',
      'report.send': 'reports by mail are a person’s',
    };
    const ofAdministrators = (Object.keys(actions) as Action[]).filter((action) => {
      const rule: { level: string; roles: readonly string[] } = actions[action];
      return rule.level !== 'hub' && rule.roles.includes('administrator');
    });
    expect([...offered, ...Object.keys(withheld)].sort()).toEqual(ofAdministrators.sort());
  });

  it('counts where it was given and nowhere else, action by action', async () => {
    for (const action of programActions.flatMap((group): readonly Action[] => group.actions)) {
      const everywhere = await programOf((await make({ actions: [action] })).text);
      const bound = await programOf((await make({ actions: [action], storeIds: [high] })).text);
      const isOfStore = actions[action].level === 'store';
      for (const other of programActions.flatMap((group): readonly Action[] => group.actions)) {
        const at = (ctx: Ctx, companyId: number, storeId?: number) => can(ctx, other, { companyId, storeId });
        const isIt = other === action;
        expect([action, other, at(everywhere, ours.id), at(everywhere, ours.id, low)]).toEqual([
          action,
          other,
          isIt,
          isIt,
        ]);
        expect([action, other, at(bound, ours.id, high)]).toEqual([action, other, isIt]);
        expect([action, other, at(bound, ours.id, low)]).toEqual([action, other, isIt && !isOfStore]);
        expect([other, at(everywhere, theirs.id), at(bound, theirs.id, far)]).toEqual([other, false, false]);
      }
      await inTransaction(test.db, (tx) => tx.apiKey.deleteMany({ where: { name: 'Web shop' } }));
    }
  });

  it.each([
    'company.delete',
    'company.export',
    'owner.grant',
    'month.thaw',
    'member.manage',
    'key.manage',
    'document.push',
    'data.pull',
    'hub.see',
    'staff.admin',
    'made.up',
  ])('is never %s', async (action) => {
    await expect(make({ actions: ['catalog.see', action] })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'actions' }] },
    });
  });

  it('is never more than whoever makes it holds', async () => {
    // An administrator whose right to prices was taken out of the table, so to say: bound to one store.
    const actor = owner.actor as Extract<Actor, { kind: 'user' }>;
    const bound = { companyId: ours.id, isOwner: false, isAdministrator: false };
    const manager = contextOf(owner, {
      ...actor,
      grants: [{ ...bound, roles: [{ role: 'manager', storeIds: [high] }] }],
    });
    await expect(make({ actions: ['price.write'] }, manager)).rejects.toMatchObject({ code: 'forbidden' });
    const program = await programOf((await make()).text);
    await expect(make({}, program)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listProgramKeys(program, ours.id)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a key of a program', () => {
  it('is shown once, is known by its first characters, and is stored as a hash', async () => {
    const { keyId, text } = await make({ name: 'Shown once' });
    const row = await test.db.reader.apiKey.findUniqueOrThrow({ where: { id: keyId } });
    expect(text.startsWith(row.prefix)).toBe(true);
    expect(JSON.stringify([row, await audits(keyId), await listProgramKeys(owner, ours.id)])).not.toContain(text);
    expect(await getProgramKey(owner, { companyId: ours.id, keyId })).toMatchObject({
      ...{ name: 'Shown once', actions: ['catalog.see'], stores: null, state: 'works', isOrphaned: false },
      maker: { name: ours.ownerName },
    });
    expect((await audits(keyId)).map(({ action }) => action)).toEqual(['key.create']);
  });

  it('works until it expires, and again when it is given more time', async () => {
    const expiresAt = new Date(clock.now().getTime() + dayMs);
    const { keyId, text } = await make({ expiresAt });
    clock.pass(dayMs - 1);
    expect(await isGood(text)).toBe(true);
    clock.pass(1);
    expect(await isGood(text)).toBe(false);
    expect((await getProgramKey(owner, { companyId: ours.id, keyId })).state).toBe('expired');
    await expect(rotateProgramKey(owner, { companyId: ours.id, keyId, overlapHours: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const longer = { ...plain, companyId: ours.id, keyId, name: 'Longer' };
    await changeProgramKey(owner, { ...longer, expiresAt: new Date(clock.now().getTime() + dayMs) });
    expect(await isGood(text)).toBe(true);
  });

  it('is renewed: both work for the hours that were chosen, then the new one alone', async () => {
    const { keyId, text } = await make({ storeIds: [high], requestsPerMinute: 60, origins: ['https://shop.example'] });
    const next = await rotateProgramKey(owner, { companyId: ours.id, keyId, overlapHours: 24 });
    expect(await findKey(test.db, next.text, clock.now())).toMatchObject({
      ...{ storeIds: [high], requestsPerMinute: 60, origins: ['https://shop.example'], actions: ['catalog.see'] },
    });
    clock.pass(dayMs - 1);
    expect([await isGood(text), await isGood(next.text)]).toEqual([true, true]);
    clock.pass(1);
    expect([await isGood(text), await isGood(next.text)]).toEqual([false, true]);
    await expect(rotateProgramKey(owner, { companyId: ours.id, keyId, overlapHours: 24 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is replaced at once when no overlap is chosen', async () => {
    const { keyId, text } = await make();
    const next = await rotateProgramKey(owner, { companyId: ours.id, keyId, overlapHours: 0 });
    expect([await isGood(text), await isGood(next.text)]).toEqual([false, true]);
  });

  it('that is renewed twice at once has one successor', async () => {
    const { keyId } = await make({ name: 'Twins' });
    const tries = Array.from({ length: 4 }, () =>
      rotateProgramKey(owner, { companyId: ours.id, keyId, overlapHours: 1 }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await test.db.reader.apiKey.count({ where: { name: 'Twins' } })).toBe(2);
  });

  it('is worth nothing from the moment it is revoked, for good', async () => {
    const { keyId, text } = await make();
    await revokeProgramKey(owner, { companyId: ours.id, keyId });
    expect(await isGood(text)).toBe(false);
    const named = { companyId: ours.id, keyId };
    for (const again of [
      () => revokeProgramKey(owner, named),
      () => changeProgramKey(owner, { ...plain, ...named, name: 'Back' }),
      () => rotateProgramKey(owner, { ...named, overlapHours: 1 }),
    ]) {
      await expect(again()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await audits(keyId)).map(({ action }) => action)).toEqual(['key.create', 'key.revoke']);
  });

  it('changes its name, stores, time and pages, and never what it may do', async () => {
    const { keyId, text } = await make({ storeIds: [high] });
    const change = { companyId: ours.id, keyId, name: 'Other', storeIds: [low], origins: ['https://a.example'] };
    const extra = { actions: ['stock.write'] };
    await changeProgramKey(owner, { ...plain, ...change, ...extra });
    expect(await findKey(test.db, text, clock.now())).toMatchObject({
      ...{ name: 'Other', storeIds: [low], origins: ['https://a.example'], actions: ['catalog.see'] },
    });
    expect((await audits(keyId)).map(({ action }) => action)).toEqual(['key.create', 'key.update']);
  });

  it('lives on when whoever made it leaves, and is marked then', async () => {
    const { id: userId } = await makeUser(test.db, 'made.it');
    await addMember(hubCtx(test.db), { companyId: ours.id, userId, isAdministrator: true });
    const { keyId, text } = await make({}, await signedIn(test.db, 'made.it', clock.now));
    const isOrphaned = async () => (await getProgramKey(owner, { companyId: ours.id, keyId })).isOrphaned;
    expect(await isOrphaned()).toBe(false);
    const where = { companyId: ours.id, userId };
    await inTransaction(test.db, (tx) => tx.companyMembership.updateMany({ where, data: { isAdministrator: false } }));
    expect([await isOrphaned(), await isGood(text)]).toEqual([true, true]);
    await inTransaction(test.db, (tx) => tx.companyMembership.deleteMany({ where }));
    expect([await isOrphaned(), await isGood(text)]).toEqual([true, true]);
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['no action', { actions: [] }, 'actions'],
    ['no store of those that it is bound to', { storeIds: [] }, 'storeIds'],
    ['a day that is over', { expiresAt: new Date('2020-01-01') }, 'expiresAt'],
    ['a page with a path', { origins: ['https://shop.example/path'] }, 'origins.0'],
    ['a page without encryption', { origins: ['http://shop.example'] }, 'origins.0'],
    ['every page', { origins: ['*'] }, 'origins.0'],
    ['no request at all', { requestsPerMinute: 0 }, 'requestsPerMinute'],
    ['half a request', { requestsPerMinute: 0.5 }, 'requestsPerMinute'],
  ])('is not made with %s', async (_what, input, path) => {
    await expect(make(input)).rejects.toMatchObject({ code: 'invalid_input', facts: { errors: [{ path }] } });
  });

  it('is not bound to a store of another company, nor moved there', async () => {
    const wrong = { code: 'invalid_input', facts: { errors: [{ path: 'storeIds' }] } };
    await expect(make({ storeIds: [high, far] })).rejects.toMatchObject(wrong);
    const { keyId } = await make();
    const moved = { ...plain, companyId: ours.id, keyId, name: 'Moved', storeIds: [far] };
    await expect(changeProgramKey(owner, moved)).rejects.toMatchObject(wrong);
  });
});

describe('keys', () => {
  it('are looked after by owners and administrators, and are nothing to others', async () => {
    const { keyId } = await make();
    const named = { companyId: ours.id, keyId };
    for (const role of memberRoles) {
      const { id: userId } = await makeMember(test.db, ours.id, `holds.${role}`);
      await grantRole(hubCtx(test.db), { companyId: ours.id, userId, role, storeId: null });
      const ctx = await signedIn(test.db, `holds.${role}`, clock.now);
      await expect(make({}, ctx)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listProgramKeys(ctx, ours.id)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(revokeProgramKey(ctx, named)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('of one company are hidden from another’s owner, under their own company, too', async () => {
    const { keyId, text } = await make();
    const other = await signedIn(test.db, theirs.ownerName, clock.now);
    for (const companyId of [ours.id, theirs.id]) {
      const named = { companyId, keyId };
      for (const work of [
        () => getProgramKey(other, named),
        () => revokeProgramKey(other, named),
        () => rotateProgramKey(other, { ...named, overlapHours: 0 }),
        () => changeProgramKey(other, { ...plain, ...named, name: 'Mine' }),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'not_found' });
      }
    }
    expect(await listProgramKeys(other, theirs.id)).toEqual([]);
    expect(await isGood(text)).toBe(true);
  });
});

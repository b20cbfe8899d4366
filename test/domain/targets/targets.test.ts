import { beforeAll, describe, expect, it } from 'vitest';
import { listTargets, mayEditTargets, setTargets } from '../../../server/domain/targets/index.ts';
import { addMember, grantRole } from '../../../server/domain/tenancy/index.ts';
import { makeWorld, type World } from '../../reports/world.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, makeUser, signedIn } from '../../support/people.ts';

const test = withDatabase();
let world: World;
let other: World;
const november = { from: '2026-11', to: '2026-11' };

beforeAll(async () => {
  const ctx = hubCtx(test.db);
  world = await makeWorld(test.db, [{ code: 'A' }, { code: 'B' }]);
  other = await makeWorld(test.db, [{ code: 'A' }]);
  for (const [username, code] of [
    ['whole', null],
    ['one.store', 'B'],
  ] as const) {
    const { id: userId } = await makeUser(test.db, username);
    await addMember(ctx, { companyId: world.companyId, userId });
    const storeId = code === null ? null : world.storeId(code);
    await grantRole(ctx, { companyId: world.companyId, userId, role: 'manager', storeId });
  }
});

const target = (code: string | null, amount: string, currency = 'GBP') => ({
  storeId: code === null ? null : world.storeId(code),
  month: '2026-11',
  currency,
  amount,
});

const set = (ctx: ReturnType<typeof hubCtx>, ...targets: ReturnType<typeof target>[]) =>
  setTargets(ctx, { companyId: world.companyId, targets });

describe('targets', () => {
  it('keeps amounts to the last digit, and leaves a trace of each change and of nothing else', async () => {
    const ctx = hubCtx(test.db);
    expect(await set(ctx, target(null, '900719925474.99'), target('A', '12000'))).toEqual({ changed: 2 });
    expect(await set(ctx, target(null, '900719925474.99'), target('A', '12000.50'))).toEqual({ changed: 1 });
    expect(await listTargets(ctx, { companyId: world.companyId, ...november })).toEqual([
      { storeId: null, month: '2026-11', currency: 'GBP', netE4: 9_007_199_254_749_900n },
      { storeId: world.storeId('A'), month: '2026-11', currency: 'GBP', netE4: 120_005_000n },
    ]);
    expect(await set(ctx, target(null, ''), target('B', ''))).toEqual({ changed: 1 });
    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId: world.companyId, subjectType: 'sales_target' },
      select: { action: true, subjectId: true },
      orderBy: { position: 'asc' },
    });
    const [company, store] = ['0/2026-11/GBP', `${world.storeId('A')}/2026-11/GBP`];
    expect(trail).toEqual([
      { action: 'target.set', subjectId: company },
      { action: 'target.set', subjectId: store },
      { action: 'target.set', subjectId: store },
      { action: 'target.clear', subjectId: company },
    ]);
  });

  it('refuses what is no amount by the place where it stands, and then changes nothing', async () => {
    const ctx = hubCtx(test.db);
    const wrong = ['-1', 'many', '1.005', '1000000000000.01'].map((amount) => target('B', amount));
    await expect(set(ctx, target('B', '5'), ...wrong)).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [1, 2, 3, 4].map((place) => expect.objectContaining({ path: `targets.${place}.amount` })) },
    });
    await expect(set(ctx, target('B', '100.5', 'JPY'))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await listTargets(ctx, { companyId: world.companyId, ...november })).toHaveLength(1);
  });

  it('lets a manager set those of the stores that are theirs, and nobody set those of another company', async () => {
    const [whole, one] = [await signedIn(test.db, 'whole'), await signedIn(test.db, 'one.store')];
    await set(one, target('B', '700'));
    await expect(set(one, target('A', '700'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(set(one, target(null, '700'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(set(whole, target(null, '700'))).rejects.toMatchObject({ code: 'forbidden' });
    await set(whole, target('A', '800'));
    expect(mayEditTargets(whole, { companyId: world.companyId, storeId: null })).toBe(false);
    const foreign = [{ ...target('A', '1'), storeId: other.storeId('A') }];
    await expect(setTargets(whole, { companyId: other.companyId, targets: foreign })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(setTargets(whole, { companyId: world.companyId, targets: foreign })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('shows the target of the company to whoever sees all of it, and of a store to whoever sees that', async () => {
    await set(hubCtx(test.db), target(null, '5000'));
    const seen = async (username: string) =>
      (await listTargets(await signedIn(test.db, username), { companyId: world.companyId, ...november })).map(
        ({ storeId }) => storeId,
      );
    expect(await seen('whole')).toEqual([null, world.storeId('A'), world.storeId('B')]);
    expect(await seen('one.store')).toEqual([world.storeId('B')]);
    await expect(
      listTargets(await signedIn(test.db, 'whole'), { companyId: other.companyId, ...november }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

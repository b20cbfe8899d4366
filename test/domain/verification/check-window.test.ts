import { beforeAll, describe, expect, it } from 'vitest';
import { onSignal } from '../../../server/core/signals.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { readAttention } from '../../../server/domain/hub-status/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { rollups } from '../../../server/domain/sales/rollup-sql.ts';
import { checkWindow } from '../../../server/domain/verification/index.ts';
import { checkWindows } from '../../../server/jobs/check-windows.ts';
import { makeWorld, sell, type World } from '../../reports/world.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';
import { sample } from '../sales/support.ts';

const test = withDatabase();
let world: World;
const day = '2026-11-20';

beforeAll(async () => {
  world = await makeWorld(test.db, [{ code: 'ONE', terminals: 2 }, { code: 'TWO' }]);
  const body = sample('transaction-push-full').transactions[0];
  body.loyalty = [{ id: crypto.randomUUID(), points_earned: 12, points_redeemed: 5, redemption_amount: '0.5000' }];
  await recordTransactions(hubCtx(test.db), world.till('ONE/POS-001'), [body], []);
  await sell(test.db, world.till('ONE/POS-002'), [
    { at: `${day}T09:00:00`, total: '12.5000', discount: '1.2500', lines: 2 },
    { at: `${day}T10:00:00`, total: '4.0000', type: 'return' },
    { at: '2026-11-19T10:00:00', total: '99.0000', isCancelled: true, lines: 1 },
  ]);
  await sell(test.db, world.till('TWO/POS-001'), [{ at: `${day}T09:00:00`, total: '3.0000', lines: 1 }]);
});

const one = () => ({ storeId: world.storeId('ONE'), businessDay: day });

describe('the check of one day of one store', () => {
  it('finds nothing where nothing is wrong, on any of the days', async () => {
    expect(await checkWindow(hubCtx(test.db), one())).toMatchObject({ documents: 3, differences: [] });
    for (let time = 0; time < 5; time += 1) {
      const checked = await checkWindow(hubCtx(test.db));
      expect(checked?.differences).toEqual([]);
    }
    expect((await readAttention(hubCtx(test.db), null)).differing).toBeNull();
  });

  it('finds a planted difference in every rollup of the day, none of another store or day, and the hub’s staff is told', async () => {
    const daily = rollups.filter(({ keys }) => keys.includes('business_day'));
    const plant = ({ table, sums }: (typeof daily)[number], by: number) =>
      inTransaction(test.db, (tx) =>
        tx.$executeRawUnsafe(
          `UPDATE ${table} SET ${sums[0]} = ${sums[0]} + ${by} WHERE store_id = ${one().storeId} AND business_day = '${day}'`,
        ),
      );
    for (const rollup of daily)
      expect([rollup.table, Number(await plant(rollup, 7)) > 0]).toEqual([rollup.table, true]);
    const found = await checkWindow(hubCtx(test.db), one());
    expect(new Set(found?.differences.map(({ kind }) => kind)).size).toBe(daily.length);
    for (const other of [
      { ...one(), businessDay: '2026-11-19' },
      { ...one(), storeId: world.storeId('TWO') },
    ]) {
      expect((await checkWindow(hubCtx(test.db), other))?.differences).toEqual([]);
    }
    for (const rollup of daily) await plant(rollup, -7);
    expect((await checkWindow(hubCtx(test.db), one()))?.differences).toEqual([]);
    expect((await readAttention(hubCtx(test.db), null)).differing).toEqual(one());
    expect((await readAttention(hubCtx(test.db), [world.companyId])).differing).toBeNull();
  });

  it('is made by the job at random, which logs and counts what it finds', async () => {
    const plant = (by: number) =>
      inTransaction(test.db, (tx) => tx.$executeRawUnsafe(`UPDATE day_totals SET gross_e4 = gross_e4 + ${by}`));
    await plant(1);
    const told: unknown[] = [];
    const found = new Promise<number>((resolve) => {
      const stop = onSignal('windowChecked', ({ differences }) => {
        stop();
        resolve(differences);
      });
    });
    const { log } = hubCtx(test.db);
    const loud = { ...log, error: (facts: unknown) => void told.push(facts) };
    // Every day that a store has sold on has a wrong total now.
    const job = checkWindows({ db: test.db, log: loud, now: () => new Date() }, 0);
    const differences = await found;
    await job.stop();
    await plant(-1);
    expect(differences).toBeGreaterThan(0);
    expect(told).toHaveLength(1);
  });
});

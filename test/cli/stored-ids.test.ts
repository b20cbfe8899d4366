/** The simulator's ledger beside what is stored, id by id. */
import { expect, it } from 'vitest';
import { checkIds } from '../../server/cli/simulator/stored-ids.ts';
import { makeWorld, now, sell } from '../reports/world.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';

const test = withDatabase();

it('one document lost and another one that no till was told of are both named, though every sum agrees', async () => {
  const world = await makeWorld(test.db, [{ code: 'SIM-1' }]);
  const till = world.till('SIM-1/POS-001');
  const twice = { at: '2026-11-19T09:30:00', total: '10.0000' };
  await sell(test.db, till, [twice, twice]);
  const stored = await test.db.reader.transaction.findMany({ select: { uuid: true } });
  const [kept = '', unheard = ''] = stored.map(({ uuid }) => uuid);
  const lost = crypto.randomUUID();
  const ctx = hubCtx(test.db, now);
  const told = (...ids: string[]) => [{ documents: new Set(ids), closures: new Set<string>() }];
  expect(await checkIds(ctx, till, told(kept, unheard))).toEqual([]);
  expect(await checkIds(ctx, till, told(kept, lost))).toEqual([
    `1 documents acknowledged and not stored: ${lost}`,
    `1 documents stored and never acknowledged: ${unheard}`,
  ]);
});

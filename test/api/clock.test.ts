/** The hub's clock is wrong for a while: nothing is refused, lost or counted elsewhere because of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeDue } from '../../server/domain/reconciliation/index.ts';
import { verify } from '../../server/domain/verification/index.ts';
import { cleanDays } from '../domain/reconciliation/history.ts';
import { withDatabase } from '../support/database.ts';
import { call, type DeviceHub, only, openShop, startDeviceHub } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

const dayMs = 24 * 60 * 60_000;

describe('a clock that jumps by a day, there and back, while a till delivers', () => {
  it('takes every document once, on the day of its sale, and tells the truth about what it has', async () => {
    const [day] = cleanDays('clock', 9);
    if (!day?.closure) throw new Error('There is no day to test with');
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    const push = (kind: 'transactions' | 'closures', item: unknown) =>
      call(`${at.url}/api/v1/pos/${kind}`, { json: { ...at.codes, pos_id: 1, [kind]: [item], sequences: [] } });
    const judged = async () => {
      await judgeDue(hub.ctx);
      const [found] = await test.db.reader.closureJudgement.findMany({ where: { companyId: shop.companyId } });
      return found?.verdict;
    };
    const jumps = [0, dayMs, -dayMs, 400 * dayMs, 0];
    const last = day.documents.at(-1)?.document;
    for (const [place, { document }] of day.documents.slice(0, -1).entries()) {
      hub.clock.now = new Date(day.endedMs + (jumps[place % jumps.length] ?? 0));
      for (let time = 0; time < 2; time += 1) {
        expect(await push('transactions', document)).toMatchObject({
          status: 200,
          body: { status: 'ok', accepted: 1 },
        });
      }
    }
    hub.clock.now = new Date(day.endedMs + 400 * dayMs);
    expect(await push('closures', day.closure)).toMatchObject({ status: 200, body: { accepted: 1 } });
    hub.clock.now = new Date(day.endedMs);
    expect(await judged()).toBe('explained');
    expect(await judgeDue(hub.ctx)).toBe(0);
    hub.clock.now = new Date(day.endedMs + 400 * dayMs);
    expect(await push('transactions', last)).toMatchObject({ status: 200, body: { accepted: 1 } });
    const where = { companyId: shop.companyId };
    const stored = await test.db.reader.transaction.findMany({ where });
    expect(stored).toHaveLength(day.documents.length);
    expect(new Set(stored.map(({ businessDay }) => businessDay)).size).toBe(1);
    const totals = await test.db.reader.dayTotal.findMany({ where });
    expect(totals.map(({ documents }) => documents)).toEqual([day.documents.length]);
    hub.clock.now = new Date(day.endedMs + 60_000);
    expect(await judged()).toBe('matched');
    expect((await verify(hub.ctx)).differences).toEqual([]);
    expect((await call(`${at.url}/api/v1/pos/init`)).status).toBe(200);
  });
});

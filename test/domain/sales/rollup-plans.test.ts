import { describe, expect, it } from 'vitest';
import type { Tx } from '../../../server/db/index.ts';
import { addToRollups } from '../../../server/domain/sales/rollup-sql.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();

/** Columns of `DocumentRows` that make every rollup statement run. */
const anyRows = { lines: [1], payments: [1], discounts: [1], departments: [1], loyalty: [1] } as never;

describe('adding to the rollups', () => {
  it('looks documents and their rows up by key: no table is read whole, however the tables have grown', async () => {
    const plans: string[] = [];
    await test.db.transact(async (tx) => {
      const explain = {
        async $executeRawUnsafe(text: string, ...values: unknown[]) {
          const command = test.provider === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
          const rows = await tx.$queryRawUnsafe<Record<string, unknown>[]>(`${command} ${text}`, ...values);
          plans.push(...rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])));
          return 0;
        },
      };
      // Only raw statements are run through it.
      const client = explain as unknown as Tx;
      const days = [{ company_id: 1, business_day: '2026-11-20' }];
      await addToRollups({ tx: client, dialect: test.db.dialect }, { ids: [1, 2, 3], rows: anyRows, days });
    });
    expect(plans.length).toBeGreaterThan(30);
    const whole =
      test.provider === 'sqlite'
        ? /^SCAN (?!d\b|m\b|x\b|b\b|sold\b|used\b|rows\b|.*(jsonb?_each|CONSTANT))/
        : /Seq Scan on trans/;
    expect(plans.filter((line) => whole.test(line))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Tx } from '../../../server/db/index.ts';
import { deriveFacts, linkRows, type NewDocument } from '../../../server/domain/sales/derive/index.ts';
import { readTransaction } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, makeTransaction } from './support.ts';

const test = withDatabase();

describe('deriving from a document', () => {
  it('reads no table whole, however the tables have grown', async () => {
    const [terminal] = await makeTerminals(test.db);
    const body = makeTransaction((full) => {
      full.head.fk_customer_id = 'cccccccc-0000-4000-8000-000000000001';
      full.head.fk_cashier_create_id = 'dddddddd-0000-4000-8000-000000000001';
      full.discounts = [
        { id: full.head.id, fk_discount_type_id: full.head.id, discount_code: 'A', discount_amount: '1' },
      ];
      full.loyalty = [{ id: full.head.id, points_earned: 1 }];
    });
    const { head, rows } = readTransaction(body, { terminal, receivedAt: new Date(), bodyHash: '' });
    for (const row of rows.discounts) row.campaign_id = 'aaaaaaaa-0000-4000-8000-000000000001';
    const document: NewDocument = { id: 1, terminal, head, rows, place: 'p' };
    const plans: string[] = [];
    await test.db.transact(async (tx) => {
      const command = test.provider === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      // Small tables are read whole whatever the indexes are; so the planner is told not to where an index would do.
      if (test.provider === 'postgresql') await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
      const explain = async (text: string, ...values: unknown[]) => {
        const found = await tx.$queryRawUnsafe<Record<string, unknown>[]>(`${command} ${text}`, ...values);
        plans.push(...found.map((row) => String(row['detail'] ?? row['QUERY PLAN'])));
      };
      const client = {
        $queryRawUnsafe: async (text: string, ...values: unknown[]) => {
          await explain(text, ...values);
          return [];
        },
        $executeRawUnsafe: async (text: string, ...values: unknown[]) => {
          await explain(text, ...values);
          return 0;
        },
      };
      // Only raw statements are run through it.
      const write = { tx: client as unknown as Tx, dialect: test.db.dialect };
      await linkRows(write, [document]);
      for (const row of rows.discounts) row.campaign_id = 'aaaaaaaa-0000-4000-8000-000000000001';
      await deriveFacts(write, [document], { isFirst: true });
    });
    expect(plans.length).toBeGreaterThan(8);
    const whole = test.provider === 'sqlite' ? /^SCAN (?!r\b|.*(jsonb?_each|CONSTANT|VALUES))/ : /Seq Scan on/;
    expect(plans.filter((line) => whole.test(line))).toEqual([]);
  });
});

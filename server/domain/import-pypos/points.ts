/** Points and uses of offers, and the balances of members as the till left them. */

import { createHash } from 'node:crypto';
import { newId } from '../../core/ids.ts';
import { inTransaction, statement } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Run } from './adopt.ts';
import { Cells } from './cells.ts';
import { type FactAdoption, factAdoption } from './facts.ts';
import { isSettled, noteSettled } from './settled.ts';

const entryTypes = ['EARNED', 'REDEEMED', 'EXPIRED', 'ADJUSTED', 'BONUS', 'WELCOME', 'BIRTHDAY', 'REFUND'];

const addToBalances = statement({
  params: { rows: { id: 'text', points: 'int', gained: 'int' }, now: 'instant' },
  sql: (q) => `UPDATE loyalty_memberships SET available_points = available_points + r.points,
      total_points = total_points + r.points, lifetime_points = lifetime_points + r.gained, updated_at = ${q.param('now')}
    FROM ${q.rows('rows', 'r')} WHERE loyalty_memberships.id = r.id`,
});

const used = {
  customer_id: 'text?',
  transaction_uuid: 'text?',
  store_id: 'int?',
  cashier_id: 'text?',
  discount_e4: 'bigint',
  notes: 'text?',
  used_at: 'instant?',
} as const;

const usage = (c: Cells, storeId: number | null) => ({
  customer_id: c.reference('fk_customer_id'),
  transaction_uuid: c.reference('fk_transaction_head_id'),
  store_id: storeId,
  cashier_id: c.reference('fk_cashier_id'),
  discount_e4: c.e4('discount_amount') ?? 0n,
  notes: c.text('notes', 2000),
  used_at: c.instant('usage_date'),
});

export const factAdoptions: readonly FactAdoption[] = [
  factAdoption({
    from: 'loyalty_point_transaction',
    table: 'loyalty_entries',
    columns: {
      membership_id: 'text',
      entry_type: 'text',
      points: 'int',
      balance_after: 'int',
      transaction_uuid: 'text?',
      store_id: 'int?',
      cashier_id: 'text?',
      reference: 'text?',
      description: 'text?',
      notes: 'text?',
      expires_on: 'text?',
      occurred_at: 'instant',
    },
    parent: ['membership_id', 'loyalty_memberships'],
    key: ['transaction_uuid', 'membership_id', 'entry_type'],
    row(c, { storeId }) {
      const entryType = c.text('transaction_type', 50)?.toUpperCase() ?? '';
      if (!entryTypes.includes(entryType)) return `transaction_type is none of ${entryTypes.join(', ')}`;
      const occurredAt = c.instant('transaction_date') ?? c.instant('created_at');
      if (occurredAt === null) return 'it has no date';
      return {
        membership_id: c.reference('fk_customer_loyalty_id') ?? '',
        entry_type: entryType,
        points: c.int('points_amount') ?? 0,
        balance_after: c.int('balance_after') ?? 0,
        transaction_uuid: c.reference('fk_transaction_head_id'),
        store_id: storeId,
        cashier_id: c.reference('fk_cashier_id'),
        reference: c.text('reference_number', 100),
        description: c.text('description', 500),
        notes: c.text('notes', 2000),
        expires_on: c.instant('expiry_date')?.toISOString().slice(0, 10) ?? null,
        occurred_at: occurredAt,
      };
    },
    async after({ ctx }, tx, rows) {
      await ctx.db.dialect.execute(tx, addToBalances, { rows: sumsOf(rows), now: ctx.now() });
    },
  }),
  factAdoption({
    from: 'campaign_usage',
    table: 'campaign_usages',
    columns: { campaign_id: 'text', coupon_code: 'text?', ...used },
    parent: ['campaign_id', 'campaigns'],
    key: ['transaction_uuid', 'campaign_id'],
    row: (c, { storeId }) => ({
      campaign_id: c.reference('fk_campaign_id') ?? '',
      coupon_code: c.text('coupon_code', 100),
      ...usage(c, storeId),
    }),
  }),
  factAdoption({
    from: 'coupon_usage',
    table: 'coupon_usages',
    columns: { coupon_id: 'text', ...used },
    parent: ['coupon_id', 'coupons'],
    key: ['transaction_uuid', 'coupon_id'],
    row: (c, { storeId }) => ({ coupon_id: c.reference('fk_coupon_id') ?? '', ...usage(c, storeId) }),
  }),
];

function sumsOf(rows: readonly { membership_id: string; points: number }[]) {
  const sums = new Map<string, { id: string; points: number; gained: number }>();
  for (const { membership_id: id, points } of rows) {
    const sum = sums.get(id) ?? { id, points: 0, gained: 0 };
    sums.set(id, { id, points: sum.points + points, gained: sum.gained + Math.max(points, 0) });
  }
  return [...sums.values()];
}

interface Balance {
  id: string;
  points: number;
  toExpire: number;
  purchases: number;
  spentE4: bigint;
  annualE4: bigint;
  lastActivityAt: Date | null;
  expireOn: string | null;
}

const setTotals = statement({
  params: {
    rows: {
      id: 'text',
      points_to_expire: 'int',
      total_purchases: 'int',
      total_spent_e4: 'bigint',
      annual_spent_e4: 'bigint',
      last_activity_at: 'instant?',
      points_expire_on: 'text?',
    },
  },
  sql: (
    q,
  ) => `UPDATE loyalty_memberships SET points_to_expire = r.points_to_expire, total_purchases = r.total_purchases,
      total_spent_e4 = r.total_spent_e4, annual_spent_e4 = r.annual_spent_e4, last_activity_at = r.last_activity_at,
      points_expire_on = r.points_expire_on
    FROM ${q.rows('rows', 'r')} WHERE loyalty_memberships.id = r.id`,
});

/** Brings the members to what the till says they have, by an entry for whatever the ledger does not explain. Once for each state
 *  of the file: afterwards the hub's own sales move them. */
export async function settlePoints(run: Run, terminalId: number): Promise<void> {
  const hash = createHash('sha256');
  for (const page of balances(run))
    hash.update(JSON.stringify(page, (_key, v) => (typeof v === 'bigint' ? `${v}` : v)));
  const state = { subject: 'points', terminalId, digest: hash.digest('base64url') };
  if (await isSettled(run.ctx, state)) return;
  for (const page of balances(run)) await settlePage(run, page);
  await noteSettled(run.ctx, state);
}

function* balances({ source }: Run): Generator<Balance[]> {
  for (const page of source.pages('customer_loyalty')) {
    yield page.flatMap((row): Balance[] => {
      const c = new Cells(row);
      if (c.id === null) return [];
      return [
        {
          id: c.id,
          points: c.int('available_points') ?? 0,
          toExpire: c.int('points_to_expire') ?? 0,
          purchases: c.int('total_purchases') ?? 0,
          spentE4: c.e4('total_spent') ?? 0n,
          annualE4: c.e4('annual_spent') ?? 0n,
          lastActivityAt: c.instant('last_activity_date'),
          expireOn: c.instant('points_expiry_date')?.toISOString().slice(0, 10) ?? null,
        },
      ];
    });
  }
}

async function settlePage({ ctx, place: { companyId, storeId } }: Run, page: readonly Balance[]): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const known = await tx.loyaltyMembership.findMany({
      where: { companyId, id: { in: page.map(({ id }) => id) } },
      select: { id: true, availablePoints: true },
    });
    const available = new Map(known.map((row) => [row.id, row.availablePoints]));
    const members = page.filter(({ id }) => available.has(id));
    const now = ctx.now();
    const missing = members.flatMap(({ id, points }) => {
      const difference = points - (available.get(id) ?? 0);
      return difference === 0 ? [] : [{ membership_id: id, points: difference, balance: points }];
    });
    if (missing.length > 0) {
      await tx.loyaltyEntry.createMany({
        data: missing.map(({ membership_id: membershipId, points, balance }) => ({
          id: newId(),
          companyId,
          storeId,
          membershipId,
          entryType: 'ADJUSTED',
          points,
          balanceAfter: balance,
          description: 'Balance of the adopted till',
          occurredAt: now,
          createdAt: now,
        })),
      });
      await ctx.db.dialect.execute(tx, addToBalances, { rows: sumsOf(missing), now });
    }
    if (members.length === 0) return;
    await ctx.db.dialect.execute(tx, setTotals, {
      rows: members.map((member) => ({
        id: member.id,
        points_to_expire: member.toExpire,
        total_purchases: member.purchases,
        total_spent_e4: member.spentE4,
        annual_spent_e4: member.annualE4,
        last_activity_at: member.lastActivityAt,
        points_expire_on: member.expireOn,
      })),
    });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'loyalty.adopt-balances',
      subjectType: 'loyalty_membership',
      subjectId: `${members.length} rows`,
      after: { members: members.length, adjusted: missing.length },
    });
  });
}

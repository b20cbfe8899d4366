import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, statement } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';

const entry = z.strictObject({
  membershipId: z.string(),
  entryType: z.enum(['EARNED', 'REDEEMED', 'EXPIRED', 'ADJUSTED', 'BONUS', 'WELCOME', 'BIRTHDAY', 'REFUND']),
  /** Signed. */
  points: z.int().min(-1_000_000_000).max(1_000_000_000),
  description: z.string().max(500).nullable().default(null),
  occurredAt: z.date(),
});

const inputSchema = z.array(entry).min(1).max(20_000);

export type NewLoyaltyEntry = z.input<typeof entry>;

const readBalances = statement({
  params: { company: 'int', ids: ['text'] },
  returns: { id: 'text', available_points: 'int' },
  sql: (q) => `SELECT id, available_points FROM loyalty_memberships
    WHERE company_id = ${q.param('company')} AND id IN ${q.list('ids')} ORDER BY id ${q.forUpdate}`,
});

const insertEntries = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      membership_id: 'text',
      entry_type: 'text',
      points: 'int',
      balance_after: 'int',
      description: 'text?',
      occurred_at: 'instant',
      created_at: 'instant',
    },
  },
  sql: (q) => `INSERT INTO loyalty_entries (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const addToBalances = statement({
  params: { rows: { id: 'text', points: 'int', gained: 'int' }, now: 'instant' },
  sql: (q) => `UPDATE loyalty_memberships SET available_points = available_points + r.points,
      total_points = total_points + r.points, lifetime_points = lifetime_points + r.gained, updated_at = ${q.param('now')}
    FROM ${q.rows('rows', 'r')} WHERE loyalty_memberships.id = r.id`,
});

/** Writes movements of points into the ledger and moves the members' balances by the same numbers, so that a balance always is
 *  the sum of its entries. All of them are stored, or none. Not safe to repeat: each call moves points.
 *  @returns their ids, in the order given
 *  @throws invalid_input an entry breaks its rules, or names a membership that is none of the company's */
export async function recordPoints(
  ctx: Ctx,
  input: { companyId: number; entries: readonly NewLoyaltyEntry[] },
): Promise<string[]> {
  const { companyId } = input;
  authorize(ctx, 'customer.write', { companyId });
  const parsed = inputSchema.safeParse(input.entries);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['entries', ...path].join('.'), message }));
    throw new DomainError('invalid_input', { errors: errors.slice(0, 100) });
  }
  const entries = parsed.data;
  return inTransaction(ctx, async (tx) => {
    const ids = [...new Set(entries.map(({ membershipId }) => membershipId))];
    const members = await ctx.db.dialect.query(tx, readBalances, { company: companyId, ids });
    const sums = new Map(members.map((row) => [row.id, { balance: row.available_points, points: 0, gained: 0 }]));
    const rows = entries.map(({ membershipId, entryType, points, description, occurredAt }, index) => {
      const sum = sums.get(membershipId);
      if (!sum) {
        const errors = [{ path: `entries.${index}.membershipId`, message: 'names a row that does not exist here' }];
        throw new DomainError('invalid_input', { errors });
      }
      sum.points += points;
      sum.gained += Math.max(points, 0);
      return {
        id: newId(),
        company_id: companyId,
        membership_id: membershipId,
        entry_type: entryType,
        points,
        balance_after: sum.balance + sum.points,
        description,
        occurred_at: occurredAt,
        created_at: ctx.now(),
      };
    });
    await ctx.db.dialect.execute(tx, insertEntries, { rows });
    const changes = [...sums].map(([id, { points, gained }]) => ({ id, points, gained }));
    await ctx.db.dialect.execute(tx, addToBalances, { rows: changes, now: ctx.now() });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'loyalty.record',
      subjectType: 'loyalty_entry',
      // One that somebody wrote by hand is told as it was written.
      ...(rows.length === 1 && rows[0]
        ? { subjectId: rows[0].id, after: { ...entries[0], balanceAfter: rows[0].balance_after } }
        : { subjectId: `${rows.length} rows`, after: { entries: rows.length } }),
    });
    return rows.map(({ id }) => id);
  });
}

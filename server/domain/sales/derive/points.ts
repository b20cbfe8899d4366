/** Loyalty points (protocol 2.5): what a sale's loyalty rows say was earned and redeemed is a fact and moves the ledger of its
 *  customer's membership; memberships of tills have random ids, so the customer decides. A balance may go below zero: the ledger
 *  is exact, and its sum is the balance. */
import { DomainError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { lookUp, type RowOf, statement } from '../../../db/index.ts';
import type { Write } from '../kinds.ts';
import { isSale, type NewDocument } from './documents.ts';
import { enrol } from './enrol.ts';

const memberColumns = { company_id: 'int', customer_id: 'text' } as const;

const findMembers = statement({
  params: { rows: memberColumns },
  returns: { customer_id: 'text', company_id: 'int', id: 'text' },
  sql: (q) =>
    `SELECT m.customer_id, m.company_id, m.id FROM ${q.rows('rows', 'r')} ${lookUp(q.provider, {
      table: 'loyalty_memberships',
      alias: 'm',
      where: 'm.customer_id = r.customer_id AND m.company_id = r.company_id AND m.deleted_at IS NULL',
    })}`,
});

/** Links the loyalty rows of new sales to the memberships of their customers, and enrols customers whom a till has enrolled. To be
 *  called before the rows are stored. */
export async function linkMemberships(write: Write, documents: readonly NewDocument[]): Promise<void> {
  const ofMembers = documents.filter((document) => isSale(document) && document.rows.loyalty.length > 0);
  const wanted = new Map<string, RowOf<typeof memberColumns>>();
  for (const { head } of ofMembers) {
    const { company_id, customer_id } = head;
    if (customer_id !== null) wanted.set(`${company_id}:${customer_id}`, { company_id, customer_id });
  }
  if (wanted.size === 0) return;
  const rows = [...wanted.values()];
  const members = new Map<string, string>();
  const look = async (asked: typeof rows) => {
    for (const { company_id, customer_id, id } of await write.dialect.query(write.tx, findMembers, { rows: asked })) {
      members.set(`${company_id}:${customer_id}`, id);
    }
  };
  await look(rows);
  const strangers = rows.filter(({ company_id, customer_id }) => !members.has(`${company_id}:${customer_id}`));
  const [first] = ofMembers;
  // Looked up again: another push may be enrolling the same customer.
  if (strangers.length > 0 && first && (await enrol(write, strangers, first.head.received_at))) await look(strangers);
  for (const { head, rows: sections } of ofMembers) {
    const membershipId = members.get(`${head.company_id}:${head.customer_id}`) ?? null;
    for (const row of sections.loyalty) row.membership_id = membershipId;
  }
}

const lockMembers = statement({
  params: { ids: ['text'] },
  returns: { id: 'text', available_points: 'int', annual_spent_e4: 'bigint', last_activity_at: 'instant?' },
  sql: (q) => `SELECT id, available_points, annual_spent_e4, last_activity_at FROM loyalty_memberships
    WHERE id IN ${q.list('ids')} ORDER BY id ${q.forUpdate}`,
});

const entryColumns = {
  id: 'text',
  company_id: 'int',
  membership_id: 'text',
  entry_type: 'text',
  points: 'int',
  balance_after: 'int',
  transaction_uuid: 'text',
  store_id: 'int',
  cashier_id: 'text?',
  occurred_at: 'instant',
  created_at: 'instant',
} as const;

const insertEntries = statement({
  params: { rows: entryColumns },
  returns: { membership_id: 'text', points: 'int' },
  sql: (
    q,
  ) => `INSERT INTO loyalty_entries (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (company_id, transaction_uuid, membership_id, entry_type) DO NOTHING
    RETURNING membership_id, points`,
});

const moveMembers = statement({
  params: {
    rows: {
      id: 'text',
      points: 'int',
      gained: 'int',
      purchases: 'int',
      spent_e4: 'bigint',
      annual_spent_e4: 'bigint',
      last_activity_at: 'instant',
    },
    now: 'instant',
  },
  sql: (q) => `UPDATE loyalty_memberships SET available_points = available_points + r.points,
      total_points = total_points + r.points, lifetime_points = lifetime_points + r.gained,
      total_purchases = total_purchases + r.purchases, total_spent_e4 = total_spent_e4 + r.spent_e4,
      annual_spent_e4 = r.annual_spent_e4, last_activity_at = r.last_activity_at, updated_at = ${q.param('now')}
    FROM ${q.rows('rows', 'r')} WHERE loyalty_memberships.id = r.id`,
});

const maxPoints = 2_147_483_647;

/** What a flush changes about one membership. */
interface Change {
  id: string;
  balance: number;
  points: number;
  gained: number;
  purchases: number;
  spentE4: bigint;
  annualE4: bigint;
  lastAt: Date | null;
}

/** Moves points by the linked rows.
 *  @throws invalid_input a balance would pass what can be stored */
export async function movePoints({ tx, dialect }: Write, documents: readonly NewDocument[]): Promise<void> {
  const moving = documents.flatMap((document) => {
    const membershipId = document.rows.loyalty.find(({ membership_id: id }) => id !== null)?.membership_id;
    return membershipId ? [{ document, membershipId }] : [];
  });
  const [first] = moving;
  if (!first) return;
  const ids = [...new Set(moving.map(({ membershipId }) => membershipId))];
  const changes = new Map<string, Change>();
  for (const row of await dialect.query(tx, lockMembers, { ids })) changes.set(row.id, startOf(row));
  const entries = moving.flatMap(({ document, membershipId }) => {
    const change = changes.get(membershipId);
    if (!change) throw new Error(`The membership ${membershipId} is gone`);
    countPurchase(change, document);
    return entriesOf(change, document);
  });
  if (entries.length > 0) {
    for (const { membership_id: id, points } of await dialect.query(tx, insertEntries, { rows: entries })) {
      const change = changes.get(id) as Change;
      change.points += points;
      change.gained += Math.max(points, 0);
    }
  }
  const rows = [...changes.values()].map((change) => ({
    id: change.id,
    points: change.points,
    gained: change.gained,
    purchases: change.purchases,
    spent_e4: change.spentE4,
    annual_spent_e4: change.annualE4,
    last_activity_at: change.lastAt ?? first.document.head.occurred_at,
  }));
  await dialect.execute(tx, moveMembers, { rows, now: first.document.head.received_at });
}

function startOf(row: {
  id: string;
  available_points: number;
  annual_spent_e4: bigint;
  last_activity_at: Date | null;
}): Change {
  return {
    id: row.id,
    balance: row.available_points,
    points: 0,
    gained: 0,
    purchases: 0,
    spentE4: 0n,
    annualE4: row.annual_spent_e4,
    lastAt: row.last_activity_at,
  };
}

/** A sale counts in the year of the latest one; those of earlier years have had theirs. */
function countPurchase(change: Change, { head }: NewDocument): void {
  if (head.total_e4 < 0n) return;
  change.purchases += 1;
  change.spentE4 += head.total_e4;
  const year = head.occurred_at.getUTCFullYear();
  const latest = change.lastAt?.getUTCFullYear() ?? year;
  if (year > latest) change.annualE4 = head.total_e4;
  else if (year === latest) change.annualE4 += head.total_e4;
  if (change.lastAt === null || head.occurred_at > change.lastAt) change.lastAt = head.occurred_at;
}

/** What was redeemed goes before what was earned. */
function entriesOf(change: Change, { head, rows }: NewDocument): RowOf<typeof entryColumns>[] {
  let earned = 0;
  let redeemed = 0;
  for (const row of rows.loyalty) {
    earned += Math.max(row.points_earned, 0);
    redeemed += Math.max(row.points_redeemed, 0);
  }
  const moves = [
    { entryType: 'REDEEMED', points: -redeemed },
    { entryType: 'EARNED', points: earned },
  ].filter(({ points }) => points !== 0);
  return moves.map(({ entryType, points }) => {
    change.balance += points;
    if (Math.abs(points) > maxPoints || Math.abs(change.balance) > maxPoints) {
      const message = 'with it the points of the member would pass the largest number that can be stored';
      throw new DomainError('invalid_input', { errors: [{ path: 'loyalty', message }] });
    }
    return {
      id: newId(),
      company_id: head.company_id,
      membership_id: change.id,
      entry_type: entryType,
      points,
      balance_after: change.balance,
      transaction_uuid: head.uuid,
      store_id: head.store_id,
      cashier_id: head.cashier_id,
      occurred_at: head.occurred_at,
      created_at: head.received_at,
    };
  });
}

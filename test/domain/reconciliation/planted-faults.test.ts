/** Faults planted into stored closures and documents by plain SQL, and what the reconciliation finds of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Tx } from '../../../server/db/index.ts';
import { getReconciliation, judgeDue } from '../../../server/domain/reconciliation/index.ts';
import { headColumns } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, systemContext } from '../sales/support.ts';
import { cleanDays, pushDay } from './history.ts';

const test = withDatabase();
/** Long after the last closure: what is missing now does not come any more. */
const ctx = () => systemContext(test.db, new Date('2026-12-20T10:00:00Z'));

interface Stored {
  id: number;
  uuid: string;
  receiptNumber: number;
  isCancelled: boolean;
  transactionType: string;
}

interface Target {
  closureId: number;
  terminalId: number;
  number: number;
  documents: Stored[];
  /** Another closure of the same till that nothing else is planted in. */
  neighbour: number;
}

type Found = NonNullable<Awaited<ReturnType<typeof getReconciliation>>['details']>;

interface Fault {
  name: string;
  /** Plants it; false when this closure has nothing to plant it in. */
  plant(tx: Tx, target: Target): Promise<{ victim: Stored; alsoHurts?: number } | null>;
  /** What must be found, beside the verdict. */
  isFound(found: Found, victim: Stored): boolean;
}

const live = ({ documents }: Target) => documents.filter(({ isCancelled }) => !isCancelled);
const middle = (target: Target) => live(target)[Math.floor(live(target).length / 2)] ?? null;
const differs = (found: Found, name: string) => found.figures.some((line) => line.name === name && !line.isSame);
const suspects = (found: Found, victim: Stored, reason: string) =>
  found.suspects.some(({ uuid, reasons }) => uuid === victim.uuid && reasons.some((text) => text.includes(reason)));
const change = (column: string, by: number) => async (tx: Tx, target: Target) => {
  const victim = middle(target);
  if (!victim) return null;
  await tx.$executeRawUnsafe(`UPDATE transactions SET ${column} = ${column} + ${by} WHERE id = ${victim.id}`);
  return { victim };
};
/** Nothing is wrong with the documents: any of them stands for the closure. */
const inClosure = (assignment: string) => async (tx: Tx, target: Target) => {
  const [victim] = target.documents;
  if (!victim) return null;
  await tx.$executeRawUnsafe(`UPDATE closures SET ${assignment} WHERE id = ${target.closureId}`);
  return { victim };
};
const inSummary = (kind: string, assignment: string) => async (tx: Tx, target: Target) => {
  const [victim] = target.documents;
  if (!victim) return null;
  const changed = await tx.$executeRawUnsafe(
    `UPDATE closure_summaries SET ${assignment} WHERE closure_id = ${target.closureId} AND kind = '${kind}' AND position = 0`,
  );
  return changed === 1 ? { victim } : null;
};
const below = ['lines', 'payments', 'discounts', 'departments', 'taxes', 'loyalties', 'refunds', 'changes', 'bodies'];
const columns = Object.keys(headColumns)
  .filter((name) => name !== 'uuid')
  .join(', ');

const faults: Fault[] = [
  {
    name: 'document missing',
    async plant(tx, target) {
      const victim = middle(target);
      if (!victim) return null;
      for (const table of below) {
        await tx.$executeRawUnsafe(`DELETE FROM transaction_${table} WHERE transaction_id = ${victim.id}`);
      }
      await tx.$executeRawUnsafe(`DELETE FROM transactions WHERE id = ${victim.id}`);
      return { victim };
    },
    isFound: (found, victim) => found.numbers.missing.includes(victim.receiptNumber) && differs(found, 'grossE4'),
  },
  {
    name: 'document doubled under another id',
    async plant(tx, target) {
      const victim = middle(target);
      if (!victim) return null;
      const copy = crypto.randomUUID();
      await tx.$executeRawUnsafe(
        `INSERT INTO transactions (uuid, ${columns}) SELECT '${copy}', ${columns} FROM transactions WHERE id = ${victim.id}`,
      );
      await tx.$executeRawUnsafe(
        `INSERT INTO transaction_bodies (transaction_id, company_id, codec, body) SELECT t.id, b.company_id, b.codec, b.body
         FROM transaction_bodies b, transactions t WHERE b.transaction_id = ${victim.id} AND t.uuid = '${copy}'`,
      );
      return { victim };
    },
    isFound: (found, victim) => found.copies.some((uuids) => uuids.length === 2 && uuids.includes(victim.uuid)),
  },
  {
    name: 'number missing',
    plant: change('receipt_number', 500),
    isFound: (found, victim) =>
      found.numbers.missing.includes(victim.receiptNumber) && suspects(found, victim, 'receipt number'),
  },
  {
    name: 'number twice',
    async plant(tx, target) {
      const [first, victim] = live(target);
      if (!first || !victim) return null;
      await tx.$executeRawUnsafe(
        `UPDATE transactions SET receipt_number = ${first.receiptNumber} WHERE id = ${victim.id}`,
      );
      return { victim };
    },
    isFound: (found, victim) =>
      found.numbers.doubled.some(({ uuids }) => uuids.includes(victim.uuid)) &&
      suspects(found, victim, 'receipt number'),
  },
  {
    name: 'total altered',
    plant: change('total_e4', 10_000),
    isFound: (found, victim) => differs(found, 'grossE4') && suspects(found, victim, 'total'),
  },
  {
    name: 'discount altered',
    plant: change('discount_e4', 5_000),
    isFound: (found, victim) => differs(found, 'discountE4') && suspects(found, victim, 'discount'),
  },
  {
    name: 'tax altered',
    plant: change('vat_e4', 100),
    isFound: (found, victim) => differs(found, 'vatE4') && suspects(found, victim, 'VAT'),
  },
  {
    name: 'payment kind altered',
    async plant(tx, target) {
      const victim = middle(target);
      if (!victim) return null;
      const changed = await tx.$executeRawUnsafe(
        `UPDATE transaction_payments SET payment_type = 'CHECK_PAYMENT' WHERE transaction_id = ${victim.id} AND position = 0`,
      );
      return changed === 1 ? { victim } : null;
    },
    // The closure's rows name no kind: the only payment of its kind looks the same under another one.
    isFound: (found, victim) =>
      (differs(found, 'paymentKinds') || differs(found, 'closingCashE4')) && suspects(found, victim, 'payments'),
  },
  {
    name: 'cancelled counted as valid',
    async plant(tx, { documents }) {
      const victim = documents.find(({ isCancelled }) => isCancelled);
      if (!victim) return null;
      await tx.$executeRawUnsafe(`UPDATE transactions SET is_cancelled = false, sign = 1 WHERE id = ${victim.id}`);
      return { victim };
    },
    isFound: (found, victim) => differs(found, 'cancelled') && suspects(found, victim, 'cancellation'),
  },
  {
    name: 'return counted as sale',
    async plant(tx, { documents }) {
      const victim = documents.find((each) => !each.isCancelled && each.transactionType === 'return');
      if (!victim) return null;
      await tx.$executeRawUnsafe(`UPDATE transactions SET transaction_type = 'sale', sign = 1 WHERE id = ${victim.id}`);
      return { victim };
    },
    isFound: (found, victim) => differs(found, 'returns') && suspects(found, victim, 'type'),
  },
  {
    name: 'document moved to another closure',
    async plant(tx, target) {
      const victim = middle(target);
      if (!victim) return null;
      await tx.$executeRawUnsafe(
        `UPDATE transactions SET closure_number = ${target.neighbour} WHERE id = ${victim.id}`,
      );
      return { victim, alsoHurts: target.neighbour };
    },
    isFound: (found, victim) =>
      found.numbers.missing.includes(victim.receiptNumber) && found.elsewhere.some(({ uuid }) => uuid === victim.uuid),
  },
  {
    name: 'cash short',
    async plant(tx, target) {
      const [victim] = target.documents;
      if (!victim) return null;
      await tx.$executeRawUnsafe(
        `UPDATE closures SET closing_cash_e4 = closing_cash_e4 - 50000 WHERE id = ${target.closureId}`,
      );
      return { victim };
    },
    isFound: (found) => differs(found, 'closingCashE4') && found.suspects.length === 0,
  },
  {
    name: 'cash difference hidden in the closure',
    plant: inClosure('cash_difference_e4 = cash_difference_e4 + 10000'),
    isFound: (found) => differs(found, 'cashDifferenceE4') && found.suspects.length === 0,
  },
  {
    name: 'tax of a rate altered in the closure',
    plant: inSummary('vat', 'tax_e4 = tax_e4 + 100'),
    isFound: (found) => differs(found, 'taxByRate') && !differs(found, 'vatByRate'),
  },
  {
    name: 'department altered in the closure',
    plant: inSummary('department', 'amount_e4 = amount_e4 - 10000'),
    isFound: (found) => differs(found, 'departmentKinds') && found.suspects.length === 0,
  },
  {
    name: 'tax of valid documents altered in the closure',
    plant: inSummary('documentType', 'tax_e4 = tax_e4 + 100'),
    isFound: (found) => differs(found, 'validTaxE4') && !differs(found, 'validByType'),
  },
  {
    name: 'sales of the cashier altered in the closure',
    plant: inSummary('cashier', 'amount_e4 = amount_e4 + 10000'),
    isFound: (found) => differs(found, 'cashierSales') && found.suspects.length === 0,
  },
];

const wanted = 200;
const planted = new Map<number, { fault: Fault; victim: Stored }>();
/** Closures in which something was planted, or which got a document that is not theirs. */
const hurt = new Set<number>();
let total = 0;

async function targets(): Promise<Target[]> {
  const closures = await test.db.reader.closure.findMany({ orderBy: [{ terminalId: 'asc' }, { number: 'asc' }] });
  const documents = await test.db.reader.transaction.findMany({
    select: {
      id: true,
      uuid: true,
      terminalId: true,
      closureNumber: true,
      receiptNumber: true,
      isCancelled: true,
      transactionType: true,
    },
    orderBy: { id: 'asc' },
  });
  return closures.map(({ id, terminalId, number }, index) => ({
    closureId: id,
    terminalId,
    number,
    documents: documents.filter((each) => each.terminalId === terminalId && each.closureNumber === number),
    neighbour: (closures[index + 1] ?? closures[index - 1])?.number ?? 0,
  }));
}

/** Goes through the closures, one fault in each but for every fifth and what a moved document has reached. The rare kinds come
 *  first, where they can be planted at all. */
async function plantFaults(tx: Tx, all: readonly Target[]): Promise<void> {
  const counts = new Map<string, number>(faults.map(({ name }) => [name, 0]));
  for (const [index, target] of all.entries()) {
    if (planted.size === wanted) return;
    const next = all[index + 1];
    const isFree = !hurt.has(target.closureId) && index % 5 !== 0;
    if (!isFree || !next || next.terminalId !== target.terminalId) continue;
    const rarest = [...faults].sort((a, b) => (counts.get(a.name) ?? 0) - (counts.get(b.name) ?? 0));
    for (const fault of rarest) {
      const done = await fault.plant(tx, target);
      if (!done) continue;
      planted.set(target.closureId, { fault, victim: done.victim });
      counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1);
      hurt.add(target.closureId);
      if (done.alsoHurts !== undefined) hurt.add(next.closureId);
      break;
    }
  }
}

beforeAll(async () => {
  const terminals = await makeTerminals(test.db, 5);
  for (const [index, terminal] of terminals.entries()) {
    for (const day of cleanDays(`till ${index}`, 66)) await pushDay(test.db, terminal, day);
  }
  total = await judgeDue(ctx());
}, 120_000);

describe('closures of which nothing is wrong', () => {
  it('are all matched, each figure equal', async () => {
    expect(total).toBeGreaterThan(280);
    const verdicts = await test.db.reader.closureJudgement.groupBy({ by: ['verdict'], _count: { _all: true } });
    expect(verdicts).toEqual([{ verdict: 'matched', _count: { _all: total } }]);
  });
});

describe('200 faults of seventeen kinds, planted by SQL', () => {
  beforeAll(async () => {
    const all = await targets();
    await inTransaction(test.db, (tx) => plantFaults(tx, all), { timeoutMs: 60_000 });
    await inTransaction(test.db, (tx) => tx.closureJudgement.updateMany({ data: { dueSince: new Date() } }));
    await judgeDue(ctx());
  }, 120_000);

  it('are of every kind', () => {
    expect(planted.size).toBe(wanted);
    const kinds = [...planted.values()].map(({ fault }) => fault.name);
    for (const { name } of faults) expect(kinds.filter((kind) => kind === name).length, name).toBeGreaterThan(8);
  });

  it('are all found, each with what proves it', async () => {
    const overlooked: unknown[] = [];
    for (const [id, { fault, victim }] of planted) {
      const { verdict, details } = await getReconciliation(ctx(), { id });
      const isFound = details !== null && verdict === 'unexplained' && fault.isFound(details, victim);
      if (!isFound) overlooked.push({ fault: fault.name, id, verdict, sentence: details?.sentence });
    }
    expect(overlooked).toEqual([]);
  });

  it('and nothing is found where nothing was planted', async () => {
    const rows = await test.db.reader.closureJudgement.findMany({ select: { closureId: true, verdict: true } });
    // What a moved document has reached is off as well, and says so.
    const reached = rows.filter(({ closureId }) => hurt.has(closureId) && !planted.has(closureId));
    expect(new Set(reached.map(({ verdict }) => verdict))).toEqual(new Set(['unexplained']));
    const clean = rows.filter(({ closureId }) => !hurt.has(closureId));
    expect(clean.length).toBeGreaterThan(50);
    expect(clean.filter(({ verdict }) => verdict !== 'matched')).toEqual([]);
  });
});

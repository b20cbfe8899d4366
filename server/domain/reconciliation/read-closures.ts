/** Closures as they are judged, many at once: two queries for a batch, whatever its size. */
import { groupBy } from '../../core/group-by.ts';
import { type Dialect, lookUp, type RawClient, statement } from '../../db/index.ts';
import type { SaidClosure } from './figure-lines.ts';
import { outstandingMs } from './judgement.ts';

/** What reads: the reader, or the client of a snapshot. */
export interface Read {
  client: RawClient;
  dialect: Dialect;
}

export interface ClosureToJudge {
  id: number;
  companyId: number;
  storeId: number;
  terminalId: number;
  number: number;
  dueSince: Date | null;
  /** How often it had been marked when this was read. */
  marks: number;
  /** First and last document, as the closure says. */
  startedAt: Date;
  endedAt: Date;
  /** The last judgement; null before the first. */
  judged: { verdict: string; rule: string | null; worstE4: bigint; documents: number } | null;
  said: SaidClosure;
}

const closureFields = {
  id: 'int',
  company_id: 'int',
  store_id: 'int',
  terminal_id: 'int',
  number: 'int',
  due_since: 'instant?',
  marks: 'int',
  verdict: 'text?',
  rule: 'text?',
  worst_e4: 'bigint',
  documents: 'int',
  started_at: 'instant',
  ended_at: 'instant?',
  started_text: 'text',
  ended_text: 'text?',
  received_at: 'instant',
  document_count: 'int',
  valid_count: 'int',
  cancelled_count: 'int',
  return_count: 'int',
  paid_in_count: 'int',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  net_e4: 'bigint',
  vat_e4: 'bigint',
  tip_e4: 'bigint',
  expected_cash_e4: 'bigint',
  closing_cash_e4: 'bigint',
  paid_in_e4: 'bigint',
  closure_date: 'text',
  suspended_count: 'int',
  opening_cash_e4: 'bigint',
  cash_difference_e4: 'bigint',
  paid_out_count: 'int',
  paid_out_e4: 'bigint',
} as const;

const selectClosures = (where: string) => `SELECT c.id, c.company_id, c.store_id, c.terminal_id, c.number, j.due_since,
    j.marks, j.verdict, j.rule, j.worst_e4, j.documents, c.started_at, c.ended_at, c.started_text, c.ended_text, c.received_at, c.document_count, c.valid_count, c.cancelled_count, c.return_count,
    c.paid_in_count, c.gross_e4, c.discount_e4, c.net_e4, c.vat_e4, c.tip_e4, c.expected_cash_e4, c.closing_cash_e4,
    c.paid_in_e4, c.closure_date, c.suspended_count, c.opening_cash_e4, c.cash_difference_e4, c.paid_out_count, c.paid_out_e4
    FROM closure_judgements j JOIN closures c ON c.id = j.closure_id ${where}`;

const closuresDue = statement({
  params: { most: 'int', now: 'instant', beyond: 'instant' },
  returns: closureFields,
  sql: (q) =>
    selectClosures(
      `WHERE j.due_since <= ${q.param('now')} OR j.due_since > ${q.param('beyond')} ORDER BY j.due_since, j.closure_id LIMIT ${q.param('most')}`,
    ),
});

const closuresAfter = statement({
  params: { after: 'int', most: 'int' },
  returns: closureFields,
  sql: (q) => selectClosures(`WHERE j.closure_id > ${q.param('after')} ORDER BY j.closure_id LIMIT ${q.param('most')}`),
});

const closureById = statement({
  params: { id: 'int' },
  returns: closureFields,
  sql: (q) => selectClosures(`WHERE j.closure_id = ${q.param('id')}`),
});

const summariesOf = statement({
  params: { ids: { id: 'int' } },
  returns: {
    closure_id: 'int',
    kind: 'text',
    count: 'int',
    other_count: 'int',
    amount_e4: 'bigint',
    other_e4: 'bigint',
    tax_e4: 'bigint',
    other_tax_e4: 'bigint',
    reference_id: 'text?',
    rate_basis_points: 'int?',
  },
  sql: (q) => `SELECT s.closure_id, s.kind, s.count, s.other_count, s.amount_e4, s.other_e4, s.tax_e4, s.other_tax_e4,
      s.reference_id, s.rate_basis_points FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'closure_summaries', alias: 's', where: 's.closure_id = i.id' })}
    WHERE s.kind <> 'currency'`,
});

/** Nothing is put off longer than documents may be outstanding: what is due later was marked by a clock that was wrong. */
const marginMs = 60 * 60_000;

/** Closures that wait to be judged, the longest waiting first. */
export async function readDue(read: Read, { most, now }: { most: number; now: Date }): Promise<ClosureToJudge[]> {
  const beyond = new Date(now.getTime() + outstandingMs + marginMs);
  return withSummaries(read, await read.dialect.query(read.client, closuresDue, { most, now, beyond }));
}

/** Closures by their number, for going through all of them. */
export async function readAfter(read: Read, page: { after: number; most: number }): Promise<ClosureToJudge[]> {
  return withSummaries(read, await read.dialect.query(read.client, closuresAfter, page));
}

export async function readOne(read: Read, id: number): Promise<ClosureToJudge | null> {
  return (await withSummaries(read, await read.dialect.query(read.client, closureById, { id })))[0] ?? null;
}

type ClosureRow = Awaited<ReturnType<typeof queryClosure>>[number];
const queryClosure = (read: Read) => read.dialect.query(read.client, closureById, { id: 0 });

async function withSummaries(read: Read, rows: readonly ClosureRow[]): Promise<ClosureToJudge[]> {
  if (rows.length === 0) return [];
  const summaries = await read.dialect.query(read.client, summariesOf, { ids: rows.map(({ id }) => ({ id })) });
  const of = groupBy(summaries, (row) => row.closure_id);
  return rows.map((row) => {
    const own = of.get(row.id) ?? [];
    const counted = (kind: string) =>
      own.filter((each) => each.kind === kind).map((each) => ({ count: each.count, amountE4: each.amount_e4 }));
    const taxed = (kind: string, key: (row: (typeof own)[number]) => string) =>
      own
        .filter((each) => each.kind === kind)
        .map((each) => ({ key: key(each), amountE4: each.amount_e4, taxE4: each.tax_e4 }));
    return {
      id: row.id,
      companyId: row.company_id,
      storeId: row.store_id,
      terminalId: row.terminal_id,
      number: row.number,
      dueSince: row.due_since,
      marks: row.marks,
      startedAt: row.started_at,
      endedAt: row.ended_at ?? row.started_at,
      judged:
        row.verdict === null
          ? null
          : { verdict: row.verdict, rule: row.rule, worstE4: row.worst_e4, documents: row.documents },
      said: {
        figures: {
          documents: row.document_count,
          valid: row.valid_count,
          cancelled: row.cancelled_count,
          returns: row.return_count,
          grossE4: row.gross_e4,
          discountE4: row.discount_e4,
          netE4: row.net_e4,
          vatE4: row.vat_e4,
          tipE4: row.tip_e4,
          expectedCashE4: row.expected_cash_e4,
          closingCashE4: row.closing_cash_e4,
          paidInCount: row.paid_in_count,
          paidInE4: row.paid_in_e4,
        },
        startedText: row.started_text,
        endedText: row.ended_text,
        receivedAt: row.received_at,
        payments: counted('payment'),
        discounts: counted('discount'),
        documentTypes: own
          .filter((each) => each.kind === 'documentType')
          .map((each) => ({
            count: each.count,
            amountE4: each.amount_e4,
            cancelledCount: each.other_count,
            cancelledE4: each.other_e4,
            taxE4: each.tax_e4,
            cancelledTaxE4: each.other_tax_e4,
          })),
        cashiers: counted('cashier'),
        tips: counted('tip'),
        vat: taxed('vat', (each) => String(each.rate_basis_points ?? 0)),
        departments: taxed('department', (each) => each.reference_id ?? ''),
        others: {
          suspended: row.suspended_count,
          closureDate: row.closure_date,
          openingCashE4: row.opening_cash_e4,
          cashDifferenceE4: row.cash_difference_e4,
          paidOutCount: row.paid_out_count,
          paidOutE4: row.paid_out_e4,
        },
      },
    };
  });
}

/** Looked up only where figures or numbers disagree: which receipts are to blame. */
import { lookUp, statement } from '../../db/index.ts';
import { isRow, readTransaction, unpackBody } from '../sales/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import type { Evidence, Suspect } from './judgement.ts';
import type { Period, PeriodDocument } from './period.ts';
import type { ClosureToJudge, Read } from './read-closures.ts';

const bodiesOf = statement({
  params: { ids: { id: 'int' } },
  returns: { id: 'int', codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT b.transaction_id AS id, b.codec, b.body FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_bodies', alias: 'b', where: 'b.transaction_id = i.id' })}`,
});

const sameTime = statement({
  params: { terminal: 'int', number: 'int', from: 'instant', to: 'instant', days: ['text'], store: 'int' },
  returns: { uuid: 'text', receipt_number: 'int', closure_number: 'int' },
  sql: (q) => `SELECT t.uuid, t.receipt_number, t.closure_number FROM transactions t
    WHERE t.store_id = ${q.param('store')} AND t.business_day IN ${q.list('days')} AND t.terminal_id = ${q.param('terminal')}
      AND t.closure_number <> ${q.param('number')} AND t.occurred_at >= ${q.param('from')} AND t.occurred_at <= ${q.param('to')}
    ORDER BY t.occurred_at LIMIT 50`,
});

/** Documents that are not as they were sent, that contradict themselves, or that were booked on another period although they
 *  are of this one's time. */
export async function findEvidence(read: Read, closure: ClosureToJudge, period: Period): Promise<Evidence> {
  const ids = period.documents.map(({ id }) => ({ id }));
  const bodies = ids.length === 0 ? [] : await read.dialect.query(read.client, bodiesOf, { ids });
  const sent = new Map(bodies.map(({ id, ...stored }) => [id, readBody(stored)]));
  const suspects = period.documents.flatMap((document): Suspect[] => {
    const reasons = [
      ...asSent(document, sent.get(document.id), { period, number: closure.number }),
      ...inItself(document),
    ];
    return reasons.length === 0 ? [] : [{ uuid: document.uuid, receiptNumber: document.receiptNumber, reasons }];
  });
  return { suspects, elsewhere: await findElsewhere(read, closure, period) };
}

/** One that cannot be read any more is as good as gone: it tells against its document and holds up no judgement. */
function readBody(stored: { codec: number; body: Uint8Array }): unknown {
  try {
    return JSON.parse(unpackBody(stored));
  } catch {
    return null;
  }
}

/** A terminal that stands nowhere: only amounts and numbers are read, no time. */
const nowhere: TerminalIdentity = {
  terminalId: 0,
  storeId: 0,
  companyId: 0,
  officeCode: '',
  storeCode: '',
  terminalCode: '',
  timeZone: 'UTC',
  dayStartMinutes: 0,
  currency: '',
};

/** Stored values beside those of the body that the terminal sent. */
function asSent(
  document: PeriodDocument,
  item: unknown,
  { period, number }: { period: Period; number: number },
): string[] {
  if (!isRow(item)) return ['its body as received is gone'];
  const { head, rows } = readTransaction(item, { terminal: nowhere, receivedAt: document.receivedAt, bodyHash: '' });
  const pairs: [string, unknown, unknown][] = [
    ['period', number, head.closure_number],
    ['receipt number', document.receiptNumber, head.receipt_number],
    ['type', document.transactionType, head.transaction_type],
    ['cancellation', document.isCancelled, head.is_cancelled],
    ['total', document.totalE4, head.total_e4],
    ['discount', document.discountE4, head.discount_e4],
    ['VAT', document.vatE4, head.vat_e4],
    ['surcharge', document.surchargeE4, head.surcharge_e4],
    ['tip', document.tipE4, head.tip_e4],
    ['paid amount', document.paidE4, head.paid_e4],
    ['change', document.changeE4, head.change_e4],
    ['time', document.occurredText, head.occurred_text],
  ];
  const reasons = pairs
    .filter(([, stored, received]) => stored !== received)
    .map(([name]) => `its ${name} is not as it was sent`);
  const key = (kind: string, amountE4: bigint, isCancelled: boolean) => `${kind} ${amountE4} ${isCancelled}`;
  const stored = period.payments
    .filter((row) => row.documentId === document.id)
    .map((row) => key(row.kind, row.amountE4, row.isCancelled));
  const sums = new Map<string, bigint>();
  for (const row of rows.payments) {
    const name = `${row.payment_type}\n${row.is_cancelled}`;
    sums.set(name, (sums.get(name) ?? 0n) + row.amount_e4);
  }
  const received = [...sums].map(([name, amountE4]) => {
    const [kind = '', isCancelled] = name.split('\n');
    return key(kind, amountE4, isCancelled === 'true');
  });
  if (stored.sort().join() !== received.sort().join()) reasons.push('its payments are not as they were sent');
  return reasons;
}

/** What a document must agree on with itself (protocol 3.3). */
function inItself(document: PeriodDocument): string[] {
  const { linesE4, totalE4, discountE4, paidE4, changeE4, isCancelled } = document;
  const reasons: string[] = [];
  if (linesE4 !== null && linesE4 !== totalE4) reasons.push('its lines do not add up to its total');
  const open = totalE4 - discountE4 - (paidE4 - changeE4);
  if (!isCancelled && paidE4 > 0n && (open >= 100n || open <= -100n))
    reasons.push('its payments do not settle its total');
  return reasons;
}

async function findElsewhere(
  { client, dialect }: Read,
  closure: ClosureToJudge,
  period: Period,
): Promise<Evidence['elsewhere']> {
  let [from, to] = [Number(closure.startedAt), Number(closure.endedAt)];
  // One by one: a period may have more documents than a call takes arguments.
  for (const { occurredAt } of period.documents) {
    from = Math.min(from, Number(occurredAt));
    to = Math.max(to, Number(occurredAt));
  }
  const dayMs = 24 * 60 * 60_000;
  // Over a document that lies far outside one cannot tell what is of this period's time.
  if (to - from > 31 * dayMs) return [];
  const days: string[] = [];
  for (let at = from - dayMs; at <= to + dayMs; at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  const rows = await dialect.query(client, sameTime, {
    terminal: closure.terminalId,
    number: closure.number,
    from: new Date(from),
    to: new Date(to),
    days,
    store: closure.storeId,
  });
  return rows.map((row) => ({ uuid: row.uuid, receiptNumber: row.receipt_number, number: row.closure_number }));
}

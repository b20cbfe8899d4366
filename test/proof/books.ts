/** What the tills know against what the hub has stored. The tills' side is counted here from the pushed bodies alone. */

import { isDeepStrictEqual } from 'node:util';
import { moneyToText } from '../../server/core/money.ts';
import type { Database } from '../../server/db/index.ts';
import { unpackBody } from '../../server/domain/sales/index.ts';
import { type VerifyResult, verify } from '../../server/domain/verification/index.ts';
import { hubCtx } from '../support/hub.ts';
import { type JsonObject, type SentDocument, sameJson } from './documents.ts';
import type { Till } from './fleet.ts';

/** A document as the hub holds it. */
export interface StoredDocument {
  id: string;
  terminalId: number;
  item: unknown;
  /** How many rows of each kind belong to it. */
  rows: Record<string, number>;
}

const transactionSections = {
  products: 'lines',
  payments: 'payments',
  discounts: 'discounts',
  departments: 'departments',
  taxes: 'taxes',
  loyalty: 'loyalty',
  refunds: 'refunds',
  changes: 'changes',
} as const;

const closureSections = [
  'vat_summaries',
  'tip_summaries',
  'discount_summaries',
  'payment_type_summaries',
  'document_type_summaries',
  'department_summaries',
  'currency_summaries',
  'cashier_summaries',
] as const;

/** Everything that is stored of both kinds, by id. A document without a body or stored twice is a problem that is told. */
export async function readStored(db: Database, problems: string[]): Promise<Map<string, StoredDocument>> {
  const count = { select: Object.fromEntries(Object.values(transactionSections).map((name) => [name, true])) };
  const transactions = await db.reader.transaction.findMany({ include: { body: true, _count: count } });
  const closures = await db.reader.closure.findMany({
    include: { body: true, _count: { select: { summaries: true } } },
  });
  const stored = new Map<string, StoredDocument>();
  for (const { uuid, terminalId, body, _count } of [...transactions, ...closures]) {
    if (stored.has(uuid)) problems.push(`${uuid} is stored twice`);
    if (!body) problems.push(`${uuid} is stored without its body`);
    else stored.set(uuid, { id: uuid, terminalId, item: JSON.parse(unpackBody(body)), rows: { ..._count } });
  }
  return stored;
}

/** Tells what is wrong with a stored document: it must be the one that was pushed, with all its rows. */
export function compareDocument(sent: SentDocument, stored: StoredDocument): string[] {
  const problems: string[] = [];
  if (!sameJson(stored.item, sent.item)) problems.push(`${sent.id} is stored with other values than were pushed`);
  for (const [name, expected] of Object.entries(expectedRows(sent))) {
    const found = stored.rows[name];
    if (found !== expected) problems.push(`${sent.id} has ${found} rows of ${name} instead of ${expected}`);
  }
  return problems;
}

function expectedRows({ kind, item }: SentDocument): Record<string, number> {
  const rowsOf = (section: string) => (item[section] as unknown[]).length;
  if (kind === 'closures') return { summaries: closureSections.reduce((sum, section) => sum + rowsOf(section), 0) };
  return Object.fromEntries(Object.entries(transactionSections).map(([section, name]) => [name, rowsOf(section)]));
}

type TerminalTotals = VerifyResult['terminals'][number];

/** The figures of each till, counted from the documents that it was told are accepted. */
export function totalsOf(tills: readonly Till[], sent: ReadonlyMap<Till, readonly SentDocument[]>): TerminalTotals[] {
  return tills.map((till) => {
    const { officeCode, storeCode, terminalCode } = till;
    const totals = { documents: 0, cancelled: 0, lines: 0, payments: 0, closures: 0 };
    let grossE4 = 0n;
    for (const { kind, item } of sent.get(till) ?? []) {
      if (kind === 'closures') {
        totals.closures += 1;
        continue;
      }
      const head = item['head'] as JsonObject;
      totals.documents += 1;
      totals.lines += (item['products'] as unknown[]).length;
      totals.payments += (item['payments'] as unknown[]).length;
      if (head['is_cancel']) totals.cancelled += 1;
      else grossE4 += amountE4(head['total_amount']) * (head['transaction_type'] === 'return' ? -1n : 1n);
    }
    return { officeCode, storeCode, terminalCode, ...totals, grossTotal: moneyToText(grossE4) };
  });
}

/** Tills write money as text with four decimals. */
function amountE4(text: unknown): bigint {
  return BigInt(String(text).replace('.', ''));
}

/** Lets the hub prove itself, every body and value re-read, and compares its figures with the tills' own. */
export async function audit(db: Database, expected: readonly TerminalTotals[]): Promise<string[]> {
  const verdict = await verify(hubCtx(db, new Date()), { valuesWithinMs: Number.POSITIVE_INFINITY });
  const problems = verdict.differences.slice(0, 20).map((difference) => `verify: ${JSON.stringify(difference)}`);
  if (!verdict.ok && problems.length === 0) problems.push('verify says that something is wrong, and not what');
  const { documents, documentsCompared } = verdict.checked;
  if (documents !== documentsCompared) problems.push(`verify compared ${documentsCompared} of ${documents} documents`);
  for (const totals of expected) {
    const found = verdict.terminals.find((each) => nameOf(each) === nameOf(totals));
    if (isDeepStrictEqual(found, totals)) continue;
    problems.push(`${nameOf(totals)}: the till counts ${JSON.stringify(totals)}, the hub ${JSON.stringify(found)}`);
  }
  return problems;
}

function nameOf({ officeCode, storeCode, terminalCode }: TerminalTotals): string {
  return `${officeCode}/${storeCode}/${terminalCode}`;
}

/** A stored document that said less (the announced stub's form: no lines, or a head with gaps) is filled in by the full one: its
 *  missing rows are added, its figures are counted anew, and what follows from the new rows follows now. Nothing that was stored
 *  is lost: the full body says all of it. */
import { statement } from '../../db/index.ts';
import { currentCodec, unpackBody } from './body-codec.ts';
import { type DocumentRows, headColumns } from './columns.ts';
import { type Difference, differencesOf, isEmptySection, isThinner } from './compare.ts';
import { deriveFacts, linkRows, type NewDocument } from './derive/index.ts';
import { insertRows } from './insert-rows.ts';
import type { ReadableEntry, Write } from './kinds.ts';
import { markPeriodsOf } from './mark-closures.ts';
import { addToRollups } from './rollup-sql.ts';
import { dropEmptyRollups, takeFromRollups } from './rollup-undo.ts';
import type { ParsedTransaction } from './wire.ts';
import { transactionFields } from './wire-fields.ts';
import { isRow } from './wire-values.ts';

const lockDocument = statement({
  params: { company: 'int', uuid: 'text' },
  returns: { id: 'int', stock_location_id: 'text?' },
  sql: (q) => `SELECT id, stock_location_id FROM transactions
    WHERE company_id = ${q.param('company')} AND uuid = ${q.param('uuid')} ${q.forUpdate}`,
});

const loadBody = statement({
  params: { id: 'int' },
  returns: { codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT codec, body FROM transaction_bodies WHERE transaction_id = ${q.param('id')}`,
});

/** What stays as it was when the document first came: who it belongs to and when it arrived. */
const kept = new Set(['company_id', 'uuid', 'store_id', 'terminal_id', 'received_at', 'is_late']);

const updateHead = statement({
  params: { heads: headColumns, id: 'int' },
  sql: (q) =>
    `UPDATE transactions SET ${Object.keys(headColumns)
      .filter((column) => !kept.has(column))
      .map((column) => `${column} = r.${column}`)
      .join(', ')} FROM ${q.rows('heads', 'r')} WHERE transactions.id = ${q.param('id')}`,
});

const updateBody = statement({
  params: { rows: { codec: 'int', body: 'bytes' }, id: 'int' },
  sql: (q) => `UPDATE transaction_bodies SET codec = r.codec, body = r.body FROM ${q.rows('rows', 'r')}
    WHERE transaction_bodies.transaction_id = ${q.param('id')}`,
});

/** The sections with rows of their own, by their names on the wire. */
const sections: Readonly<Record<keyof DocumentRows, string>> = {
  lines: 'products',
  payments: 'payments',
  discounts: 'discounts',
  departments: 'departments',
  taxes: 'taxes',
  loyalty: 'loyalty',
  refunds: 'refunds',
  changes: 'changes',
};

/** See `DocumentKind.complete`. Looks again under a lock, because another push may have completed it meanwhile. */
export async function completeTransaction(
  write: Write,
  entry: ReadableEntry<ParsedTransaction>,
): Promise<Difference[]> {
  const { tx, dialect } = write;
  const where = { company: entry.terminal.companyId, uuid: entry.uuid };
  const [document] = await dialect.query(tx, lockDocument, where);
  const [stored] = document ? await dialect.query(tx, loadBody, { id: document.id }) : [];
  if (!document || !stored) throw new Error(`The stored document ${entry.uuid} is gone`);
  const item: unknown = JSON.parse(unpackBody(stored));
  const differences = differencesOf(item, entry.item, transactionFields);
  if (differences.length === 0) return [];
  if (!isThinner(item, entry.item, transactionFields)) return differences;
  await fillIn(write, entry, { ...document, item });
  return [];
}

interface Thin {
  id: number;
  stock_location_id: string | null;
  item: unknown;
}

async function fillIn(write: Write, entry: ReadableEntry<ParsedTransaction>, thin: Thin): Promise<void> {
  const { tx, dialect } = write;
  const { id } = thin;
  const { head, rows } = entry.reading.document;
  const added = { ...rows };
  for (const [section, name] of Object.entries(sections) as [keyof DocumentRows, string][]) {
    for (const row of rows[section]) row.transaction_id = id;
    if (isRow(thin.item) && !isEmptySection(thin.item[name])) added[section] = [];
  }
  await takeFromRollups(write, [id]);
  await dialect.execute(tx, updateHead, { heads: [head], id });
  await dialect.execute(tx, updateBody, { rows: [{ codec: currentCodec, body: entry.body }], id });
  const { terminal } = entry;
  const document: NewDocument = { id, terminal, head, rows: added, place: thin.stock_location_id };
  await linkRows(write, [document]);
  await insertRows(write, added);
  await addToRollups(write, { ids: [id], rows, days: [head] });
  await dropEmptyRollups(write, [id]);
  await markPeriodsOf(write, [head]);
  await deriveFacts(write, [document], { isFirst: false });
}

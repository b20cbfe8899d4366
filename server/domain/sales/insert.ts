/** Storing new transactions: one statement per table and batch, all rows in one parameter. */
import { lookUp, statement } from '../../db/index.ts';
import { currentCodec } from './body-codec.ts';
import { type DocumentRows, type HeadRow, headColumns } from './columns.ts';
import { completeTransaction } from './complete.ts';
import { deriveFacts, linkRows, type NewDocument } from './derive/index.ts';
import { insertRows } from './insert-rows.ts';
import { type DocumentKind, keyOf, type ReadableEntry, type Write } from './kinds.ts';
import { markPeriodsOf } from './mark-closures.ts';
import { addToRollups } from './rollup-sql.ts';
import { type ParsedTransaction, readTransaction, transactionIdOf, transactionOrigin } from './wire.ts';
import { transactionFields } from './wire-fields.ts';

export const transactionKind: DocumentKind<ParsedTransaction> = {
  name: 'transaction',
  family: 'transaction',
  action: 'document.push',
  fields: transactionFields,
  read: readTransaction,
  idOf: transactionIdOf,
  originOf: transactionOrigin,
  periodOf: ({ head }) => ({ terminal_id: head.terminal_id, number: head.closure_number }),
  insertNew,
  complete: completeTransaction,
  findStored: ({ tx, dialect }, entries) =>
    dialect.query(tx, findStored, {
      keys: entries.map(({ terminal, uuid }) => ({ company_id: terminal.companyId, uuid })),
    }),
  loadBodies: ({ tx, dialect }, ids) => dialect.query(tx, loadBodies, { ids: ids.map((id) => ({ id })) }),
};

/** Late is also what comes after the closure of its period. */
const afterClosure = `r.is_late OR (SELECT count(*) FROM closures c
      WHERE c.terminal_id = r.terminal_id AND c.number = r.closure_number AND c.kind = 'Z') > 0`;

/** Heads whose ids are known already stay out. On PostgreSQL the look-up before the insert spares the numbers that repetitions
 *  would use up, and the conflict clause decides between pushes that come at the same moment; there rows in one order keep two
 *  batches from waiting for each other. SQLite has one writer, and the rows come sorted. */
const insertHeads = statement({
  params: { heads: headColumns },
  returns: { id: 'int', company_id: 'int', uuid: 'text', stock_location_id: 'text?' },
  sql: (q) => `INSERT INTO transactions (${q.names('heads')}, stock_location_id)
    SELECT ${q.names('heads', 'r').replace('r.is_late', afterClosure)},
      (SELECT s.stock_location_id FROM stores s WHERE s.id = r.store_id) FROM ${q.rows('heads', 'r')} WHERE ${
        q.provider === 'sqlite'
          ? 'true'
          : `(SELECT count(*) FROM transactions t WHERE t.company_id = r.company_id AND t.uuid = r.uuid) = 0
    ORDER BY r.company_id, r.uuid`
      }
    ON CONFLICT (company_id, uuid) DO NOTHING RETURNING id, company_id, uuid, stock_location_id`,
});

const insertBodies = statement({
  params: { bodies: { transaction_id: 'int', company_id: 'int', codec: 'int', body: 'bytes' } },
  sql: (q) => `INSERT INTO transaction_bodies (${q.names('bodies')})
    SELECT ${q.names('bodies', 'r')} FROM ${q.rows('bodies', 'r')} WHERE true`,
});

const findStored = statement({
  params: { keys: { company_id: 'int', uuid: 'text' } },
  returns: { id: 'int', company_id: 'int', uuid: 'text', terminal_id: 'int', terminal: 'text', body_hash: 'text' },
  sql: (q) => `SELECT t.id, t.company_id, t.uuid, t.terminal_id, s.code || '/' || d.code AS terminal, t.body_hash
    FROM ${q.rows('keys', 'r')}
    ${lookUp(q.provider, { table: 'transactions', alias: 't', where: 't.company_id = r.company_id AND t.uuid = r.uuid' })}
    JOIN terminals d ON d.id = t.terminal_id JOIN stores s ON s.id = t.store_id`,
});

const loadBodies = statement({
  params: { ids: { id: 'int' } },
  returns: { id: 'int', codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT b.transaction_id AS id, b.codec, b.body FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'transaction_bodies', alias: 'b', where: 'b.transaction_id = i.id' })}`,
});

async function insertNew(write: Write, entries: readonly ReadableEntry<ParsedTransaction>[]): Promise<Set<string>> {
  const { tx, dialect } = write;
  const heads: HeadRow[] = entries.map((entry) => entry.reading.document.head);
  const inserted = await dialect.query(tx, insertHeads, { heads });
  const stored = new Map(inserted.map((row) => [keyOf(row), row]));
  const documents = entries.flatMap((entry): (NewDocument & { body: Uint8Array })[] => {
    const { head, rows } = entry.reading.document;
    const row = stored.get(keyOf(head));
    if (!row) return [];
    return [{ id: row.id, terminal: entry.terminal, head, rows, place: row.stock_location_id, body: entry.body }];
  });
  if (documents.length === 0) return new Set();
  const bodies = documents.map(({ id, head, body }) => ({
    transaction_id: id,
    company_id: head.company_id,
    codec: currentCodec,
    body,
  }));
  await dialect.execute(tx, insertBodies, { bodies });
  await linkRows(write, documents);
  const rows = gatherRows(documents);
  await insertRows(write, rows);
  const days = documents.map(({ head }) => head);
  await addToRollups(write, { ids: documents.map(({ id }) => id), rows, days });
  await markPeriodsOf(write, days);
  await deriveFacts(write, documents, { isFirst: true });
  return new Set(stored.keys());
}

/** The rows of all documents in one list per table, each with its document's number. */
function gatherRows(documents: readonly NewDocument[]): DocumentRows {
  const all: DocumentRows = {
    lines: [],
    payments: [],
    discounts: [],
    departments: [],
    taxes: [],
    loyalty: [],
    refunds: [],
    changes: [],
  };
  for (const { id, rows } of documents) {
    append(all.lines, rows.lines, id);
    append(all.payments, rows.payments, id);
    append(all.discounts, rows.discounts, id);
    append(all.departments, rows.departments, id);
    append(all.taxes, rows.taxes, id);
    append(all.loyalty, rows.loyalty, id);
    append(all.refunds, rows.refunds, id);
    append(all.changes, rows.changes, id);
  }
  return all;
}

function append<R extends { transaction_id: number }>(all: R[], rows: readonly R[], id: number): void {
  for (const row of rows) {
    row.transaction_id = id;
    all.push(row);
  }
}

/** Storing new closures: one statement per table and batch. */
import { lookUp, statement } from '../../db/index.ts';
import {
  currentCodec,
  type DocumentKind,
  keyOf,
  markClosures,
  type ReadableEntry,
  type Write,
} from '../sales/index.ts';
import { closureColumns, type SummaryRow, summaryColumns } from './columns.ts';
import { closureIdOf, closureOrigin, type ParsedClosure, readClosure } from './wire.ts';
import { closureFields } from './wire-fields.ts';

export const closureKind: DocumentKind<ParsedClosure> = {
  name: 'closure',
  family: 'closure',
  action: 'closure.push',
  fields: closureFields,
  read: readClosure,
  idOf: closureIdOf,
  originOf: closureOrigin,
  periodOf: ({ closure }) => ({ terminal_id: closure.terminal_id, number: closure.number }),
  insertNew,
  findStored: ({ tx, dialect }, entries) =>
    dialect.query(tx, findStored, {
      keys: entries.map(({ terminal, uuid }) => ({ company_id: terminal.companyId, uuid })),
    }),
  loadBodies: ({ tx, dialect }, ids) => dialect.query(tx, loadBodies, { ids: ids.map((id) => ({ id })) }),
};

const insertClosures = statement({
  params: { closures: closureColumns },
  returns: { id: 'int', company_id: 'int', uuid: 'text' },
  sql: (q) => `INSERT INTO closures (${q.names('closures')})
    SELECT ${q.names('closures', 'r')} FROM ${q.rows('closures', 'r')}
    WHERE (SELECT count(*) FROM closures c WHERE c.company_id = r.company_id AND c.uuid = r.uuid) = 0
    ORDER BY r.company_id, r.uuid
    ON CONFLICT (company_id, uuid) DO NOTHING RETURNING id, company_id, uuid`,
});

const insertSummaries = statement({
  params: { rows: summaryColumns },
  sql: (q) => `INSERT INTO closure_summaries (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertBodies = statement({
  params: { bodies: { closure_id: 'int', company_id: 'int', codec: 'int', body: 'bytes' } },
  sql: (q) => `INSERT INTO closure_bodies (${q.names('bodies')})
    SELECT ${q.names('bodies', 'r')} FROM ${q.rows('bodies', 'r')} WHERE true`,
});

const findStored = statement({
  params: { keys: { company_id: 'int', uuid: 'text' } },
  returns: { id: 'int', company_id: 'int', uuid: 'text', terminal_id: 'int', terminal: 'text', body_hash: 'text' },
  sql: (q) => `SELECT c.id, c.company_id, c.uuid, c.terminal_id, s.code || '/' || d.code AS terminal, c.body_hash
    FROM ${q.rows('keys', 'r')}
    ${lookUp(q.provider, { table: 'closures', alias: 'c', where: 'c.company_id = r.company_id AND c.uuid = r.uuid' })}
    JOIN terminals d ON d.id = c.terminal_id JOIN stores s ON s.id = c.store_id`,
});

const loadBodies = statement({
  params: { ids: { id: 'int' } },
  returns: { id: 'int', codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT b.closure_id AS id, b.codec, b.body FROM ${q.rows('ids', 'i')}
    ${lookUp(q.provider, { table: 'closure_bodies', alias: 'b', where: 'b.closure_id = i.id' })}`,
});

async function insertNew(write: Write, entries: readonly ReadableEntry<ParsedClosure>[]): Promise<Set<string>> {
  const { tx, dialect } = write;
  const closures = entries.map((entry) => entry.reading.document.closure);
  const inserted = await dialect.query(tx, insertClosures, { closures });
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]));
  const rows: SummaryRow[] = [];
  const bodies: { closure_id: number; company_id: number; codec: number; body: Uint8Array }[] = [];
  const marks: Parameters<typeof markClosures>[1][number][] = [];
  for (const { terminal, body, reading, receivedAt } of entries) {
    const id = ids.get(keyOf(reading.document.closure));
    if (id === undefined) continue;
    const { company_id, store_id, terminal_id, number } = reading.document.closure;
    marks.push({ id, company_id, store_id, terminal_id, number, at: receivedAt });
    bodies.push({ closure_id: id, company_id: terminal.companyId, codec: currentCodec, body });
    rows.push(...reading.document.summaries.map((summary) => ({ ...summary, closure_id: id })));
  }
  if (bodies.length > 0) await dialect.execute(tx, insertBodies, { bodies });
  if (rows.length > 0) await dialect.execute(tx, insertSummaries, { rows });
  await markClosures(write, marks);
  return new Set(ids.keys());
}

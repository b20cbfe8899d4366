/** Reading a company's rows page by page: memory does not grow with what it has, and no page holds the database for long. */

import { type Columns, type ColumnType, type Ctx, statement, tableOf } from '../../db/index.ts';
import { unpackBody } from '../sales/index.ts';
import type { ExportFile } from './export-files.ts';

const pageSize = 500;
/** Rows whose parts are read at once. */
const rootsPerPage = 200;

type Row = Record<string, unknown>;

/** What is exported: rows that documents get later than `upTo` belong to another export. */
export interface Exported {
  companyId: number;
  /** Largest id of each table with numbered rows when the export began. */
  upTo: Readonly<Record<string, number>>;
}

/** Lines of a file, a page at a time. */
export async function* linesOf(ctx: Ctx, file: ExportFile, exported: Exported): AsyncGenerator<string> {
  for await (const rows of file.partOf ? partPages(ctx, file, exported) : pages(ctx, file, exported)) {
    yield rows.map((row) => `${JSON.stringify(shown(row))}\n`).join('');
  }
}

async function* pages(ctx: Ctx, file: ExportFile, exported: Exported, most = pageSize): AsyncGenerator<Row[]> {
  const types = typesOf(file);
  const limit = exported.upTo[file.from];
  const params = Object.fromEntries(file.keyset.map((column) => [`at_${column}`, bare(types[column])]));
  const page = statement({
    params: { company: 'int', most: 'int', ...params } as Record<string, ColumnType>,
    returns: types,
    sql: (q) => `SELECT ${file.columns.join(', ')} FROM ${file.from}
      WHERE ${file.where(q.param('company'))} ${limit === undefined ? '' : `AND id <= ${limit}`}
        AND (${file.keyset.join(', ')}) > (${file.keyset.map((column) => q.param(`at_${column}`)).join(', ')})
      ORDER BY ${file.keyset.join(', ')} LIMIT ${q.param('most')}`,
  });
  let at: Row = Object.fromEntries(file.keyset.map((column) => [column, beforeAll(bare(types[column]))]));
  for (;;) {
    const cursor = Object.fromEntries(file.keyset.map((column) => [`at_${column}`, at[column]]));
    const given: Record<string, unknown> = { company: exported.companyId, most, ...cursor };
    const rows: Row[] = await ctx.db.dialect.query(ctx.db.finder, page, given as Record<string, never>);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < most) return;
    at = last;
  }
}

async function* partPages(ctx: Ctx, file: ExportFile, exported: Exported): AsyncGenerator<Row[]> {
  if (file.partOf === undefined) return;
  const { root, column } = file.partOf;
  const parts = statement({
    params: { ids: [bare(typesOf(root)['id'])] as const },
    returns: typesOf(file),
    sql: (q) => `SELECT ${file.columns.join(', ')} FROM ${file.from} WHERE ${column} IN ${q.list('ids')}
      ORDER BY ${file.keyset.join(', ')}`,
  });
  const roots = { ...root, columns: [...new Set(['id', ...root.keyset])] };
  for await (const page of pages(ctx, roots, exported, rootsPerPage)) {
    const ids = page.map((row) => row['id']) as never[];
    const rows: Row[] = await ctx.db.dialect.query(ctx.db.finder, parts, { ids });
    if (rows.length > 0) yield rows;
  }
}

/** Types of the selected columns; names of a person come from another table. */
function typesOf(file: ExportFile): Columns {
  const { columns } = tableOf(file.model);
  return Object.fromEntries(file.columns.map((column) => [column, columns[column] ?? 'text?']));
}

/** Keys are never null, whatever the client knows of them. */
function bare(type: ColumnType | undefined): ColumnType {
  return (type ?? 'text').replace('?', '') as ColumnType;
}

/** A value below every key. */
function beforeAll(type: ColumnType): unknown {
  if (type === 'text') return '';
  return type === 'instant' ? new Date(0) : -1;
}

/** A row as JSON can hold it: instants as ISO 8601 in UTC, integers of 64 bits as text, bodies as the text that was received,
 *  other bytes as base64. */
function shown(row: Row): Row {
  const { codec, body } = row;
  const isPacked = typeof codec === 'number' && body instanceof Uint8Array;
  const out: Row = {};
  for (const [column, value] of Object.entries(row)) {
    if (isPacked && column === 'codec') continue;
    if (isPacked && column === 'body') out[column] = unpackBody({ codec, body });
    else if (typeof value === 'bigint') out[column] = String(value);
    else if (value instanceof Uint8Array) out[column] = Buffer.from(value).toString('base64');
    else out[column] = value;
  }
  return out;
}

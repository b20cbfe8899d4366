/** A till's database file: what must be in it, and its rows in pages. */

import { DomainError } from '../../core/errors.ts';
import { type ForeignRow, type ForeignSqlite, openForeignSqlite } from '../../db/index.ts';
import { closureSections, headSections } from './sections.ts';

/** Tables without which a file is no till's database. */
const essential = ['store', 'pos_settings', 'cashier', 'product', 'transaction_head', 'transaction_payment', 'closure'];
/** Columns by which the essential ones are told from tables of other programs that happen to have their names. */
const telling: Readonly<Record<string, readonly string[]>> = {
  transaction_head: ['id', 'transaction_date_time', 'closure_number', 'receipt_number', 'total_amount', 'is_cancel'],
  closure: ['id', 'closure_number', 'closure_start_time'],
};

export interface Source {
  readonly file: ForeignSqlite;
  has(table: string): boolean;
  count(table: string): number;
  /** All rows of a table in groups of at most `size`, in the order of `order` (default: as they were written). */
  pages(table: string, options?: { order?: string; size?: number }): Generator<ForeignRow[]>;
  /** The first row that is not deleted. */
  first(table: string): ForeignRow | null;
}

/** Opens the file and makes sure that it is what it should be.
 *  @throws invalid_input it is not, and why */
export async function openSource(file: string, scratchFolder: string): Promise<Source> {
  const ofDocuments = [...headSections, ...closureSections].map(({ table, parent }) => [table, parent ?? ''] as const);
  const indexes = [...ofDocuments, ['warehouse_product_stock', 'fk_product_id'] as const];
  const opened = await openForeignSqlite({ file, scratchFolder, indexes });
  try {
    requireTill(file, opened);
  } catch (error) {
    opened.close();
    throw error;
  }
  const has = (table: string) => opened.tables.has(table);
  return {
    file: opened,
    has,
    count: (table) => (has(table) ? Number(firstOf(opened.rows(`SELECT count(*) AS n FROM "${table}"`))?.['n']) : 0),
    *pages(table, { order = 'rowid', size = 500 } = {}) {
      if (!has(table)) return;
      let page: ForeignRow[] = [];
      for (const row of opened.rows(`SELECT * FROM "${table}" ORDER BY ${order}`)) {
        page.push(row);
        if (page.length < size) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
    first(table) {
      const isDeletable = opened.tables.get(table)?.includes('is_deleted');
      const where = isDeletable ? 'WHERE coalesce(is_deleted, 0) = 0' : '';
      return has(table) ? firstOf(opened.rows(`SELECT * FROM "${table}" ${where} ORDER BY rowid LIMIT 1`)) : null;
    },
  };
}

function firstOf(rows: Iterable<ForeignRow>): ForeignRow | null {
  for (const row of rows) return row;
  return null;
}

function requireTill(file: string, { tables }: ForeignSqlite): void {
  const missing = essential.filter((table) => !tables.has(table));
  const columns = Object.entries(telling).flatMap(([table, names]) =>
    names.filter((name) => tables.has(table) && !tables.get(table)?.includes(name)).map((name) => `${table}.${name}`),
  );
  if (missing.length === 0 && columns.length === 0) return;
  const found = tables.size === 0 ? 'it is empty' : `it has ${[...tables.keys()].slice(0, 8).join(', ')} …`;
  const lacking = missing.length > 0 ? `the tables ${missing.join(', ')}` : `the columns ${columns.join(', ')}`;
  throw new DomainError(
    'invalid_input',
    { errors: [] },
    `${file} is a SQLite file but no PyPOS database: ${lacking} are missing (${found}). Right would be the till's own file, pos.sqlite3.`,
  );
}

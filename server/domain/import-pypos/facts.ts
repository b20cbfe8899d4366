/** What happened besides documents and closures: points, uses of campaigns and coupons. The hub derives the same from documents
 *  as they come, so these rows are judged before the history and written after it: what has followed from a document by then is
 *  not written again. */

import {
  type Columns,
  inTransaction,
  type RowOf,
  type ScalarType,
  type Statement,
  statement,
  type Tx,
} from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Place, Run } from './adopt.ts';
import { Cells } from './cells.ts';

interface Fact<C extends Columns> {
  /** Table in the till's database. */
  from: string;
  /** Table of the hub. */
  table: string;
  /** Columns besides id, company_id and created_at. */
  columns: C;
  /** The row, or why there is none. */
  row(cells: Cells, place: Place): RowOf<C> | string;
  /** The column that names the row it belongs to, and that row's table. */
  parent: readonly [column: keyof C & string, table: string];
  /** Columns that no two rows share, unless one of them is null: what is derived from a document has them too. */
  key: readonly (keyof C & string)[];
  /** In the transaction that wrote these rows. */
  after?(run: Run, tx: Tx, rows: readonly RowOf<C>[]): Promise<void>;
}

export interface FactAdoption {
  table: string;
  /** Reports what will become of the rows. */
  judge(run: Run): Promise<void>;
  /** Writes those that are not there. Safe to repeat. */
  write(run: Run): Promise<void>;
}

const own = { id: 'text', company_id: 'int', created_at: 'instant' } as const;

export function factAdoption<const C extends Columns>(fact: Fact<C>): FactAdoption {
  const statements = statementsOf(fact);
  return {
    table: fact.from,
    async judge(run) {
      for (const page of pagesOf(run, fact)) {
        await judgePage(run, { fact, statements, page });
        run.advance(page.size, fact.from);
      }
    },
    async write(run) {
      for (const page of pagesOf(run, fact)) {
        await writePage(run, { fact, statements, page });
      }
    },
  };
}

type Page<C extends Columns> = {
  size: number;
  rows: { cells: Cells; id: string; row: RowOf<C> }[];
  skipped: [Cells, string][];
};

function* pagesOf<C extends Columns>({ source, place }: Run, fact: Fact<C>): Generator<Page<C>> {
  for (const group of source.pages(fact.from)) {
    const page: Page<C> = { size: group.length, rows: [], skipped: [] };
    for (const cells of group.map((each) => new Cells(each))) {
      const row = cells.deletedAt ? 'deleted at the till' : fact.row(cells, place);
      if (typeof row === 'string') page.skipped.push([cells, row]);
      else if (cells.id === null) page.skipped.push([cells, 'its id is no UUID, or has become a number in the file']);
      else page.rows.push({ cells, id: cells.id, row });
    }
    yield page;
  }
}

function statementsOf<C extends Columns>({ table, columns, parent, key }: Fact<C>) {
  const first = key[0] as string;
  const type = (columns[first] as string).replace('?', '') as ScalarType;
  const keyColumns = Object.fromEntries(key.map((column) => [column, columns[column] as Columns[string]]));
  return {
    insert: statement({
      params: { rows: { ...own, ...columns } },
      returns: { id: 'text' },
      sql: (q) => `INSERT INTO ${table} (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
        WHERE true ON CONFLICT DO NOTHING RETURNING id`,
    }) as Statement,
    byId: statement({
      params: { ids: ['text'] },
      returns: { id: 'text' },
      sql: (q) => `SELECT id FROM ${table} WHERE id IN ${q.list('ids')}`,
    }),
    byKey: statement({
      params: { company: 'int', values: [type] },
      returns: keyColumns,
      sql: (q) => `SELECT ${key.join(', ')} FROM ${table}
        WHERE company_id = ${q.param('company')} AND ${first} IN ${q.list('values')}`,
    }) as Statement,
    parents: statement({
      params: { company: 'int', ids: ['text'] },
      returns: { id: 'text' },
      sql: (q) => `SELECT id FROM ${parent[1]} WHERE company_id = ${q.param('company')} AND id IN ${q.list('ids')}`,
    }),
  };
}

interface Work<C extends Columns> {
  fact: Fact<C>;
  statements: ReturnType<typeof statementsOf<C>>;
  page: Page<C>;
}

async function judgePage<C extends Columns>(run: Run, { fact, statements, page }: Work<C>): Promise<void> {
  const { ctx, findings, promised } = run;
  for (const [cells, reason] of page.skipped) findings.add(fact.from, 'skipped', { reason, example: cells.name });
  if (page.rows.length === 0) return;
  const ids = page.rows.map(({ id }) => id);
  const known = await ctx.db.dialect.query(ctx.db.reader, statements.byId, { ids });
  const knownIds = new Set(known.map(({ id }) => id));
  const knownKeys = await storedKeys(run, { fact, statements, page });
  const parents = await parentsOf(run, { fact, statements, page });
  for (const { cells, id, row } of page.rows) {
    const key = keyOf(fact, row);
    const isDouble = key !== null && promised.keys.has(key);
    if (knownIds.has(id) || (key !== null && knownKeys.has(key))) findings.add(fact.from, 'known');
    else if (!parents.has(row[fact.parent[0]]) && !promised.ids.get(fact.parent[1])?.has(String(row[fact.parent[0]]))) {
      findings.add(fact.from, 'skipped', {
        reason: 'it belongs to a row that was not taken over',
        example: cells.name,
      });
    } else if (isDouble) {
      findings.add(fact.from, 'skipped', {
        reason: 'the file has the same of this document twice',
        example: cells.name,
      });
    } else {
      if (key !== null) promised.keys.add(key);
      findings.add(fact.from, 'new');
    }
    for (const note of cells.notes) findings.changed(fact.from, note, cells.name);
  }
}

/** Null where a column is. */
function keyOf<C extends Columns>({ table, key }: Fact<C>, row: Readonly<Record<string, unknown>>): string | null {
  if (key.some((column) => row[column] === null)) return null;
  return JSON.stringify([table, key.map((column) => row[column])]);
}

async function storedKeys<C extends Columns>(run: Run, { fact, statements, page }: Work<C>): Promise<Set<string>> {
  const first = fact.key[0] as string;
  const values = page.rows.map(({ row }) => row[first]).filter((value) => value !== null);
  if (values.length === 0) return new Set();
  const { ctx, place } = run;
  const params = { company: place.companyId, values: values as never };
  const rows = await ctx.db.dialect.query(ctx.db.reader, statements.byKey, params);
  return new Set(rows.flatMap((row) => keyOf(fact, row) ?? []));
}

async function parentsOf<C extends Columns>(
  { ctx, place }: Run,
  { fact, statements, page }: Work<C>,
): Promise<Set<unknown>> {
  const ids = [...new Set(page.rows.map(({ row }) => String(row[fact.parent[0]])))];
  const found = await ctx.db.dialect.query(ctx.db.reader, statements.parents, { company: place.companyId, ids });
  return new Set(found.map(({ id }) => id));
}

async function writePage<C extends Columns>(run: Run, { fact, statements, page }: Work<C>): Promise<void> {
  const { ctx, place } = run;
  const parents = page.rows.length === 0 ? new Set() : await parentsOf(run, { fact, statements, page });
  const rows = page.rows.filter(({ row }) => parents.has(row[fact.parent[0]]));
  if (rows.length === 0) return;
  const { companyId } = place;
  await inTransaction(ctx, async (tx) => {
    const written = await ctx.db.dialect.query(tx, statements.insert, {
      rows: rows.map(({ id, row }) => ({ id, company_id: companyId, created_at: ctx.now(), ...row })),
    } as never);
    if (written.length === 0) return;
    const ids = new Set(written.map((row) => row['id']));
    const fresh = rows.filter(({ id }) => ids.has(id)).map(({ row }) => row);
    await fact.after?.(run, tx, fresh);
    await recordAudit(tx, ctx, {
      companyId,
      action: `${fact.table}.adopt`,
      subjectType: fact.table,
      subjectId: `${fresh.length} rows`,
      after: { written: fresh.length },
    });
  });
}

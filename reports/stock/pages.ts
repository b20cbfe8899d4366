/** Long lists of stock, page by page: a page goes on behind the last row of the one before, whatever has come and gone meanwhile. */
import type { Words } from '../../server/db/index.ts';
import type { Row, Section } from '../engine/report.ts';
import type { Window } from '../engine/window.ts';

/** Rows that are read at once where nobody says how many. */
const mostListed = 5000;

/** Files ask for so many at once. */
export const mostTaken = 100_000;

export const pageParams = { most: 'int', after_place: 'int', after_key: 'text' } as const;

interface Page {
  isFirst: boolean;
  params: { most: number; after_place: number; after_key: string };
}

/** What `after` (rows before it, and the key of the last of them) and `take` of the address mean. What is none of ours is the
 *  beginning. */
export function pageOf({ options }: Window): Page {
  const [, place = '0', key = ''] = /^(\d{1,9})\.(.{1,64})$/.exec(options['after'] ?? '') ?? [];
  const take = Number(options['take'] ?? mostListed);
  const most = Number.isInteger(take) && take > 0 && take <= mostTaken ? take : mostListed;
  return { isFirst: key === '', params: { most, after_place: Number(place), after_key: key } };
}

interface Listed {
  /** A table of the statement. */
  rows: string;
  columns: string;
  order: string;
  /** Unique; what the order leaves open. */
  key: string;
}

/** The half of a statement that says which rows of a list are meant. */
export interface PageSql {
  /** How the table of the list is defined. */
  as: 'AS' | 'AS MATERIALIZED';
  select(q: Words, listed: Listed): string;
}

/** The first rows, with how many there are in all. */
export const firstRows: PageSql = {
  as: 'AS',
  select: (q, { rows, columns, order, key }) => `SELECT ${columns}, 0 AS rows_before,
      CAST(count(*) OVER () AS integer) AS rows_in_all
    FROM ${rows} ORDER BY ${order}, ${key} LIMIT ${q.param('most')}`,
};

/** The rows behind one that was seen; where it is gone, behind as many as there were. */
export const laterRows: PageSql = {
  as: 'AS MATERIALIZED',
  select: (q, { rows, columns, order, key }) => {
    const placed = `row_number() OVER (ORDER BY ${order}, ${key}) AS at_place`;
    return `SELECT ${columns}, CAST(z.at_place AS integer) - 1 AS rows_before, CAST(z.of_rows AS integer) AS rows_in_all
    FROM (SELECT y.*, ${placed}, count(*) OVER () AS of_rows FROM ${rows} y) z
    WHERE z.at_place > coalesce((SELECT x.at_place FROM (SELECT ${key} AS seen_key, ${placed} FROM ${rows}) x
      WHERE x.seen_key = ${q.param('after_key')}), ${q.param('after_place')})
    ORDER BY z.at_place LIMIT ${q.param('most')}`;
  },
};

/** What a section tells of the whole list. */
export function listedOf(rows: readonly { rows_before: number; rows_in_all: number }[]): Section['listed'] {
  const [first] = rows;
  return first && { before: first.rows_before, inAll: first.rows_in_all };
}

/** Rows that are of the list itself. */
export function pageRows<R extends Row>(rows: readonly R[]): R[] {
  return rows.filter(({ key, kind }) => key !== othersKey && kind === undefined);
}

/** `after` of the page behind these rows; null: they end the list. */
export function placeBehind(rows: readonly Row[], { before, inAll }: NonNullable<Section['listed']>): string | null {
  const page = pageRows(rows);
  const seen = before + page.length;
  const last = page.at(-1);
  return last && seen < inAll ? `${seen}.${last.key}` : null;
}

const othersKey = '(others)';

/** So many more rows there are than a list shows. */
function othersRow(count: number): Row {
  return { key: othersKey, label: { kind: 'word', word: 'others', facts: { count } }, values: {}, drill: null };
}

/** The rows of a page, and one that counts those behind them. */
export function withOthers(
  rows: readonly Row[],
  found: readonly { rows_before: number; rows_in_all: number }[],
): Row[] {
  const { before = 0, inAll = 0 } = listedOf(found) ?? {};
  const left = inAll - before - found.length;
  return left > 0 ? [...rows, othersRow(left)] : [...rows];
}

/** Rankings of what there are thousands of: products, customers. Only those that are shown leave the database, the others as one
 *  sum. */
import type { Words } from '../../server/db/index.ts';
import { plus, type Sums } from '../measures.ts';
import type { SumRow } from './sum-rollup.ts';
import type { Window } from './window.ts';

interface RankedRow {
  id: string;
  sums: Sums;
}

export interface Ranked {
  /** The first ones by the order, then by id; what documents do not name is under the empty id, at the end. */
  rows: RankedRow[];
  /** Those that were left out; null: none. */
  others: { count: number; sums: Sums } | null;
  total: Sums;
}

export interface Ranking<Order extends string> {
  /** Rows wanted; null: all. */
  most: number | null;
  order: Order;
}

const shownRows = ['50', '10', '200', 'all'] as const;

/** How many rows are shown, and what they are ordered by; the first of each unless it is said. */
export const rankingOptions = (orders: readonly string[]) => [
  { name: 'top', values: shownRows },
  { name: 'order', values: orders },
];

/** What of `rankingOptions` was chosen. */
export function chosenRanking<Order extends string>(
  { options }: Pick<Window, 'options'>,
  orders: readonly [Order, ...Order[]],
): Ranking<Order> {
  const { top = shownRows[0], order } = options;
  return { most: top === 'all' ? null : Number(top), order: orders.find((name) => name === order) ?? orders[0] };
}

/** What a statement with `rankingOf` is asked with, beside what its rows take. */
export const rankingParams = { most: 'int' } as const;

/** Beside the figures. */
export const rankingReturns = { id: 'text', currency: 'text', is_total: 'int', members: 'int' } as const;

const everything = 2_147_483_647;

/** @param most rows wanted; null: all */
export const rankingArguments = (most: number | null) => ({ most: most ?? everything });

/** Filters and conversion take reading documents, or days one by one; without them rollups answer at once. */
export function isStored({ filters, convertTo }: Window): boolean {
  return Object.keys(filters).length === 0 && convertTo === null;
}

interface RankingSql {
  /** The column of `r` that says what a row is about. */
  key: string;
  figures: readonly string[];
  /** Of the figures: what rows are ordered by. */
  lead: string;
  /** A figure that is 0 where nothing is there. */
  counted: string;
}

/** After WITH and rows `r`: first the rows wanted, then for each currency the sum of all. Places are given out among those that
 *  reach the last one shown: numbering everybody takes a third of the time. */
export function rankingOf(q: Words, { key, figures, lead, counted }: RankingSql): string {
  const summed = figures.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ');
  return `, p AS MATERIALIZED (SELECT ${key} AS id, currency, ${summed} FROM r GROUP BY ${key}, currency HAVING sum(${counted}) <> 0),
      last_shown AS MATERIALIZED (SELECT c.currency, (SELECT ${lead} FROM p WHERE p.currency = c.currency AND id <> ''
          ORDER BY ${lead} DESC LIMIT 1 OFFSET ${q.param('most')} - 1) AS figure FROM (SELECT DISTINCT currency FROM p) c),
      placed AS (SELECT p.*, row_number() OVER (PARTITION BY p.currency, CASE id WHEN '' THEN 1 ELSE 0 END
          ORDER BY ${lead} DESC, id) AS place FROM p JOIN last_shown ON last_shown.currency = p.currency
        WHERE id = '' OR last_shown.figure IS NULL OR ${lead} >= last_shown.figure)
      SELECT id, currency, 0 AS is_total, 1 AS members, ${figures.join(', ')}, place FROM placed WHERE place <= ${q.param('most')}
      UNION ALL
      SELECT '', currency, 1, CAST(count(*) AS integer), ${summed}, 0 FROM p GROUP BY currency
      ORDER BY is_total, place, id`;
}

type FoundRow = SumRow & { id: string; currency: string };

/** By currency, of what `rankingOf` found. */
export function rankedOf(
  found: readonly (FoundRow & { is_total: number; members: number })[],
  figures: readonly string[],
): ReadonlyMap<string, Ranked> {
  return new Map(
    found
      .filter(({ is_total }) => is_total === 1)
      .map((whole) => {
        const own = found.filter(({ is_total, currency }) => is_total === 0 && currency === whole.currency);
        return [
          whole.currency,
          rankedAs(rowsOf(own, figures), { count: whole.members, total: sumsIn(whole, figures) }),
        ];
      }),
  );
}

/** By currency, of some that were asked for by their ids, and of the whole. */
export function foundAmong(
  found: readonly FoundRow[],
  totals: Iterable<readonly [string, Sums]>,
  figures: readonly string[],
): ReadonlyMap<string, Ranked> {
  const of = (currency: string) => found.filter((row) => row.currency === currency);
  return new Map(
    [...totals].map(([currency, total]) => [currency, { rows: rowsOf(of(currency), figures), others: null, total }]),
  );
}

function rowsOf(found: readonly FoundRow[], figures: readonly string[]): RankedRow[] {
  return found.map((row) => ({ id: row.id, sums: sumsIn(row, figures) }));
}

interface PlainRanking {
  key: string;
  figures: readonly string[];
  leadOf(sums: Sums): bigint;
  most: number | null;
}

/** The same ranking of sums that were read one by one. */
export function rankedPlainly(
  summed: readonly SumRow[],
  { key, figures, leadOf, most }: PlainRanking,
): ReadonlyMap<string, Ranked> {
  const perCurrency = new Map<string, RankedRow[]>();
  for (const row of summed) {
    const currency = String(row['currency']);
    const one = { id: String(row[key]), sums: sumsIn(row, figures) };
    const rows = perCurrency.get(currency);
    if (rows) rows.push(one);
    else perCurrency.set(currency, [one]);
  }
  const inOrder = (one: RankedRow, other: RankedRow) => {
    const [a, b] = [leadOf(one.sums), leadOf(other.sums)];
    return a === b ? (one.id < other.id ? -1 : 1) : a > b ? -1 : 1;
  };
  return new Map(
    [...perCurrency].map(([currency, rows]) => {
      const total = rows.reduce<Sums>((sum, row) => plus(sum, row.sums), {});
      const first = rows
        .filter(isNamed)
        .toSorted(inOrder)
        .slice(0, most ?? rows.length);
      return [currency, rankedAs([...first, ...rows.filter((row) => !isNamed(row))], { count: rows.length, total })];
    }),
  );
}

const isNamed = ({ id }: RankedRow) => id !== '';

/** Those that are shown, of so many that come to a total. What is not named has no place in the order. */
export function rankedAs(rows: RankedRow[], { count, total }: { count: number; total: Sums }): Ranked {
  const inOrder = [...rows.filter(isNamed), ...rows.filter((row) => !isNamed(row))];
  if (count === rows.length) return { rows: inOrder, others: null, total };
  const left = rows.reduce((rest, { sums: own }) => plus(rest, negative(own)), total);
  return { rows: inOrder, others: { count: count - rows.length, sums: left }, total };
}

function negative(sums: Sums): Sums {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, -value]));
}

function sumsIn(row: SumRow, figures: readonly string[]): Sums {
  return Object.fromEntries(
    figures.map((column) => {
      const value = row[column] ?? 0;
      if (typeof value === 'string') throw new Error(`"${column}" is no figure.`);
      return [column, value];
    }),
  );
}

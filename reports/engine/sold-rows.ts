/** Rows that together are what products sold on some days: whole months from the rollup by month, and the days that these have
 *  too few or too many from the rollups by day. Sums can be taken away as well as added, so nearly a whole month is the month
 *  less the few days that are not meant. */
import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { lookUp, type Words } from '../../server/db/index.ts';
import { companyRollups } from '../../server/domain/sales/index.ts';
import type { DayRange } from '../range.ts';
import { isWholeCompany, type Window } from './window.ts';

/** Days whose rows are added, or with −1 taken away. */
interface Edge {
  from: string;
  to: string;
  sign: 1 | -1;
}

interface Stitched {
  /** Counted in whole. */
  months: { first: string; last: string } | null;
  edges: Edge[];
}

/** A month has more rows than a day: it is read where it saves more than this many days. */
const monthInDays = 3;

/** The months and days that make up a range.
 *  @param lastSold later days are taken to have no rows, which only decides what is read: they are counted in all the same */
export function stitch({ from, to }: DayRange, lastSold: string): Stitched {
  const [monthFrom, monthTo] = [from.slice(0, 7), to.slice(0, 7)];
  const before = { from: `${monthFrom}-01`, to: addDays(from, -1) };
  const after = { from: addDays(to, 1), to: lastOf(monthTo) };
  const daysIn = (range: DayRange) => {
    const end = range.to < lastSold ? range.to : lastSold;
    return range.from > end ? 0 : daysBetween(range.from, end) + 1;
  };
  const isLess = (outside: readonly DayRange[], inside: DayRange) =>
    outside.reduce((sum, range) => sum + daysIn(range), monthInDays) < daysIn(inside);
  const signed = (sign: Edge['sign'], ...ranges: DayRange[]): Edge[] =>
    ranges.filter((range) => range.from <= range.to).map((range) => ({ ...range, sign }));
  if (monthFrom === monthTo) {
    if (!isLess([before, after], { from, to })) return { months: null, edges: signed(1, { from, to }) };
    return { months: { first: monthFrom, last: monthTo }, edges: signed(-1, before, after) };
  }
  const head = { from, to: lastOf(monthFrom) };
  const tail = { from: `${monthTo}-01`, to };
  const [isHeadLess, isTailLess] = [isLess([before], head), isLess([after], tail)];
  const first = isHeadLess ? monthFrom : monthAfter(monthFrom);
  const last = isTailLess ? monthTo : addDays(`${monthTo}-01`, -1).slice(0, 7);
  return {
    months: first > last ? null : { first, last },
    edges: [
      ...(isHeadLess ? signed(-1, before) : signed(1, head)),
      ...(isTailLess ? signed(-1, after) : signed(1, tail)),
    ],
  };
}

function monthAfter(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7);
}

function monthsFrom(first: string, last: string): { month: string }[] {
  return first > last ? [] : [{ month: first }, ...monthsFrom(monthAfter(first), last)];
}

function lastOf(month: string): string {
  return addDays(`${monthAfter(month)}-01`, -1);
}

/** What a statement with `soldRows` is asked with. */
export const soldParams = {
  company_id: 'int',
  stores: { id: 'int' },
  month_stores: { id: 'int' },
  is_whole: 'int',
  months: { month: 'text' },
  edges: { first_day: 'text', last_day: 'text', sign: 'int' },
} as const;

/** The months and days that make up a range, as statements are asked with them. */
export function stitchedArguments(range: DayRange, now: Date) {
  // Somewhere it may be tomorrow.
  const { months, edges } = stitch(range, addDays(now.toISOString().slice(0, 10), 1));
  return {
    months: months === null ? [] : monthsFrom(months.first, months.last),
    edges: edges.map(({ from, to, sign }) => ({ first_day: from, last_day: to, sign })),
  };
}

/** The arguments of `soldParams` for the stores of a window and some days. */
export function soldArguments(window: Window, range: DayRange, now: Date) {
  const stores = window.stores.map(({ id }) => ({ id }));
  const isWhole = isWholeCompany(window);
  return {
    company_id: window.company.id,
    stores,
    month_stores: isWhole ? [{ id: 0 }] : stores,
    is_whole: isWhole ? 1 : 0,
    ...stitchedArguments(range, now),
  };
}

interface SoldColumns {
  keys: readonly string[];
  figures: readonly string[];
}

/** For WITH: `r`, whose rows add up to what was sold. A product that comes to no lines was not sold on these days. Days on which
 *  the company has no document are passed over; of all stores together a composed day is read, and no store's own. Where what
 *  reads `r` is named twice, SQLite would write all its rows down first if it were not told. Stores are joined, one look-up for each:
 *  of a list PostgreSQL expects a hundred, and goes through those of all.
 *  @param own further conditions on rows `t` of every table, in the order of their parameters */
export function soldRows(q: Words, { keys, figures }: SoldColumns, own: () => string = () => ''): string {
  const { table, of } = companyRollups.productDayTotals;
  const added = keys.map((name) => `t.${name}`);
  const plain = [...added, ...figures.map((name) => `t.${name}`)].join(', ');
  const signed = [...added, ...figures.map((name) => `e.sign * t.${name} AS ${name}`)].join(', ');
  const rows = (from: string, where: string) =>
    lookUp(q.provider, { table: from, alias: 't', where: `${where}${own()}` });
  const soldDays = (where: string) => lookUp(q.provider, { table: 'store_day_totals', alias: 's', where });
  return `sold_days AS MATERIALIZED (SELECT DISTINCT s.business_day, w.sign,
        CASE WHEN m.state = 'composed' AND ${q.param('is_whole')} = 1 THEN 1 ELSE 0 END AS is_composed
      FROM ${q.rows('edges', 'w')} ${soldDays(`s.company_id = ${q.param('company_id')} AND s.store_id = 0 AND s.business_day BETWEEN w.first_day AND w.last_day`)}
      LEFT JOIN composed_periods m ON m.company_id = s.company_id AND m.period = s.business_day),
    r AS NOT MATERIALIZED (SELECT ${plain} FROM ${q.rows('months', 'n')} CROSS JOIN ${q.rows('month_stores', 'z')}
        ${rows('product_month_totals', `t.company_id = ${q.param('company_id')} AND t.store_id = z.id AND t.month = n.month`)}
      UNION ALL SELECT ${signed} FROM sold_days e
        ${rows(table, `t.company_id = ${q.param('company_id')} AND t.business_day = e.business_day`)} WHERE e.is_composed = 1
      UNION ALL SELECT ${signed} FROM sold_days e CROSS JOIN ${q.rows('stores', 'z')}
        ${rows(of.table, 't.store_id = z.id AND t.business_day = e.business_day')} WHERE e.is_composed = 0)`;
}

/** For `soldRows`: of these products alone, which the keys lead to. */
export const ofProducts = (q: Words) => () => ` AND t.product_id IN ${q.list('product_ids')}`;

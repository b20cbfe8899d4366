/** Totals by what a company has thousands of, over all its stores and some days: of months and days that are over they lie packed in
 *  one row each (`pack-period.ts`), of others the rows are added that are written with the documents. */
import { type EngineWords, lookUp, statement, type Words } from '../../db/index.ts';
import { ColumnSums } from './packed-columns.ts';
import type { PackedAccess, PackedSubject } from './packed-keys.ts';
import type { Rollup } from './rollup-words.ts';
import { customerTotals } from './rollups-of-heads.ts';
import { productDayTotals, productMonthTotals } from './rollups-of-sections.ts';

interface Packing {
  of: Rollup;
  /** The key of the rollup that has the ids. */
  key: string;
  /** The same by month: written with the documents, and under store 0 for all stores together. */
  byMonth?: Rollup;
  /** Most ids have a row in most stores. */
  isInManyStores?: true;
}

const packings: Readonly<Record<PackedSubject, Packing>> = {
  customer: { of: customerTotals, key: 'customer_id' },
  product: { of: productDayTotals, key: 'product_id', byMonth: productMonthTotals, isInManyStores: true },
};

export const packedSubjects = Object.keys(packings) as PackedSubject[];

/** The rollup whose sums are packed, and its key that says what they are about. */
export function packingOf(subject: PackedSubject): Packing {
  return packings[subject];
}

/** In the order of their columns. */
export function packedFigures(subject: PackedSubject): readonly string[] {
  const { of } = packings[subject];
  return [...of.counts, ...of.sums];
}

const params = {
  company_id: 'int',
  months: { month: 'text' },
  days: { first_day: 'text', last_day: 'text', sign: 'int' },
} as const;
const returns = {
  sign: 'int',
  currency: 'text?',
  packed: 'bytes?',
  lines: 'text?',
  currencies: 'text?',
  keys: 'text?',
} as const;

/** Rows as one text, and in the same order their currencies and what they are about as JSON arrays, null for what has a number: to hand
 *  over six thousand rows one by one takes longer than to find them and to add them up. */
function rowsAsText(q: EngineWords, subject: PackedSubject): string {
  const { key } = packings[subject];
  const line = ['coalesce(k.number, 0)', ...packedFigures(subject).map((name) => `t.${name}`)].join(" || ' ' || ");
  const unnumbered = `CASE WHEN t.${key} = '' OR k.number IS NOT NULL THEN NULL ELSE t.${key} END`;
  const array = (each: string) =>
    q.provider === 'sqlite' ? `json_group_array(${each})` : `CAST(json_agg(${each}) AS text)`;
  return `${q.provider === 'sqlite' ? 'group_concat' : 'string_agg'}(${line}, ',') AS lines,
    ${array('t.currency')} AS currencies, ${array(unnumbered)} AS keys`;
}

type Reading = Words<typeof params>;

const isComposed = "CASE WHEN m.state = 'composed' THEN 1 ELSE 0 END AS is_composed";

/** Which months and days are read, and whether they are packed. Of what has no rows by month, days stand for a month that is not. */
function periodsOf(q: Reading, { byMonth }: Packing): string {
  const spans = () => `SELECT w.first_day, w.last_day, w.sign FROM ${q.rows('days', 'w')}`;
  const ofMonths = " UNION ALL SELECT month || '-01', month || '-31', 1 FROM months_in WHERE is_composed = 0";
  const soldDays = () =>
    lookUp(q.provider, {
      ...{ table: 'store_day_totals', alias: 's' },
      where: `s.company_id = ${q.param('company_id')} AND s.store_id = 0 AND s.business_day BETWEEN w.first_day AND w.last_day`,
    });
  return `months_in AS MATERIALIZED (SELECT n.month, ${isComposed} FROM ${q.rows('months', 'n')}
      LEFT JOIN composed_periods m ON m.company_id = ${q.param('company_id')} AND m.period = n.month),
    spans AS MATERIALIZED (${spans()}${byMonth ? '' : ofMonths}),
    days_in AS MATERIALIZED (SELECT DISTINCT s.business_day, w.sign, ${isComposed} FROM spans w ${soldDays()}
      LEFT JOIN composed_periods m ON m.company_id = s.company_id AND m.period = s.business_day)`;
}

/** The stores' own rows `t` of days that are not packed, with their signs. */
function openRows(q: Reading, { of, key, isInManyStores }: Packing): string {
  const figures = [...of.counts, ...of.sums];
  const signed = figures.map((name) => `e.sign * x.${name}`);
  const each = signed.map((figure, place) => `${isInManyStores ? q.sumBig(figure) : figure} AS ${figures[place]}`);
  return `(SELECT x.currency, x.${key}, ${each.join(', ')} FROM days_in e CROSS JOIN stores s
      ${lookUp(q.provider, { ...{ table: of.table, alias: 'x' }, where: 'x.store_id = s.id AND x.business_day = e.business_day' })}
      WHERE s.company_id = ${q.param('company_id')} AND e.is_composed = 0 ${isInManyStores ? 'GROUP BY 1, 2' : ''}) t`;
}

/** One statement, so that no document is counted twice or left out while a period is packed or opened again. */
function readingOf(subject: PackedSubject) {
  const packing = packings[subject];
  const packed = (q: Reading, period: string) =>
    lookUp(q.provider, {
      ...{ table: 'packed_totals', alias: 't' },
      where: `t.company_id = ${q.param('company_id')} AND t.subject = '${subject}' AND t.period = ${period}`,
    });
  const asText = (q: Reading, from: string) => `UNION ALL SELECT 1, NULL, NULL, ${rowsAsText(q, subject)} FROM ${from}
      LEFT JOIN packed_keys k ON k.company_id = ${q.param('company_id')} AND k.subject = '${subject}' AND k.key = t.${packing.key}`;
  const ofMonths = (q: Reading, { table }: Rollup) =>
    `(SELECT t.* FROM months_in n ${lookUp(q.provider, {
      ...{ table, alias: 't' },
      where: `t.company_id = ${q.param('company_id')} AND t.store_id = 0 AND t.month = n.month`,
    })} WHERE n.is_composed = 0) t`;
  return statement({
    params,
    returns,
    sql: (q) => `WITH ${periodsOf(q, packing)}
      SELECT 1 AS sign, t.currency, t.figures AS packed, NULL AS lines, NULL AS currencies, NULL AS keys
        FROM months_in n ${packed(q, 'n.month')} WHERE n.is_composed = 1
      UNION ALL SELECT e.sign, t.currency, t.figures, NULL, NULL, NULL
        FROM days_in e ${packed(q, 'e.business_day')} WHERE e.is_composed = 1
      ${packing.byMonth ? asText(q, ofMonths(q, packing.byMonth)) : ''}
      ${asText(q, openRows(q, packing))}`,
  });
}

const readings = {
  customer: readingOf('customer'),
  product: readingOf('product'),
} satisfies Record<PackedSubject, unknown>;

/** Sums of one currency. */
export interface PackedSums {
  /** By number: see `packed-keys.ts`. */
  numbered: ColumnSums;
  /** By ids that have no number yet. */
  unnumbered: ReadonlyMap<string, bigint[]>;
}

/** Months that are counted in, and days that are added, or with −1 taken away. */
export interface PackedRange {
  company_id: number;
  /** YYYY-MM */
  months: readonly { month: string }[];
  /** Business days, both included. */
  days: readonly { first_day: string; last_day: string; sign: 1 | -1 }[];
}

/** By currency, in the columns of `packedFigures`. One query. */
export async function readPackedSums(
  { dialect, client }: PackedAccess,
  subject: PackedSubject,
  range: PackedRange,
): Promise<ReadonlyMap<string, PackedSums>> {
  const sums = new SumsOfCurrencies(packedFigures(subject).length);
  for (const { sign, currency, packed, ...rows } of await dialect.query(client, readings[subject], range)) {
    if (packed) sums.of(currency ?? '').numbered.addBytes(packed, sign);
    else sums.addRows(rows);
  }
  return sums.perCurrency;
}

class SumsOfCurrencies {
  readonly perCurrency = new Map<string, { numbered: ColumnSums; unnumbered: Map<string, bigint[]> }>();
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  of(currency: string) {
    const known = this.perCurrency.get(currency);
    if (known) return known;
    const made = { numbered: new ColumnSums(this.#columns), unnumbered: new Map<string, bigint[]>() };
    this.perCurrency.set(currency, made);
    return made;
  }

  /** What `rowsAsText` made; null: of no row. */
  addRows(rows: Record<'lines' | 'currencies' | 'keys', string | null>): void {
    const currencies = JSON.parse(rows.currencies ?? '[]') as string[];
    const keys = JSON.parse(rows.keys ?? '[]') as (string | null)[];
    for (const [index, line] of rows.lines?.split(',').entries() ?? []) {
      const { numbered, unnumbered } = this.of(currencies[index] ?? '');
      const [number, ...cells] = line.split(' ');
      const figures = cells.map(BigInt);
      const key = keys[index] ?? null;
      if (key === null) numbered.add(Number(number), figures);
      else {
        const known = unnumbered.get(key);
        unnumbered.set(key, known ? addFigures(known, figures) : figures);
      }
    }
  }
}

/** Figures of one and of another, in the order of their columns. */
export function addFigures(one: readonly bigint[], other: readonly bigint[]): bigint[] {
  return one.map((figure, place) => figure + (other[place] ?? 0n));
}

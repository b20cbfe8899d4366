/** Totals by what a company has thousands of, over all its stores and some days: of months and days that are over they lie packed in
 *  one row each (`pack-period.ts`), of other days the stores' own rows are added. */
import { type Dialect, type EngineWords, lookUp, type RawClient, statement, type Words } from '../../db/index.ts';
import { ColumnSums } from './packed-columns.ts';
import type { PackedSubject } from './packed-keys.ts';
import type { Rollup } from './rollup-words.ts';
import { customerTotals } from './rollups-of-heads.ts';

interface Packing {
  of: Rollup;
  /** The key of the rollup that has the ids. */
  key: string;
}

const packings: Readonly<Record<PackedSubject, Packing>> = {
  customer: { of: customerTotals, key: 'customer_id' },
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

const params = { company_id: 'int', from: 'text', to: 'text', first_month: 'text', last_month: 'text' } as const;
const returns = { currency: 'text?', packed: 'bytes?', lines: 'text?', keys: 'text?' } as const;

/** Rows as one text, and what they are about as one JSON array in the same order, null for what has a number: to hand over six
 *  thousand rows one by one takes longer than to find them and to add them up. */
function rowsAsText(q: EngineWords, subject: PackedSubject): string {
  const { key } = packings[subject];
  const isNumbered = `(t.${key} = '' OR k.number IS NOT NULL)`;
  const cells = ['t.currency', 'coalesce(k.number, 0)', ...packedFigures(subject).map((name) => `t.${name}`)];
  const line = cells.join(" || ' ' || ");
  const unnumbered = `CASE WHEN ${isNumbered} THEN NULL ELSE t.${key} END`;
  return q.provider === 'sqlite'
    ? `group_concat(${line}, ',') AS lines, json_group_array(${unnumbered}) AS keys`
    : `string_agg(${line}, ',') AS lines, CAST(json_agg(${unnumbered}) AS text) AS keys`;
}

/** One statement, so that no document is counted twice or left out while a period is packed or opened again. */
function readingOf(subject: PackedSubject) {
  const { of, key } = packings[subject];
  const company = (q: Words<typeof params>) => q.param('company_id');
  return statement({
    params,
    returns,
    sql: (q) => `WITH composed AS MATERIALIZED (SELECT p.period FROM composed_periods p
          WHERE p.company_id = ${company(q)} AND p.state = 'composed'
            AND (p.period BETWEEN ${q.param('from')} AND ${q.param('to')} AND length(p.period) = 10
              OR p.period BETWEEN ${q.param('first_month')} AND ${q.param('last_month')} AND length(p.period) = 7)),
        chosen AS MATERIALIZED (SELECT c.period FROM composed c
          WHERE length(c.period) = 7 OR substr(c.period, 1, 7) NOT IN (SELECT m.period FROM composed m)),
        open_days AS MATERIALIZED (SELECT DISTINCT s.business_day FROM store_day_totals s
          WHERE s.company_id = ${company(q)} AND s.store_id = 0 AND s.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}
            AND s.business_day NOT IN (SELECT period FROM chosen)
            AND substr(s.business_day, 1, 7) NOT IN (SELECT period FROM chosen))
      SELECT t.currency, t.figures AS packed, NULL AS lines, NULL AS keys
        FROM chosen c ${lookUp(q.provider, {
          ...{ table: 'packed_totals', alias: 't' },
          where: `t.company_id = ${company(q)} AND t.subject = '${subject}' AND t.period = c.period`,
        })}
      UNION ALL
      SELECT NULL, NULL, ${rowsAsText(q, subject)}
        FROM open_days o CROSS JOIN stores s ${lookUp(q.provider, {
          ...{ table: of.table, alias: 't' },
          where: 't.store_id = s.id AND t.business_day = o.business_day',
        })}
        LEFT JOIN packed_keys k ON k.company_id = ${company(q)} AND k.subject = '${subject}' AND k.key = t.${key}
        WHERE s.company_id = ${company(q)}`,
  });
}

const readings = { customer: readingOf('customer') } satisfies Record<PackedSubject, unknown>;

/** Sums of one currency. */
export interface PackedSums {
  /** By number: see `packed-keys.ts`. */
  numbered: ColumnSums;
  /** By ids that have no number yet. */
  unnumbered: ReadonlyMap<string, bigint[]>;
}

export interface PackedRange {
  company_id: number;
  /** Business days, both included. */
  from: string;
  to: string;
  /** Months that lie wholly in the range: YYYY-MM, none when the first is after the last. */
  first_month: string;
  last_month: string;
}

/** By currency, in the columns of `packedFigures`. One query. */
export async function readPackedSums(
  { dialect, client }: { dialect: Dialect; client: RawClient },
  subject: PackedSubject,
  range: PackedRange,
): Promise<ReadonlyMap<string, PackedSums>> {
  const sums = new SumsOfCurrencies(packedFigures(subject).length);
  for (const { currency, packed, lines, keys } of await dialect.query(client, readings[subject], range)) {
    if (packed) sums.of(currency ?? '').numbered.addBytes(packed);
    if (lines !== null && keys !== null) sums.addLines(lines, JSON.parse(keys));
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

  /** What `rowsAsText` made. */
  addLines(lines: string, keys: readonly (string | null)[]): void {
    for (const [index, line] of lines.split(',').entries()) {
      const [currency = '', number, ...cells] = line.split(' ');
      const { numbered, unnumbered } = this.of(currency);
      const figures = cells.map(BigInt);
      const key = keys[index] ?? null;
      if (key === null) numbered.add(Number(number), figures);
      else unnumbered.set(key, addFigures(unnumbered.get(key) ?? [], figures));
    }
  }
}

/** Figures of one and of another, in the order of their columns. */
export function addFigures(one: readonly bigint[], other: readonly bigint[]): bigint[] {
  return other.map((figure, place) => figure + (one[place] ?? 0n));
}

/** Totals by what a company has thousands of, over all its stores and some days: of months and days that are over they lie packed in
 *  one row each (`pack-period.ts`), of other days the stores' own rows are added. */
import { type Dialect, lookUp, type RawClient, statement, type Words } from '../../db/index.ts';
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
const returns = { currency: 'text', packed: 'bytes?', number: 'int?', key: 'text?' } as const;

/** One statement, so that no document is counted twice or left out while a period is packed or opened again. */
function readingOf(subject: PackedSubject) {
  const { of, key } = packings[subject];
  const figures = packedFigures(subject);
  const company = (q: Words<typeof params>) => q.param('company_id');
  return statement({
    params,
    returns: { ...returns, ...Object.fromEntries(figures.map((name) => [name, 'bigint?'] as const)) },
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
      SELECT t.currency, t.figures AS packed, CAST(NULL AS integer) AS number, NULL AS key,
          ${figures.map((name) => `CAST(NULL AS bigint) AS ${name}`).join(', ')}
        FROM chosen c ${lookUp(q.provider, {
          ...{ table: 'packed_totals', alias: 't' },
          where: `t.company_id = ${company(q)} AND t.subject = '${subject}' AND t.period = c.period`,
        })}
      UNION ALL
      SELECT t.currency, NULL, CASE WHEN t.${key} = '' THEN 0 ELSE k.number END, t.${key},
          ${figures.map((name) => `t.${name}`).join(', ')}
        FROM open_days o CROSS JOIN stores s ${lookUp(q.provider, {
          ...{ table: of.table, alias: 't' },
          where: 't.store_id = s.id AND t.business_day = o.business_day',
        })}
        LEFT JOIN packed_keys k ON k.company_id = ${company(q)} AND k.subject = '${subject}' AND k.key = t.${key}
        WHERE s.company_id = ${company(q)}`,
  });
}

const readings = Object.fromEntries(packedSubjects.map((subject) => [subject, readingOf(subject)]));

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
  const figures = packedFigures(subject);
  const found = await dialect.query(client, readings[subject] as ReturnType<typeof readingOf>, range);
  const perCurrency = new Map<string, { numbered: ColumnSums; unnumbered: Map<string, bigint[]> }>();
  for (const row of found) {
    let sums = perCurrency.get(row.currency);
    if (!sums) {
      sums = { numbered: new ColumnSums(figures.length), unnumbered: new Map() };
      perCurrency.set(row.currency, sums);
    }
    if (row.packed) {
      sums.numbered.addBytes(row.packed);
      continue;
    }
    const values = figures.map((name) => (row as unknown as Record<string, bigint | null>)[name] ?? 0n);
    if (row.number !== null) sums.numbered.add(row.number, values);
    else addTo(sums.unnumbered, row.key ?? '', values);
  }
  return perCurrency;
}

function addTo(sums: Map<string, bigint[]>, key: string, values: readonly bigint[]): void {
  const known = sums.get(key);
  sums.set(key, known ? known.map((value, place) => value + (values[place] ?? 0n)) : [...values]);
}

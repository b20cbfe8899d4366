/** What the customers of each segment bought. A customer in two segments counts in both, so the rows may come to more than the
 *  total, which counts every receipt once. */
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import { isPacked } from '../engine/packed-ranking.ts';
import type { Report } from '../engine/report.ts';
import { type Naming, rollupReport } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import { columnsOf, type Sums, valuesOf } from '../measures.ts';
import { packedSegments } from './segment-sums.ts';

const figures = ['gross', 'discounts', 'net', 'receipts', 'average'] as const;

const wanted = columnsOf(figures);

/** Who is in no segment: see `segment` of sum-rollup.ts. */
const others: Readonly<Record<string, string>> = {
  none: 'noSegment',
  nobody: 'noCustomer',
  unknown: 'unknownCustomers',
  'walk-in': 'walkIn',
};

const bySegment = rollupReport({
  name: 'sales-by-segment',
  area: 'customers',
  rollup: 'customerTotals',
  by: ['segment'],
  measures: figures,
  lead: 'net',
  rowName: 'segment',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 20 },
  instantFilters: [],
  notes: ['segments'],
  sumsOf: (ctx, window) => (isPacked(window) ? packedSegments(ctx, window) : null),
  async naming(ctx, keys, { company }): Promise<Naming> {
    const ids = keys.filter((key) => !(key in others));
    const names = await namesOf(ctx, 'segment', { companyId: company.id, ids });
    return {
      label(key) {
        const word = others[key];
        return word ? { kind: 'word', word } : labelOf(names, key);
      },
      drill: (key) => receiptsOf({ segment: key }),
      kind: (key) => (key === 'nobody' || key === 'unknown' ? 'unknown' : undefined),
    };
  },
});

export const salesBySegment: Report = {
  ...bySegment,
  async sections(ctx, window) {
    const [sections, wholes] = await Promise.all([
      bySegment.sections(ctx, window),
      // Every receipt counts for one customer or for none: the whole is that of the days, which is read at once.
      sumRollup(ctx, window, { rollup: 'dayTotals', by: [], columns: wanted }),
    ]);
    return sections.map((section) => {
      const whole = wholes.find(({ currency }) => currency === section.currency) ?? {};
      return { ...section, total: valuesOf(figures, whole as Sums) };
    });
  },
};

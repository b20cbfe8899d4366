import { addDays, daysBetween, eachDay } from '../../server/core/business-day.ts';
import type { Ctx } from '../../server/db/index.ts';
import { overDays, receiptsOf } from '../engine/drills.ts';
import type { Part, Report, Row, Value } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { netOf, type Sums } from '../measures.ts';

const byDay: Report = rollupReport({
  name: 'sales-by-day',
  area: 'sales',
  hasTargets: true,
  rollup: 'dayTotals',
  by: ['business_day'],
  measures: [
    ...(['gross', 'discounts', 'net', 'vat', 'receipts', 'average'] as const),
    ...(['returns', 'cancelled', 'cancelledAmount', 'withLines'] as const),
  ],
  lead: 'net',
  keepsFrozen: true,
  rowName: 'day',
  chart: { kind: 'bar', columns: ['net'] },
  instantFilters: ['terminal'],
  notes: ['net', 'businessDays'],
  mostRows: 800,
  // A day is known by its place in the range, so that it stands beside the day of the same place of the range compared with.
  keyOf: (row, { range }) => String(daysBetween(range.from, String(row['business_day']))),
  allKeys: ({ range }) => eachDay(range.from, range.to).map((_, place) => String(place)),
  naming(_ctx, _keys, { range }) {
    const day = (key: string) => addDays(range.from, Number(key));
    return {
      label: (key) => ({ kind: 'day', day: day(key) }),
      drill: (key) => ({ report: 'sales-by-terminal', filters: overDays({ from: day(key), to: day(key) }) }),
    };
  },
});

/** What each business day brought. A day leads to its tills, its figures to the receipts; bars are drawn store by store. */
export const salesByDay: Report = {
  ...byDay,
  async sections(ctx, window) {
    const sections = await byDay.sections(ctx, window);
    return sections.map((section) => ({ ...section, rows: section.rows.map(withReceipts) }));
  },
  parts,
};

function withReceipts(row: Row): Row {
  const day = row.label.kind === 'day' ? row.label.day : '';
  if (day === '') return row;
  const drill = receiptsOf(overDays({ from: day, to: day }));
  return { ...row, cells: Object.fromEntries(byDay.columns.map(({ name }) => [name, drill])) };
}

/** What the stores brought each day; stores that sold nothing in a currency are left out. */
async function parts(ctx: Ctx, window: Window): Promise<ReadonlyMap<string, readonly Part[]>> {
  if (window.stores.length < 2) return new Map();
  const perCurrency = new Map<string, Map<number, Map<string, Value>>>();
  for (const row of await sumRollup(ctx, window, { rollup: 'dayTotals', by: ['store_id', 'business_day'] })) {
    const currency = String(row['currency']);
    const perStore = perCurrency.get(currency) ?? new Map<number, Map<string, Value>>();
    const values = perStore.get(Number(row['store_id'])) ?? new Map<string, Value>();
    values.set(String(daysBetween(window.range.from, String(row['business_day']))), netOf(row as Sums));
    perCurrency.set(currency, perStore.set(Number(row['store_id']), values));
  }
  const partsOf = (perStore: ReadonlyMap<number, ReadonlyMap<string, Value>>) =>
    window.stores.flatMap(({ id, name }): Part[] => {
      const values = perStore.get(id);
      return values ? [{ name, values }] : [];
    });
  return new Map([...perCurrency].map(([currency, perStore]) => [currency, partsOf(perStore)]));
}

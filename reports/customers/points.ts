import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { dayInRun, isInRun, runColumns, runsOf, spanOf } from '../engine/day-runs.ts';
import { overDays, receiptsOf, within } from '../engine/drills.ts';
import { daysOfMonth } from '../engine/periods.ts';
import type { Report, Row, Section } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { type MeasureName, measures, plus, type Sums, valuesOf } from '../measures.ts';

const shown = [
  ...(['earned', 'redeemed', 'redemption', 'manualPoints', 'expiredPoints'] as const),
] satisfies MeasureName[];

/** Points that receipts gave and took, what those that were taken were worth, and points that no receipt tells of. */
export const points: Report = {
  name: 'points',
  area: 'customers',
  permission: 'figures.see',
  columns: shown.map((name) => ({ name: measures[name].name, kind: measures[name].kind })),
  lead: 'earned',
  rowName: 'period',
  chart: { kind: 'bar', columns: ['earned', 'redeemed'] },
  instantFilters: [],
  readsDocuments: false,
  isComparable: true,
  hasRange: true,
  options: [{ name: 'per', values: ['day', 'month'] }],
  notes: ['points'],
  sections,
};

/** Entries that no document caused. Those of no store count where all stores do, by the company's clocks. */
const byHand = statement({
  params: {
    company_id: 'int',
    store_ids: ['int'],
    with_central: 'int',
    from: 'instant',
    to: 'instant',
    runs: runColumns,
  },
  returns: { day: 'int', manual: 'int?', expired: 'int?' },
  sql: (
    q,
  ) => `WITH e AS (SELECT coalesce(x.store_id, 0) AS store_id, ${q.millis('x.occurred_at')} AS at_ms, x.entry_type, x.points
      FROM loyalty_entries x WHERE x.company_id = ${q.param('company_id')} AND x.transaction_uuid IS NULL
        AND x.occurred_at >= ${q.param('from')} AND x.occurred_at < ${q.param('to')}
        AND (x.store_id IN ${q.list('store_ids')} OR (x.store_id IS NULL AND ${q.param('with_central')} = 1)))
    SELECT ${dayInRun('e.at_ms', 'u')} AS day, CAST(sum(CASE WHEN e.entry_type = 'EXPIRED' THEN 0 ELSE e.points END) AS integer) AS manual,
      CAST(sum(CASE WHEN e.entry_type = 'EXPIRED' THEN -e.points ELSE 0 END) AS integer) AS expired
    FROM e JOIN ${q.rows('runs', 'u')} ON ${isInRun({ at: 'e.at_ms', store: 'e.store_id', run: 'u' })}
    GROUP BY 1`,
});

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const { range, company, stores } = window;
  const runs = runsOf(window, range);
  const [told, entries] = await Promise.all([
    sumRollup(ctx, window, { rollup: 'loyaltyTotals', by: ['business_day'] }),
    ctx.db.dialect.query(ctx.db.reader, byHand, {
      company_id: company.id,
      store_ids: stores.map(({ id }) => id),
      with_central: company.hiddenStores === 0 && stores.length === company.stores.length ? 1 : 0,
      ...spanOf(runs),
      runs,
    }),
  ]);
  const isByMonth = window.options['per'] === 'month';
  const periodOf = (day: string) => (isByMonth ? day.slice(0, 7) : day);
  const perCurrency = new Map<string, Map<string, Sums>>();
  const add = (currency: string, day: string, sums: Sums) => {
    const periods = perCurrency.get(currency) ?? new Map<string, Sums>();
    periods.set(periodOf(day), plus(periods.get(periodOf(day)) ?? {}, sums));
    perCurrency.set(currency, periods);
  };
  for (const { currency, business_day: day, ...sums } of told) add(String(currency), String(day), sums as Sums);
  // Points are in no currency; what no receipt tells of stands with the company's own.
  for (const { day, manual, expired } of entries) {
    add(window.convertTo ?? company.currency, addDays(range.from, day), { manual: manual ?? 0, expired: expired ?? 0 });
  }
  const days = Array.from({ length: daysBetween(range.from, range.to) + 1 }, (_, index) => addDays(range.from, index));
  const keys = [...new Set(days.map(periodOf))];
  return currenciesInOrder([...perCurrency.keys()], company.currency).map((currency) => {
    const periods = perCurrency.get(currency) ?? new Map<string, Sums>();
    const rows: Row[] = keys.map((key) => ({
      key,
      label: isByMonth ? { kind: 'month', month: key } : { kind: 'day', day: key },
      values: valuesOf(shown, periods.get(key) ?? {}),
      drill: receiptsOf(overDays(within(isByMonth ? daysOfMonth(key) : { from: key, to: key }, range))),
    }));
    return { currency, rows, total: valuesOf(shown, [...periods.values()].reduce(plus, {})) };
  });
}

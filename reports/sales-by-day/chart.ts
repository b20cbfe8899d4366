import { currencyDecimals } from '../../server/core/currencies.ts';
import { moneyToNumber } from '../../server/core/money.ts';
import type { ChartSpec } from '../../server/http/chart.ts';
import { type Comparison, dayLabel } from '../range.ts';
import type { CurrencySales, SalesByDay } from './query.ts';

/** More stores than colours: the smallest are drawn as one. */
const mostBars = 6;

/** How a comparison is called, in choices and legends. */
export const comparisonLabels: Record<Comparison, string> = {
  previous: 'Previous period',
  'last-year': 'Same weekdays last year',
  none: 'Nothing',
};

/** Net sales per day, stacked by store when there is more than one, with the compared days as a line.
 *  @throws RangeError an amount is too large to be an exact number */
export function salesChart(
  report: SalesByDay,
  sales: CurrencySales,
  options: { id: string; title: string; dayHref: (day: string) => string },
): ChartSpec {
  const { days, currency } = sales;
  const links = days.map(({ day }) => options.dayHref(day));
  const bars = barsOf(sales).map(({ name, netE4 }) => ({ name, values: netE4.map(moneyToNumber), links }));
  const line = report.compare && {
    name: comparisonLabels[report.compare.kind],
    values: days.map(({ compared }) => moneyToNumber(compared?.netE4 ?? 0n)),
    kind: 'line' as const,
    muted: true,
  };
  return {
    id: options.id,
    title: options.title,
    summary: `${options.title} per day from ${dayLabel(report.range.from)} to ${dayLabel(report.range.to)}. The table holds the same figures.`,
    kind: 'bar',
    stacked: true,
    labels: days.map(({ day }) => axisLabel(day, days.length)),
    series: line ? [...bars, line] : bars,
    format: { kind: 'money', currency, decimals: currencyDecimals(currency) },
    tableId: `${options.id}-table`,
  };
}

interface Bar {
  name: string;
  netE4: readonly bigint[];
}

function barsOf({ stores, days }: CurrencySales): Bar[] {
  if (stores.length <= 1) return [{ name: stores[0]?.name ?? 'Net sales', netE4: days.map((day) => day.netE4) }];
  const bySize = [...stores].sort((a, b) => (total(b.netE4) > total(a.netE4) ? 1 : -1));
  const shown = stores.length > mostBars ? bySize.slice(0, mostBars - 1) : stores;
  const rest = stores.filter((store) => !shown.includes(store));
  if (rest.length === 0) return [...shown];
  const together = days.map((_day, place) => total(rest.map((store) => store.netE4[place] ?? 0n)));
  return [...shown, { name: `${rest.length} other stores`, netE4: together }];
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** "Fri 20 Nov", and over months "20 Nov 2026". */
function axisLabel(day: string, days: number): string {
  const words = dayLabel(day).split(' ');
  return (days > 62 ? words.slice(1) : words.slice(0, 3)).join(' ');
}

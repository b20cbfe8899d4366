import { weekdayOf } from '../../server/core/business-day.ts';
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

/** Longer ranges are drawn week by week: hundreds of bars say nothing. */
const mostDayBars = 120;

export interface ChartOptions {
  /** Unique in the page. */
  id: string;
  title: string;
  /** Addresses of a day's own page, and of this report for the days of a week. */
  dayHref(day: string): string;
  weekHref(from: string, to: string): string;
}

/** Net sales per day or week, stacked by store when there is more than one, with the compared days as a line.
 *  @throws RangeError an amount is too large to be an exact number */
export function salesChart(report: SalesByDay, sales: CurrencySales, options: ChartOptions): ChartSpec {
  const { days, currency } = sales;
  const buckets = days.length > mostDayBars ? weeksOf(days) : days.map((_, place) => ({ from: place, to: place + 1 }));
  const dayAt = (place: number) => days[place]?.day ?? '';
  const inBuckets = (amounts: readonly bigint[]) =>
    buckets.map(({ from, to }) => moneyToNumber(total(amounts.slice(from, to))));
  const links = buckets.map(({ from, to }) =>
    to - from === 1 ? options.dayHref(dayAt(from)) : options.weekHref(dayAt(from), dayAt(to - 1)),
  );
  const bars = barsOf(sales).map(({ name, netE4 }) => ({ name, values: inBuckets(netE4), links }));
  const line = report.compare && {
    name: comparisonLabels[report.compare.kind],
    values: inBuckets(days.map(({ compared }) => compared?.netE4 ?? 0n)),
    kind: 'line' as const,
    muted: true,
  };
  const isWeekly = buckets.length < days.length;
  const span = `from ${dayLabel(report.range.from)} to ${dayLabel(report.range.to)}`;
  return {
    id: options.id,
    title: options.title,
    summary: `${options.title} per ${isWeekly ? 'week' : 'day'} ${span}. The table holds the same figures day by day.`,
    kind: 'bar',
    stacked: true,
    labels: buckets.map(({ from }) => (isWeekly ? weekLabel(dayAt(from)) : axisLabel(dayAt(from), days.length))),
    series: line ? [...bars, line] : bars,
    format: { kind: 'money', currency, decimals: currencyDecimals(currency) },
    tableId: `${options.id}-table`,
  };
}

/** Runs of days from Monday to Sunday, as places from (included) to (excluded); the first and the last may be shorter. */
function weeksOf(days: readonly { day: string }[]): { from: number; to: number }[] {
  const starts = days.flatMap(({ day }, place) => (place === 0 || weekdayOf(day) === 1 ? [place] : []));
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? days.length }));
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

/** "Week of 16 Nov 2026". */
function weekLabel(day: string): string {
  return `Week of ${dayLabel(day).split(' ').slice(1).join(' ')}`;
}

/** "Fri 20 Nov", and over months "20 Nov 2026". */
function axisLabel(day: string, days: number): string {
  const words = dayLabel(day).split(' ');
  return (days > 62 ? words.slice(1) : words.slice(0, 3)).join(' ');
}

import { weekdayOf } from '../../server/core/business-day.ts';
import { currencyDecimals } from '../../server/core/currencies.ts';
import { moneyToNumber } from '../../server/core/money.ts';
import type { Translate } from '../../server/core/translate.ts';
import type { ChartSpec } from '../../server/http/chart.ts';
import type { Words } from '../cells.ts';
import type { CurrencySales, SalesByDay } from './query.ts';

/** More stores than colours: the smallest are drawn as one. */
const mostBars = 6;

/** Longer ranges are drawn week by week: hundreds of bars say nothing. */
const mostDayBars = 120;

export interface ChartOptions {
  words: Words;
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
  const { t, formats } = options.words;
  const buckets = days.length > mostDayBars ? weeksOf(days) : days.map((_, place) => ({ from: place, to: place + 1 }));
  const dayAt = (place: number) => days[place]?.day ?? '';
  const inBuckets = (amounts: readonly bigint[]) =>
    buckets.map(({ from, to }) => moneyToNumber(total(amounts.slice(from, to))));
  const links = buckets.map(({ from, to }) =>
    to - from === 1 ? options.dayHref(dayAt(from)) : options.weekHref(dayAt(from), dayAt(to - 1)),
  );
  const bars = barsOf(t, sales).map(({ name, netE4 }) => ({ name, values: inBuckets(netE4), links }));
  const line = report.compare && {
    name: t(`reports.comparisons.${report.compare.kind}`),
    values: inBuckets(days.map(({ compared }) => compared?.netE4 ?? 0n)),
    kind: 'line' as const,
    muted: true,
  };
  const isWeekly = buckets.length < days.length;
  const labelOf = (day: string) => {
    if (isWeekly) return t('reports.chart.week', { day: formats.day(day) });
    return days.length > 62 ? formats.day(day) : formats.dayOfYear(day);
  };
  const from = formats.weekday(report.range.from);
  const to = formats.weekday(report.range.to);
  return {
    id: options.id,
    title: options.title,
    summary: t(isWeekly ? 'reports.chart.perWeek' : 'reports.chart.perDay', { title: options.title, from, to }),
    kind: 'bar',
    stacked: true,
    labels: buckets.map((bucket) => labelOf(dayAt(bucket.from))),
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

function barsOf(t: Translate, { stores, days }: CurrencySales): Bar[] {
  if (stores.length <= 1)
    return [{ name: stores[0]?.name ?? t('reports.sales.net'), netE4: days.map((day) => day.netE4) }];
  const bySize = [...stores].sort((a, b) => (total(b.netE4) > total(a.netE4) ? 1 : -1));
  const shown = stores.length > mostBars ? bySize.slice(0, mostBars - 1) : stores;
  const rest = stores.filter((store) => !shown.includes(store));
  if (rest.length === 0) return [...shown];
  const together = days.map((_day, place) => total(rest.map((store) => store.netE4[place] ?? 0n)));
  return [...shown, { name: t('reports.chart.others', { count: rest.length }), netE4: together }];
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

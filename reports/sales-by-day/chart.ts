import { moneyToNumber } from '../../server/core/money.ts';
import { type Comparison, dayLabel } from '../range.ts';
import type { CurrencySales, SalesByDay } from './query.ts';

/** What `charts.js` draws: finished numbers, one per label. */
export interface ChartData {
  currency: string;
  /** Short label of the axis and full one of the tooltip, per day. */
  labels: { short: string; full: string; href: string }[];
  /** Stacked bars. */
  bars: { label: string; values: number[] }[];
  /** A line over them: the days compared with. */
  line: { label: string; values: number[]; days: string[] } | null;
}

/** More stores than colours can be told apart: the smallest are drawn as one. */
const mostBars = 8;

const lineLabels: Record<Comparison, string> = {
  previous: 'Previous period',
  'last-year': 'Same weekdays last year',
  none: '',
};

export interface ChartLinks {
  /** Address of a day's own page. */
  day(day: string): string;
}

/** Net sales per day, stacked by store when there is more than one.
 *  @throws RangeError an amount is too large to be an exact number */
export function salesChart(report: SalesByDay, sales: CurrencySales, links: ChartLinks): ChartData {
  return {
    currency: sales.currency,
    labels: sales.days.map(({ day }) => ({ short: shortLabel(day), full: dayLabel(day), href: links.day(day) })),
    bars: barsOf(sales).map(({ label, netE4 }) => ({ label, values: netE4.map(moneyToNumber) })),
    line: report.compare && {
      label: lineLabels[report.compare.kind],
      values: sales.days.map(({ compared }) => moneyToNumber(compared?.netE4 ?? 0n)),
      days: sales.days.map(({ compared }) => (compared ? dayLabel(compared.day) : '')),
    },
  };
}

interface Bar {
  label: string;
  netE4: bigint[];
}

function barsOf({ stores, days }: CurrencySales): Bar[] {
  if (stores.length <= 1) return [{ label: stores[0]?.name ?? 'Net sales', netE4: days.map((day) => day.netE4) }];
  const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
  const bySize = [...stores].sort((a, b) => Number(total(b.netE4) - total(a.netE4)));
  const shown = stores.length > mostBars ? bySize.slice(0, mostBars - 1) : stores;
  const bars = shown.map(({ name, netE4 }): Bar => ({ label: name, netE4 }));
  const rest = stores.filter((store) => !shown.includes(store));
  if (rest.length === 0) return bars;
  const together = days.map((_day, place) => total(rest.map((store) => store.netE4[place] ?? 0n)));
  return [...bars, { label: `${rest.length} other stores`, netE4: together }];
}

/** "20 Nov": the year and the weekday stand in the tooltip. */
function shortLabel(day: string): string {
  return dayLabel(day).split(' ').slice(1, 3).join(' ');
}

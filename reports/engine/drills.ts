/** Where rows lead. */
import type { DayRange } from '../range.ts';
import type { Drill } from './report.ts';

/** The list of the receipts behind a number. */
export function receiptsOf(filters: Readonly<Record<string, string>>): Drill {
  return { report: 'receipts', filters };
}

/** Filters that say: these days. */
export function overDays({ from, to }: DayRange): Record<string, string> {
  return { range: 'own', from, to };
}

/** The part of a range that lies in another. */
export function within(range: DayRange, other: DayRange): DayRange {
  const from = [range.from, other.from].toSorted().at(-1) ?? range.from;
  const to = [range.to, other.to].toSorted().at(0) ?? range.to;
  return { from, to };
}

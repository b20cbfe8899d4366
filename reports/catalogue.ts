/** Every report that there is. Pages, files, schedules and the API know reports from this list alone. */
import type { Report } from './engine/report.ts';
import { salesByHour } from './sales/sales-by-hour.ts';
import { salesByStore } from './sales/sales-by-store.ts';

export const catalogue: readonly Report[] = [
  // Sales
  salesByStore,
  salesByHour,
];

/** The report of a name; undefined: there is none. */
export function reportNamed(name: string): Report | undefined {
  return catalogue.find((report) => report.name === name);
}

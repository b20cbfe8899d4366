/** Every report that there is. Pages, files, schedules and the API know reports from this list alone. */

import { salesByCustomer } from './customers/sales-by-customer.ts';
import { salesBySegment } from './customers/sales-by-segment.ts';
import type { Report } from './engine/report.ts';
import { basketSize } from './sales/basket-size.ts';
import { salesByCashier } from './sales/sales-by-cashier.ts';
import { salesByDay } from './sales/sales-by-day.ts';
import { salesByDepartment } from './sales/sales-by-department.ts';
import { salesByHour } from './sales/sales-by-hour.ts';
import { salesByMonth } from './sales/sales-by-month.ts';
import { salesByPayment } from './sales/sales-by-payment.ts';
import { salesByStore } from './sales/sales-by-store.ts';
import { salesByTerminal } from './sales/sales-by-terminal.ts';
import { salesByVatRate } from './sales/sales-by-vat-rate.ts';
import { salesByWeek } from './sales/sales-by-week.ts';
import { salesByWeekday } from './sales/sales-by-weekday.ts';
import { salesHeatMap } from './sales/sales-heat-map.ts';
import { sharesByDay, sharesByStore } from './sales/shares.ts';

export const catalogue: readonly Report[] = [
  // Sales
  salesByDay,
  salesByStore,
  salesByHour,
  salesByWeekday,
  salesHeatMap,
  salesByWeek,
  salesByMonth,
  salesByTerminal,
  salesByCashier,
  salesByDepartment,
  salesByPayment,
  salesByVatRate,
  basketSize,
  sharesByStore,
  sharesByDay,
  // Customers
  salesBySegment,
  salesByCustomer,
];

/** The report of a name; undefined: there is none. */
export function reportNamed(name: string): Report | undefined {
  return catalogue.find((report) => report.name === name);
}

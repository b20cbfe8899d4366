/** Every report that there is. Pages, files, schedules and the API know reports from this list alone. */

import { cashierControl } from './control/cashier-control.ts';
import { closures } from './control/closures.ts';
import { refused } from './control/refused.ts';
import { points } from './customers/points.ts';
import { pointsOutstanding } from './customers/points-outstanding.ts';
import { salesByCustomer } from './customers/sales-by-customer.ts';
import { salesBySegment } from './customers/sales-by-segment.ts';
import type { Report } from './engine/report.ts';
import { abc } from './products/abc.ts';
import { marginByDepartment } from './products/margin-by-department.ts';
import { products } from './products/products.ts';
import { basketSize } from './sales/basket-size.ts';
import { campaigns } from './sales/campaigns.ts';
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
import { daysOfCover } from './stock/days-of-cover.ts';
import { deadStock } from './stock/dead-stock.ts';
import { lowStock, negativeStock } from './stock/low-stock.ts';
import { sellThrough } from './stock/sell-through.ts';
import { stockMovements } from './stock/stock-movements.ts';
import { stockValue } from './stock/stock-value.ts';

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
  campaigns,
  // Customers
  salesBySegment,
  salesByCustomer,
  points,
  pointsOutstanding,
  // Products
  products,
  abc,
  marginByDepartment,
  // Stock
  stockValue,
  lowStock,
  negativeStock,
  daysOfCover,
  deadStock,
  sellThrough,
  stockMovements,
  // Control
  cashierControl,
  closures,
  refused,
];

/** The report of a name; undefined: there is none. */
export function reportNamed(name: string): Report | undefined {
  return catalogue.find((report) => report.name === name);
}

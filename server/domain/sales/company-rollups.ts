/** Totals of a company's days and months, of the rollups that hold much for each store and day: of most one row for all stores, of
 *  some a month of each store. They are not written with the documents but composed of the stores' rows of single days once a
 *  period is over (`compose-periods.ts`). */
import { type RollupName, rollupOf } from './rollup-sql.ts';
import type { Rollup } from './rollup-words.ts';

export interface CompanyRollup {
  table: string;
  /** What its rows are the sums of. */
  of: Rollup;
  /** A row is about one of these: also the name of its column. */
  period: 'business_day' | 'month';
  /** Its keys besides the company and the period. With `store_id` among them its rows are about one store each. */
  keys: readonly string[];
}

function companyRollup(name: RollupName, table: string): CompanyRollup {
  const of = rollupOf(name);
  const keys = of.keys.filter((key) => key !== 'store_id' && key !== 'business_day');
  return { table, of, period: 'business_day', keys };
}

/** Whose rows belong to a store by what they are about: a till, somebody at it. Or they are few for each store and month. */
function monthsOfStores(name: RollupName, table: string): CompanyRollup {
  const of = rollupOf(name);
  return { table, of, period: 'month', keys: of.keys.filter((key) => key !== 'business_day') };
}

export const companyRollups = {
  productDayTotals: companyRollup('productDayTotals', 'company_product_totals'),
  hourTotals: companyRollup('hourTotals', 'company_hour_totals'),
  departmentTotals: companyRollup('departmentTotals', 'company_department_totals'),
  dayTotals: monthsOfStores('dayTotals', 'terminal_month_totals'),
  cashierTotals: monthsOfStores('cashierTotals', 'cashier_month_totals'),
  basketTotals: monthsOfStores('basketTotals', 'basket_month_totals'),
} as const;

/** The composed rows of a rollup; null: it keeps none. */
export function companyRollupOf(name: RollupName): CompanyRollup | null {
  return name in companyRollups ? companyRollups[name as keyof typeof companyRollups] : null;
}

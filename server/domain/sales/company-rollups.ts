/** Totals over all stores of a company, of the rollups that hold much for each store and day. They are not written with the
 *  documents but composed of the stores' rows once a period is over (`compose-periods.ts`). */
import { type RollupName, rollupOf } from './rollup-sql.ts';
import type { Rollup } from './rollup-words.ts';

export interface CompanyRollup {
  table: string;
  /** What its rows are the sums of. */
  of: Rollup;
  /** A row is about one of these: also the name of its column. */
  period: 'business_day' | 'month';
  /** Its keys besides the company and the period. */
  keys: readonly string[];
}

function companyRollup(
  name: RollupName,
  table: string,
  period: CompanyRollup['period'] = 'business_day',
): CompanyRollup {
  const of = rollupOf(name);
  return { table, of, period, keys: of.keys.filter((key) => key !== 'store_id' && key !== 'business_day') };
}

export const companyRollups = {
  productDayTotals: companyRollup('productDayTotals', 'company_product_totals'),
  hourTotals: companyRollup('hourTotals', 'company_hour_totals'),
  departmentTotals: companyRollup('departmentTotals', 'company_department_totals'),
  customerTotals: companyRollup('customerTotals', 'company_customer_totals', 'month'),
} as const;

/** The rows of a rollup for all stores together; null: it keeps none. */
export function companyRollupOf(name: RollupName): CompanyRollup | null {
  return name in companyRollups ? companyRollups[name as keyof typeof companyRollups] : null;
}

/** Rows of a rollup over many stores or days: of periods that are composed one for all stores, or one for each store's month; of
 *  other days the stores' own. */
import { addDays } from '../../server/core/business-day.ts';
import { lookUp, type Words } from '../../server/db/index.ts';
import { type CompanyRollup, companyRollupOf, type RollupName } from '../../server/domain/sales/index.ts';
import type { DayRange } from '../range.ts';
import { isWholeCompany, type Window } from './window.ts';

/** What a statement with `companyRows` is asked with, beside company, stores and days. */
export const companyRowParams = { first_month: 'text', last_month: 'text' } as const;

/** The rollup whose composed rows answer a question; null: none does, because it is about single stores or days. Nothing is composed
 *  of a company of one store. */
export function companyRollupFor(
  window: Window,
  { rollup, by }: { rollup: RollupName; by: readonly string[] },
): CompanyRollup | null {
  const found = companyRollupOf(rollup);
  const { stores, hiddenStores } = window.company;
  if (found === null || stores.length + hiddenStores < 2) return null;
  if (!hasStores(found) && (!isWholeCompany(window) || by.includes('store_id'))) return null;
  const byDay = by.includes('business_day') || by.includes('weekday');
  return found.period === 'month' && byDay ? null : found;
}

const hasStores = ({ keys }: CompanyRollup) => keys.includes('store_id');

/** The months that lie wholly in a range; without any they end before they begin. */
export function wholeMonths({ from, to }: DayRange): { first_month: string; last_month: string } {
  return {
    first_month: from.endsWith('-01') ? from.slice(0, 7) : addDays(`${from.slice(0, 7)}-28`, 4).slice(0, 7),
    last_month: addDays(to, 1).endsWith('-01') ? to.slice(0, 7) : addDays(`${to.slice(0, 7)}-01`, -1).slice(0, 7),
  };
}

/** Further conditions on rows `t`, those that were composed and those of single stores and days alike. */
export type OwnConditions = () => string;

/** For WITH: `r`, with the company and the columns that are kept of all stores. Where what reads it is named twice, SQLite would
 *  write all its rows down first if it were not told.
 *  @param own asked for once for each table, in the order of their parameters */
export function companyRows(q: Words, rollup: CompanyRollup, own: OwnConditions): string {
  const { table, of, period, keys } = rollup;
  const isDay = period === 'business_day';
  const columns = ['company_id', ...(isDay ? [period] : []), ...keys, ...of.counts, ...of.sums].map(
    (name) => `t.${name}`,
  );
  const rows = (from: string, where: string) => lookUp(q.provider, { table: from, alias: 't', where });
  const composed = isDay
    ? `p.period BETWEEN ${q.param('from')} AND ${q.param('to')} AND length(p.period) = 10`
    : `p.period BETWEEN ${q.param('first_month')} AND ${q.param('last_month')} AND length(p.period) = 7`;
  const ofStores = () => (hasStores(rollup) ? ` AND t.store_id IN ${q.list('store_ids')}` : '');
  const covered = isDay ? 's.business_day' : 'substr(s.business_day, 1, 7)';
  return `WITH composed AS MATERIALIZED (SELECT p.period FROM composed_periods p
        WHERE ${composed} AND p.company_id = ${q.param('company_id')} AND p.state = 'composed'),
    open_days AS MATERIALIZED (SELECT DISTINCT s.business_day FROM store_day_totals s
        WHERE s.company_id = ${q.param('company_id')} AND s.store_id = 0
          AND s.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}
          AND ${covered} NOT IN (SELECT period FROM composed)),
    r AS NOT MATERIALIZED (SELECT ${columns.join(', ')} FROM composed c
        ${rows(table, `t.company_id = ${q.param('company_id')} AND t.${period} = c.period${ofStores()}${own()}`)}
      UNION ALL SELECT ${columns.join(', ')} FROM open_days o
        ${rows(of.table, `t.store_id IN ${q.list('store_ids')} AND t.business_day = o.business_day${own()}`)})`;
}

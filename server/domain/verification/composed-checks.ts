/** Composed totals against the stores' own rows of single days: of the periods that are composed. These rows are compared with
 *  the documents by checks of their own. */
import type { EngineWords } from '../../db/index.ts';
import { type CompanyRollup, companyRollups } from '../sales/index.ts';
import type { SumCheck } from './compare.ts';

const joinMark = (alias: string, period: string) =>
  `JOIN composed_periods m ON m.company_id = ${alias}.company_id AND m.period = ${period} AND m.state = 'composed'`;

const intKeys: ReadonlySet<string> = new Set(['hour', 'store_id', 'terminal_id', 'band']);

function composedCheck(kind: string, { table, of, period, keys }: CompanyRollup): SumCheck {
  const values = [...of.counts, ...of.sums];
  return {
    kind,
    stored: `(SELECT c.* FROM ${table} c ${joinMark('c', `c.${period}`)})`,
    keys: {
      company_id: 'int',
      [period]: 'text',
      ...Object.fromEntries(keys.map((key) => [key, intKeys.has(key) ? ('int' as const) : ('text' as const)])),
    },
    values,
    expected: (q: EngineWords) => {
      const day = 't.business_day';
      const own = period === 'month' ? `substr(${day}, 1, 7)` : day;
      const grouped = ['t.company_id', own, ...keys.map((key) => `t.${key}`)];
      const sums = values.map((value) => `${q.sumBig(`t.${value}`)} AS ${value}`);
      return `SELECT t.company_id, ${own} AS ${period}, ${keys.map((key) => `t.${key}`).join(', ')}, ${sums.join(', ')}
        FROM ${of.table} t ${joinMark('t', own)} GROUP BY ${grouped.join(', ')}`;
    },
  };
}

export const composedChecks: readonly SumCheck[] = [
  composedCheck('rollup.companyProduct', companyRollups.productDayTotals),
  composedCheck('rollup.companyHour', companyRollups.hourTotals),
  composedCheck('rollup.companyDepartment', companyRollups.departmentTotals),
  composedCheck('rollup.terminalMonth', companyRollups.dayTotals),
  composedCheck('rollup.cashierMonth', companyRollups.cashierTotals),
  composedCheck('rollup.basketMonth', companyRollups.basketTotals),
];

/** What each department brought, by the lines of the receipts. What receipts came to without saying it line by line, and what
 *  rounding leaves over, are rows: with them the departments come to the takings. */
import type { Ctx } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import type { Report, Row } from '../engine/report.ts';
import { type Beside, type RollupReport, rollupReport } from '../engine/rollup-report.ts';
import { type SumRow, sumRollup } from '../engine/sum-rollup.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { measures, valuesOf } from '../measures.ts';

const common = {
  name: 'sales-by-department',
  area: 'sales',
  rollup: 'departmentTotals',
  measures: ['gross', 'vat', 'lines', 'quantity', 'margin', 'marginShare', 'costKnown'],
  lead: 'gross',
  rowName: 'department',
  chart: { kind: 'bar', columns: ['gross'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  options: [{ name: 'level', values: ['main', 'sub'] }],
  notes: ['departments'],
  beside: notByDepartment,
} as const satisfies Partial<RollupReport>;

const byMainGroup = rollupReport({
  ...common,
  by: ['main_group_id'],
  async naming(ctx, ids, { company }) {
    const names = await namesOf(ctx, 'department', { companyId: company.id, ids });
    return {
      label: (id) => (id === '' ? { kind: 'word', word: 'noDepartment' } : labelOf(names, id)),
      drill: (id) => receiptsOf({ department: id === '' ? unknownKey : id }),
      kind: (id) => (id === '' ? 'unknown' : undefined),
    };
  },
});

const bySubGroup = rollupReport({
  ...common,
  by: ['main_group_id', 'sub_group_id'],
  async naming(ctx, keys, { company }) {
    const pairs = keys.map(partsOf);
    const [main, sub] = await Promise.all([
      namesOf(ctx, 'department', { companyId: company.id, ids: pairs.map(([id]) => id) }),
      namesOf(ctx, 'subDepartment', { companyId: company.id, ids: pairs.map(([, id]) => id) }),
    ]);
    return {
      label(key) {
        const [mainId, subId] = partsOf(key);
        if (mainId === '' && subId === '') return { kind: 'word', word: 'noDepartment' };
        if (subId === '') return labelOf(main, mainId);
        const label = labelOf(sub, subId);
        return label.kind === 'text' ? { ...label, note: main.get(mainId) ?? '' } : label;
      },
      drill: (key) => receiptsOf({ sub: partsOf(key).join(':') }),
      kind: (key) => (partsOf(key).join('') === '' ? 'unknown' : undefined),
    };
  },
});

function partsOf(key: string): [string, string] {
  const [main = '', sub = ''] = key.split(' ');
  return [main, sub];
}

/** Under VAT rate −1 lie the receipts that say neither lines nor departments. A filter on departments leaves nothing over. */
async function notByDepartment(ctx: Ctx, window: Window): Promise<Beside> {
  if (window.filters.department) return { currencies: [], rows: () => [] };
  const [days, rates] = await Promise.all([
    sumRollup(ctx, window, { rollup: 'dayTotals', by: [] }),
    sumRollup(ctx, window, { rollup: 'vatTotals', by: ['rate_basis_points'] }),
  ]);
  return {
    currencies: days.map((row) => String(row['currency'])),
    rows(currency, sums) {
      const inAll = days.find((row) => row['currency'] === currency) ?? {};
      const isUntold = (row: SumRow) => row['currency'] === currency && row['rate_basis_points'] === -1;
      const untold = rates.find(isUntold) ?? {};
      const vat = big(untold, 'vat_e4');
      const gross = big(untold, 'taxable_e4') + vat;
      return [
        ...besideRow('withoutLines', 'unknown', { gross_e4: gross, vat_e4: vat }),
        ...besideRow('lineDifference', 'difference', {
          gross_e4: big(inAll, 'gross_e4') - big(sums, 'gross_e4') - gross,
          vat_e4: big(inAll, 'vat_e4') - big(sums, 'vat_e4') - vat,
        }),
      ];
    },
  };
}

function besideRow(key: string, kind: 'unknown' | 'difference', money: { gross_e4: bigint; vat_e4: bigint }): Row[] {
  if (money.gross_e4 === 0n && money.vat_e4 === 0n) return [];
  const values = { ...noValues, ...valuesOf(['gross', 'vat'], money) };
  const drill = receiptsOf(kind === 'unknown' ? { vat: '-1' } : { kind: 'departments-differ' });
  return [{ key, kind, label: { kind: 'word', word: key }, values, drill }];
}

const big = (row: SumRow, column: string): bigint => BigInt(row[column] ?? 0);

const noValues = Object.fromEntries(common.measures.map((name) => [measures[name].name, null]));

export const salesByDepartment: Report = {
  ...byMainGroup,
  sections: (ctx, window) => (window.options['level'] === 'sub' ? bySubGroup : byMainGroup).sections(ctx, window),
};

import { headSums } from '../engine/beside-lines.ts';
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import type { Report, Row } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { unknownKey } from '../engine/window.ts';
import type { Sums } from '../measures.ts';

/** What the goods of each department brought beyond what they cost, of the lines that say their cost. */
const byDepartment: Report = rollupReport({
  name: 'margin-by-department',
  area: 'products',
  rollup: 'departmentTotals',
  by: ['main_group_id'],
  measures: ['gross', 'discounts', 'vat', 'netOfVat', 'cost', 'margin', 'marginShare', 'costKnown'],
  lead: 'margin',
  rowName: 'department',
  chart: { kind: 'bar', columns: ['margin'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  notes: ['costOfSale', 'linesAndHeads'],
  ofAll: receiptsOf({}),
  async naming(ctx, keys, { company }) {
    const names = await namesOf(ctx, 'department', { companyId: company.id, ids: keys });
    return {
      label: (key) => (key === '' ? { kind: 'word', word: 'noDepartment' } : labelOf(names, key)),
      drill: (key) => ({ report: 'products', filters: { department: key || unknownKey } }),
      kind: (key) => (key === '' ? 'unknown' : undefined),
    };
  },
  /** Documents without lines and departments, discounts on the whole document, rounding: one row, for a document without lines may
   *  name departments all the same. */
  async beside(ctx, window) {
    const heads = await headSums(ctx, window);
    return {
      currencies: [...(heads?.keys() ?? [])],
      rows: (currency, sums) => (heads ? restRow(heads.get(currency) ?? {}, sums) : []),
    };
  },
});

/** A department leads to its products, its figures to the receipts: goods sold without a product are in these alone. */
export const marginByDepartment: Report = {
  ...byDepartment,
  async sections(ctx, window) {
    const sections = await byDepartment.sections(ctx, window);
    return sections.map((section) => ({ ...section, rows: section.rows.map(withReceipts) }));
  },
};

function withReceipts(row: Row): Row {
  const { department } = row.drill?.filters ?? {};
  if (department === undefined) return row;
  return {
    ...row,
    cells: Object.fromEntries(byDepartment.columns.map(({ name }) => [name, receiptsOf({ department })])),
  };
}

function restRow(head: Sums, lines: Sums): Row[] {
  const rest = (column: string) => BigInt(head[column] ?? 0) - BigInt(lines[column] ?? 0);
  const [gross, discounts, vat] = [rest('gross_e4'), rest('discount_e4'), rest('vat_e4')];
  const surcharges = BigInt(head['surcharge_e4'] ?? 0);
  if (gross === 0n && discounts === 0n && vat === 0n && surcharges === 0n) return [];
  return [
    {
      key: '(rest)',
      label: { kind: 'word', word: 'withoutDepartment' },
      values: { gross, discounts, vat, netOfVat: gross - discounts - vat + surcharges },
      drill: receiptsOf({ kind: 'beside-departments' }),
      kind: 'unknown',
    },
  ];
}

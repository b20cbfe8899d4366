/** What one document adds to every rollup, in plain code: the limit must write the same rows as the hub. */
import type { readTransaction } from '../../server/domain/sales/index.ts';

type Parsed = ReturnType<typeof readTransaction>;

export interface Addition {
  table: string;
  keys: (string | number)[];
  values: bigint[];
}

const day = ['store_id', 'business_day'] as const;
const lineValues = ['lines', 'quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4'] as const;

/** Keys in the order of `Addition.keys`; company_id stands last where it is no key. */
export const rollupTables: readonly { table: string; keys: readonly string[]; values: readonly string[] }[] = [
  {
    table: 'day_totals',
    keys: [...day, 'terminal_id', 'currency'],
    values: [
      ...['documents', 'cancelled', 'returns', 'with_lines', 'lines', 'payments', 'gross_e4', 'discount_e4', 'vat_e4'],
      ...['surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4', 'cancelled_e4'],
    ],
  },
  {
    table: 'hour_totals',
    keys: [...day, 'hour', 'currency'],
    values: ['documents', 'gross_e4', 'discount_e4', 'vat_e4'],
  },
  { table: 'product_day_totals', keys: [...day, 'product_id', 'currency'], values: lineValues },
  {
    table: 'product_month_totals',
    keys: ['company_id', 'store_id', 'month', 'product_id', 'currency'],
    values: lineValues,
  },
  {
    table: 'department_totals',
    keys: [...day, 'main_group_id', 'sub_group_id', 'currency'],
    values: ['lines', 'quantity_e4', 'gross_e4', 'vat_e4'],
  },
  {
    table: 'vat_totals',
    keys: [...day, 'rate_basis_points', 'currency'],
    values: ['documents', 'taxable_e4', 'vat_e4'],
  },
  { table: 'payment_totals', keys: [...day, 'payment_type', 'currency'], values: ['payments', 'amount_e4'] },
  {
    table: 'cashier_totals',
    keys: [...day, 'cashier_id', 'currency'],
    values: ['documents', 'cancelled', 'returns', 'gross_e4', 'discount_e4'],
  },
  {
    table: 'campaign_totals',
    keys: [...day, 'discount_type_id', 'code', 'currency'],
    values: ['discounts', 'discount_e4'],
  },
  { table: 'customer_totals', keys: [...day, 'customer_id', 'currency'], values: ['documents', 'gross_e4'] },
];

/** For a sale that counts and whose VAT is told by its taxes, which is what the bench sells. */
export function additionsOf({ head, rows }: Parsed): Addition[] {
  const { store_id: storeId, business_day: businessDay, currency, company_id: companyId } = head;
  const place = [storeId, businessDay];
  const add = (table: string, keys: (string | number)[], values: bigint[]): Addition => ({
    table,
    keys: [...place, ...keys, currency, companyId],
    values,
  });
  const one = 1n;
  const { total_e4: gross, discount_e4: discount, vat_e4: vat } = head;
  const counts = [one, 0n, 0n, one, BigInt(rows.lines.length), BigInt(rows.payments.length)];
  const amounts = [head.surcharge_e4, head.tip_e4, head.paid_e4, head.change_e4, 0n];
  const all = [
    add('day_totals', [head.terminal_id], [...counts, gross, discount, vat, ...amounts]),
    add('hour_totals', [head.hour], [one, gross, discount, vat]),
    add('cashier_totals', [head.cashier_id ?? ''], [one, 0n, 0n, gross, discount]),
    add('customer_totals', [head.customer_id ?? ''], [one, gross]),
  ];
  for (const line of rows.lines) {
    if (line.is_cancelled || line.is_voided) continue;
    const product = line.product_id ?? '';
    const values = [one, line.quantity_e4, line.total_e4, line.discount_e4, line.vat_e4];
    all.push(add('product_day_totals', [product], values));
    for (const store of [storeId, 0]) {
      const keys = [companyId, store, businessDay.slice(0, 7), product, currency];
      all.push({ table: 'product_month_totals', keys, values });
    }
    const department = [one, line.quantity_e4, line.total_e4, line.vat_e4];
    all.push(add('department_totals', [line.main_group_id, line.sub_group_id ?? ''], department));
  }
  for (const tax of rows.taxes) all.push(add('vat_totals', [tax.rate_basis_points], [one, tax.taxable_e4, tax.tax_e4]));
  for (const row of rows.payments.filter((each) => !each.is_cancelled))
    all.push(add('payment_totals', [row.payment_type], [one, row.amount_e4]));
  for (const row of rows.discounts.filter((each) => !each.is_cancelled)) {
    all.push(add('campaign_totals', [row.discount_type_id, row.code ?? ''], [one, row.amount_e4]));
  }
  return all;
}

/** What one document adds to every rollup, in plain code: the limit must write the same rows as the hub. */
import { basketBands, type readTransaction } from '../../server/domain/sales/index.ts';

type Parsed = ReturnType<typeof readTransaction>;

export interface Addition {
  table: string;
  keys: (string | number)[];
  values: bigint[];
}

const day = ['store_id', 'business_day'] as const;
const dayValues = [
  ...['documents', 'cancelled', 'returns', 'with_lines', 'lines', 'payments', 'gross_e4', 'discount_e4', 'vat_e4'],
  ...['surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4', 'cancelled_e4', 'returned_e4', 'lined_e4'],
];
const lineValues = ['lines', 'quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4', 'cost_e4', 'costed_e4'] as const;

/** Keys in the order of `Addition.keys`; company_id stands last where it is no key. */
export const rollupTables: readonly { table: string; keys: readonly string[]; values: readonly string[] }[] = [
  { table: 'day_totals', keys: [...day, 'terminal_id', 'currency'], values: dayValues },
  { table: 'store_day_totals', keys: ['company_id', ...day, 'currency'], values: dayValues },
  {
    table: 'hour_totals',
    keys: [...day, 'hour', 'currency'],
    values: ['documents', 'gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4'],
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
    values: ['lines', 'quantity_e4', 'gross_e4', 'vat_e4', 'discount_e4', 'cost_e4', 'costed_e4'],
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
    values: [
      ...['documents', 'cancelled', 'returns', 'voided_lines', 'unproven', 'gross_e4', 'discount_e4', 'vat_e4'],
      ...['surcharge_e4', 'cancelled_e4', 'voided_e4', 'returned_e4', 'unproven_e4'],
    ],
  },
  {
    table: 'campaign_totals',
    keys: [...day, 'discount_type_id', 'code', 'currency'],
    values: ['discounts', 'documents', 'discount_e4', 'sales_e4'],
  },
  {
    table: 'customer_totals',
    keys: [...day, 'customer_id', 'currency'],
    values: ['documents', 'gross_e4', 'discount_e4', 'surcharge_e4'],
  },
  { table: 'basket_totals', keys: [...day, 'kind', 'band', 'currency'], values: ['documents', 'net_e4'] },
  { table: 'loyalty_totals', keys: [...day, 'currency'], values: ['documents', 'earned', 'redeemed', 'redemption_e4'] },
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
  const amounts = [head.surcharge_e4, head.tip_e4, head.paid_e4, head.change_e4, 0n, 0n, gross];
  const net = gross - discount + head.surcharge_e4;
  const live = rows.lines.filter((line) => !line.is_cancelled && !line.is_voided);
  const all = [
    add('day_totals', [head.terminal_id], [...counts, gross, discount, vat, ...amounts]),
    ...[storeId, 0].map((store) => ({
      table: 'store_day_totals',
      keys: [companyId, store, businessDay, currency],
      values: [...counts, gross, discount, vat, ...amounts],
    })),
    add('hour_totals', [head.hour], [one, gross, discount, vat, head.surcharge_e4]),
    add(
      'cashier_totals',
      [head.cashier_id ?? ''],
      [
        ...[one, 0n, 0n, BigInt(rows.lines.length - live.length), 0n, gross, discount, vat, head.surcharge_e4, 0n],
        ...[rows.lines.filter((line) => !live.includes(line)).reduce((sum, line) => sum + line.total_e4, 0n), 0n, 0n],
      ],
    ),
    add('customer_totals', [head.customer_id ?? ''], [one, gross, discount, head.surcharge_e4]),
    add('basket_totals', ['amount', bandOf(basketBands.amount, net / 10_000n)], [one, net]),
    add('basket_totals', ['items', bandOf(basketBands.items, BigInt(live.length))], [one, net]),
  ];
  for (const line of live) {
    const saysCost = line.cost_e4 !== null;
    const cost = line.cost_e4 === null ? 0n : (line.cost_e4 * line.quantity_e4 + 5_000n) / 10_000n;
    const costed = saysCost ? line.total_e4 - line.discount_e4 - line.vat_e4 : 0n;
    const product = line.product_id ?? '';
    const values = [one, line.quantity_e4, line.total_e4, line.discount_e4, line.vat_e4, cost, costed];
    all.push(add('product_day_totals', [product], values));
    for (const store of [storeId, 0]) {
      const keys = [companyId, store, businessDay.slice(0, 7), product, currency];
      all.push({ table: 'product_month_totals', keys, values });
    }
    const department = [one, line.quantity_e4, line.total_e4, line.vat_e4, line.discount_e4, cost, costed];
    all.push(add('department_totals', [line.main_group_id, line.sub_group_id ?? ''], department));
  }
  for (const tax of rows.taxes) all.push(add('vat_totals', [tax.rate_basis_points], [one, tax.taxable_e4, tax.tax_e4]));
  for (const row of rows.payments.filter((each) => !each.is_cancelled))
    all.push(add('payment_totals', [row.payment_type], [one, row.amount_e4]));
  for (const row of rows.discounts.filter((each) => !each.is_cancelled)) {
    all.push(add('campaign_totals', [row.discount_type_id, row.code ?? ''], [one, one, row.amount_e4, net]));
  }
  if (rows.loyalty.length > 0) {
    const points = (of: (row: (typeof rows.loyalty)[number]) => number) =>
      BigInt(rows.loyalty.reduce((sum, row) => sum + of(row), 0));
    const worth = rows.loyalty.reduce((sum, row) => sum + row.redemption_e4, 0n);
    all.push(
      add('loyalty_totals', [], [one, points((row) => row.points_earned), points((row) => row.points_redeemed), worth]),
    );
  }
  return all;
}

const bandOf = (starts: readonly number[], value: bigint): number =>
  starts.findLast((start) => value >= BigInt(start)) ?? starts[0] ?? 0;

/** What each rollup must hold, computed from the documents' typed rows. Written apart from the statements that maintain the
 *  rollups (`domain/sales`), so that a mistake there does not prove itself right here. */

import type { EngineWords } from '../../db/index.ts';
import type { SumCheck } from './compare.ts';

const day = { store_id: 'int', business_day: 'text', currency: 'text', company_id: 'int' } as const;
const dayColumns = (alias: string) =>
  `${alias}.store_id, ${alias}.business_day, ${alias}.currency, ${alias}.company_id`;

/** Lines that count: the document counts, and the line is neither cancelled nor voided. */
const liveLines = `transactions t JOIN transaction_lines l ON l.transaction_id = t.id
  WHERE t.sign <> 0 AND NOT l.is_cancelled AND NOT l.is_voided`;

const signed = (q: EngineWords, column: string, name: string) => `${q.sumBig(`t.sign * ${column}`)} AS ${name}`;
/** What a document came to. */
const documentNet = '(t.total_e4 + t.surcharge_e4 - t.discount_e4) * t.sign';
const countWhere = (condition: string, name: string) => `count(CASE WHEN ${condition} THEN 1 END) AS ${name}`;

/** What a line cost: nothing unless it says so, and says it believably. Rounded half up, away from zero. */
const isCosted =
  '(l.cost_e4 IS NOT NULL AND l.cost_e4 >= 0 AND l.cost_e4 <= 100000000000 AND abs(l.quantity_e4) <= 100000000000)';
const costOf = (whole: string) => `(l.cost_e4 * (${whole} / 10000) + (l.cost_e4 * (${whole} % 10000) + 5000) / 10000)`;
const lineCost = `CASE WHEN NOT ${isCosted} THEN 0 WHEN l.quantity_e4 >= 0 THEN ${costOf('l.quantity_e4')}
    ELSE -${costOf('(-l.quantity_e4)')} END`;
const costedSales = `CASE WHEN ${isCosted} THEN l.total_e4 - (l.discount_e4 + l.vat_e4) ELSE 0 END`;

const lineValues = ['lines', 'quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4', 'cost_e4', 'costed_e4'];
const lineSums = (q: EngineWords) =>
  `count(*) AS lines, ${signed(q, 'l.quantity_e4', 'quantity_e4')}, ${signed(q, 'l.total_e4', 'gross_e4')},
   ${signed(q, 'l.discount_e4', 'discount_e4')}, ${signed(q, 'l.vat_e4', 'vat_e4')},
   ${signed(q, lineCost, 'cost_e4')}, ${signed(q, costedSales, 'costed_e4')}`;

const dayTotals: SumCheck = {
  kind: 'rollup.day',
  stored: 'day_totals',
  keys: { ...day, terminal_id: 'int' },
  values: [
    ...['documents', 'cancelled', 'returns', 'with_lines', 'lines', 'payments'],
    ...['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4', 'cancelled_e4'],
    ...['returned_e4', 'lined_e4'],
  ],
  expected: (q) => `SELECT ${dayColumns('t')}, t.terminal_id, count(*) AS documents,
      ${countWhere('t.is_cancelled', 'cancelled')}, ${countWhere('t.sign < 0', 'returns')},
      ${countWhere('t.sign <> 0 AND n.lines > 0', 'with_lines')},
      ${q.sumBig('n.lines')} AS lines, ${q.sumBig('n.payments')} AS payments,
      ${signed(q, 't.total_e4', 'gross_e4')}, ${signed(q, 't.discount_e4', 'discount_e4')},
      ${signed(q, 't.vat_e4', 'vat_e4')}, ${signed(q, 't.surcharge_e4', 'surcharge_e4')},
      ${signed(q, 't.tip_e4', 'tip_e4')}, ${signed(q, 't.paid_e4', 'paid_e4')},
      ${signed(q, 't.change_e4', 'change_e4')},
      ${q.sumBig('CASE WHEN t.is_cancelled THEN t.total_e4 ELSE 0 END')} AS cancelled_e4,
      ${q.sumBig('CASE WHEN t.sign = -1 THEN t.total_e4 ELSE 0 END')} AS returned_e4,
      ${q.sumBig('CASE WHEN n.lines = 0 THEN 0 ELSE t.sign * t.total_e4 END')} AS lined_e4
    FROM transactions t JOIN (
      SELECT h.id, (SELECT count(*) FROM transaction_lines l WHERE l.transaction_id = h.id) AS lines,
        (SELECT count(*) FROM transaction_payments p WHERE p.transaction_id = h.id) AS payments
      FROM transactions h) AS n ON n.id = t.id
    GROUP BY ${dayColumns('t')}, t.terminal_id`,
};

/** Of the terminals' documents once more, per store and under store 0 for the whole company. */
const storeDayTotals: SumCheck = {
  ...dayTotals,
  kind: 'rollup.storeDay',
  stored: 'store_day_totals',
  keys: day,
  expected: (q) => {
    const sums = dayTotals.values.map((value) => `${q.sumBig(value)} AS ${value}`).join(', ');
    return `WITH per_terminal AS (${dayTotals.expected(q)})
      SELECT store_id, business_day, currency, company_id, ${sums} FROM per_terminal
        GROUP BY store_id, business_day, currency, company_id
      UNION ALL
      SELECT 0, business_day, currency, company_id, ${sums} FROM per_terminal GROUP BY business_day, currency, company_id`;
  },
};

const hourTotals: SumCheck = {
  kind: 'rollup.hour',
  stored: 'hour_totals',
  keys: { ...day, hour: 'int' },
  values: ['documents', 'gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4'],
  expected: (q) => `SELECT ${dayColumns('t')}, t.hour, count(*) AS documents, ${signed(q, 't.total_e4', 'gross_e4')},
      ${signed(q, 't.discount_e4', 'discount_e4')}, ${signed(q, 't.vat_e4', 'vat_e4')},
      ${signed(q, 't.surcharge_e4', 'surcharge_e4')}
    FROM transactions t WHERE t.sign <> 0 GROUP BY ${dayColumns('t')}, t.hour`,
};

const productDays: SumCheck = {
  kind: 'rollup.productDay',
  stored: 'product_day_totals',
  keys: { ...day, product_id: 'text' },
  values: lineValues,
  expected: (q) => `SELECT ${dayColumns('t')}, coalesce(l.product_id, '') AS product_id, ${lineSums(q)}
    FROM ${liveLines} GROUP BY ${dayColumns('t')}, coalesce(l.product_id, '')`,
};

/** Per store, and once more under store 0 for the whole company. */
const productMonths: SumCheck = {
  kind: 'rollup.productMonth',
  stored: 'product_month_totals',
  keys: { company_id: 'int', store_id: 'int', month: 'text', product_id: 'text', currency: 'text' },
  values: lineValues,
  expected: (q) => {
    const perStore = `SELECT t.company_id, t.store_id, substr(t.business_day, 1, 7) AS month,
        coalesce(l.product_id, '') AS product_id, t.currency, ${lineSums(q)}
      FROM ${liveLines}
      GROUP BY t.company_id, t.store_id, substr(t.business_day, 1, 7), coalesce(l.product_id, ''), t.currency`;
    const keys = 'company_id, month, product_id, currency';
    const sums = lineValues.map((value) => `${q.sumBig(value)} AS ${value}`).join(', ');
    return `WITH per_store AS (${perStore})
      SELECT company_id, store_id, month, product_id, currency, ${lineValues.join(', ')} FROM per_store
      UNION ALL
      SELECT company_id, 0, month, product_id, currency, ${sums} FROM per_store GROUP BY ${keys}`;
  },
};

const departmentSums = ['quantity_e4', 'gross_e4', 'vat_e4', 'discount_e4', 'cost_e4', 'costed_e4'];

const departmentTotals: SumCheck = {
  kind: 'rollup.department',
  stored: 'department_totals',
  keys: { ...day, main_group_id: 'text', sub_group_id: 'text' },
  values: ['lines', ...departmentSums],
  expected: (q) => {
    const columns = 'store_id, business_day, currency, company_id, main_group_id, sub_group_id';
    const sums = departmentSums.map((value) => `${q.sumBig(value)} AS ${value}`).join(', ');
    return `SELECT ${columns}, count(*) AS lines, ${sums} FROM (
        SELECT ${dayColumns('t')}, l.main_group_id, coalesce(l.sub_group_id, '') AS sub_group_id,
          t.sign * l.quantity_e4 AS quantity_e4, t.sign * l.total_e4 AS gross_e4, t.sign * l.vat_e4 AS vat_e4,
          t.sign * l.discount_e4 AS discount_e4, t.sign * (${lineCost}) AS cost_e4, t.sign * (${costedSales}) AS costed_e4
        FROM ${liveLines}
        UNION ALL
        SELECT ${dayColumns('t')}, d.main_group_id, coalesce(d.sub_group_id, ''), 0, t.sign * d.total_e4, t.sign * d.vat_e4, 0, 0, 0
        FROM transactions t JOIN transaction_departments d ON d.transaction_id = t.id WHERE t.sign <> 0) AS sold
      GROUP BY ${columns}`;
  },
};

/** From the document's taxes, else from its lines and departments, else from its head under rate -1. */
const vatTotals: SumCheck = {
  kind: 'rollup.vat',
  stored: 'vat_totals',
  keys: { ...day, rate_basis_points: 'int' },
  values: ['documents', 'taxable_e4', 'vat_e4'],
  expected: (q) => {
    const columns = 'store_id, business_day, currency, company_id, rate_basis_points';
    const head = `t.id, ${dayColumns('t')}`;
    const noTaxes = 'NOT EXISTS (SELECT 1 FROM transaction_taxes x WHERE x.transaction_id = t.id)';
    const noLines = `NOT EXISTS (SELECT 1 FROM transaction_lines l
        WHERE l.transaction_id = t.id AND NOT l.is_cancelled AND NOT l.is_voided)`;
    const noDepartments = 'NOT EXISTS (SELECT 1 FROM transaction_departments d WHERE d.transaction_id = t.id)';
    return `SELECT ${columns}, count(DISTINCT id) AS documents,
        ${q.sumBig('taxable_e4')} AS taxable_e4, ${q.sumBig('vat_e4')} AS vat_e4
      FROM (
        SELECT ${head}, x.rate_basis_points, t.sign * x.taxable_e4 AS taxable_e4, t.sign * x.tax_e4 AS vat_e4
        FROM transactions t JOIN transaction_taxes x ON x.transaction_id = t.id WHERE t.sign <> 0
        UNION ALL
        SELECT ${head}, l.vat_basis_points, t.sign * (l.total_e4 - l.vat_e4), t.sign * l.vat_e4
        FROM ${liveLines} AND ${noTaxes}
        UNION ALL
        SELECT ${head}, d.vat_basis_points, t.sign * (d.total_e4 - d.vat_e4), t.sign * d.vat_e4
        FROM transactions t JOIN transaction_departments d ON d.transaction_id = t.id WHERE t.sign <> 0 AND ${noTaxes}
        UNION ALL
        SELECT ${head}, -1, t.sign * (t.total_e4 - t.vat_e4), t.sign * t.vat_e4
        FROM transactions t WHERE t.sign <> 0 AND ${noTaxes} AND ${noLines} AND ${noDepartments}) AS rated
      GROUP BY ${columns}`;
  },
};

const paymentTotals: SumCheck = {
  kind: 'rollup.payment',
  stored: 'payment_totals',
  keys: { ...day, payment_type: 'text' },
  values: ['payments', 'amount_e4'],
  expected: (
    q,
  ) => `SELECT ${dayColumns('t')}, p.payment_type, count(*) AS payments, ${signed(q, 'p.amount_e4', 'amount_e4')}
    FROM transactions t JOIN transaction_payments p ON p.transaction_id = t.id
    WHERE t.sign <> 0 AND NOT p.is_cancelled GROUP BY ${dayColumns('t')}, p.payment_type`,
};

const cashierTotals: SumCheck = {
  kind: 'rollup.cashier',
  stored: 'cashier_totals',
  keys: { ...day, cashier_id: 'text' },
  values: [
    ...['documents', 'cancelled', 'returns', 'voided_lines', 'unproven'],
    ...['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4', 'cancelled_e4', 'voided_e4', 'returned_e4', 'unproven_e4'],
  ],
  expected: (q) => `SELECT ${dayColumns('t')}, coalesce(t.cashier_id, '') AS cashier_id, count(*) AS documents,
      ${countWhere('t.is_cancelled', 'cancelled')}, ${countWhere('t.sign < 0', 'returns')},
      ${q.sumBig('coalesce(v.lines, 0)')} AS voided_lines,
      ${countWhere('t.sign = -1 AND t.original_transaction_id IS NULL', 'unproven')},
      ${signed(q, 't.total_e4', 'gross_e4')}, ${signed(q, 't.discount_e4', 'discount_e4')},
      ${signed(q, 't.vat_e4', 'vat_e4')}, ${signed(q, 't.surcharge_e4', 'surcharge_e4')},
      ${q.sumBig('CASE WHEN t.sign = 0 THEN t.total_e4 ELSE 0 END')} AS cancelled_e4,
      ${q.sumBig('coalesce(v.gross_e4, 0)')} AS voided_e4,
      ${q.sumBig('CASE WHEN t.sign = -1 THEN t.total_e4 ELSE 0 END')} AS returned_e4,
      ${q.sumBig('CASE WHEN t.sign = -1 AND t.original_transaction_id IS NULL THEN t.total_e4 ELSE 0 END')} AS unproven_e4
    FROM transactions t LEFT JOIN (
      SELECT l.transaction_id, count(*) AS lines, ${q.sumBig('l.total_e4')} AS gross_e4
      FROM transaction_lines l JOIN transactions s ON s.id = l.transaction_id
      WHERE s.sign <> 0 AND (l.is_cancelled OR l.is_voided) GROUP BY l.transaction_id) AS v ON v.transaction_id = t.id
    GROUP BY ${dayColumns('t')}, coalesce(t.cashier_id, '')`,
};

const campaignTotals: SumCheck = {
  kind: 'rollup.campaign',
  stored: 'campaign_totals',
  keys: { ...day, discount_type_id: 'text', code: 'text' },
  values: ['discounts', 'documents', 'discount_e4', 'sales_e4'],
  // The rows of a kind on one document are numbered, and only the first brings the document's own amount.
  expected: (q) => `SELECT ${dayColumns('t')}, d.discount_type_id, d.code,
      count(*) AS discounts, ${countWhere('d.place = 1', 'documents')}, ${signed(q, 'd.amount_e4', 'discount_e4')},
      ${q.sumBig(`CASE WHEN d.place = 1 THEN ${documentNet} ELSE 0 END`)} AS sales_e4
    FROM transactions t JOIN (
      SELECT x.transaction_id, x.discount_type_id, coalesce(x.code, '') AS code, x.amount_e4,
        row_number() OVER (PARTITION BY x.transaction_id, x.discount_type_id, coalesce(x.code, '') ORDER BY x.position) AS place
      FROM transaction_discounts x WHERE NOT x.is_cancelled) AS d ON d.transaction_id = t.id
    WHERE t.sign <> 0 GROUP BY ${dayColumns('t')}, d.discount_type_id, d.code`,
};

const customerTotals: SumCheck = {
  kind: 'rollup.customer',
  stored: 'customer_totals',
  keys: { ...day, customer_id: 'text' },
  values: ['documents', 'gross_e4', 'discount_e4', 'surcharge_e4'],
  expected: (q) => `SELECT ${dayColumns('t')}, coalesce(t.customer_id, '') AS customer_id, count(*) AS documents,
      ${signed(q, 't.total_e4', 'gross_e4')}, ${signed(q, 't.discount_e4', 'discount_e4')},
      ${signed(q, 't.surcharge_e4', 'surcharge_e4')}
    FROM transactions t WHERE t.sign <> 0 GROUP BY ${dayColumns('t')}, coalesce(t.customer_id, '')`,
};

/** The same bands as where they are written, in the other direction: the highest beginning that is not above the value. */
const bandStarts = {
  amount: [5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000].map((units) => [units * 10_000, units]),
  items: [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30].map((items) => [items, items]),
};
const bandOf = (kind: keyof typeof bandStarts, value: string) =>
  bandStarts[kind].reduce(
    (below, [start, band]) => `CASE WHEN ${value} < ${start} THEN ${below} ELSE ${band} END`,
    '0',
  );

const basketTotals: SumCheck = {
  kind: 'rollup.basket',
  stored: 'basket_totals',
  keys: { ...day, kind: 'text', band: 'int' },
  values: ['documents', 'net_e4'],
  expected: (q) => {
    const columns = 'store_id, business_day, currency, company_id';
    const sized = (kind: keyof typeof bandStarts, value: string) =>
      `SELECT ${columns}, '${kind}' AS kind, ${bandOf(kind, value)} AS band, net_e4 FROM sold`;
    return `WITH counted AS (SELECT l.transaction_id, count(*) AS items FROM ${liveLines} GROUP BY l.transaction_id),
      sold AS (SELECT ${dayColumns('t')}, ${documentNet} AS net_e4, coalesce(c.items, 0) AS items
        FROM transactions t LEFT JOIN counted c ON c.transaction_id = t.id WHERE t.sign = 1)
      SELECT ${columns}, kind, band, count(*) AS documents, ${q.sumBig('net_e4')} AS net_e4
      FROM (${sized('amount', 'net_e4')} UNION ALL ${sized('items', 'items')}) AS b GROUP BY ${columns}, kind, band`;
  },
};

const loyaltyTotals: SumCheck = {
  kind: 'rollup.loyalty',
  stored: 'loyalty_totals',
  keys: day,
  values: ['documents', 'earned', 'redeemed', 'redemption_e4'],
  expected: (q) => `SELECT ${dayColumns('t')}, count(*) AS documents, ${q.sumBig('y.earned')} AS earned,
      ${q.sumBig('y.redeemed')} AS redeemed, ${q.sumBig('y.redemption_e4')} AS redemption_e4
    FROM transactions t JOIN (SELECT transaction_id, ${q.sumBig('points_earned')} AS earned,
        ${q.sumBig('points_redeemed')} AS redeemed, ${q.sumBig('redemption_e4')} AS redemption_e4
      FROM transaction_loyalties GROUP BY transaction_id) AS y ON y.transaction_id = t.id
    WHERE t.sign = 1 GROUP BY ${dayColumns('t')}`,
};

export const rollupChecks: readonly SumCheck[] = [
  dayTotals,
  storeDayTotals,
  hourTotals,
  productDays,
  productMonths,
  departmentTotals,
  vatTotals,
  paymentTotals,
  cashierTotals,
  campaignTotals,
  customerTotals,
  basketTotals,
  loyaltyTotals,
];

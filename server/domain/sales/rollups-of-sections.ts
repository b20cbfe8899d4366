/** Rollups of what the sections of documents say: products, departments, payments, campaigns, points. */
import { liveLines, netE4, ofDay, type Rollup, type SelectWords } from './rollup-words.ts';

/** A cost and a quantity whose product stays far below 64 bits; what lies beyond is no believable cost and counts as not told. */
const saysCost = 'l.cost_e4 BETWEEN 0 AND 100000000000 AND l.quantity_e4 BETWEEN -100000000000 AND 100000000000';

/** Unit cost times quantity, rounded half up to the ten-thousandth, away from zero: whole units and the rest of the quantity apart,
 *  because their product in one would not fit. */
const costE4 = `CASE WHEN ${saysCost} THEN (CASE WHEN l.quantity_e4 < 0 THEN -1 ELSE 1 END)
        * (l.cost_e4 * (abs(l.quantity_e4) / 10000) + (l.cost_e4 * (abs(l.quantity_e4) % 10000) + 5000) / 10000) ELSE 0 END`;

const costedE4 = `CASE WHEN ${saysCost} THEN l.total_e4 - l.discount_e4 - l.vat_e4 ELSE 0 END`;

/** Columns of both product tables, over lines `l` of documents `d`. */
const productCounts = ['lines'] as const;
const productSums = ['quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4', 'cost_e4', 'costed_e4'] as const;
const productFigures = (sum: SelectWords['sum']) => `count(*), ${sum('d.sign * l.quantity_e4')},
      ${sum('d.sign * l.total_e4')}, ${sum('d.sign * l.discount_e4')}, ${sum('d.sign * l.vat_e4')},
      ${sum(`d.sign * ${costE4}`)}, ${sum(`d.sign * ${costedE4}`)}`;
export const productDayTotals: Rollup = {
  table: 'product_day_totals',
  keys: ['store_id', 'business_day', 'product_id', 'currency'],
  counts: productCounts,
  sums: productSums,
  select: ({
    sum,
    children,
  }) => `SELECT ${ofDay}, coalesce(l.product_id, ''), d.currency, d.company_id, ${productFigures(sum)}
    ${liveLines(children)} GROUP BY 1, 2, 3, 4, 5`,
};

/** Once under the store and once under store 0, all of them. */
export const productMonthTotals: Rollup = {
  table: 'product_month_totals',
  keys: ['company_id', 'store_id', 'month', 'product_id', 'currency'],
  counts: productCounts,
  sums: productSums,
  select: ({ sum, children }) => `SELECT company_id, m.store_id * x.own, month, product_id, currency, ${sum('m.lines')},
      ${productSums.map((column) => sum(`m.${column}`)).join(', ')}
    FROM (SELECT d.company_id, d.store_id, substr(d.business_day, 1, 7) AS month,
        coalesce(l.product_id, '') AS product_id, d.currency, count(*) AS lines,
        ${sum('d.sign * l.quantity_e4')} AS quantity_e4, ${sum('d.sign * l.total_e4')} AS gross_e4,
        ${sum('d.sign * l.discount_e4')} AS discount_e4, ${sum('d.sign * l.vat_e4')} AS vat_e4,
        ${sum(`d.sign * ${costE4}`)} AS cost_e4, ${sum(`d.sign * ${costedE4}`)} AS costed_e4
      ${liveLines(children)} GROUP BY 1, 2, 3, 4, 5) AS m
    CROSS JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS x
    GROUP BY 1, 2, 3, 4, 5`,
};

const departmentSums = ['quantity_e4', 'gross_e4', 'vat_e4', 'discount_e4', 'cost_e4', 'costed_e4'] as const;

/** Lines under their department; rows of `departments` (goods sold without a product) count as lines without quantity. */
export const departmentTotals: Rollup = {
  table: 'department_totals',
  keys: ['store_id', 'business_day', 'main_group_id', 'sub_group_id', 'currency'],
  counts: ['lines'],
  sums: departmentSums,
  select: ({
    sum,
    children,
  }) => `SELECT store_id, business_day, main_group_id, sub_group_id, currency, company_id, count(*),
      ${departmentSums.map((column) => sum(column)).join(', ')}
    FROM (SELECT ${ofDay}, l.main_group_id, coalesce(l.sub_group_id, '') AS sub_group_id, d.currency, d.company_id,
        d.sign * l.quantity_e4 AS quantity_e4, d.sign * l.total_e4 AS gross_e4, d.sign * l.vat_e4 AS vat_e4,
        d.sign * l.discount_e4 AS discount_e4, d.sign * ${costE4} AS cost_e4, d.sign * ${costedE4} AS costed_e4
      ${liveLines(children)}
      UNION ALL
      SELECT ${ofDay}, g.main_group_id, coalesce(g.sub_group_id, ''), d.currency, d.company_id,
        0, d.sign * g.total_e4, d.sign * g.vat_e4, 0, 0, 0
      FROM d ${children('transaction_departments', 'g')} WHERE d.sign <> 0) AS rows
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

export const paymentTotals: Rollup = {
  table: 'payment_totals',
  keys: ['store_id', 'business_day', 'payment_type', 'currency'],
  counts: ['payments'],
  sums: ['amount_e4'],
  select: ({
    sum,
    children,
  }) => `SELECT ${ofDay}, p.payment_type, d.currency, d.company_id, count(*), ${sum('d.sign * p.amount_e4')}
    FROM d ${children('transaction_payments', 'p')} WHERE d.sign <> 0 AND NOT p.is_cancelled
    GROUP BY 1, 2, 3, 4, 5`,
};

export const campaignTotals: Rollup = {
  table: 'campaign_totals',
  keys: ['store_id', 'business_day', 'discount_type_id', 'code', 'currency'],
  counts: ['discounts', 'documents'],
  sums: ['discount_e4', 'sales_e4'],
  // A document counts once, however many discounts of the kind it carries.
  select: ({
    sum,
    children,
  }) => `SELECT store_id, business_day, discount_type_id, code, currency, company_id, ${sum('discounts')}, count(*),
      ${sum('discount_e4')}, ${sum('sales_e4')}
    FROM (SELECT ${ofDay}, c.discount_type_id, coalesce(c.code, '') AS code, d.currency, d.company_id, d.id,
        count(*) AS discounts, ${sum('d.sign * c.amount_e4')} AS discount_e4, max(${netE4}) AS sales_e4
      FROM d ${children('transaction_discounts', 'c')} WHERE d.sign <> 0 AND NOT c.is_cancelled
      GROUP BY 1, 2, 3, 4, 5, 6, 7) AS used
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

export const loyaltyTotals: Rollup = {
  table: 'loyalty_totals',
  keys: ['store_id', 'business_day', 'currency'],
  counts: ['documents'],
  sums: ['earned', 'redeemed', 'redemption_e4'],
  select: ({ sum, children }) => `SELECT ${ofDay}, d.currency, d.company_id, count(DISTINCT d.id),
      ${sum('y.points_earned')}, ${sum('y.points_redeemed')}, ${sum('y.redemption_e4')}
    FROM d ${children('transaction_loyalties', 'y')} WHERE d.sign > 0 GROUP BY 1, 2, 3, 4`,
};

/** Rollups of what the heads of documents say: days, hours, cashiers, customers, baskets; and VAT, for which the head stands in. */
import { basketBand, type basketBands } from './baskets.ts';
import { isLive, liveLines, netE4, ofDay, type Rollup, type SelectWords } from './rollup-words.ts';

const returnedE4 = 'CASE WHEN d.sign < 0 THEN d.total_e4 ELSE 0 END';

/** Columns of both tables of days. */
const dayCounts = ['documents', 'cancelled', 'returns', 'with_lines', 'lines', 'payments'] as const;
const daySums = [
  ...['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4', 'cancelled_e4'],
  ...['returned_e4', 'lined_e4'],
];
const dayFigures = (sum: SelectWords['sum']) => [
  'count(*)',
  'sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END)',
  'sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END)',
  'sum(CASE WHEN d.sign <> 0 AND d.line_count > 0 THEN 1 ELSE 0 END)',
  'sum(d.line_count)',
  'sum(d.payment_count)',
  ...['total_e4', 'discount_e4', 'vat_e4', 'surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4'].map((column) =>
    sum(`d.sign * d.${column}`),
  ),
  sum('CASE WHEN d.is_cancelled THEN d.total_e4 ELSE 0 END'),
  sum(returnedE4),
  sum('CASE WHEN d.line_count > 0 THEN d.sign * d.total_e4 ELSE 0 END'),
];

export const dayTotals: Rollup = {
  table: 'day_totals',
  keys: ['store_id', 'business_day', 'terminal_id', 'currency'],
  counts: dayCounts,
  sums: daySums,
  select: ({ sum }) => `SELECT ${ofDay}, d.terminal_id, d.currency, d.company_id, ${dayFigures(sum).join(', ')}
    FROM d GROUP BY 1, 2, 3, 4, 5`,
};

/** Once under the store and once under store 0, all of them. */
export const storeDayTotals: Rollup = {
  table: 'store_day_totals',
  keys: ['company_id', 'store_id', 'business_day', 'currency'],
  counts: dayCounts,
  sums: daySums,
  select: ({ sum }) => {
    const columns = [...dayCounts, ...daySums];
    const figures = dayFigures(sum).map((figure, place) => `${figure} AS ${columns[place]}`);
    return `SELECT company_id, m.store_id * x.own, business_day, currency, ${columns.map((column) => sum(`m.${column}`)).join(', ')}
    FROM (SELECT d.company_id, ${ofDay}, d.currency, ${figures.join(', ')} FROM d GROUP BY 1, 2, 3, 4) AS m
    CROSS JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS x
    GROUP BY 1, 2, 3, 4`;
  },
};

export const hourTotals: Rollup = {
  table: 'hour_totals',
  keys: ['store_id', 'business_day', 'hour', 'currency'],
  counts: ['documents'],
  sums: ['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, d.hour, d.currency, d.company_id, count(*),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}, ${sum('d.sign * d.vat_e4')},
      ${sum('d.sign * d.surcharge_e4')}
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5`,
};

/** A document's VAT is told by its taxes, else by its live lines and its departments, else by its head under rate −1. */
export const vatTotals: Rollup = {
  table: 'vat_totals',
  keys: ['store_id', 'business_day', 'rate_basis_points', 'currency'],
  counts: ['documents'],
  sums: ['taxable_e4', 'vat_e4'],
  select: ({ sum, children }) => {
    const select = (rate: string, taxable: string, vat: string) =>
      `SELECT ${ofDay}, ${rate} AS rate_basis_points, d.currency, d.company_id, d.id,
        d.sign * (${taxable}) AS taxable_e4, d.sign * (${vat}) AS vat_e4`;
    // Counted, because NOT EXISTS may be turned into a join with the whole table.
    const hasNo = (table: string, condition = '') =>
      `(SELECT count(*) FROM ${table} l WHERE l.transaction_id = d.id ${condition}) = 0`;
    const untaxed = hasNo('transaction_taxes');
    return `SELECT store_id, business_day, rate_basis_points, currency, company_id, count(DISTINCT id),
      ${sum('taxable_e4')}, ${sum('vat_e4')}
    FROM (${select('x.rate_basis_points', 'x.taxable_e4', 'x.tax_e4')}
      FROM d ${children('transaction_taxes', 'x')} WHERE d.sign <> 0
      UNION ALL
      ${select('l.vat_basis_points', 'l.total_e4 - l.vat_e4', 'l.vat_e4')} ${liveLines(children)} AND ${untaxed}
      UNION ALL
      ${select('g.vat_basis_points', 'g.total_e4 - g.vat_e4', 'g.vat_e4')}
      FROM d ${children('transaction_departments', 'g')} WHERE d.sign <> 0 AND ${untaxed}
      UNION ALL
      ${select('-1', 'd.total_e4 - d.vat_e4', 'd.vat_e4')} FROM d WHERE d.sign <> 0 AND ${untaxed}
        AND ${hasNo('transaction_departments')}
        AND ${hasNo('transaction_lines', `AND ${isLive}`)}) AS rows
    GROUP BY 1, 2, 3, 4, 5`;
  },
};

/** A return that names no sale. */
const isUnproven = 'd.sign < 0 AND d.original_transaction_id IS NULL';

/** Of the lines that were taken back while the document was made. */
const ofVoided = (figure: string) =>
  `(SELECT ${figure} FROM transaction_lines l WHERE l.transaction_id = d.id AND (l.is_cancelled OR l.is_voided))`;

export const cashierTotals: Rollup = {
  table: 'cashier_totals',
  keys: ['store_id', 'business_day', 'cashier_id', 'currency'],
  counts: ['documents', 'cancelled', 'returns', 'voided_lines', 'unproven'],
  sums: [
    ...['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4'],
    ...['cancelled_e4', 'voided_e4', 'returned_e4', 'unproven_e4'],
  ],
  select: ({ sum }) => `SELECT ${ofDay}, coalesce(d.cashier_id, ''), d.currency, d.company_id, count(*),
      sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END), sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END),
      sum(CASE WHEN d.sign = 0 THEN 0 ELSE ${ofVoided('count(*)')} END),
      sum(CASE WHEN ${isUnproven} THEN 1 ELSE 0 END),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}, ${sum('d.sign * d.vat_e4')},
      ${sum('d.sign * d.surcharge_e4')}, ${sum('CASE WHEN d.is_cancelled THEN d.total_e4 ELSE 0 END')},
      ${sum(`CASE WHEN d.sign = 0 THEN 0 ELSE ${ofVoided(`coalesce(${sum('l.total_e4')}, 0)`)} END`)},
      ${sum(returnedE4)}, ${sum(`CASE WHEN ${isUnproven} THEN d.total_e4 ELSE 0 END`)}
    FROM d GROUP BY 1, 2, 3, 4, 5`,
};

export const customerTotals: Rollup = {
  table: 'customer_totals',
  keys: ['store_id', 'business_day', 'customer_id', 'currency'],
  counts: ['documents'],
  sums: ['gross_e4', 'discount_e4', 'surcharge_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, coalesce(d.customer_id, ''), d.currency, d.company_id, count(*),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}, ${sum('d.sign * d.surcharge_e4')}
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5`,
};

export const basketTotals: Rollup = {
  table: 'basket_totals',
  keys: ['store_id', 'business_day', 'kind', 'band', 'currency'],
  counts: ['documents'],
  sums: ['net_e4'],
  // Materialised: the bands ask for the number of items again and again.
  select: ({ sum }) => {
    const banded = (kind: keyof typeof basketBands, value: string) =>
      `SELECT store_id, business_day, '${kind}' AS kind, ${basketBand(kind, value)} AS band, currency, company_id, net_e4
        FROM sold`;
    return `SELECT store_id, business_day, kind, band, currency, company_id, count(*), ${sum('net_e4')}
    FROM (WITH sold AS MATERIALIZED (SELECT ${ofDay}, d.currency, d.company_id, ${netE4} AS net_e4,
          (SELECT count(*) FROM transaction_lines l WHERE l.transaction_id = d.id AND ${isLive}) AS items
        FROM d WHERE d.sign > 0)
      ${banded('amount', 'net_e4')} UNION ALL ${banded('items', 'items')}) AS b
    GROUP BY 1, 2, 3, 4, 5, 6`;
  },
};

import { type Ctx, lookUp, statement } from '../../db/index.ts';

/** What has changed since a month was frozen: now − then, where that is not nothing. */
export interface Correction {
  month: string;
  rollup: 'day' | 'vat' | 'payment';
  storeId: number;
  businessDay: string;
  /** Terminal id, rate in basis points, or payment type. */
  key: string;
  currency: string;
  /** Of a payment: payments. */
  documents: number;
  cancelled: number;
  /** Of VAT: taxable; of a payment: tendered. */
  grossE4: bigint;
  discountE4: bigint;
  surchargeE4: bigint;
  vatE4: bigint;
}

const counts = ['documents', 'cancelled'] as const;
const sums = ['gross_e4', 'discount_e4', 'surcharge_e4', 'vat_e4'] as const;

const changed = statement({
  params: { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text' },
  returns: {
    ...{ month: 'text', rollup: 'text', store_id: 'int', business_day: 'text', key: 'text', currency: 'text' },
    ...{ documents: 'int', cancelled: 'int' },
    ...{ gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint', vat_e4: 'bigint' },
  },
  sql: (q) => {
    // The months lead to their days: of most companies none is frozen, and then nothing is read.
    const ofMonth = (table: string, own = '') =>
      lookUp(q.provider, {
        table,
        alias: 't',
        where: `t.store_id IN ${q.list('store_ids')} AND t.business_day BETWEEN f.first_day AND f.last_day
          AND +t.company_id = ${q.param('company_id')}${own}`,
      });
    const now = (rollup: string, key: string, columns: string) => `SELECT f.month, '${rollup}' AS rollup, t.store_id,
        t.business_day, ${key} AS key, t.currency, ${columns} FROM f ${ofMonth(`${rollup}_totals`)}`;
    const figures = [...counts, ...sums];
    const firstDay = q.greatest(`m.month || '-01'`, q.param('from'));
    const lastDay = q.least(`m.month || '-31'`, q.param('to'));
    return `WITH f AS MATERIALIZED (SELECT m.id, m.month, ${firstDay} AS first_day, ${lastDay} AS last_day
        FROM frozen_months m WHERE m.company_id = ${q.param('company_id')}),
      r AS (
        ${now('day', 'CAST(t.terminal_id AS TEXT)', figures.map((column) => `t.${column}`).join(', '))}
        UNION ALL ${now('vat', 'CAST(t.rate_basis_points AS TEXT)', 't.documents, 0, t.taxable_e4, 0, 0, t.vat_e4')}
        UNION ALL ${now('payment', 't.payment_type', 't.payments, 0, t.amount_e4, 0, 0, 0')}
        UNION ALL SELECT f.month, t.rollup, t.store_id, t.business_day, t.key, t.currency,
          ${figures.map((column) => `-t.${column}`).join(', ')}
          FROM f ${ofMonth('frozen_totals', ' AND t.month_id = f.id')})
      SELECT month, rollup, store_id, business_day, key, currency,
        ${figures.map((column) => `${q.sumBig(`r.${column}`)} AS ${column}`).join(', ')}
      FROM r GROUP BY month, rollup, store_id, business_day, key, currency
      HAVING ${figures.map((column) => `${q.sumBig(`r.${column}`)} <> 0`).join(' OR ')}
      ORDER BY month, rollup, business_day, store_id, key, currency`;
  },
});

/** What came after the months of these days were frozen, by store, day and key. The caller has chosen stores that the actor may see.
 *  @param from first business day
 *  @param to   last business day */
export async function correctionsOf(
  ctx: Ctx,
  asked: { companyId: number; storeIds: readonly number[]; from: string; to: string },
): Promise<Correction[]> {
  const { companyId, storeIds, from, to } = asked;
  const rows = await ctx.db.dialect.query(ctx.db.reader, changed, {
    ...{ company_id: companyId, store_ids: storeIds, from, to },
  });
  return rows.map((row) => ({
    month: row.month,
    rollup: row.rollup as Correction['rollup'],
    storeId: row.store_id,
    businessDay: row.business_day,
    key: row.key,
    currency: row.currency,
    documents: row.documents,
    cancelled: row.cancelled,
    grossE4: row.gross_e4,
    discountE4: row.discount_e4,
    surchargeE4: row.surcharge_e4,
    vatE4: row.vat_e4,
  }));
}

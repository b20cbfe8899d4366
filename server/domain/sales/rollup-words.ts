/** What the rollups' statements have in common. */

/** The words of a rollup's SELECT. */
export interface SelectWords {
  sum(expression: string): string;
  /** The rows of a table below the documents `d`, as `alias`. */
  children(table: string, alias: string): string;
}

export interface Rollup {
  table: string;
  keys: readonly string[];
  /** Int columns that are added. */
  counts: readonly string[];
  /** BIGINT columns that are added. */
  sums: readonly string[];
  /** Selects keys, company_id, counts and sums in this order, from `d`: the new documents. */
  select(q: SelectWords): string;
}

/** Of lines `l`. */
export const isLive = 'NOT l.is_cancelled AND NOT l.is_voided';

/** What all documents of a statement have in common. */
export const ofDay = 'd.store_id, d.business_day';

/** What a document came to: what its customer owed, VAT included. */
export const netE4 = 'd.sign * (d.total_e4 - d.discount_e4 + d.surcharge_e4)';

export const liveLines = (children: SelectWords['children']) =>
  `FROM d ${children('transaction_lines', 'l')} WHERE d.sign <> 0 AND ${isLive}`;

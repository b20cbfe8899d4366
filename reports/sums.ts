/** Reading sums out of `day_totals`, the same for every report on it. */

import type { EngineWords } from '../server/db/index.ts';
import type { Sums } from './figures.ts';

/** The summed columns as a statement returns them. */
export const sumColumns = {
  documents: 'int',
  cancelled: 'int',
  returns: 'int',
  with_lines: 'int',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  surcharge_e4: 'bigint',
  vat_e4: 'bigint',
  cancelled_e4: 'bigint',
} as const;

/** The SELECT list of these columns. */
export function selectSums(q: EngineWords): string {
  return Object.keys(sumColumns)
    .map((column) => `${q.sumBig(column)} AS ${column}`)
    .join(', ');
}

interface SumsRow {
  documents: number;
  cancelled: number;
  returns: number;
  with_lines: number;
  gross_e4: bigint;
  discount_e4: bigint;
  surcharge_e4: bigint;
  vat_e4: bigint;
  cancelled_e4: bigint;
}

export function readSums(row: SumsRow): Sums {
  return {
    documents: row.documents,
    cancelled: row.cancelled,
    returns: row.returns,
    withLines: row.with_lines,
    grossE4: row.gross_e4,
    discountE4: row.discount_e4,
    surchargeE4: row.surcharge_e4,
    vatE4: row.vat_e4,
    cancelledE4: row.cancelled_e4,
  };
}

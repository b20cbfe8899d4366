/** The one definition of a day's figures. Page, chart, file and totals row all show these. */

import { divideRounded } from '../server/core/rounding.ts';

/** Sums as the rollups keep them; cancelled documents count only in `cancelled` and `cancelledE4`, returns are negative. */
export interface Sums {
  /** Stored, cancelled ones included. */
  documents: number;
  cancelled: number;
  returns: number;
  /** Documents that count and carry lines. */
  withLines: number;
  grossE4: bigint;
  discountE4: bigint;
  surchargeE4: bigint;
  vatE4: bigint;
  cancelledE4: bigint;
}

export interface Figures {
  grossE4: bigint;
  discountE4: bigint;
  /** What customers owed: gross less discounts plus surcharges, VAT included. */
  netE4: bigint;
  vatE4: bigint;
  /** Documents that count: returns included, cancelled ones not. */
  receipts: number;
  /** Net per receipt, rounded half up to the ten-thousandth; null without receipts. Shown with the currency's decimals. */
  averageE4: bigint | null;
  returns: number;
  cancelled: number;
  cancelledE4: bigint;
  /** Of the receipts, how many carry lines, in basis points; null without receipts. Reports by product rest on these. */
  withLinesBasisPoints: number | null;
}

export const noSums: Sums = {
  documents: 0,
  cancelled: 0,
  returns: 0,
  withLines: 0,
  grossE4: 0n,
  discountE4: 0n,
  surchargeE4: 0n,
  vatE4: 0n,
  cancelledE4: 0n,
};

export function addSums(a: Sums, b: Sums): Sums {
  return {
    documents: a.documents + b.documents,
    cancelled: a.cancelled + b.cancelled,
    returns: a.returns + b.returns,
    withLines: a.withLines + b.withLines,
    grossE4: a.grossE4 + b.grossE4,
    discountE4: a.discountE4 + b.discountE4,
    surchargeE4: a.surchargeE4 + b.surchargeE4,
    vatE4: a.vatE4 + b.vatE4,
    cancelledE4: a.cancelledE4 + b.cancelledE4,
  };
}

export function figuresOf(sums: Sums): Figures {
  const receipts = sums.documents - sums.cancelled;
  const netE4 = sums.grossE4 - sums.discountE4 + sums.surchargeE4;
  return {
    grossE4: sums.grossE4,
    discountE4: sums.discountE4,
    netE4,
    vatE4: sums.vatE4,
    receipts,
    averageE4: receipts === 0 ? null : divideRounded(netE4, BigInt(receipts), 'half-up'),
    returns: sums.returns,
    cancelled: sums.cancelled,
    cancelledE4: sums.cancelledE4,
    withLinesBasisPoints: receipts === 0 ? null : Math.round((sums.withLines * 10_000) / receipts),
  };
}

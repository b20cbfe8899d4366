/** Figures as text for files: exact, and the same in every language. */

import { currencyDecimals } from '../server/core/currencies.ts';
import { decimalToShortText, decimalToText } from '../server/core/decimal.ts';
import { divideRounded } from '../server/core/rounding.ts';

/** An amount exactly, with the currency's decimals at least: (125000n, 'GBP') → "12.50", (125025n, 'GBP') → "12.5025". */
export function exactAmount(amountE4: bigint, currency: string): string {
  const decimals = currencyDecimals(currency);
  const [whole, fraction = ''] = decimalToShortText(amountE4, 4).split('.');
  return decimals === 0 && fraction === '' ? `${whole}` : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** A share of 10,000 basis points as percentage text: 9876 → "98.76". */
export function percentText(basisPoints: number): string {
  return decimalToText(BigInt(basisPoints), 2);
}

/** By how much `now` differs from `before`, in basis points of `before`; null when there was nothing before. */
export function changeBasisPoints(now: bigint, before: bigint): number | null {
  if (before === 0n) return null;
  const magnitude = before < 0n ? -before : before;
  return Number(divideRounded((now - before) * 10_000n, magnitude, 'half-up'));
}

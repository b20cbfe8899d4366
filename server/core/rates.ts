/** Percentages are basis points (20 % = 2000, a plain number), exchange rates millionths (`rateE6`, a bigint). */
import { type DecimalReading, decimalToShortText, decimalToText, readDecimal } from './decimal.ts';
import { divideRounded, type RoundingMode } from './rounding.ts';

/** 100 % in basis points. */
export const hundredPercent = 10_000;

/** Reads a percentage sent as decimal text or JSON number ("20.00" → 2000n basis points). The column is an Int, so
 *  anything past ±21,474,836.47 % is `too_large`. */
export function readPercent(value: unknown): DecimalReading {
  const reading = readDecimal(value, 2);
  if (!reading.ok) return reading;
  return BigInt.asIntN(32, reading.value) === reading.value ? reading : { ok: false, problem: 'too_large' };
}

/** Text with exactly 2 decimals, as on the wire: 1750 → "17.50". */
export function percentToText(basisPoints: number): string {
  return decimalToText(BigInt(basisPoints), 2);
}

/** Text for people: 1750 → "17.5 %" with a no-break space. */
export function formatPercent(basisPoints: number): string {
  return `${decimalToShortText(BigInt(basisPoints), 2)}\u00a0%`;
}

/** That share of an amount, rounded to ten-thousandths by the named mode. */
export function percentOf(amountE4: bigint, basisPoints: number, mode: RoundingMode): bigint {
  return divideRounded(amountE4 * BigInt(basisPoints), BigInt(hundredPercent), mode);
}

/** Reads an exchange rate exactly, as millionths ("1.25" → 1250000n). */
export function readExchangeRate(value: unknown): DecimalReading {
  return readDecimal(value, 6);
}

/** Text with exactly 6 decimals: 1250000n → "1.250000". */
export function exchangeRateToText(rateE6: bigint): string {
  return decimalToText(rateE6, 6);
}

/** An amount in the other currency, rounded to ten-thousandths by the named mode. */
export function exchange(amountE4: bigint, rateE6: bigint, mode: RoundingMode): bigint {
  return divideRounded(amountE4 * rateE6, 1_000_000n, mode);
}

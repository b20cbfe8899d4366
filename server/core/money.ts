/** Money: a bigint of ten-thousandths of the currency unit (`…E4`), the terminals' own precision (protocol 3.3). */
import { currencyDecimals } from './currencies.ts';
import { type DecimalReading, decimalToText, readDecimal, toSafeNumber } from './decimal.ts';
import { type NumberWriter, numberWriter } from './number-text.ts';
import { roundToDecimals } from './rounding.ts';

export { toSafeNumber } from './decimal.ts';

/** Reads an amount sent as decimal text ("12.5000") or JSON number, exactly. See `DecimalReading` for what can be wrong. */
export function readMoney(value: unknown): DecimalReading {
  return readDecimal(value, 4);
}

/** Text with exactly 4 decimals, as terminals and `gate verify` write it: 125000n → "12.5000". */
export function moneyToText(amountE4: bigint): string {
  return decimalToText(amountE4, 4);
}

/** Plain text with the currency's own decimals, for forms and files: (125000n, 'GBP') → "12.50". Digits beyond them are
 *  rounded half up. */
export function moneyToPlain(amountE4: bigint, currency: string): string {
  const decimals = currencyDecimals(currency);
  return decimalToText(roundToDecimals(amountE4, decimals, 'half-up') / 10n ** BigInt(4 - decimals), decimals);
}

/** Text for people: (12345000n, 'GBP') → "£1,234.50" in the given locale. Exact at any size. */
export function formatMoney(amountE4: bigint, currency: string, locale = 'en-GB'): string {
  return writer(currency, locale)(moneyToPlain(amountE4, currency));
}

/** Currency units as a number, for charts only.
 *  @throws RangeError past ±900,719,925,474.0991 */
export function moneyToNumber(amountE4: bigint): number {
  return toSafeNumber(amountE4) / 10_000;
}

const writers = new Map<string, NumberWriter>();

function writer(currency: string, locale: string): NumberWriter {
  const key = `${locale} ${currency}`;
  const known = writers.get(key);
  if (known) return known;
  const form = /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(locale, { style: 'currency', currency })
    : new Intl.NumberFormat(locale);
  const made = numberWriter(form);
  writers.set(key, made);
  return made;
}

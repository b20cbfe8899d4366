/** Quantities: a bigint of ten-thousandths of the product's unit (`quantityE4`). */
import { type DecimalReading, decimalToShortText, decimalToText, readDecimal } from './decimal.ts';
import { divideRounded, type RoundingMode } from './rounding.ts';

/** One whole unit. */
export const oneUnitE4 = 10_000n;

/** Reads a quantity sent as decimal text or JSON number, exactly. */
export function readQuantity(value: unknown): DecimalReading {
  return readDecimal(value, 4);
}

/** Text with exactly 4 decimals, as on the wire: 15000n → "1.5000". */
export function quantityToText(quantityE4: bigint): string {
  return decimalToText(quantityE4, 4);
}

/** Text for people, without trailing zeros: 15000n → "1.5". */
export function formatQuantity(quantityE4: bigint): string {
  return decimalToShortText(quantityE4, 4);
}

/** quantity × unit price in ten-thousandths, rounded to them by the named mode. */
export function priceOfQuantity(quantityE4: bigint, unitPriceE4: bigint, mode: RoundingMode): bigint {
  return divideRounded(quantityE4 * unitPriceE4, oneUnitE4, mode);
}

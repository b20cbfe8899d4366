/** Decimal text ↔ scaled bigint, exactly: what money, quantities and rates share. No value passes through a float. */

/** What came of reading a decimal. `too_precise` carries the value rounded half up, for a caller who may take it and
 *  record that it did; nothing is rounded silently. */
export type DecimalReading =
  | { ok: true; value: bigint }
  | { ok: false; problem: 'not_a_number' | 'too_large' }
  | { ok: false; problem: 'too_precise'; rounded: bigint };

/** Limits of a signed 64-bit column. */
const maxColumn = 2n ** 63n - 1n;
const minColumn = -(2n ** 63n);

/** Longer texts are not numbers that anybody sells by; it also bounds the work of reading one. */
const maxTextLength = 64;

const decimalText = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const powersOfTen = Array.from({ length: 19 }, (_, exponent) => 10n ** BigInt(exponent));
const floatPowers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];

/** 10^exponent as bigint, for 0 ≤ exponent. */
export function powerOfTen(exponent: number): bigint {
  return powersOfTen[exponent] ?? 10n ** BigInt(exponent);
}

/** Reads a JSON number (by its shortest decimal text), a decimal text (exponent allowed, no blanks) or a bigint of whole
 *  units as a bigint scaled by 10^places. Zeros beyond `places` are fine; other digits there are `too_precise`. */
export function readDecimal(value: unknown, places: number): DecimalReading {
  if (typeof value === 'string') return readPlainText(value, places) ?? readText(value, places);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { ok: false, problem: 'not_a_number' };
    return readDecimal(String(value), places);
  }
  if (typeof value === 'bigint') return checked(value * powerOfTen(places));
  return { ok: false, problem: 'not_a_number' };
}

/** The hot path: sign, up to 15 digits and one point, with no more than `places` decimals. Null: read it the long way.
 *  Every intermediate is an integer below 2^53, so the number arithmetic is exact. */
function readPlainText(text: string, places: number): DecimalReading | null {
  if (text.length > 15) return null;
  let digits = 0;
  let decimals = -1;
  let number = 0;
  for (let i = text.charCodeAt(0) === 45 ? 1 : 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) {
      number = number * 10 + (unit - 48);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (unit === 46 && decimals < 0 && digits > 0) decimals = 0;
    else return null;
  }
  if (digits === 0 || decimals > places) return null;
  const scaled = number * (floatPowers[places - Math.max(decimals, 0)] ?? Number.NaN);
  if (!Number.isSafeInteger(scaled)) return null;
  return { ok: true, value: BigInt(text.charCodeAt(0) === 45 ? -scaled : scaled) };
}

function readText(text: string, places: number): DecimalReading {
  const parts = text.length <= maxTextLength ? decimalText.exec(text) : null;
  const whole = parts?.[2] ?? '';
  const fraction = parts?.[3] ?? '';
  if (!parts || whole.length + fraction.length === 0) return { ok: false, problem: 'not_a_number' };
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return { ok: true, value: 0n };
  const sign = parts[1] === '-' ? -1n : 1n;
  const shift = Number(parts[4] ?? 0) + places - fraction.length;
  if (shift > 40) return { ok: false, problem: 'too_large' };
  if (shift >= 0) return checked(sign * digits * powerOfTen(shift));
  const divisor = powerOfTen(Math.min(-shift, 2 * maxTextLength));
  const quotient = digits / divisor;
  const rest = digits % divisor;
  const reading = checked(sign * (2n * rest >= divisor ? quotient + 1n : quotient));
  if (!reading.ok || rest === 0n) return reading;
  return { ok: false, problem: 'too_precise', rounded: reading.value };
}

function checked(value: bigint): DecimalReading {
  return value > maxColumn || value < minColumn ? { ok: false, problem: 'too_large' } : { ok: true, value };
}

/** Text of a bigint scaled by 10^places, always with exactly `places` decimals: (−12345n, 4) → "-1.2345". */
export function decimalToText(value: bigint, places: number): string {
  if (places === 0) return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The same without trailing zeros: (−15000n, 4) → "-1.5", (20000n, 4) → "2". */
export function decimalToShortText(value: bigint, places: number): string {
  const text = decimalToText(value, places);
  return places === 0 ? text : text.replace(/\.?0+$/, '');
}

/** The one way from a bigint to a number (charts, JSON counters).
 *  @throws RangeError past ±(2^53 − 1), where a number would silently be another one */
export function toSafeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new RangeError(`${value} is past the range in which a number is exact`);
  }
  return Number(value);
}

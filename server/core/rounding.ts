/** Rounding: one function, and a mode that every call names. */
import { powerOfTen } from './decimal.ts';

/** How a remainder is settled.
 *  - `half-up`: to the nearest, a tie away from zero (2.5 → 3, −2.5 → −3): what tills and tax offices mean by rounding
 *  - `half-even`: to the nearest, a tie to the even neighbour (2.5 → 2, 3.5 → 4)
 *  - `away`: away from zero whenever something is left (2.1 → 3, −2.1 → −3)
 *  - `down`: towards zero (2.9 → 2, −2.9 → −2) */
export type RoundingMode = 'half-up' | 'half-even' | 'away' | 'down';

/** numerator / denominator as a whole number.
 *  @throws RangeError when the denominator is zero */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const step = numerator < 0n === denominator < 0n ? 1n : -1n;
  const twice = 2n * magnitude(rest);
  const whole = magnitude(denominator);
  switch (mode) {
    case 'down':
      return quotient;
    case 'away':
      return quotient + step;
    case 'half-up':
      return twice >= whole ? quotient + step : quotient;
    case 'half-even':
      return twice > whole || (twice === whole && quotient % 2n !== 0n) ? quotient + step : quotient;
  }
}

/** Rounds ten-thousandths to `decimals` places (0 to 4) of the unit; the result is still in ten-thousandths. */
export function roundToDecimals(valueE4: bigint, decimals: number, mode: RoundingMode): bigint {
  const unit = powerOfTen(4 - decimals);
  return divideRounded(valueE4, unit, mode) * unit;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

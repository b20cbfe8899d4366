/** VAT. Prices include it, so it is taken out of the gross (protocol 3.3). */

import { hundredPercent } from './rates.ts';
import { divideRounded } from './rounding.ts';

/** The VAT inside a gross amount: gross × rate / (100 + rate), rounded half up to the currency's decimals, as the
 *  terminals do per line. The sign follows the gross.
 *  @throws RangeError for a rate of −100 % or less */
export function vatOfGross(grossE4: bigint, rateBasisPoints: number, decimals: number): bigint {
  if (rateBasisPoints <= -hundredPercent) throw new RangeError(`no VAT rate is ${rateBasisPoints} basis points`);
  const unit = 10n ** BigInt(4 - decimals);
  return (
    divideRounded(grossE4 * BigInt(rateBasisPoints), BigInt(hundredPercent + rateBasisPoints) * unit, 'half-up') * unit
  );
}

/** A gross amount as net and VAT; they add up to it exactly. */
export function splitGross(
  grossE4: bigint,
  rateBasisPoints: number,
  decimals: number,
): { netE4: bigint; vatE4: bigint } {
  const vatE4 = vatOfGross(grossE4, rateBasisPoints, decimals);
  return { netE4: grossE4 - vatE4, vatE4 };
}

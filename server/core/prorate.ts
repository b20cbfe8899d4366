/** Splits a total over weights so that the parts sum to it exactly: whole units by share, what is left over by the
 *  largest remainder, ties to the earlier part.
 *
 *  `unit` is the smallest piece to hand out (100n splits ten-thousandths into whole pence); what the total has below one
 *  unit goes to the part of the largest weight. A negative total gives the negated split of its positive.
 *  No weights: `[]` for a zero total. All weights zero: split evenly.
 *  @throws RangeError for a non-zero total over no weights, a negative weight, or a unit below one */
export function prorate(total: bigint, weights: readonly bigint[], unit = 1n): bigint[] {
  if (total < 0n) return prorate(-total, weights, unit).map((part) => (part === 0n ? 0n : -part));
  if (unit < 1n) throw new RangeError(`cannot split into units of ${unit}`);
  if (weights.some((weight) => weight < 0n)) throw new RangeError('cannot split over a negative weight');
  if (weights.length === 0) {
    if (total === 0n) return [];
    throw new RangeError(`cannot split ${total} over nothing`);
  }
  const given = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = given === 0n ? weights.map(() => 1n) : weights;
  const whole = given === 0n ? BigInt(weights.length) : given;

  const units = total / unit;
  const parts = shares.map((share) => (units * share) / whole);
  const left = Number(units - parts.reduce((sum, part) => sum + part, 0n));
  for (const index of byRemainder(units, shares, whole).slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;

  const largest = shares.reduce((best, share, index) => (share > (shares[best] ?? 0n) ? index : best), 0);
  return parts.map((part, index) => part * unit + (index === largest ? total % unit : 0n));
}

function byRemainder(units: bigint, shares: readonly bigint[], whole: bigint): number[] {
  return shares
    .map((share, index) => ({ index, rest: (units * share) % whole }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
    .map(({ index }) => index);
}

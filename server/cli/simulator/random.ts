/** Chance that repeats: the same seed text always gives the same numbers, on every machine. */
import { newId } from '../../core/ids.ts';

export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True in this share of the draws. */
  chance(share: number): boolean;
  /** One of the list.
   *  @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T;
  /** A UUID as terminals make them. */
  id(): string;
}

/** Texts of all 16-bit numbers: makes a UUID eight look-ups. */
const hex16 = Array.from({ length: 65_536 }, (_, number) => number.toString(16).padStart(4, '0'));
const hex = (number: number): string => hex16[number] as string;

/** A chance of its own for one purpose. The generator is sfc32 (Chris Doty-Humphrey, PractRand), its state filled from the seed text by the cyrb128 hash. */
export function createRandom(seed: string): Random {
  let [a, b, c, d] = hashText(seed);
  const bits = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const next = (): number => bits() / 4_294_967_296;
  const draw = (): string => {
    const [w, x, y, z] = [bits(), bits(), bits(), bits()];
    const version = 0x4000 | (x & 0x0fff);
    const variant = 0x8000 | (y & 0x3fff);
    return `${hex(w >>> 16)}${hex(w & 0xffff)}-${hex(x >>> 16)}-${hex(version)}-${hex(variant)}-${hex(y >>> 16)}${hex(z >>> 16)}${hex(z & 0xffff)}`;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) bits();
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0) throw new RangeError('cannot pick from an empty list');
      return list[Math.floor(next() * list.length)] as (typeof list)[number];
    },
    id: () => newId(draw),
  };
}

/** Draws indices in proportion to their weights. */
export function weightedIndex(weights: readonly number[]): (random: Random) => number {
  const sums: number[] = [];
  let total = 0;
  for (const weight of weights) {
    total += weight;
    sums.push(total);
  }
  if (total <= 0) throw new RangeError('some weight must be above zero');
  return (random) => {
    const target = random.next() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function hashText(text: string): [number, number, number, number] {
  let h1 = 1_779_033_703;
  let h2 = 3_144_134_277;
  let h3 = 1_013_904_242;
  let h4 = 2_773_480_762;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597_399_067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2_869_860_233);
    h3 = h4 ^ Math.imul(h3 ^ unit, 951_274_213);
    h4 = h1 ^ Math.imul(h4 ^ unit, 2_716_044_179);
  }
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prorate } from '../../server/core/prorate.ts';
import { divideRounded, roundToDecimals } from '../../server/core/rounding.ts';
import { splitGross, vatOfGross } from '../../server/core/tax.ts';

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);

describe('rounding', () => {
  test.each([
    ['half-up', [3n, -3n, 2n, 3n, -2n]],
    ['half-even', [2n, -2n, 2n, 3n, -2n]],
    ['away', [3n, -3n, 3n, 3n, -3n]],
    ['down', [2n, -2n, 2n, 2n, -2n]],
  ] as const)('%s settles 2.5, -2.5, 2.1, 2.9 and -2.1 as its name says', (mode, expected) => {
    expect([25n, -25n, 21n, 29n, -21n].map((tenths) => divideRounded(tenths, 10n, mode))).toEqual(expected);
    expect([25n, -25n, 21n, 29n, -21n].map((tenths) => divideRounded(-tenths, -10n, mode))).toEqual(expected);
  });

  test('half-even takes the even neighbour of 0.5, 1.5 and 3.5', () => {
    expect([5n, 15n, 35n, -5n].map((tenths) => divideRounded(tenths, 10n, 'half-even'))).toEqual([0n, 2n, 4n, 0n]);
  });

  test('no mode is off by a whole unit, and exact quotients stay', () => {
    const modes = fc.constantFrom('half-up', 'half-even', 'away', 'down' as const);
    const divisor = amount.filter((value) => value !== 0n);
    fc.assert(
      fc.property(amount, divisor, modes, (value, by, mode) => {
        const off = divideRounded(value, by, mode) * by - value;
        expect(off * off < by * by).toBe(true);
        expect(divideRounded(value * by, by, mode)).toBe(value);
      }),
    );
  });

  test('ten-thousandths round to 0, 2, 3 and 4 decimals', () => {
    expect([0, 2, 3, 4].map((decimals) => roundToDecimals(12_345n, decimals, 'half-up'))).toEqual([
      10_000n,
      12_300n,
      12_350n,
      12_345n,
    ]);
  });
});

describe('prorate', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });
  const unit = fc.constantFrom(1n, 10n, 100n, 10_000n);

  test('the parts sum to the whole, whatever the weights and the unit', () => {
    fc.assert(
      fc.property(amount, weights, unit, (total, shares, step) => {
        const parts = prorate(total, shares, step);
        expect(parts).toHaveLength(shares.length);
        expect(sum(parts)).toBe(total);
      }),
    );
  });

  test('no part is a unit or more away from its exact share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (total, shares) => {
        const whole = sum(shares);
        fc.pre(whole > 0n);
        for (const [index, part] of prorate(total, shares).entries()) {
          const off = part * whole - total * (shares[index] ?? 0n);
          expect(off < whole && off > -whole).toBe(true);
        }
      }),
    );
  });

  test('a negative total gives the negated split', () => {
    expect(prorate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(prorate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });

  test('a weight of zero gets nothing while another has weight', () => {
    expect(prorate(7n, [0n, 3n, 0n])).toEqual([0n, 7n, 0n]);
  });

  test('no weights split nothing, and refuse to lose an amount', () => {
    expect(prorate(0n, [])).toEqual([]);
    expect(() => prorate(1n, [])).toThrow(RangeError);
    expect(() => prorate(1n, [-1n])).toThrow(RangeError);
    expect(() => prorate(1n, [1n], 0n)).toThrow(RangeError);
  });

  test('weights that are all zero split evenly', () => expect(prorate(5n, [0n, 0n])).toEqual([3n, 2n]));

  test('what is below one unit goes to the part of the largest weight', () => {
    expect(prorate(1_050n, [1n, 3n], 100n)).toEqual([300n, 750n]);
  });
});

describe('VAT out of gross', () => {
  test('net and VAT add up to the gross', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 2, 3), (grossE4, rate, decimals) => {
        const { netE4, vatE4 } = splitGross(grossE4, rate, decimals);
        expect(netE4 + vatE4).toBe(grossE4);
        expect(vatE4 % 10n ** BigInt(4 - decimals)).toBe(0n);
        expect(vatOfGross(-grossE4, rate, decimals)).toBe(vatE4 === 0n ? 0n : -vatE4);
      }),
    );
  });

  test.each([
    [1_200_000n, 2000, 2, 200_000n],
    [99_900n, 2000, 2, 16_700n],
    [30_300n, 100, 2, 300n],
    [1_050_000n, 500, 0, 50_000n],
    [100_000n, 0, 2, 0n],
    [600n, 2000, 2, 100n],
    [300n, 2000, 2, 100n],
  ])('of %s ten-thousandths at %s basis points with %s decimals it is %s', (gross, rate, decimals, vat) => {
    expect(vatOfGross(gross, rate, decimals)).toBe(vat);
  });

  test('a rate of minus one hundred percent is refused', () => {
    expect(() => vatOfGross(1n, -10_000, 2)).toThrow(RangeError);
  });
});

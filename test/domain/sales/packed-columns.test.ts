/** Sums in columns: packed and unpacked they are what was added, whatever the numbers and however large the figures. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ColumnSums, unpackTotals } from '../../../server/domain/sales/packed-columns.ts';

const width = 3;
const figure = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: -5n, max: 5n }),
  fc.constantFrom(2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), -(2n ** 31n) - 1n),
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
);
const row = fc.record({
  number: fc.oneof(fc.nat(5), fc.nat(3000)),
  figures: fc.tuple(figure, figure, figure),
  part: fc.nat(2),
});

it('adds up to what was added, part by part and out of bytes that begin anywhere', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), fc.nat(9), (rows, offset) => {
      const whole = new ColumnSums(width);
      for (const part of [0, 1, 2]) {
        const own = new ColumnSums(width);
        for (const { number, figures } of rows.filter((one) => one.part === part)) own.add(number, figures);
        const bytes = own.toBytes();
        const moved = new Uint8Array(bytes.length + offset).subarray(offset);
        moved.set(bytes);
        whole.addBytes(moved);
      }
      const expected = new Map<number, bigint[]>();
      for (const { number, figures } of rows) {
        const known = expected.get(number) ?? [0n, 0n, 0n];
        expected.set(
          number,
          known.map((value, place) => value + (figures[place] ?? 0n)),
        );
      }
      for (const [number, figures] of expected) expect(whole.at(number)).toEqual(figures);
      const left = [...expected].filter(([, figures]) => figures.some((value) => value !== 0n));
      expect(new Map(unpackTotals(whole.toBytes()).map(({ number, figures }) => [number, figures]))).toEqual(
        new Map(left),
      );
      expect(whole.total()).toEqual(
        [0, 1, 2].map((place) => rows.reduce((sum, { figures }) => sum + (figures[place] ?? 0n), 0n)),
      );
    }),
    { numRuns: 500 },
  );
});

it('takes what small figures need, and nothing for a column of zeros', () => {
  const sums = new ColumnSums(width);
  for (let number = 0; number < 1000; number += 1) sums.add(number, [1n, 0n, 2n ** 40n]);
  expect(sums.toBytes().length).toBeLessThan(1000 * (4 + 4 + 8) + 64);
});

it('refuses bytes of another format, and of other columns', () => {
  const sums = new ColumnSums(width);
  sums.add(1, [1n, 2n, 3n]);
  const bytes = sums.toBytes();
  expect(() => new ColumnSums(2).addBytes(bytes)).toThrow('columns');
  const other = Uint8Array.from(bytes);
  other[0] = 9;
  expect(() => new ColumnSums(width).addBytes(other)).toThrow('format 9');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, currencyDecimals, findCurrency } from '../../server/core/currencies.ts';
import {
  formatMoney,
  moneyToNumber,
  moneyToPlain,
  moneyToText,
  readMoney,
  toSafeNumber,
} from '../../server/core/money.ts';
import {
  formatQuantity,
  oneUnitE4,
  priceOfQuantity,
  quantityToText,
  readQuantity,
} from '../../server/core/quantity.ts';
import {
  exchange,
  exchangeRateToText,
  formatPercent,
  percentOf,
  percentToText,
  readExchangeRate,
  readPercent,
} from '../../server/core/rates.ts';

const column = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const ok = (value: bigint) => ({ ok: true, value });

describe('money', () => {
  test('every amount that fits the column is read back from its wire text', () => {
    fc.assert(
      fc.property(column, (amountE4) => {
        expect(readMoney(moneyToText(amountE4))).toEqual(ok(amountE4));
      }),
    );
  });

  test('every amount in whole minor units is read back from its form text, for 0, 2 and 3 decimals', () => {
    const minor = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
    fc.assert(
      fc.property(minor, fc.constantFrom('JPY', 'GBP', 'KWD'), (units, currency) => {
        const amountE4 = units * 10n ** BigInt(4 - currencyDecimals(currency));
        expect(readMoney(moneyToPlain(amountE4, currency))).toEqual(ok(amountE4));
      }),
    );
  });

  test('a JSON number is read by its shortest decimal text', () => {
    const cents = fc.integer({ min: -(10 ** 13), max: 10 ** 13 });
    fc.assert(
      fc.property(cents, (units) => {
        expect(readMoney(JSON.parse(`${units / 100}`))).toEqual(ok(BigInt(units) * 100n));
      }),
    );
  });

  test.each([
    ['12.5000', 125_000n],
    ['-0.0000', 0n],
    [0.1, 1_000n],
    [-0, 0n],
    [1.15, 11_500n],
    [12, 120_000n],
    ['+7', 70_000n],
    ['.5', 5_000n],
    ['5.', 50_000n],
    ['0E-10', 0n],
    ['1.5e1', 150_000n],
    [1e-4, 1n],
    ['1.50000000', 15_000n],
    ['922337203685477.5807', 2n ** 63n - 1n],
    ['-922337203685477.5808', -(2n ** 63n)],
    ['0000000000000000000000012.5', 125_000n],
    [3n, 30_000n],
  ])('%s is read exactly', (value, amountE4) => expect(readMoney(value)).toEqual(ok(amountE4)));

  test.each(['', ' ', '-', '.', '-.', '1,5', '1 ', '0x10', 'NaN', '1.2.3', '1e', '--1', '1'.repeat(65), Number.NaN])(
    '%j is not a number',
    (value) => expect(readMoney(value)).toEqual({ ok: false, problem: 'not_a_number' }),
  );

  test.each([null, undefined, true, {}, [], Number.POSITIVE_INFINITY])('%j is not a number either', (value) => {
    expect(readMoney(value)).toEqual({ ok: false, problem: 'not_a_number' });
  });

  test.each([
    ['1.23455', 12_346n],
    ['-1.23455', -12_346n],
    [0.30000000000000004, 3_000n],
    ['0.00001', 0n],
    ['1e-300', 0n],
  ])('%s is reported as too precise, never rounded silently', (value, rounded) => {
    expect(readMoney(value)).toEqual({ ok: false, problem: 'too_precise', rounded });
  });

  test.each(['922337203685477.5808', '1e30', 1e21, '1e9999', 10n ** 16n])('%s is reported as too large', (value) => {
    expect(readMoney(value)).toEqual({ ok: false, problem: 'too_large' });
  });

  test('a bigint becomes a number only inside the safe range', () => {
    expect(toSafeNumber(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => toSafeNumber(2n ** 53n)).toThrow(RangeError);
    expect(() => toSafeNumber(-(2n ** 53n))).toThrow(RangeError);
    expect(moneyToNumber(12_345n)).toBe(1.2345);
  });

  test('amounts are shown with the decimals of their currency', () => {
    expect(formatMoney(12_345_000n, 'GBP')).toBe('£1,234.50');
    expect(formatMoney(12_345_000n, 'JPY')).toBe('JP¥1,235');
    expect(moneyToPlain(12_345_600n, 'KWD')).toBe('1234.560');
    expect(formatMoney(-(2n ** 63n), 'GBP')).toBe('-£922,337,203,685,477.58');
    expect(formatMoney(10_000n, 'points')).toBe('1.00');
  });

  test('the currency table has each letters and numeric code once, with 0, 2 or 3 decimals', () => {
    expect(new Set(currencies.map((currency) => currency.code)).size).toBe(currencies.length);
    expect(new Set(currencies.map((currency) => currency.numeric)).size).toBe(currencies.length);
    for (const currency of currencies) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency: currency.code,
      }).resolvedOptions();
      expect([0, 2, 3]).toContain(currency.decimals);
      expect([currency.code, currency.decimals >= (maximumFractionDigits ?? 0)]).toEqual([currency.code, true]);
    }
    expect(findCurrency('GBP')?.numeric).toBe(826);
    expect(findCurrency('XXX')).toBeNull();
  });
});

describe('quantities and rates', () => {
  test('quantities are read back from their text', () => {
    fc.assert(
      fc.property(column, (quantityE4) => {
        expect(readQuantity(quantityToText(quantityE4))).toEqual(ok(quantityE4));
        expect(readQuantity(formatQuantity(quantityE4))).toEqual(ok(quantityE4));
      }),
    );
    expect(formatQuantity(15_000n)).toBe('1.5');
    expect(formatQuantity(200_000n)).toBe('20');
  });

  test('one unit costs its price, and the price of a fraction is rounded by the named mode', () => {
    expect(priceOfQuantity(oneUnitE4, 12_345n, 'half-up')).toBe(12_345n);
    expect(priceOfQuantity(5_000n, 3n, 'half-up')).toBe(2n);
    expect(priceOfQuantity(5_000n, 3n, 'down')).toBe(1n);
  });

  test('percentages are read back from their text and stay inside an Int column', () => {
    fc.assert(
      fc.property(fc.integer(), (points) => {
        expect(readPercent(percentToText(points))).toEqual(ok(BigInt(points)));
      }),
    );
    expect(readPercent('20.00')).toEqual(ok(2000n));
    expect(readPercent('21474836.48')).toEqual({ ok: false, problem: 'too_large' });
    expect(readPercent('8.875')).toEqual({ ok: false, problem: 'too_precise', rounded: 888n });
    expect(formatPercent(1750)).toBe('17.5\u00a0%');
    expect(percentOf(99_999n, 1000, 'half-up')).toBe(10_000n);
  });

  test('exchange rates keep six decimals', () => {
    fc.assert(
      fc.property(column, (rateE6) => {
        expect(readExchangeRate(exchangeRateToText(rateE6))).toEqual(ok(rateE6));
      }),
    );
    expect(exchange(100_000n, 1_250_000n, 'half-up')).toBe(125_000n);
  });
});

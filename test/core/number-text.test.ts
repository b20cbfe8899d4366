import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, currencyDecimals } from '../../server/core/currencies.ts';
import { decimalToShortText, decimalToText } from '../../server/core/decimal.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { languages, localeOf } from '../../server/core/languages.ts';
import { formatMoney, moneyToPlain } from '../../server/core/money.ts';

/** Small ones, and any that a column holds. */
const scaled = fc.oneof(
  fc.bigInt({ min: -20_000_000n, max: 20_000_000n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const byIntl = (text: string, locale: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale, options).format(text as `${number}`);

describe.each(languages)('numbers in %s are written as Intl writes them', (language) => {
  const locale = localeOf[language];
  const formats = formatsOf(language);

  test('amounts of every currency', () => {
    // ISO's code for no currency, one of the form that is nobody's, and two that are no codes.
    for (const code of [...currencies.map((each) => each.code), 'XXX', 'ZZZ', 'gbp', '']) {
      const decimals = currencyDecimals(code);
      const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      const options = /^[A-Z]{3}$/.test(code) ? { ...places, style: 'currency' as const, currency: code } : places;
      const form = new Intl.NumberFormat(locale, options);
      const same = fc.property(scaled, (amount) => {
        expect(formatMoney(amount, code, locale)).toBe(form.format(moneyToPlain(amount, code) as `${number}`));
      });
      fc.assert(same, { numRuns: 30 });
    }
  });

  test('amounts finer than the currency, quantities and percentages', () => {
    const same = fc.property(scaled, fc.integer({ min: -2_000_000, max: 2_000_000 }), (number, basisPoints) => {
      const short = decimalToShortText(number, 4);
      expect(formats.quantity(number)).toBe(byIntl(short, locale, { maximumFractionDigits: 4 }));
      const share = decimalToText(BigInt(basisPoints), 2);
      expect(formats.percent(basisPoints)).toContain(byIntl(share, locale, { maximumFractionDigits: 2 }));
      const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
      expect(formats.exactPercent(basisPoints)).toContain(byIntl(share, locale, two));
      const fine = number * 100n + 1n;
      const full = { minimumFractionDigits: 2, maximumFractionDigits: 4 };
      expect(formats.money(fine, 'GBP')).toBe(`${byIntl(decimalToText(fine, 4), locale, full)} GBP`);
    });
    fc.assert(same);
  });
});

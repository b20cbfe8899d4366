import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBasisPoints, exactAmount } from '../../reports/amounts.ts';
import { toCsv } from '../../reports/csv.ts';
import { addSums, figuresOf, noSums } from '../../reports/figures.ts';
import { comparedRange, presetRange } from '../../reports/range.ts';
import { formatsOf } from '../../server/core/formats.ts';

describe('files for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('the text %j cannot run as a formula', (text) => {
    const [, cell] = toCsv(['Name'], [[text]]).split('\r\n');
    expect(cell?.replace(/^"/, '')).toMatch(/^'/);
  });

  it('numbers stay numbers, negative ones too, and empty cells empty', () => {
    expect(toCsv(['A', 'B', 'C'], [['x', { number: '-12.50' }, { number: null }]])).toBe(
      '\uFEFFA,B,C\r\nx,-12.50,\r\n',
    );
  });

  it('separators, quotes and line ends stay inside their cell', () => {
    expect(toCsv(['A'], [['a,"b"\r\nc']])).toBe('\uFEFFA\r\n"a,""b""\r\nc"\r\n');
  });
});

describe('amounts', () => {
  it('are written exactly, with the currency’s decimals at least', () => {
    expect(exactAmount(125_000n, 'GBP')).toBe('12.50');
    expect(exactAmount(-125_025n, 'GBP')).toBe('-12.5025');
    expect(exactAmount(120_000n, 'JPY')).toBe('12');
    expect(exactAmount(125_000n, 'JPY')).toBe('12.5');
    expect(exactAmount(10n ** 18n + 1n, 'KWD')).toBe('100000000000000.0001');
  });

  it('are shown in full where a till sold in fractions of a cent', () => {
    expect(formatsOf('en').money(12_345_000n, 'GBP')).toBe('£1,234.50');
    expect(formatsOf('en').money(125_025n, 'GBP')).toBe('12.5025 GBP');
    expect(formatsOf('de').money(12_345_025n, 'EUR')).toBe('1.234,5025 EUR');
    expect(formatsOf('tr').money(12_345_000n, 'TRY')).toBe('₺1.234,50');
  });

  it('a change is told against the size of what was before, and not at all against nothing', () => {
    expect(changeBasisPoints(150n, 100n)).toBe(5000);
    expect(changeBasisPoints(-50n, -100n)).toBe(5000);
    expect(changeBasisPoints(5n, 0n)).toBeNull();
  });
});

it('the figures of a sum are those of its parts, whatever they are', () => {
  const count = fc.nat(10_000);
  const money = fc.bigInt(-(10n ** 14n), 10n ** 14n);
  const sums = fc.record({
    documents: count.map((documents) => documents + 20_000),
    cancelled: count,
    returns: count,
    withLines: count,
    grossE4: money,
    discountE4: money,
    surchargeE4: money,
    vatE4: money,
    cancelledE4: money,
  });
  fc.assert(
    fc.property(fc.array(sums, { minLength: 1, maxLength: 8 }), (parts) => {
      const whole = figuresOf(parts.reduce(addSums, noSums));
      const single = parts.map(figuresOf);
      expect(whole.netE4).toBe(single.reduce((sum, part) => sum + part.netE4, 0n));
      expect(whole.receipts).toBe(single.reduce((sum, part) => sum + part.receipts, 0));
    }),
  );
});

it('compared days are as many, end before the range begins, and last year’s are the same weekdays', () => {
  const range = presetRange('30-days', '2028-03-01');
  expect(comparedRange(range, 'previous')).toEqual({ from: '2028-01-02', to: '2028-01-31' });
  expect(comparedRange(range, 'last-year')).toEqual({ from: '2027-02-02', to: '2027-03-03' });
  expect(comparedRange(range, 'none')).toBeNull();
});

it('twelve months that end on a leap day begin after the 28th of February', () => {
  expect(presetRange('12-months', '2028-02-29')).toEqual({ from: '2027-03-01', to: '2028-02-29' });
});

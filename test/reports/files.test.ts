import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBasisPoints, exactAmount } from '../../reports/amounts.ts';
import { measures, plus, type Sums } from '../../reports/measures.ts';
import { comparedRange, presetRange } from '../../reports/range.ts';
import { formatsOf } from '../../server/core/formats.ts';
import type { Cell } from '../../server/http/files/cell.ts';
import { csvFile, csvLine } from '../../server/http/files/csv-file.ts';

async function csvOf(heads: readonly string[], row: Cell[]): Promise<string> {
  let text = '';
  const rows = (async function* () {
    yield [row];
  })();
  for await (const part of csvFile(heads, rows)) text += part;
  return text;
}

describe('files for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
    'the text %j cannot run as a formula',
    async (text) => {
      expect((await csvOf(['Name'], [{ kind: 'text', text }])).replace(/^\uFEFFName\r\n"?/, '')).toMatch(/^'/);
    },
  );

  it('numbers stay numbers, negative ones too, and empty cells empty', async () => {
    const number: Cell = { kind: 'number', text: '-12.50', isMoney: true };
    expect(await csvOf(['A', 'B', 'C'], [{ kind: 'text', text: 'x' }, number, { kind: 'none' }])).toBe(
      '\uFEFFA,B,C\r\nx,-12.50,\r\n',
    );
  });

  it('separators, quotes and line ends stay inside their cell', () => {
    expect(csvLine(['a,"b"\r\nc', 'd;e'])).toBe('"a,""b""\r\nc",d;e\r\n');
    expect(csvLine(['a,b', 'd;e'], ';')).toBe('a,b;"d;e"\r\n');
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
    gross_e4: money,
    discount_e4: money,
    surcharge_e4: money,
  });
  fc.assert(
    fc.property(fc.array(sums, { minLength: 1, maxLength: 8 }), (parts) => {
      const whole = parts.reduce<Sums>(plus, {});
      const net = (sums: Sums) => BigInt(measures.net.of(sums) ?? 0);
      const receipts = (sums: Sums) => Number(measures.receipts.of(sums));
      expect(net(whole)).toBe(parts.reduce((sum, part) => sum + net(part), 0n));
      expect(receipts(whole)).toBe(parts.reduce((sum, part) => sum + receipts(part), 0));
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

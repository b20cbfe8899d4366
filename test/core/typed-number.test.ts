import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBarcode, maskOf } from '../../server/core/barcodes.ts';
import { normalizePhone } from '../../server/core/phone-number.ts';
import { foldForSearch } from '../../server/core/search-text.ts';
import { decodeTable, separatorOf } from '../../server/core/table-text.ts';
import { decimalSignOf, readTypedNumber } from '../../server/core/typed-number.ts';

const money = (language: 'en' | 'tr' | 'de', decimals = 2) => ({ language, places: 4, decimals });

describe('an amount that somebody typed', () => {
  it.each([
    ['en', '12.5', 125_000n],
    ['en', '12,5', 125_000n],
    ['en', '1,234.50', 12_345_000n],
    ['en', '1,234', 12_340_000n],
    ['en', '£ 1 234.5', 12_345_000n],
    ['tr', '1.234,50', 12_345_000n],
    ['tr', '1.234', 12_340_000n],
    ['tr', '12,5 TL', 125_000n],
    ['de', '1.234.567,8', 12_345_678_000n],
    ['de', '0,07', 700n],
    ['de', '1’234.50', 12_345_000n],
    ['en', '0.070', 700n],
  ] as const)('in %s, %s, is read exactly', (language, typed, value) => {
    expect(readTypedNumber(typed, money(language))).toEqual({ ok: true, value });
  });

  it('is refused where it could mean two things, with both ways to write it', () => {
    const ambiguous = (readings: [string, string]) => ({ ok: false, problem: 'ambiguous', readings });
    expect(readTypedNumber('1.234', money('en'))).toEqual(ambiguous(['1234', '1.23']));
    expect(readTypedNumber('1,234', money('de'))).toEqual(ambiguous(['1234', '1,23']));
    expect(readTypedNumber('1,234', money('en', 3))).toEqual(ambiguous(['1234', '1.234']));
  });

  it('is refused when it is none, negative, too long or too fine', () => {
    const problem = (typed: string) => readTypedNumber(typed, money('en'));
    for (const typed of ['abc', '1.2.3', '1,23,456', '12.', '=1+1', '1e5', '٣']) {
      expect(problem(typed)).toMatchObject({ ok: false, problem: 'not_a_number' });
    }
    expect(problem('-5')).toMatchObject({ problem: 'negative' });
    expect(problem(' ')).toMatchObject({ problem: 'empty' });
    expect(problem('1234567890123')).toMatchObject({ problem: 'too_large' });
    expect(problem('1.2345')).toMatchObject({ problem: 'too_precise', decimals: 2 });
  });

  it('comes back as it was written, in every language', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 99_999_999_999n), fc.constantFrom('en', 'tr', 'de'), (cents, language) => {
        const text = new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(
          `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}` as `${number}`,
        );
        expect(readTypedNumber(text, money(language))).toEqual({ ok: true, value: cents * 100n });
        expect(decimalSignOf(language)).toBe(language === 'en' ? '.' : ',');
      }),
    );
  });
});

describe('a barcode', () => {
  it.each(['4006381333931', '96385074', '036000291452', '00012345600012'])(
    'with its check digit is right: %s',
    (barcode) => {
      expect(judgeBarcode(barcode)).toEqual({ kind: 'right' });
    },
  );

  it('with another last digit is told the right one, and one of another length is not judged', () => {
    expect(judgeBarcode('4006381333932')).toEqual({ kind: 'wrong_check_digit', right: '4006381333931' });
    expect(judgeBarcode('12345')).toEqual({ kind: 'unchecked' });
    expect(judgeBarcode('ABC-123')).toEqual({ kind: 'unchecked' });
  });

  it('of a scale is read by the mask that begins like it', () => {
    const masks = [
      { id: 'any', startingDigits: '2', barcodeLength: 13 },
      { id: 'weight', startingDigits: '27', barcodeLength: 13 },
      { id: 'none', startingDigits: null, barcodeLength: null },
    ];
    expect(maskOf('2712345', masks)?.id).toBe('weight');
    expect(maskOf('2012345', masks)?.id).toBe('any');
    expect(maskOf('8690000', masks)).toBeNull();
  });
});

describe('a table', () => {
  const text = 'Kod;Ad\r\n1;Şeker ığöç\r\n';

  it.each([
    ['utf-8', Buffer.from(text, 'utf8')],
    ['utf-8', Buffer.from(`\ufeff${text}`, 'utf8')],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    [
      'windows-1254',
      Buffer.from(
        [...'Kod;Ad\r\n1;']
          .map((c) => c.charCodeAt(0))
          .concat([0xde, 0x65, 0x6b, 0x65, 0x72, 0x20, 0xfd, 0xf0, 0xf6, 0xe7, 13, 10]),
      ),
    ],
  ])('in %s is read as it was written', (encoding, bytes) => {
    expect(decodeTable(bytes)).toEqual({ text, encoding });
  });

  it('in Windows letters of the West is no Turkish one', () => {
    expect(decodeTable(Buffer.from([0x4b, 0xe4, 0x73, 0x65]))).toEqual({ text: 'Käse', encoding: 'windows-1252' });
  });

  it.each([
    [';', 'a;b\n"1,2,3";4\n5;6\n'],
    [',', 'a,b\n1,2\n'],
    ['\t', 'a\tb\n1,5\t2\n'],
    ['|', 'a|b\n1|2\n'],
  ])('is separated by %s', (separator, table) => {
    expect(separatorOf(table)).toBe(separator);
  });
});

it('the four Turkish letters i are one in searches', () => {
  expect(foldForSearch('IŞIK İi ıI')).toBe(foldForSearch('ışık ii ıı'));
});

it('a phone number is compared with the code of its country', () => {
  expect(normalizePhone('0532 123 45 67', 'TR')).toBe('905321234567');
  expect(normalizePhone('+44 (0)7700 900123', 'TR')).toBe('447700900123');
  expect(normalizePhone('00 49 30 123456', null)).toBe('4930123456');
  expect(normalizePhone('0532 123 45 67', null)).toBeNull();
});

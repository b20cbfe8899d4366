/** Numbers as `Intl.NumberFormat` writes them, a dozen times as quickly: a page of a year's days holds some thousand amounts, and
 *  each took 12 µs. The signs and where they stand are asked of it once. */

interface Signs {
  group: string;
  decimal: string;
  /** What stands before and behind the digits. */
  positive: readonly [string, string];
  negative: readonly [string, string];
}

/** Writes a decimal text ("-1234.5") with all decimals that it has, and at least so many as are asked for. */
export type NumberWriter = (decimalText: string, leastPlaces?: number) => string;

/** @param form groups digits by three, as the languages of the hub do */
export function numberWriter(form: Intl.NumberFormat): NumberWriter {
  const signs = signsOf(form);
  return (decimalText, leastPlaces = 0) => {
    const isNegative = decimalText.startsWith('-');
    const [whole = '', fraction = ''] = (isNegative ? decimalText.slice(1) : decimalText).split('.');
    const places = fraction.padEnd(leastPlaces, '0');
    const [before, behind] = isNegative ? signs.negative : signs.positive;
    return `${before}${grouped(whole, signs.group)}${places === '' ? '' : signs.decimal + places}${behind}`;
  };
}

function signsOf(form: Intl.NumberFormat): Signs {
  const digits = new Set(['integer', 'group', 'decimal', 'fraction']);
  const around = (number: number): readonly [string, string] => {
    const parts = form.formatToParts(number);
    const first = parts.findIndex(({ type }) => digits.has(type));
    const last = parts.findLastIndex(({ type }) => digits.has(type));
    const text = (some: typeof parts) => some.map(({ value }) => value).join('');
    return [text(parts.slice(0, first)), text(parts.slice(last + 1))];
  };
  const parts = new Intl.NumberFormat(form.resolvedOptions().locale).formatToParts(1_234_567.8);
  const sign = (wanted: Intl.NumberFormatPartTypes) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return { group: sign('group'), decimal: sign('decimal'), positive: around(1), negative: around(-1) };
}

function grouped(whole: string, sign: string): string {
  let end = whole.length;
  if (end <= 3) return whole;
  let text = '';
  for (; end > 3; end -= 3) text = sign + whole.slice(end - 3, end) + text;
  return whole.slice(0, end) + text;
}

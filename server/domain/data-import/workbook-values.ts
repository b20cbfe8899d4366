/** Values of cells as exact text. */

const dayMs = 86_400_000;
/** Days from the beginning of a workbook's count to 1970. */
const epochDays = 25_569;
const epochDays1904 = 24_107;

/** Formats that workbooks need not describe. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Whether a number format shows a day or a time. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ''));
}

/** A number as its cell shows it: fifteen digits are what a spreadsheet knows. A number with exactly three decimals gets a fourth,
 *  so that no language takes its point for one of thousands. */
export function plainNumber(value: string): string {
  const isPlain = /^-?\d+(\.\d+)?$/.test(value);
  if (isPlain && value.replace(/^-?0*|\./g, '').length <= 15) return clear(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (isPlain && !value.includes('.')) return value;
  return clear(expanded(number.toPrecision(15)));
}

function clear(text: string): string {
  const bare = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return /\.\d{3}$/.test(bare) ? `${bare}0` : bare;
}

/** "1.2e-7" is "0.00000012". */
function expanded(text: string): string {
  const [, sign = '', whole = '', rest = '', exponent] = /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  if (shift >= 0) return `${sign}${whole}${rest.padEnd(shift, '0')}`;
  return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${rest}`;
}

/** A day, "2026-03-01", or with a time "2026-03-01 14:05:09"; below one day a time alone. */
export function serialToText(value: string, is1904: boolean): string {
  const serial = Number(value);
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return value;
  const ms = Math.round(serial * dayMs);
  if (ms < dayMs && !is1904) return new Date(ms).toISOString().slice(11, 19);
  const iso = new Date(ms - (is1904 ? epochDays1904 : epochDays) * dayMs).toISOString();
  if (ms % dayMs === 0) return iso.slice(0, 10);
  return `${iso.slice(0, 10)} ${iso.slice(11, ms % 1000 === 0 ? 19 : 23)}`;
}

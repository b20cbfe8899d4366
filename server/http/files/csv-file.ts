/** Rows as CSV that every spreadsheet reads and none takes for formulas. */

import { decimalToText } from '../../core/decimal.ts';
import type { Cell } from './cell.ts';

/** What makes a spreadsheet take a text for a formula. What begins with our own sign before one gets another, so that reading the
 *  file again takes away what writing it has added. */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/;

export async function* csvFile(heads: readonly string[], chunks: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield csvMark + csvLine(heads);
  for await (const rows of chunks) yield rows.map((row) => csvLine(row.map(textOf))).join('');
}

/** What a file begins with so that spreadsheets read it as UTF-8. */
export const csvMark = '\uFEFF';

/** A line of texts. What people wrote in them is to be made harmless before. */
export function csvLine(texts: readonly string[], separator = ','): string {
  return `${texts.map((text) => quoted(text, separator)).join(separator)}\r\n`;
}

/** A text that no spreadsheet takes for a formula. */
export function harmless(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** A cell of somebody's file, to be read again: where the sign stands already, none is added. */
export function harmlessCell(text: string): string {
  return text.startsWith("'") ? text : harmless(text);
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(cell: Cell): string {
  switch (cell.kind) {
    case 'none':
      return '';
    case 'text':
      return harmless(cell.text);
    case 'number':
      return cell.text;
    case 'share':
      return decimalToText(BigInt(cell.basisPoints), 2);
    case 'flag':
      return String(cell.value);
    case 'instant':
      return cell.at.toISOString();
    case 'day':
      return cell.day;
  }
}

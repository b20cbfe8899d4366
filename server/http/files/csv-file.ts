/** Rows as CSV that every spreadsheet reads and none takes for formulas. */

import { decimalToText } from '../../core/decimal.ts';
import type { Cell } from './cell.ts';

/** What makes a spreadsheet take a text for a formula. What begins with our own sign before one gets another, so that reading the
 *  file again takes away what writing it has added. */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/;

export async function* csvFile(heads: readonly string[], chunks: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(heads)}`;
  for await (const rows of chunks) yield rows.map((row) => csvLine(row.map(textOf))).join('');
}

/** A line of texts that people wrote. */
export function csvLine(texts: readonly string[]): string {
  return `${texts.map(quoted).join(',')}\r\n`;
}

function harmless(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** A cell of somebody's file, to be read again: where the sign stands already, none is added. */
export function harmlessCell(text: string): string {
  return text.startsWith("'") ? text : harmless(text);
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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

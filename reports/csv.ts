/** Files for spreadsheets. */

import { stringify } from 'csv-stringify/sync';

/** A number as exact decimal text that spreadsheets may compute with, or null for an empty cell. */
export interface NumberCell {
  number: string | null;
}

export type Cell = string | NumberCell;

/** What makes a spreadsheet take a text for a formula. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** RFC 4180 with CRLF and a byte order mark, without which spreadsheets read UTF-8 wrongly. Texts that a spreadsheet would run
 *  as a formula get a leading apostrophe; numbers are ours and stay numbers, negative ones too. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const records = [header, ...rows.map((row) => row.map(cellText))];
  return stringify(records as string[][], { bom: true, record_delimiter: 'windows' });
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell.number ?? '';
  return formulaStart.test(cell) ? `'${cell}` : cell;
}

/** What a file begins with so that spreadsheets read it as UTF-8. */
export const csvMark = '\ufeff';

/** One line of a file that is written as it is read, guarded in the same way. */
export function csvLine(cells: readonly Cell[], separator = ','): string {
  return stringify([cells.map(cellText)], { delimiter: separator, record_delimiter: 'windows' });
}

import type { Words } from '../cells.ts';
import type { Report, Value } from '../engine/report.ts';
import type { AnsweredRow } from '../engine/run.ts';
import { changeOf } from '../files/table.ts';
import { labelText } from '../speak.ts';

/** What the table of a report can be ordered by; `-` in front turns it round. */
export function sortNames({ columns }: Report): string[] {
  return ['name', 'compared', 'change', ...columns.map(({ name }) => name)].flatMap((name) => [name, `-${name}`]);
}

/** The rows in the order that was asked for; without one as the report has them. What says nothing comes last, and so do rows
 *  that are nobody's: unknown, difference, correction. */
export function sorted(
  words: Words,
  rows: readonly AnsweredRow[],
  { by, lead }: { by: string; lead: string },
): AnsweredRow[] {
  if (by === '') return [...rows];
  const isDown = by.startsWith('-');
  const name = isDown ? by.slice(1) : by;
  const figureOf = (row: AnsweredRow): Value => {
    if (name === 'compared') return row.compared;
    if (name === 'change') return changeOf(row.values[lead] ?? null, row.compared);
    return row.values[name] ?? null;
  };
  const compare = (a: AnsweredRow, b: AnsweredRow) => {
    if (name === 'name') return words.formats.compare(labelText(words, a.label), labelText(words, b.label));
    return compareValues(words, figureOf(a), figureOf(b));
  };
  const isNull = (row: AnsweredRow) => name !== 'name' && figureOf(row) === null;
  return [...rows].sort(
    (a, b) =>
      Number(a.kind !== undefined) - Number(b.kind !== undefined) ||
      Number(isNull(a)) - Number(isNull(b)) ||
      (isDown ? compare(b, a) : compare(a, b)),
  );
}

function compareValues(words: Words, a: Value, b: Value): number {
  if (a === null || b === null) return 0;
  if (typeof a === 'string' || typeof b === 'string') return words.formats.compare(String(a), String(b));
  return a === b ? 0 : a > b ? 1 : -1;
}

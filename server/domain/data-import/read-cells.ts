/** Cells of a file as values of columns: exactly, or with the reason why not. */

import { readDecimal } from '../../core/decimal.ts';
import type { Language } from '../../core/languages.ts';
import { type DecimalProblem, readTypedNumber } from '../../core/typed-number.ts';
import type { ImportColumn, Mapping } from './columns.ts';

export interface Fault {
  /** Empty: the row as a whole. */
  field: string;
  /** In English, for `translateSentence`. */
  message: string;
}

/** What a row says. References are still texts. */
export interface ReadCells {
  id: string | null;
  values: Map<string, unknown>;
  names: Map<string, string>;
  faults: Fault[];
}

interface Way {
  columns: readonly ImportColumn[];
  mapping: Mapping;
  numberForm: Language;
}

/** What exports put before a text so that no spreadsheet takes it for a formula. */
const guard = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;

/** Reads one row. A column that is not mapped is not said; an empty cell empties the column where it can be empty, and says
 *  nothing where it cannot. */
export function readCells(cells: readonly string[], { columns, mapping, numberForm }: Way): ReadCells {
  const read: ReadCells = { id: null, values: new Map(), names: new Map(), faults: [] };
  const { id } = mapping;
  if (id !== undefined) read.id = cells[id]?.trim() || null;
  for (const column of columns) {
    const at = mapping[column.name];
    if (at === undefined) continue;
    const cell = (cells[at] ?? '').replace(guard, '').trim();
    if (cell === '') {
      if (column.isNullable) read.values.set(column.name, null);
      else if (column.kind === 'text') read.values.set(column.name, '');
      else if (column.isRequired) read.faults.push({ field: column.name, message: 'The cell is empty.' });
    } else if (column.kind === 'reference') read.names.set(column.name, cell);
    else {
      const value = readers[column.kind](cell, { column, numberForm });
      if ('message' in value) read.faults.push({ field: column.name, message: value.message });
      else read.values.set(column.name, value.value);
    }
  }
  return read;
}

interface Reading {
  column: ImportColumn;
  numberForm: Language;
}

type Read = { value: unknown } | { message: string };

const readers: Record<Exclude<ImportColumn['kind'], 'reference'>, (cell: string, reading: Reading) => Read> = {
  text: (cell) => ({ value: cell }),
  whole: (cell) =>
    /^[+-]?\d{1,9}$/.test(cell) ? { value: Number(cell) } : { message: `“${short(cell)}” is not a whole number.` },
  decimal: readAmount,
  flag(cell) {
    const word = cell.toLocaleLowerCase('tr').normalize('NFC');
    if (yes.has(word) || yes.has(cell.toLowerCase())) return { value: true };
    if (no.has(word) || no.has(cell.toLowerCase())) return { value: false };
    return { message: `“${short(cell)}” is neither yes nor no.` };
  },
  instant(cell) {
    const at = readInstant(cell);
    return at ? { value: at } : { message: `“${short(cell)}” is no day and no time: write 2026-03-01 14:05.` };
  },
};

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'evet', 'doğru', 'ja', 'wahr', '✓']);
const no = new Set(['false', 'no', 'n', '0', 'hayır', 'yanlış', 'nein', 'falsch', '✗']);

/** A number of the hub itself ("1234.5") is taken as it is in every form but where its point may stand for thousands. */
function readAmount(typed: string, { column, numberForm }: Reading): Read {
  const { scale, name } = column;
  const cell = scale === 2 ? typed.replace(/\s*%$/, '') : typed;
  const isPlain = /^-?\d+(\.\d+)?$/.test(cell) && (numberForm === 'en' || !/^-?\d{1,3}\.\d{3}$/.test(cell));
  const plain = isPlain ? readDecimal(cell, scale) : null;
  if (plain?.ok) return { value: inType(plain.value, name) };
  const read = readTypedNumber(cell, { language: numberForm, places: scale, decimals: scale });
  if (read.ok) return { value: inType(read.value, name) };
  return { message: amountProblems[read.problem](short(typed), scale) };
}

function inType(value: bigint, name: string): bigint | number {
  return name.endsWith('BasisPoints') ? Number(value) : value;
}

const amountProblems: Record<DecimalProblem, (cell: string, decimals: number) => string> = {
  empty: (cell) => `“${cell}” is not a number.`,
  not_a_number: (cell) => `“${cell}” is not a number.`,
  negative: () => 'A number here is not negative.',
  too_large: () => 'The number is too large.',
  too_precise: (_, decimals) => `Use at most ${decimals} decimals.`,
  ambiguous: (cell) => `“${cell}” could mean two things: say which sign separates decimals.`,
};

const isoForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)? ?(?:Z|UTC|([+-]\d\d):?(\d\d))?$/;
const pointForm = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d\d):(\d\d)(?::(\d\d))?)?$/;

/** A time without a zone is UTC, as exports write it. */
function readInstant(cell: string): Date | null {
  const point = pointForm.exec(cell);
  const parts = point ? [point[3], point[2], point[1], point[4], point[5], point[6]] : isoForm.exec(cell)?.slice(1);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(0, 6)
    .map((part) => Number(part ?? 0));
  const ms = Number((parts[6] ?? '0').padEnd(3, '0'));
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  if (at.getUTCDate() !== day || at.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return null;
  const offset = Number(parts[7] ?? 0) * 60 + Math.sign(Number(parts[7] ?? 0)) * Number(parts[8] ?? 0);
  return new Date(at.getTime() - offset * 60_000);
}

function short(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
}

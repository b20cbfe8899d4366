/** The rows of the first sheet of a workbook, every cell as exact text: numbers without what floating point adds, dates as ISO days
 *  and times, of formulas the value that the workbook remembers. */

import path from 'node:path/posix';
import { type Handlers, openParts, type Parts, parseXml, refused } from './workbook-parts.ts';
import { isDateFormat, plainNumber, serialToText } from './workbook-values.ts';

/** Signs that a cell can hold; a shared text is held once. */
const mostShared = 64 * 1024 * 1024;

/** Columns of a table, whatever file it comes in. */
export const mostColumns = 200;

/** Of any sheet. */
const mostLines = 1_048_576;

export interface SheetRow {
  /** As the sheet counts, from 1. */
  line: number;
  cells: string[];
}

/** @throws invalid_input it is broken, hostile, or unpacks to too much */
export async function* readWorkbook(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const parts = await openParts(bytes);
  const { sheet, folder, is1904 } = await firstSheet(parts);
  const strings = await sharedStrings(parts, `${folder}/sharedStrings.xml`);
  const dateStyles = await stylesOfDates(parts, `${folder}/styles.xml`);
  const make = (emit: (row: SheetRow) => void) => sheetHandlers({ strings, dateStyles, is1904 }, emit);
  for await (const rows of parseXml(parts.read(sheet), make)) yield* rows;
}

const nothing = { open: () => undefined, text: () => undefined, close: () => undefined };

interface Found {
  /** Name of the part. */
  sheet: string;
  /** Where the workbook's parts lie. */
  folder: string;
  is1904: boolean;
}

async function firstSheet(parts: Parts): Promise<Found> {
  const workbook =
    (await target(parts, { rels: '_rels/.rels', from: '', kind: 'officeDocument' })) ?? 'xl/workbook.xml';
  let relation: string | null = null;
  let is1904 = false;
  const reading = parseXml(parts.read(workbook), () => ({
    ...nothing,
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      const id = Object.entries(attributes).find(([key]) => /^\w+:id$/.test(key))?.[1];
      if (name === 'sheet' && attributes['state'] === undefined) relation ??= id ?? null;
    },
  }));
  for await (const _ of reading);
  const folder = path.dirname(workbook);
  const rels = `${folder}/_rels/${path.basename(workbook)}.rels`;
  const sheet = relation === null ? null : await target(parts, { rels, from: folder, id: relation });
  if (sheet === null) throw refused('This workbook has no sheet that is shown.');
  return { sheet, folder, is1904 };
}

/** The part that a relation names, by its id or its kind. */
async function target(
  parts: Parts,
  { rels, from, id, kind }: { rels: string; from: string; id?: string; kind?: string },
): Promise<string | null> {
  if (!parts.has(rels)) return null;
  let found: string | null = null;
  const reading = parseXml(parts.read(rels), () => ({
    ...nothing,
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const isIt = id === undefined ? attributes['Type']?.endsWith(`/${kind}`) : attributes['Id'] === id;
      const given = attributes['Target'] ?? '';
      if (isIt) found ??= given.startsWith('/') ? given.slice(1) : path.join(from, given);
    },
  }));
  for await (const _ of reading);
  return found;
}

async function sharedStrings(parts: Parts, name: string): Promise<string[]> {
  const strings: string[] = [];
  if (!parts.has(name)) return strings;
  let length = 0;
  let text = '';
  let isText = false;
  let isSound = false;
  const reading = parseXml(parts.read(name), () => ({
    open(tag) {
      if (tag === 'si') text = '';
      if (tag === 'rPh') isSound = true;
      isText = tag === 't' && !isSound;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(tag) {
      isText = false;
      if (tag === 'rPh') isSound = false;
      if (tag !== 'si') return;
      length += text.length;
      if (length > mostShared) throw refused('This workbook holds more text than the hub reads: bring it in parts.');
      strings.push(plainText(text));
    },
  }));
  for await (const _ of reading);
  return strings;
}

/** Numbers of the cell styles that show a date. */
async function stylesOfDates(parts: Parts, name: string): Promise<ReadonlySet<number>> {
  const styles = new Set<number>();
  if (!parts.has(name)) return styles;
  const own = new Map<string, string>();
  let isCells = false;
  let at = 0;
  const reading = parseXml(parts.read(name), () => ({
    ...nothing,
    open(tag, attributes) {
      if (tag === 'numFmt') own.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
      if (tag === 'cellXfs') isCells = true;
      if (tag !== 'xf' || !isCells) return;
      const id = attributes['numFmtId'] ?? '0';
      if (isDateFormat(Number(id), own.get(id))) styles.add(at);
      at += 1;
    },
    close(tag) {
      if (tag === 'cellXfs') isCells = false;
    },
  }));
  for await (const _ of reading);
  return styles;
}

interface Book {
  strings: readonly string[];
  dateStyles: ReadonlySet<number>;
  is1904: boolean;
}

/** What is known of the cell that is being read. */
interface Cell {
  column: number;
  type: string;
  style: number;
  value: string;
}

function sheetHandlers(book: Book, emit: (row: SheetRow) => void): Handlers {
  let row: SheetRow = { line: 0, cells: [] };
  let cell: Cell = { column: -1, type: 'n', style: 0, value: '' };
  let isValue = false;
  let isSound = false;
  const opens: Record<string, (attributes: Readonly<Record<string, string>>) => void> = {
    row({ r }) {
      const line = r === undefined ? row.line + 1 : Number(r);
      if (!(line > row.line && line <= mostLines)) throw refused('The rows of this workbook are in disorder.');
      row = { line, cells: [] };
      cell = { ...cell, column: -1 };
    },
    c({ r, t, s }) {
      const column = r === undefined ? cell.column + 1 : columnOf(r);
      cell = { column, type: t ?? 'n', style: Number(s ?? 0), value: '' };
    },
    v: () => {
      isValue = true;
    },
    t: () => {
      isValue = !isSound;
    },
    rPh: () => {
      isSound = true;
    },
  };
  const closes: Record<string, () => void> = {
    row() {
      if (row.cells.length > 0) emit(row);
    },
    c() {
      const text = textOf(cell, book);
      if (text === '') return;
      if (cell.column >= mostColumns) throw refused(`A table has at most ${mostColumns} columns.`);
      while (row.cells.length < cell.column) row.cells.push('');
      row.cells[cell.column] = text;
    },
    rPh: () => {
      isSound = false;
    },
  };
  return {
    open: (name, attributes) => opens[name]?.(attributes),
    text(piece) {
      if (isValue) cell.value += piece;
    },
    close(name) {
      isValue = false;
      closes[name]?.();
    },
  };
}

function textOf({ type, style, value }: Cell, { strings, dateStyles, is1904 }: Book): string {
  if (type === 's') return asText(strings[Number(value)] ?? '');
  if (type === 'inlineStr' || type === 'str') return asText(plainText(value));
  if (type === 'b') return value === '' ? '' : String(value.trim() === '1');
  if (type !== 'n' || value === '') return value;
  return dateStyles.has(style) ? serialToText(value.trim(), is1904) : plainNumber(value.trim());
}

/** A text as a table of texts holds it: what begins like a formula, or like our sign against one, gets the sign that reading the
 *  table takes away. */
function asText(text: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** "AB12" is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const sign of reference.toUpperCase()) {
    if (sign < 'A' || sign > 'Z') break;
    column = column * 26 + sign.charCodeAt(0) - 64;
  }
  return column - 1;
}

/** Signs that XML cannot hold are written as `_x000D_`. */
function plainText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Whatever file somebody brings becomes one kind of table before it is kept: deflated CSV, each row behind the line of the file in
 *  which it stood. Read and written bit by bit. */

import { once } from 'node:events';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';
import { encodingOf, separatorOf } from '../../core/table-text.ts';
import { rowsOf } from '../product-import/index.ts';
import { mostColumns, readWorkbook, type SheetRow } from './read-workbook.ts';
import { refused } from './workbook-parts.ts';

/** Larger files are brought in parts. */
export const maxFileBytes = 50 * 1024 * 1024;
const mostRows = 1_048_575;
const mostCellLength = 32_767;
const mostTextLength = 512 * 1024 * 1024;

export type FileFormat = 'csv' | 'xlsx';

export interface NormalTable {
  format: FileFormat;
  source: Uint8Array;
  columnNames: string[];
  /** Without the first line. */
  rowCount: number;
}

/** @throws invalid_input the file is empty, broken, hostile, too large, or no table */
export async function normalTable(bytes: Uint8Array): Promise<NormalTable> {
  const format = formatOf(bytes);
  const rows = format === 'xlsx' ? readWorkbook(bytes) : readText(bytes);
  const pack = createDeflateRaw();
  const packed: Buffer[] = [];
  pack.on('data', (chunk: Buffer) => packed.push(chunk));
  const ended = once(pack, 'end');
  let columnNames: string[] | null = null;
  let rowCount = 0;
  let length = 0;
  for await (const text of inBlocks(rows, (row) => {
    if (columnNames === null) columnNames = namesOf(row.cells);
    else rowCount += 1;
    if (rowCount > mostRows) throw refused(`A file has at most ${mostRows} rows: bring it in parts.`);
  })) {
    length += text.length;
    if (length > mostTextLength) throw refused('The file holds more text than the hub reads: bring it in parts.');
    if (!pack.write(text)) await once(pack, 'drain');
  }
  pack.end();
  await ended;
  if (columnNames === null) throw refused('The file is empty.');
  return { format, source: new Uint8Array(Buffer.concat(packed)), columnNames, rowCount };
}

/** The rows of a kept table, without its first line. */
export async function* rowsOfTable(source: Uint8Array): AsyncGenerator<SheetRow> {
  const text = createInflateRaw().setEncoding('utf8');
  text.end(source);
  let isFirst = true;
  for await (const { cells } of rowsOf(text as AsyncIterable<string>, { separator: ',' })) {
    const [line, ...rest] = cells;
    if (!isFirst) yield { line: Number(line), cells: rest };
    isFirst = false;
  }
}

function formatOf(bytes: Uint8Array): FileFormat {
  const [a, b, c, d] = bytes;
  if (a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6))) return 'xlsx';
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0) {
    throw refused('This workbook is of an old kind, or locked by a password: save it as XLSX or CSV.');
  }
  return 'csv';
}

async function* readText(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const encoding = encodingOf(bytes);
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 200_000));
  if (head.trim() === '') throw refused('The file is empty.');
  if (head.includes('\u0000')) throw refused('This is no table: save it as XLSX or CSV.');
  try {
    yield* rowsOf(decoded(bytes, encoding), { separator: separatorOf(head) });
  } catch (error) {
    if (!/^CSV_/.test(String((error as { code?: unknown } | null)?.code))) throw error;
    throw refused('This is no table that can be read: a quotation mark is opened and never closed.');
  }
}

async function* decoded(bytes: Uint8Array, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += 64 * 1024) {
    yield decoder.decode(bytes.subarray(at, at + 64 * 1024), { stream: true });
  }
  yield decoder.decode();
}

function namesOf(cells: readonly string[]): string[] {
  if (cells.length > mostColumns) throw refused(`A table has at most ${mostColumns} columns.`);
  return cells.map((cell, index) => cell.trim().slice(0, 100) || String(index + 1));
}

/** Rows as lines of CSV, many at once. */
async function* inBlocks(rows: AsyncIterable<SheetRow>, count: (row: SheetRow) => void): AsyncGenerator<string> {
  let block = '';
  for await (const row of rows) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    count(row);
    block += `${row.line},${row.cells.map(quoted).join(',')}\n`;
    if (block.length < 64 * 1024) continue;
    yield block;
    block = '';
  }
  yield block;
}

function quoted(cell: string): string {
  if (cell.length > mostCellLength) throw refused(`A cell has at most ${mostCellLength} characters.`);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

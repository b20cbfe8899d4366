/** Rows as a workbook, part by part while it is sent. Texts are cells of texts, which no spreadsheet computes, and are marked so that
 *  they stay texts when somebody edits them; numbers, days and instants are cells of their own kinds. */

import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { decimalToText } from '../../core/decimal.ts';
import type { Translate } from '../../core/translate.ts';
import type { Cell } from './cell.ts';
import { LongTexts } from './long-texts.ts';
import { escaped } from './xml-text.ts';

/** What a sheet holds, with its first line: more no spreadsheet takes. */
export const rowsOfSheet = 1_048_576;
const dayMs = 86_400_000;
const epochDays = 25_569;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Positions in the list of formats. */
const formats = { text: 1, instant: 2, day: 3, head: 4, money: 5, share: 6 } as const;

/** A table of a workbook. */
export interface SheetPlan {
  /** What people see below it. */
  name: string;
  heads: readonly string[];
  chunks: AsyncIterable<Cell[][]> | Iterable<Cell[][]>;
}

interface WorkbookForm {
  /** For what the writer itself says. */
  t: Translate;
  /** Rows of a sheet, its heads among them: what is more goes on in the next, under the same heads, and the last line of the
   *  full one says so. */
  most?: number;
}

/** One table, on sheets that are named by their numbers. */
export function workbookFile(heads: readonly string[], chunks: AsyncIterable<Cell[][]>, form: WorkbookForm): Readable {
  return workbookOf([{ name: '', heads, chunks }], form);
}

/** Several tables, each on sheets of its own. Texts that no cell holds whole stand in parts on a last sheet, and their cells say so. */
export function workbookOf(asked: readonly SheetPlan[], { t, most = rowsOfSheet }: WorkbookForm): Readable {
  const long = new LongTexts(t);
  const tables = [...asked];
  const zip = new ZipFile();
  const out = new PassThrough();
  const sheets: string[] = [];
  const fail = (error: unknown) => out.destroy(error as Error);
  const addSheet = (place: number, rows: Rows, part: number) => {
    const table = tables[place] as SheetPlan;
    const name = sheetName(table.name, part, sheets);
    sheets.push(name);
    zip.addReadStreamLazy(`xl/worksheets/sheet${sheets.length}.xml`, { compressionLevel: 4 }, (hand) => {
      const goOn = (isFull: boolean) => {
        if (isFull) return addSheet(place, rows, part + 1);
        // What was too long is known once everything else is written.
        if (place + 1 === tables.length && place + 1 === asked.length && long.hasAny) tables.push(long.plan());
        if (place + 1 < tables.length) addTable(place + 1);
        else finish(zip, sheets);
      };
      const lines = sheetXml(table.heads, rows, {
        ...{ most, goOn },
        shorten: (at, text) => long.shorten({ sheet: name, at, text }),
        more: t('files.continued'),
      });
      const source = Readable.from(lines, {
        objectMode: false,
        highWaterMark: 64 * 1024,
      });
      source.once('error', fail);
      // Who goes away ends the reading too.
      out.once('close', () => source.destroy());
      hand(null, source);
    });
  };
  const addTable = (place: number) => addSheet(place, new Rows((tables[place] as SheetPlan).chunks), 1);
  addTable(0);
  zip.on('error', fail);
  zip.outputStream.pipe(out);
  return out;
}

/** Unique, as short as spreadsheets take it, and without the signs that they refuse. */
function sheetName(wish: string, part: number, taken: readonly string[]): string {
  const plain = wish.replace(/[[\]:*?/\\']/g, ' ').trim();
  if (plain === '') return String(taken.length + 1);
  const name = part === 1 ? plain.slice(0, 31) : `${plain.slice(0, 26)} ${part}`;
  return taken.includes(name) ? `${name.slice(0, 26)} ${taken.length + 1}` : name;
}

interface SheetEnd {
  most: number;
  /** What a cell can hold of a text. */
  shorten(at: string, text: string): string;
  /** Stands in the last line of a sheet that goes on elsewhere. */
  more: string;
  /** Told before the sheet ends: whether it is full. */
  goOn(isFull: boolean): void;
}

async function* sheetXml(
  heads: readonly string[],
  rows: Rows,
  { most, goOn, shorten, more }: SheetEnd,
): AsyncGenerator<string> {
  const letters = heads.map((_, index) => lettersOf(index));
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield rowXml(
    1,
    heads.map((text, index) => textCell(`${letters[index]}1`, text, formats.head)),
  );
  let line = 1;
  let block = '';
  let isFull = false;
  for (let row = await rows.take(); row !== null; row = await rows.take()) {
    line += 1;
    isFull = line === most && (await rows.hasMore());
    if (isFull) {
      rows.putBack(row);
      block += rowXml(line, [textCell(`A${line}`, more, formats.head)]);
      break;
    }
    const cells = row.map((cell, index) => cellXml(`${letters[index]}${line}`, cell, shorten));
    block += rowXml(line, cells);
    if (block.length < 32 * 1024) continue;
    yield block;
    block = '';
  }
  yield `${block}</sheetData></worksheet>`;
  goOn(isFull);
}

/** Rows one by one, of which the next can be looked at. */
class Rows {
  private readonly source: AsyncGenerator<Cell[]>;
  private readonly waiting: Cell[][] = [];

  constructor(chunks: SheetPlan['chunks']) {
    this.source = rowsOf(chunks);
  }

  async take(): Promise<Cell[] | null> {
    const first = this.waiting.shift();
    if (first !== undefined) return first;
    const next = await this.source.next();
    return next.done ? null : next.value;
  }

  putBack(row: Cell[]): void {
    this.waiting.unshift(row);
  }

  async hasMore(): Promise<boolean> {
    const next = await this.take();
    if (next !== null) this.putBack(next);
    return next !== null;
  }
}

async function* rowsOf(chunks: SheetPlan['chunks']): AsyncGenerator<Cell[]> {
  for await (const rows of chunks) yield* rows;
}

function rowXml(line: number, cells: readonly string[]): string {
  return `<row r="${line}">${cells.join('')}</row>`;
}

function cellXml(at: string, cell: Cell, shorten: SheetEnd['shorten']): string {
  switch (cell.kind) {
    case 'none':
      return '';
    case 'text':
      return textCell(at, shorten(at, cell.text), formats.text);
    case 'number': {
      // Spreadsheets know fifteen digits: what has more stays exact as a text.
      if (cell.text.replace(/^-?0*|\./g, '').length > 15) return textCell(at, cell.text, formats.text);
      return `<c r="${at}"${cell.isMoney ? ` s="${formats.money}"` : ''}><v>${cell.text}</v></c>`;
    }
    case 'share':
      return `<c r="${at}" s="${formats.share}"><v>${decimalToText(BigInt(cell.basisPoints), 4)}</v></c>`;
    case 'flag':
      return `<c r="${at}" t="b"><v>${cell.value ? 1 : 0}</v></c>`;
    case 'instant':
      return (
        dateCell(at, cell.at.getTime() / dayMs + epochDays, formats.instant) ?? textCell(at, cell.at.toISOString(), 1)
      );
    case 'day':
      return (
        dateCell(at, Date.parse(cell.day) / dayMs + epochDays, formats.day) ?? textCell(at, cell.day, formats.text)
      );
  }
}

/** Before March 1900 spreadsheets count differently. */
function dateCell(at: string, serial: number, format: number): string | null {
  return serial > 60 && serial < 2_958_466 ? `<c r="${at}" s="${format}"><v>${serial}</v></c>` : null;
}

function textCell(at: string, text: string, format: number): string {
  return `<c r="${at}" t="inlineStr" s="${format}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function lettersOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** The parts that name the sheets, once their number is known. */
function finish(zip: ZipFile, names: readonly string[]): void {
  const add = (name: string, body: string) => zip.addBuffer(Buffer.from(head + body), name);
  const numbers = names.map((_, index) => index + 1);
  const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const override = (name: string, kind: string) =>
    `<Override PartName="/${name}" ContentType="${office}.${kind}+xml"/>`;
  add(
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', 'sheet.main')}${override('xl/styles.xml', 'styles')}${numbers.map((number) => override(`xl/worksheets/sheet${number}.xml`, 'worksheet')).join('')}</Types>`,
  );
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`;
  const list = (body: string) => `<Relationships xmlns="${packages}/relationships">${body}</Relationships>`;
  add('_rels/.rels', list(relation('rId1', 'officeDocument', 'xl/workbook.xml')));
  const sheets = names
    .map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
    .join('');
  add('xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets></workbook>`);
  const targets = numbers.map((number) => relation(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`));
  add('xl/_rels/workbook.xml.rels', list(`${targets.join('')}${relation('rId0', 'styles', 'styles.xml')}`));
  add('xl/styles.xml', styles());
  zip.end();
}

function styles(): string {
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>';
  const format = (id: number) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>`;
  const text = '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" applyNumberFormat="1" quotePrefix="1"/>';
  const bold = '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1"/>';
  return `<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="#,##0.00##"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">${plain}</cellStyleXfs><cellXfs count="7">${plain}${text}${format(164)}${format(165)}${bold}${format(166)}${format(10)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** Workbooks beyond what a sheet and a cell hold: nothing is lost, and whoever opens the file is told. */

import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../server/core/translate.ts';
import type { Cell } from '../../../server/http/files/cell.ts';
import { csvFile } from '../../../server/http/files/csv-file.ts';
import { rowsOfSheet, workbookFile } from '../../../server/http/files/workbook-file.ts';
import { readZip } from '../../support/read-zip.ts';

const t = translatorOf('en');
const text = (value: string): Cell => ({ kind: 'text', text: value });

async function* chunked(rows: Iterable<Cell[]>): AsyncGenerator<Cell[][]> {
  let chunk: Cell[][] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length === 500) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

async function partsOf(file: NodeJS.ReadableStream): Promise<Map<string, string>> {
  const bytes: Buffer[] = [];
  for await (const chunk of file) bytes.push(chunk as Buffer);
  return new Map([...readZip(Buffer.concat(bytes))].map(([name, body]) => [name, body.toString('utf8')]));
}

/** Texts of the cells of a sheet, line by line. */
function linesOf(xml = ''): string[][] {
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c [^>]*>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>/gs)].map(
      ([, words, number]) => words ?? number ?? '',
    ),
  );
}

const sheet = (parts: Map<string, string>, number: number) => linesOf(parts.get(`xl/worksheets/sheet${number}.xml`));

describe('more rows than a sheet holds', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => [text(`row ${index + 1}`)]);
  const file = (count: number) => partsOf(workbookFile(['Name'], chunked(rows(count)), { t, most: 5 }));

  it('go on in the next sheet, and the last line of a full one says so', async () => {
    const parts = await file(10);
    expect(sheet(parts, 1)).toEqual([
      ['Name'],
      ['row 1'],
      ['row 2'],
      ['row 3'],
      ['More rows follow on the next sheet.'],
    ]);
    expect(sheet(parts, 2).at(-1)).toEqual(['More rows follow on the next sheet.']);
    const all = [1, 2, 3].flatMap((number) => sheet(parts, number).flat());
    expect(all.filter((words) => words.startsWith('row '))).toEqual(
      rows(10).map(([cell]) => (cell as { text: string }).text),
    );
  });

  it('that fit to the last line are told nothing', async () => {
    const parts = await file(4);
    expect(sheet(parts, 1).flat()).toEqual(['Name', 'row 1', 'row 2', 'row 3', 'row 4']);
    expect(parts.has('xl/worksheets/sheet2.xml')).toBe(false);
  });

  it('go on after line 1,048,576, as spreadsheets take it', () => {
    expect(rowsOfSheet).toBe(1_048_576);
  });
});

describe('a text longer than a cell holds', () => {
  const long = `${'🥖'.repeat(20_000)}end`;

  it('is cut with a word on where the rest is, and stands whole on a sheet of its own', async () => {
    const parts = await partsOf(workbookFile(['Name', 'Note'], chunked([[text('A'), text(long)]]), { t }));
    const [, [, cut = ''] = []] = sheet(parts, 1);
    expect(cut.length).toBeLessThanOrEqual(32_767);
    expect(cut).toMatch(/🥖 … \[goes on: see the sheet “Long texts”\]$/u);
    const [heads, ...lines] = sheet(parts, 2);
    expect(heads).toEqual(['Sheet', 'Cell', 'Part', 'Text']);
    expect(lines.map(([name, at, part]) => [name, at, part])).toEqual([
      ['1', 'B2', '1'],
      ['1', 'B2', '2'],
    ]);
    expect(lines.map(([, , , words]) => words).join('')).toBe(long);
    expect(parts.get('xl/workbook.xml')).toContain('<sheet name="Long texts" sheetId="2"');
  });

  it('of exactly what it holds is left alone', async () => {
    const whole = 'x'.repeat(32_767);
    const parts = await partsOf(workbookFile(['Note'], chunked([[text(whole)]]), { t }));
    expect(sheet(parts, 1)[1]).toEqual([whole]);
    expect(parts.has('xl/worksheets/sheet2.xml')).toBe(false);
  });

  it('that memory does not hold either is told with the way to the whole', async () => {
    const huge = 'x'.repeat(20 * 1024 * 1024);
    const parts = await partsOf(workbookFile(['Note'], chunked([[text(huge)], [text(huge)]]), { t }));
    const last = sheet(parts, 2).at(-1);
    expect(last).toEqual(['1', 'A3', 'Too much for this file: the same list as CSV has the whole text.']);
  });
});

describe('a text that looks like a formula', () => {
  const signs = ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', "'=1"];

  it('is a cell of text in a workbook, which stays one when somebody edits it', async () => {
    const parts = await partsOf(workbookFile(['=head'], chunked(signs.map((sign) => [text(sign)])), { t }));
    const xml = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(xml).not.toContain('<f>');
    expect(xml.match(/<c /g)).toHaveLength(signs.length + 1);
    expect(xml.match(/ t="inlineStr"/g)).toHaveLength(signs.length + 1);
    const styles = parts.get('xl/styles.xml') ?? '';
    expect(styles.match(/<cellXfs[^>]*>.*?<\/cellXfs>/s)?.[0].match(/<xf [^>]*>/g)?.[1]).toContain('quotePrefix="1"');
  });

  it('begins with a quote in CSV', async () => {
    let file = '';
    for await (const part of csvFile(['Name'], chunked(signs.map((sign) => [text(sign)])))) file += part;
    const cells = file.split('\r\n').slice(1, -1);
    for (const cell of cells) expect(cell.replace(/^"/, '')).toMatch(/^'/);
  });
});

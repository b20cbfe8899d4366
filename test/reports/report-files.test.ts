import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { exactAmount } from '../../reports/amounts.ts';
import { catalogue } from '../../reports/catalogue.ts';
import type { Column, Value } from '../../reports/engine/report.ts';
import { type Answer, runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { reportPdf } from '../../reports/files/pdf/report.ts';
import { labelText, valueText } from '../../reports/speak.ts';
import { decimalToShortText, decimalToText } from '../../server/core/decimal.ts';
import { formatsOf } from '../../server/core/formats.ts';
import type { Language } from '../../server/core/languages.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { inTransaction } from '../../server/db/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword, makeCompany } from '../support/people.ts';
import { readPdf } from '../support/read-pdf.ts';
import { readZip } from '../support/read-zip.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { fillShop, type Shop } from './file-shop.ts';

const now = new Date('2026-11-20T12:00:00Z');
const query = 'range=own&from=2026-11-02&to=2026-11-19&compare=previous';

let server: TestServer;
let shop: Shop;
let owner: Visitor;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const company = await makeCompany(server.deps.db, 'Carsi');
  const named = { where: { id: company.id }, data: { name: 'Çarşı & Söhne' } };
  await inTransaction(server.deps.db, (tx) => tx.company.update(named));
  shop = await fillShop(server.deps.db, company, now);
  owner = new Visitor(server.url);
  expect((await owner.signIn(company.ownerName, goodPassword)).status).toBe(302);
  return async () => server[Symbol.asyncDispose]();
});

const speech = (language: Language) => ({ language, t: translatorOf(language), formats: formatsOf(language) });
const english = speech('en');

function answerOf(name: string): Promise<Answer> {
  const report = catalogue.find((each) => each.name === name);
  if (report === undefined) throw new Error(`no ${name}`);
  const asked = Object.fromEntries(new URLSearchParams(`${query}&company=${shop.slug}`));
  return runReport(hubCtx(server.deps.db, now), report, askedWithOptions.parse(asked));
}

/** A value as files hold it. */
function exactly({ kind }: Column, value: Value, currency: string | null): string {
  if (value === null) return '';
  if (kind === 'money') return exactAmount(BigInt(value), currency ?? '');
  if (kind === 'quantity') return decimalToShortText(BigInt(value), 4);
  if (kind === 'share' || kind === 'change') return decimalToText(BigInt(value), 2);
  return kind === 'word' ? english.t(`reports.words.${value}`) : String(value);
}

const bare = (text: string) => text.replace(/^'(?=[-+=@])/, '');

/** The data cells of a page's tables, row by row. */
function tableRows(html: string): string[][] {
  const plain = (cell: string) =>
    cell
      .replace(/<[^>]*>/g, '')
      .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
      .trim();
  return [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => plain(cell)),
  );
}

/** Cells of a workbook's sheets, row by row; numbers as they are written. */
function readSheets(file: Buffer): string[][] {
  const rows: string[][] = [];
  for (const [name, xml] of readZip(file)) {
    if (!name.startsWith('xl/worksheets/')) continue;
    const parser = new SaxesParser();
    let text = '';
    let style = '';
    parser.on('opentag', ({ name: tag, attributes }) => {
      if (tag === 'row') rows.push([]);
      if (tag === 'c') {
        style = String(attributes['s'] ?? '');
        const column = String(attributes['r']).replace(/\d/g, '');
        const place = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
        const row = rows.at(-1) as string[];
        while (row.length < place) row.push('');
        text = '';
      }
    });
    parser.on('text', (more) => {
      text += more;
    });
    parser.on('closetag', ({ name: tag }) => {
      if (tag !== 'c') return;
      if (style === '3') text = new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10);
      // Percent: the cell holds the share itself.
      if (style === '6') text = (Number(text) * 100).toFixed(2);
      (rows.at(-1) as string[]).push(text);
      text = '';
    });
    parser.write(xml.toString('utf8')).close();
  }
  return rows;
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function download(path: string) {
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${server.url}${path}`, { headers: { cookie } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe.each(catalogue.map(({ name }) => name))('the files of %s', (name) => {
  it('F-REP-4: hold the numbers of the page, exactly, as CSV and as an Excel workbook', async () => {
    const answer = await answerOf(name);
    const { report } = answer;
    const expected = answer.sections.flatMap(({ rows, currency }) =>
      rows.map(({ values }) => report.columns.map((column) => exactly(column, values[column.name] ?? null, currency))),
    );
    const totals = answer.sections.map(({ total, currency }) =>
      total === null ? null : report.columns.map((column) => exactly(column, total[column.name] ?? null, currency)),
    );
    const address = `/reports/${name}`;
    const csv = await download(`${address}.csv?company=${shop.slug}&${query}`);
    expect([csv.response.status, csv.response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const lines = parse(csv.bytes, { bom: true }) as string[][];
    const first = lines[0]?.indexOf(english.t(`reports.columns.${report.columns[0]?.name}`)) ?? -1;
    const from =
      first === -1
        ? (lines[0]?.findIndex((head) => head.startsWith(english.t(`reports.columns.${report.columns[0]?.name}`))) ?? 0)
        : first;
    const numbers = (row: readonly string[]) =>
      Array.from({ length: report.columns.length }, (_, place) => bare(row[from + place] ?? ''));
    expect(lines.slice(1).map(numbers)).toEqual(expected);

    const xlsx = await download(`${address}.xlsx?company=${shop.slug}&${query}`);
    const sheet = readSheets(xlsx.bytes);
    const withTotals = answer.sections.flatMap(({ rows, currency, total }, place) => [
      ...rows.map(({ values }) =>
        report.columns.map((column) => exactly(column, values[column.name] ?? null, currency)),
      ),
      ...(total === null ? [] : [totals[place]]),
    ]);
    expect(sheet.slice(1).map((row) => numbers(row))).toEqual(withTotals);
  });

  it('stand on its page as well', async () => {
    const answer = await answerOf(name);
    const { report } = answer;
    const page = await owner.get(`/reports/${name}?company=${shop.slug}&${query}`);
    expect(page.status).toBe(200);
    const shown = tableRows(page.body);
    for (const { rows, total, currency } of answer.sections) {
      const lines = [...rows.slice(0, report.mostRows ?? 100).map(({ values }) => values), ...(total ? [total] : [])];
      for (const values of lines) {
        const cells = report.columns.map((column) =>
          valueText(english, { column, value: values[column.name] ?? null, currency }),
        );
        expect(
          shown.some((row) => cells.every((cell, place) => row[place] === cell)),
          cells.join(' | '),
        ).toBe(true);
      }
    }
  });

  it.each(['en', 'tr', 'de'] as const)('read the same on paper, in %s', async (language) => {
    const answer = await answerOf(name);
    const words = speech(language);
    const { texts, pages } = readPdf(await bytesOf(reportPdf(words, answer, { isPlain: true })));
    const drawn = texts.map(({ text }) => text);
    const { report } = answer;
    for (const { rows, total, currency } of answer.sections) {
      const lines = [...rows.map(({ values }) => values), ...(total === null ? [] : [total])];
      let at = 0;
      for (const [place, values] of lines.entries()) {
        const cells = report.columns.map((column) =>
          valueText(words, { column, value: values[column.name] ?? null, currency }),
        );
        const label = rows[place]?.label;
        const found = drawn.findIndex(
          (_, start) =>
            start >= at &&
            cells.every((cell, column) => isCut(drawn[start + 1 + column], cell)) &&
            (label === undefined || isCut(drawn[start], labelText(words, label))),
        );
        expect(found, cells.join(' | ')).toBeGreaterThanOrEqual(at);
        at = found + 1 + cells.length;
      }
    }
    expect(drawn.join(' ')).toContain('Çarşı & Söhne');
    expect(drawn.filter((text) => text === words.t('report-files.page', { page: pages, pages }))).toHaveLength(1);
  });
});

/** Long names end with a sign; numbers never do. */
function isCut(drawn: string | undefined, whole: string): boolean {
  if (drawn === undefined) return false;
  return (
    drawn === whole ||
    drawn.startsWith(whole) ||
    (drawn.endsWith('…') && !/\d$/.test(whole) && whole.startsWith(drawn.slice(0, -1)))
  );
}

it('a file that is taken is on record, with its filter and its rows', async () => {
  await download(`/reports/sales-by-store.csv?company=${shop.slug}&${query}`);
  // It is put on record once the answer has ended.
  const recorded = async () => {
    const entry = await server.deps.db.reader.auditEntry.findFirst({
      where: { subjectType: 'report sales-by-store', content: { contains: '"csv"' } },
      orderBy: { position: 'desc' },
    });
    return JSON.parse(entry?.content ?? '{}').after;
  };
  await expect.poll(recorded).toMatchObject({ format: 'csv', rows: 2, isWhole: true });
});

it('what is no file, no report or not theirs is not found, and a wrong filter is named', async () => {
  for (const path of ['sales-by-store.doc', 'no-such.csv', 'sales-by-store.pdf']) {
    const company = path.endsWith('.pdf') ? 'no-such-company' : shop.slug;
    expect((await download(`/reports/${path}?company=${company}`)).response.status, path).toBe(404);
  }
  const wrong = await download(
    `/reports/sales-by-store.csv?company=${shop.slug}&range=own&from=2026-02-30&to=2026-03-01`,
  );
  expect(wrong.response.status).toBe(400);
  expect(wrong.bytes.toString()).toContain('from');
});

it('paper ends after so many pages and says in words where the rest is', async () => {
  const answer = await answerOf('sales-by-store');
  const [section] = answer.sections;
  const [row] = section?.rows ?? [];
  if (section === undefined || row === undefined) throw new Error('nothing was sold');
  const rows = Array.from({ length: 900 }, (_, index) => ({ ...row, key: String(index) }));
  const long = { ...answer, sections: [{ ...section, rows }] };
  const { pages, texts } = readPdf(await bytesOf(reportPdf(english, long, { isPlain: true, mostPages: 4 })));
  expect(pages).toBe(4);
  expect(texts.some(({ text }) => /^\d+ more rows do not fit onto this paper\. The CSV/.test(text))).toBe(true);
});

it('paper counts all that finds no place: rows behind the last page, and what was not read for it', async () => {
  const answer = await answerOf('sales-by-store');
  const [section] = answer.sections;
  const left = async (rows: number, listed: object = {}) => {
    const all = Array.from({ length: rows }, (_, index) => ({ ...section?.rows[0], key: String(index) }));
    const sections = [{ ...section, ...listed, rows: all, total: null }] as typeof answer.sections;
    const { texts } = readPdf(
      await bytesOf(reportPdf(english, { ...answer, sections }, { isPlain: true, mostPages: 2 })),
    );
    return Number(/([\d,]+) more rows do not fit/.exec(texts.map(({ text }) => text).join())?.[1]?.replaceAll(',', ''));
  };
  const few = await left(900);
  expect(few).toBeGreaterThan(100);
  expect(await left(900, { listed: { before: 0, inAll: 40_000 } })).toBe(few + 39_100);
  expect(await left(12_000)).toBe(few + 11_100);
});

it.each(['en', 'de', 'tr'] as const)('headings of columns are not broken within a word: %s', async (language) => {
  const words = speech(language);
  const broken: string[] = [];
  for (const { name } of catalogue) {
    const answer = await answerOf(name);
    if (answer.sections.length === 0) continue;
    const { texts } = readPdf(await bytesOf(reportPdf(words, answer, { isPlain: true })));
    const drawn = new Set(texts.flatMap(({ text }) => text.split(/\s+/)));
    const heads = [answer.report.rowName, ...answer.report.columns.map((column) => column.name)];
    const told = heads.flatMap((head) => words.t(`reports.columns.${head}`).split(/\s+/));
    broken.push(...told.filter((word) => !drawn.has(word)).map((word) => `${name}: ${word}`));
  }
  expect(broken).toEqual([]);
});

it('letters of every language are embedded, and only those that are used', async () => {
  const pdf = await bytesOf(reportPdf(speech('tr'), await answerOf('sales-by-store'), { isPlain: false }));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1')).toMatch(/\/FontName \/[A-Z]{6}\+DejaVuSans/);
  expect(pdf.length).toBeLessThan(120_000);
});

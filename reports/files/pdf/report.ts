/** An answer on paper: what it is about, the chart, and the table with its totals. */
import type { Language } from '../../../server/core/languages.ts';
import type { Words } from '../../cells.ts';
import { isNumber } from '../../engine/report.ts';
import type { Answer, AnsweredSection } from '../../engine/run.ts';
import { labelText, valueText } from '../../speak.ts';
import { pageRows } from '../../stock/pages.ts';
import { aboutOf } from '../about.ts';
import { changeOf } from '../table.ts';
import { drawChart } from './chart.ts';
import { colours, mostPages, openPaper, type Paper, paragraph, sizes } from './paper.ts';
import { drawTable, fitsUpright, type PaperRow, type PaperTable } from './table.ts';

export interface Reader extends Words {
  language: Language;
}

export interface PdfOptions {
  /** Tests read what is drawn. */
  isPlain?: boolean;
  mostPages?: number;
}

/** Begins to write at once; what is read from it ends with the last page. */
export function reportPdf(reader: Reader, answer: Answer, options: PdfOptions = {}): NodeJS.ReadableStream {
  return pdfOf(reader, { title: aboutOf(reader, answer).title, createdAt: answer.asOf, answers: [answer] }, options);
}

/** A heading stands at the foot of a page only with the heads and the first rows of its table below it. */
const headed = 90;

export interface PdfPlan {
  title: string;
  createdAt: Date;
  /** One after the other. */
  answers: readonly Answer[];
  /** Sentences below the title of a file of several answers. */
  lines?: readonly string[];
  /** Tables behind the answers. */
  more?: readonly { title: string; table: PaperTable }[];
}

/** One paper of several answers. */
export function pdfOf(reader: Reader, plan: PdfPlan, options: PdfOptions = {}): NodeJS.ReadableStream {
  const tables = plan.answers.flatMap((answer) => answer.sections.map((section) => tableOf(reader, answer, section)));
  const isLandscape = !fitsUpright([...tables, ...(plan.more ?? []).map(({ table }) => table)]);
  const { title, createdAt } = plan;
  const paper = openPaper(reader, { title, createdAt, language: reader.language, isLandscape, ...options });
  draw(paper, reader, plan).then(
    () => paper.end(),
    (error: unknown) => paper.doc.destroy(error as Error),
  );
  return paper.doc;
}

async function draw(paper: Paper, reader: Reader, plan: PdfPlan): Promise<void> {
  const isPack = plan.lines !== undefined;
  if (isPack) paragraph(paper, plan.title, { size: sizes.title, isBold: true, gapBelow: 4 });
  for (const line of plan.lines ?? []) paragraph(paper, line, { gapBelow: 6 });
  let left = 0;
  for (const answer of plan.answers) left += await drawAnswer(paper, reader, { answer, isPack });
  for (const { title, table } of plan.more ?? []) {
    paper.room(headed);
    paragraph(paper, title, { size: sizes.heading, isBold: true, gapBelow: 4 });
    left += await drawTable(paper, table);
  }
  if (left === 0) return;
  cutNote(paper, reader.t('report-files.cut', { count: left, number: reader.formats.count(left) }));
}

interface DrawnAnswer {
  answer: Answer;
  /** It stands among others: what they have in common is said once. */
  isPack: boolean;
}

/** @returns how many rows found no place */
async function drawAnswer(paper: Paper, reader: Reader, { answer, isPack }: DrawnAnswer): Promise<number> {
  const about = aboutOf(reader, answer);
  const size = isPack ? sizes.heading : sizes.title;
  paper.room(headed);
  paragraph(paper, about.title, { size, isBold: true, gapBelow: 4 });
  if (!isPack) {
    for (const line of about.lines) paragraph(paper, line);
    paragraph(paper, about.freshness, { size: sizes.small, colour: colours.quiet, gapBelow: 8 });
  }
  if (answer.sections.length === 0) paragraph(paper, reader.t('report-files.empty'));
  let left = 0;
  for (const section of answer.sections) {
    if (section.currency !== null && answer.sections.length > 1) {
      paragraph(paper, section.currency, { size: sizes.heading, isBold: true });
    }
    if (!isPack) drawChart(paper, { words: reader, answer, section });
    left += await drawTable(paper, tableOf(reader, answer, section));
  }
  if (left > 0) return left;
  for (const note of about.notes) paragraph(paper, note, { size: sizes.small, colour: colours.quiet });
  paper.y += 6;
  return 0;
}

/** On the room that every page keeps below its table. */
function cutNote(paper: Paper, text: string): void {
  const { doc } = paper;
  doc.font('bold').fontSize(sizes.small).fillColor(colours.ink);
  doc.text(text, paper.left, paper.bottom + 3, { width: paper.width, lineBreak: false });
}

function tableOf(words: Words, { report, window }: Answer, section: AnsweredSection): PaperTable {
  const { t } = words;
  const lead = report.columns.find(({ name }) => name === report.lead);
  const compared = window.compare === null || lead === undefined ? null : lead;
  const facts = compared && { column: t(`reports.columns.${compared.name}`) };
  const { currency, total } = section;
  const cells = (values: typeof section.total): string[] =>
    report.columns.map((column) => valueText(words, { column, value: values?.[column.name] ?? null, currency }));
  const comparedCells = (values: typeof section.total, before: AnsweredSection['comparedTotal']): string[] => {
    if (compared === null) return [];
    const change = changeOf(values?.[compared.name] ?? null, before);
    return [
      valueText(words, { column: compared, value: before, currency }),
      change === null ? '–' : words.formats.change(change),
    ];
  };
  const unread = section.rows.length > mostRows ? section.rows.length - mostRows : 0;
  const rows: PaperRow[] = section.rows.slice(0, mostRows).map(({ label, values, compared: before, kind }) => ({
    cells: [nameOf(words, label), ...cells(values), ...comparedCells(values, before)],
    ...(kind && { isQuiet: true }),
  }));
  if (total !== null && unread === 0) {
    const last = [t('words.total'), ...cells(total), ...comparedCells(total, section.comparedTotal)];
    rows.push({ cells: last, isTotal: true });
  }
  return {
    heads: [
      { text: t(`reports.columns.${report.rowName}`), isNumber: false },
      ...report.columns.map((column) => ({ text: t(`reports.columns.${column.name}`), isNumber: isNumber(column) })),
      ...(facts
        ? [
            { text: t('report-files.compared', facts), isNumber: true },
            { text: t('report-files.change', facts), isNumber: true },
          ]
        : []),
    ],
    rows,
    unread: unread + notRead(section),
  };
}

/** More than there is paper for. */
const mostRows = mostPages * 150;

/** Of a long list, what comes behind its first part. */
function notRead({ rows, listed }: AnsweredSection): number {
  return listed ? listed.inAll - pageRows(rows).length : 0;
}

function nameOf(words: Words, label: AnsweredSection['rows'][number]['label']): string {
  const text = labelText(words, label);
  return label.kind === 'text' && label.note ? `${text} (${label.note})` : text;
}

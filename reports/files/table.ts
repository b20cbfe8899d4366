/** An answer as one table of typed cells: what CSV and workbooks hold. Values are exact; only headings and names are in the reader's
 *  language. */
import { decimalToShortText } from '../../server/core/decimal.ts';
import type { Cell } from '../../server/http/files/cell.ts';
import { changeBasisPoints, exactAmount } from '../amounts.ts';
import type { Words } from '../cells.ts';
import type { Column, Label, Value } from '../engine/report.ts';
import type { AnsweredRow, AnsweredSection } from '../engine/run.ts';
import { labelText } from '../speak.ts';
import type { AnswerInParts } from './whole.ts';

export interface FileTable {
  heads: string[];
  /** Parts of some hundred rows, made while they are written. */
  chunks(): AsyncGenerator<Cell[][]>;
}

/** Rows that are made at once. */
const chunkRows = 500;
const none: Cell = { kind: 'none' };

/** @param hasTotals a last row for each currency: in workbooks, which people read; a program adds up by itself */
export function tableOf(
  words: Words,
  { answer, rowsOf }: AnswerInParts,
  { hasTotals }: { hasTotals: boolean },
): FileTable {
  const { report, sections } = answer;
  const { t } = words;
  const has = {
    note: sections.some(hasNotes),
    currency: sections.some(({ currency }) => currency !== null),
    compared: answer.window.compare !== null,
  };
  const lead = report.columns.find(({ name }) => name === report.lead);
  const heads = [
    t(`reports.columns.${report.rowName}`),
    ...(has.note ? [t('report-files.note')] : []),
    ...(has.currency ? [t('report-files.currency')] : []),
    ...report.columns.map((column) => headOf(words, column)),
    ...(has.compared && lead ? comparedHeads(words, lead) : []),
  ];
  const making = { words, columns: report.columns, lead, has };
  return {
    heads,
    async *chunks() {
      for (const section of sections) {
        for await (const rows of rowsOf(section)) {
          for (let from = 0; from < rows.length; from += chunkRows) {
            yield rows.slice(from, from + chunkRows).map((row) => rowCells(making, section, row));
          }
        }
        if (hasTotals && section.total !== null) yield [totalCells(making, section)];
      }
    },
  };
}

/** Rows that are read later may have one where the first ones have none. */
function hasNotes({ rows, listed }: AnsweredSection): boolean {
  const isCut = listed !== undefined && listed.inAll > rows.length;
  return rows.some(({ label }) => label.kind === 'text' && (label.note || isCut));
}

/** Shares say that they are percent: their cells are numbers. */
function headOf({ t }: Words, { name, kind }: Column): string {
  const text = t(`reports.columns.${name}`);
  return (kind === 'share' || kind === 'change') && !text.includes('%') ? `${text} %` : text;
}

function comparedHeads({ t }: Words, lead: Column): string[] {
  const facts = { column: t(`reports.columns.${lead.name}`) };
  return [t('report-files.compared', facts), t('report-files.change', facts)];
}

interface Making {
  words: Words;
  columns: readonly Column[];
  lead: Column | undefined;
  has: { note: boolean; currency: boolean; compared: boolean };
}

function rowCells({ words, columns, lead, has }: Making, { currency }: AnsweredSection, row: AnsweredRow): Cell[] {
  const { label, values } = row;
  return [
    labelCell(words, label),
    ...(has.note ? [textCell(label.kind === 'text' ? (label.note ?? '') : '')] : []),
    ...(has.currency ? [textCell(currency ?? '')] : []),
    ...columns.map((column) => valueCell(words, { column, value: values[column.name] ?? null, currency })),
    ...(has.compared && lead
      ? comparedCells(words, row.compared, { column: lead, value: values[lead.name] ?? null, currency })
      : []),
  ];
}

function totalCells({ words, columns, lead, has }: Making, section: AnsweredSection): Cell[] {
  const { currency, comparedTotal } = section;
  const total = section.total ?? {};
  return [
    textCell(words.t('words.total')),
    ...(has.note ? [none] : []),
    ...(has.currency ? [textCell(currency ?? '')] : []),
    ...columns.map((column) => valueCell(words, { column, value: total[column.name] ?? null, currency })),
    ...(has.compared && lead
      ? comparedCells(words, comparedTotal, { column: lead, value: total[lead.name] ?? null, currency })
      : []),
  ];
}

/** Days stay days, so that spreadsheets can sort and group them. */
function labelCell(words: Words, label: Label): Cell {
  if (label.kind === 'day' || label.kind === 'week') return { kind: 'day', day: label.day };
  if (label.kind === 'month') return textCell(label.month);
  return textCell(labelText(words, label));
}

function textCell(text: string): Cell {
  return text === '' ? none : { kind: 'text', text };
}

/** A value exactly: amounts with the currency's decimals at least, quantities with as many as they have. */
export function valueCell({ t }: Words, { column, value, currency }: Valued): Cell {
  if (value === null) return none;
  switch (column.kind) {
    case 'money':
      return { kind: 'number', text: exactAmount(BigInt(value), currency ?? ''), isMoney: true };
    case 'quantity':
      return { kind: 'number', text: decimalToShortText(BigInt(value), 4), isMoney: false };
    case 'count':
    case 'points':
      return { kind: 'number', text: String(value), isMoney: false };
    case 'share':
    case 'change':
      return { kind: 'share', basisPoints: Number(value) };
    case 'day':
      return { kind: 'day', day: String(value) };
    case 'word':
      return textCell(t(`reports.words.${value}`));
    case 'text':
      return textCell(String(value));
  }
}

interface Valued {
  column: Pick<Column, 'kind'>;
  value: Value;
  currency: string | null;
}

function comparedCells(words: Words, before: Value, { column, value, currency }: Valued): Cell[] {
  const change = { column: { kind: 'change' }, value: changeOf(value, before), currency } as const;
  return [valueCell(words, { column, value: before, currency }), valueCell(words, change)];
}

/** By how much a value differs from the one of the days compared with, in basis points; null where that says nothing. */
export function changeOf(value: Value, before: Value): number | null {
  if (value === null || before === null || typeof value === 'string' || typeof before === 'string') return null;
  return changeBasisPoints(BigInt(value), BigInt(before));
}

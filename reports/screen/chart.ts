/** The picture of a report's rows: what `portal/assets/charts.ts` draws, from the numbers of the table below it. */
import { addDays, weekdayOf } from '../../server/core/business-day.ts';
import { currencyDecimals } from '../../server/core/currencies.ts';
import { moneyToNumber } from '../../server/core/money.ts';
import type { ChartFormat, ChartSpec } from '../../server/http/chart.ts';
import type { Words } from '../cells.ts';
import type { ChartPlan, Column, ColumnKind, Part, Value } from '../engine/report.ts';
import type { Answer, AnsweredRow, AnsweredSection } from '../engine/run.ts';
import { shareOf } from '../measures.ts';
import { labelText } from '../speak.ts';

/** More rows than these are drawn as one, where the report says nothing else. */
const mostRows = { bar: 120, line: 800, doughnut: 6, pareto: 40, heat: 0 } as const;

/** More parts than colours: the smallest are drawn as one. */
const mostParts = 6;

/** More days than these are drawn week by week: hundreds of bars say nothing. */
const mostDays = 120;

export interface Drawing {
  words: Words;
  answer: Answer;
  section: AnsweredSection;
  /** Unique in the page. */
  id: string;
  title: string;
  /** What each row is made of, where its bar is drawn in pieces. */
  parts: readonly Part[];
  hrefOf(row: AnsweredRow): string | null;
  /** This report for the days of a week. */
  rangeHref(from: string, to: string): string;
  /** Where what is drawn as one is told row by row. */
  restHref: string;
  /** What a row is meant to come to; null: nothing is said of it. */
  targetOf?(row: AnsweredRow): bigint | null;
}

type Series = ChartSpec['series'][number];

/** One mark of the picture: a row, or several that are drawn as one. */
interface Mark {
  label: string;
  rows: readonly AnsweredRow[];
  href: string | null;
}

/** @returns null when the report has no picture, or nothing to draw
 *  @throws RangeError an amount is too large to be an exact number */
export function chartOf(drawing: Drawing): ChartSpec | null {
  const { answer, section, id, title } = drawing;
  const plan = answer.report.chart;
  const columns = (plan?.columns ?? []).flatMap((name) => answer.report.columns.find((one) => one.name === name) ?? []);
  const [first] = columns;
  if (!plan || !first || plan.kind === 'heat' || section.rows.length === 0) return null;
  const marks = marksOf(drawing, plan);
  const series = seriesOf(drawing, { plan, columns, marks });
  const isHorizontal = plan.isHorizontal === true;
  return {
    id,
    title,
    summary: summaryOf(drawing, marks),
    kind: plan.kind === 'pareto' ? 'bar' : plan.kind,
    stacked: series.length > 1 && drawing.parts.length > 0,
    ...(isHorizontal && { horizontal: true }),
    ...(isHorizontal && marks.length > 8 && { height: 'high' as const }),
    labels: marks.map(({ label }) => label),
    series,
    format: formatOf(first.kind, section.currency),
    tableId: `${id}-table`,
    ...(plan.kind === 'pareto' && { second: { kind: 'percent' as const } }),
    ...(plan.kind !== 'pareto' && secondFormat(columns, section.currency)),
  };
}

/** Columns of another kind than the first are read on the other side. */
function secondFormat([first, ...others]: readonly Column[], currency: string | null): { second?: ChartFormat } {
  const other = others.find(({ kind }) => kind !== first?.kind);
  return other ? { second: formatOf(other.kind, currency) } : {};
}

function summaryOf({ words: { t, formats }, answer, title }: Drawing, marks: readonly Mark[]): string {
  const { from, to } = answer.window.range;
  const facts = { title, count: marks.length, from: formats.weekday(from), to: formats.weekday(to) };
  return t(answer.report.hasRange ? 'reports.screen.chartOver' : 'reports.screen.chartNow', facts);
}

function marksOf(drawing: Drawing, plan: ChartPlan): Mark[] {
  const { lead } = drawing.answer.report;
  const isPiece = ({ values }: AnsweredRow) => Number(values[lead] ?? 0) > 0;
  // Of a whole: what was given back is no piece of it, and stays in the table.
  const rows = plan.kind === 'doughnut' ? drawing.section.rows.filter(isPiece) : drawing.section.rows;
  const isByDay = rows[0]?.label.kind === 'day';
  if (isByDay && rows.length > mostDays) return weekMarks(drawing);
  const most = plan.mostRows ?? mostRows[plan.kind];
  const isRanking = plan.kind === 'pareto' || rows.some(({ key }) => key === othersKey);
  if (!isRanking) return firstOf(drawing, rows, most);
  // All others together would dwarf the first ones: the table has them.
  const named = rows.filter(({ key, kind }) => key !== othersKey && kind === undefined);
  return firstOf(drawing, named.slice(0, most), most);
}

/** The row of a ranking that holds what its first ones leave over. */
const othersKey = '(others)';

/** So many marks at most: the last of them is all the rest. */
function firstOf(drawing: Drawing, rows: readonly AnsweredRow[], most: number): Mark[] {
  const shown = rows.length > most ? rows.slice(0, most - 1) : rows;
  const rest = rows.slice(shown.length);
  const marks = shown.map((row) => ({ label: shortLabel(drawing, row), rows: [row], href: drawing.hrefOf(row) }));
  if (rest.length === 0) return marks;
  return [
    ...marks,
    { label: drawing.words.t('reports.screen.others', { count: rest.length }), rows: rest, href: drawing.restHref },
  ];
}

function shortLabel({ words, section }: Drawing, { label }: AnsweredRow): string {
  if (label.kind === 'day' && section.rows.length <= 62) return words.formats.dayOfYear(label.day);
  return labelText(words, label);
}

/** Runs of days from Monday to Sunday; the first and the last may be shorter. */
function weekMarks({ section: { rows }, words, rangeHref }: Drawing): Mark[] {
  const dayOf = ({ label }: AnsweredRow) => (label.kind === 'day' ? label.day : '');
  const starts = rows.flatMap((row, place) => (place === 0 || weekdayOf(dayOf(row)) === 1 ? [place] : []));
  return starts.flatMap((start, index) => {
    const week = rows.slice(start, starts[index + 1] ?? rows.length);
    const [first] = week;
    if (!first) return [];
    const from = dayOf(first);
    const label = words.t('reports.chart.week', { day: words.formats.day(from) });
    return [{ label, rows: week, href: rangeHref(from, addDays(from, week.length - 1)) }];
  });
}

interface Drawn {
  plan: ChartPlan;
  columns: readonly Column[];
  marks: readonly Mark[];
}

function seriesOf(drawing: Drawing, { plan, columns, marks }: Drawn): Series[] {
  const { words, answer, section, parts } = drawing;
  const [first] = columns;
  const links = marks.map(({ href }) => href);
  const numbers = (column: Column, of: (row: AnsweredRow) => Value) =>
    marks.map(({ rows }) => numberOf(column.kind, totalOf(rows.map(of))));
  const ofColumn = (column: Column): Series => ({
    name: words.t(`reports.columns.${column.name}`),
    values: numbers(column, ({ values }) => values[column.name] ?? null),
    links,
    ...(column.kind !== first?.kind && { isSecond: true, kind: 'line' as const }),
  });
  const drawn =
    parts.length > 1 && first ? partSeries(drawing, { parts, marks, links, kind: first.kind }) : columns.map(ofColumn);
  if (plan.kind === 'pareto') return [...drawn.slice(0, 1), cumulative(drawing, marks)];
  const { compare } = answer.window;
  if (plan.kind === 'doughnut' || first?.name !== answer.report.lead) return drawn;
  const meant = targetSeries(drawing, marks);
  if (compare === null) return [...drawn, ...meant];
  const compared: Series = {
    name: words.t(`reports.comparisons.${compare.kind}`),
    values: numbers(first, (row) => row.compared),
    muted: true,
    // A line is a course of time; things that only stand beside each other have none.
    ...(isTime(section.rows) ? { kind: 'line' as const } : {}),
  };
  return [...drawn, compared, ...meant];
}

function isTime([first]: readonly AnsweredRow[]): boolean {
  return first !== undefined && ['day', 'week', 'month', 'hour'].includes(first.label.kind);
}

/** A line, where every row that a mark stands for has a target. */
function targetSeries({ words, targetOf }: Drawing, marks: readonly Mark[]): Series[] {
  if (targetOf === undefined) return [];
  const values = marks.map(({ rows }) => {
    const targets = rows.map(targetOf);
    return targets.includes(null) ? null : numberOf('money', totalOf(targets));
  });
  if (values.every((value) => value === null)) return [];
  return [{ name: words.t('reports.boards.targetLine'), values, kind: 'line' }];
}

interface PartsDrawn {
  parts: readonly Part[];
  marks: readonly Mark[];
  links: readonly (string | null)[];
  kind: ColumnKind;
}

function partSeries({ words }: Drawing, { parts, marks, links, kind }: PartsDrawn): Series[] {
  const sizeOf = ({ values }: Part) => totalOf([...values.values()]);
  const bySize = [...parts].sort((a, b) => ((sizeOf(b) ?? 0n) > (sizeOf(a) ?? 0n) ? 1 : -1));
  const shown = parts.length > mostParts ? bySize.slice(0, mostParts - 1) : parts;
  const rest = parts.filter((part) => !shown.includes(part));
  const series = (name: string, of: readonly Part[]): Series => ({
    name,
    values: marks.map(({ rows }) => {
      const values = rows.flatMap(({ key }) => of.map((part) => part.values.get(key) ?? null));
      return numberOf(kind, totalOf(values));
    }),
    links,
  });
  const others = words.t('reports.chart.others', { count: rest.length });
  return [...shown.map((part) => series(part.name, [part])), ...(rest.length > 0 ? [series(others, rest)] : [])];
}

/** How much of the whole the rows make up to each mark, the largest first. */
function cumulative({ words, answer, section }: Drawing, marks: readonly Mark[]): Series {
  const { lead } = answer.report;
  const amounts = marks.map(({ rows }) => BigInt(totalOf(rows.map(({ values }) => values[lead] ?? null)) ?? 0));
  const all = BigInt(section.total?.[lead] ?? amounts.reduce((sum, one) => sum + one, 0n));
  let sum = 0n;
  const values = amounts.map((amount) => {
    sum += amount;
    return numberOf('share', shareOf(sum, all));
  });
  return { name: words.t('reports.screen.cumulative'), values, kind: 'line', isSecond: true };
}

/** What is drawn as one has the sum of its rows; texts have none. */
function totalOf(values: readonly Value[]): bigint | number | null {
  if (values.length === 1) return typeof values[0] === 'string' ? null : (values[0] ?? null);
  return values.reduce<bigint | number | null>((sum, value) => {
    if (value === null || typeof value === 'string') return sum;
    if (sum === null) return value;
    return typeof sum === 'bigint' || typeof value === 'bigint' ? BigInt(sum) + BigInt(value) : sum + value;
  }, null);
}

function numberOf(kind: ColumnKind, value: bigint | number | null): number | null {
  if (value === null) return null;
  if (kind === 'money') return moneyToNumber(BigInt(value));
  if (kind === 'quantity') return Number(value) / 10_000;
  if (kind === 'share' || kind === 'change') return Number(value) / 100;
  return Number(value);
}

function formatOf(kind: ColumnKind, currency: string | null): ChartFormat {
  if (kind === 'money' && currency !== null) return { kind: 'money', currency, decimals: currencyDecimals(currency) };
  if (kind === 'share' || kind === 'change') return { kind: 'percent' };
  return kind === 'quantity' ? { kind: 'quantity' } : { kind: 'count' };
}

/** What the page of any report shows, in texts. */
import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { decimalToShortText } from '../../server/core/decimal.ts';
import type { Words } from '../cells.ts';
import { drillOfCell } from '../engine/drills.ts';
import { type Column, isNumber, type Value } from '../engine/report.ts';
import type { Answer, AnsweredRow, AnsweredSection } from '../engine/run.ts';
import { mostDocuments } from '../engine/sum-rollup.ts';
import { changeOf } from '../files/table.ts';
import { firstStepsHref, freshnessText } from '../freshness.ts';
import { address } from '../links.ts';
import { labelText, valueText } from '../speak.ts';
import { pageRows, placeBehind } from '../stock/pages.ts';
import { chartOf } from './chart.ts';
import { heatOf } from './heat.ts';
import { comparedHref, hrefs, type Shown, totalHrefs } from './hrefs.ts';
import { again, queryOf } from './links.ts';
import { sorted } from './sort.ts';

/** Rows that a page shows where its report says nothing else. */
const mostRows = 500;

/** Figures of the whole that stand above the table. */
const mostTiles = 6;

/** Lead figures of which less is better. */
const costs: ReadonlySet<string> = new Set(['voidedAmount', 'discounts']);

/** The figures of an answer: a section for each currency, and what is to be known about them. */
export function answerView(shown: Shown) {
  const { words, answer, asked } = shown;
  const { report, window } = answer;
  const { t, formats } = words;
  const query = queryOf(asked);
  return {
    freshness: freshnessText(words, answer, window.company.timeZone),
    firstStepsHref: firstStepsHref(answer, window.company),
    notes: [
      ...(answer.isPart ? [t('reports.screen.part', { company: window.company.name })] : []),
      ...answer.remarks.map((remark) => t(`reports.remarks.${remark}`)),
      ...(answer.isFromDocuments ? [t('reports.screen.fromDocuments', { limit: formats.count(mostDocuments) })] : []),
    ],
    ...(answer.rates.length > 0 && { rates: ratesText(words, answer.rates) }),
    files: ['csv', 'xlsx', 'pdf'].map((kind) => ({
      label: kind.toUpperCase(),
      href: address(`${report.name}.${kind}`, query),
    })),
    sections: answer.sections.map((section, place) => sectionView(shown, section, place)),
    explanations: (report.notes ?? []).map((note) => t(`reports.notes.${note}`)),
  };
}

/** Rates that a page names; files and programs get all. */
const mostRates = 6;

/** The rates that figures were converted at, the latest first. */
export function ratesText({ t, formats }: Words, rates: Answer['rates']): string {
  const said = rates.slice(0, mostRates).map(({ currency, target, day, rateE6, isInverse }) => {
    const [from, to] = isInverse ? [target, currency] : [currency, target];
    return t('reports.screen.rate', { from, to, rate: decimalToShortText(rateE6, 6), day: formats.day(day) });
  });
  const more = rates.length - said.length;
  const rest = more > 0 ? [t('reports.screen.moreRates', { count: more })] : [];
  return t('reports.screen.converted', { rates: [...said, ...rest].join('; ') });
}

function sectionView(shown: Shown, section: AnsweredSection, place: number) {
  const { words, answer, asked, parts } = shown;
  const { report } = answer;
  const { currency } = section;
  const { t } = words;
  const leadColumn = report.columns.find(({ name }) => name === report.lead);
  const reportTitle = t(`reports.list.${report.name}.title`);
  const title = currency === null ? reportTitle : t('reports.screen.inCurrency', { title: reportTitle, currency });
  const id = `report-${place}`;
  const hrefOf = hrefs(shown, section);
  const ordered = sorted(words, section.rows, { by: String(asked['sort'] ?? ''), lead: report.lead });
  const most = report.mostRows ?? mostRows;
  const drawing = { words, answer, section, id, hrefOf, parts: parts.get(currency ?? '') ?? [] };
  return {
    id,
    currency: currency ?? '',
    title,
    tiles: tilesOf(shown, section),
    chart: chartOf({
      ...drawing,
      title: leadColumn ? `${reportTitle}: ${t(`reports.columns.${leadColumn.name}`)}` : title,
      restHref: `#${id}-table`,
      rangeHref: (from, to) => again(report.name, asked, { range: 'own', from, to }),
      targetOf: ({ label }) =>
        label.kind === 'day' && currency !== null ? (shown.targets?.ofDay(currency, label.day) ?? null) : null,
    }),
    heat: report.chart?.kind === 'heat' && leadColumn ? heatOf({ words, section, column: leadColumn, hrefOf }) : null,
    heads: headsOf(shown),
    rows: ordered.slice(0, most).map((row) => rowView(shown, { section, row, hrefOf })),
    ...pagesOf(shown, section, { ordered, most }),
    total: section.total && totalView(shown, section, section.total),
    linesNote: linesNote(words, section),
  };
}

interface Ordered {
  ordered: readonly AnsweredRow[];
  most: number;
}

/** What a page says of the rows that it does not show, and where those of a long list are. In another order than the list's own
 *  rows are those of the first pages: files have all. */
function pagesOf({ words, answer, asked }: Shown, { listed, rows }: AnsweredSection, { ordered, most }: Ordered) {
  const { t, formats } = words;
  const { name } = answer.report;
  const isInOrder = asked['sort'] === undefined;
  if (!listed || !isInOrder || (listed.inAll <= most && listed.before === 0)) {
    return { more: ordered.length > most ? t('reports.screen.more', { count: ordered.length - most }) : '' };
  }
  const page = pageRows(rows).slice(0, most);
  const [from, to] = [listed.before + 1, listed.before + page.length];
  const after = placeBehind(page, listed);
  const facts = { from: formats.count(from), to: formats.count(to), number: formats.count(listed.inAll) };
  return {
    more: t('reports.screen.rowsOf', { ...facts, count: listed.inAll }),
    nextHref: after === null ? '' : again(name, asked, { after }),
    firstHref: listed.before > 0 ? again(name, asked, { after: '' }) : '',
  };
}

function headsOf({ words: { t }, answer, asked }: Shown) {
  const { report, window } = answer;
  const sort = String(asked['sort'] ?? '');
  const head = (name: string, label: string, isText: boolean) => {
    const isUp = sort === name;
    const isDown = sort === `-${name}`;
    const next = isText ? (isUp ? `-${name}` : name) : isDown ? name : `-${name}`;
    return {
      label,
      isNumber: !isText,
      href: again(report.name, asked, { sort: next }),
      order: isUp ? 'ascending' : isDown ? 'descending' : '',
      arrow: isUp ? '↑' : isDown ? '↓' : '',
    };
  };
  return [
    head('name', t(`reports.columns.${report.rowName}`), true),
    ...report.columns.map((column) => head(column.name, t(`reports.columns.${column.name}`), !isNumber(column))),
    ...(window.compare
      ? [head('compared', t('reports.figures.compared'), false), head('change', t('reports.figures.change'), false)]
      : []),
  ];
}

interface ShownRow {
  section: AnsweredSection;
  row: AnsweredRow;
  hrefOf(row: AnsweredRow): string | null;
}

function rowView(shown: Shown, { section, row, hrefOf }: ShownRow) {
  const { words, answer } = shown;
  const { report, window } = answer;
  const { label, kind } = row;
  const href = hrefOf(row);
  const cellHref = (name: string) => {
    const value = row.values[name];
    if (name !== report.lead && (value === null || Number(value) === 0)) return null;
    return hrefOf({ ...row, drill: drillOfCell(row, name, window.filters) });
  };
  return {
    label: labelText(words, label),
    note: label.kind === 'text' ? (label.note ?? '') : '',
    mark: kind && label.kind === 'text' ? words.t(`reports.words.${kind}`) : '',
    kind: kind ?? '',
    href,
    cells: [
      ...cellsOf(shown, section, { values: row.values, hrefOf: cellHref, marked: row.marked ?? [] }),
      ...(window.compare
        ? comparedCells(shown, section, {
            now: row.values[report.lead] ?? null,
            before: row.compared,
            title: comparedDay(shown, row),
          })
        : []),
    ],
  };
}

interface Figures {
  values: Readonly<Record<string, Value>>;
  hrefOf(column: string): string | null;
  marked: readonly string[];
}

function cellsOf({ words, answer: { report } }: Shown, { currency }: AnsweredSection, figures: Figures) {
  return report.columns.map((column) => ({
    label: words.t(`reports.columns.${column.name}`),
    text: valueText(words, { column, value: figures.values[column.name] ?? null, currency }),
    href: isNumber(column) ? figures.hrefOf(column.name) : null,
    isLead: column.name === report.lead,
    isNumber: isNumber(column),
    isMarked: figures.marked.includes(column.name),
    title: '',
  }));
}

interface Compared {
  now: Value;
  before: Value;
  title: string;
}

function comparedCells(shown: Shown, { currency }: AnsweredSection, { now, before, title }: Compared) {
  const { words, answer } = shown;
  const { report } = answer;
  const column = report.columns.find(({ name }) => name === report.lead);
  const cell = (label: string, text: string, href: string | null = null) => ({
    label,
    text,
    href,
    isLead: false,
    isNumber: true,
    isMarked: false,
    title,
  });
  const change = changeOf(now, before);
  return [
    cell(
      words.t('reports.figures.compared'),
      column ? valueText(words, { column, value: before, currency }) : '–',
      before === null || Number(before) === 0 ? null : comparedHref(shown),
    ),
    cell(words.t('reports.figures.change'), change === null ? '–' : words.formats.change(change)),
  ];
}

/** The day that a row of a day is compared with. */
function comparedDay({ words, answer: { window } }: Shown, { label }: AnsweredRow): string {
  if (label.kind !== 'day' || window.compare === null) return '';
  return words.formats.weekday(addDays(label.day, daysBetween(window.range.from, window.compare.range.from)));
}

function totalView(shown: Shown, section: AnsweredSection, total: NonNullable<AnsweredSection['total']>) {
  const { report, window } = shown.answer;
  const hrefOf = totalHrefs(shown, section);
  return {
    href: hrefOf(report.lead),
    cells: [
      ...cellsOf(shown, section, { values: total, hrefOf, marked: [] }),
      ...(window.compare
        ? comparedCells(shown, section, { now: total[report.lead] ?? null, before: section.comparedTotal, title: '' })
        : []),
    ],
  };
}

function tilesOf(shown: Shown, section: AnsweredSection) {
  const { words, answer } = shown;
  const { report, window } = answer;
  const { total, currency, comparedTotal } = section;
  if (total === null) return [];
  const lead = report.columns.filter(({ name }) => name === report.lead);
  const others = report.columns.filter(
    (column) => column.name !== report.lead && isNumber(column) && total[column.name] != null,
  );
  const hrefOf = totalHrefs(shown, section);
  return [...lead, ...others].slice(0, mostTiles).map((column, place) => {
    const value = total[column.name] ?? null;
    const change = place === 0 && window.compare ? changeOf(value, comparedTotal) : null;
    return {
      label: words.t(`reports.columns.${column.name}`),
      value: valueText(words, { column, value, currency }),
      href: hrefOf(column.name),
      change: change === null ? '' : words.formats.change(change),
      verdict: change === null || change === 0 ? '' : change > 0 === costs.has(column.name) ? 'down' : 'up',
      compared: place === 0 && window.compare ? comparedWords(shown, column, { before: comparedTotal, currency }) : '',
    };
  });
}

function comparedWords(
  { words, answer }: Shown,
  column: Column,
  { before, currency }: { before: Value; currency: string | null },
) {
  const { compare } = answer.window;
  if (compare === null) return '';
  const { t, formats } = words;
  const [from, to] = [formats.day(compare.range.from), formats.day(compare.range.to)];
  const days = from === to ? from : t('reports.sales.range', { from, to });
  return t('reports.screen.comparedWith', { value: valueText(words, { column, value: before, currency }), days });
}

/** Today's tills send paid sales without their lines, so reports by product see only a part; the page says which. */
function linesNote({ t, formats }: Words, { total }: AnsweredSection): string {
  const share = total?.['withLines'];
  if (typeof share !== 'number' || share === 10_000) return '';
  return t('reports.sales.linesNote', { share: formats.exactPercent(share) });
}

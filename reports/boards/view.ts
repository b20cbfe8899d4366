/** A dashboard in texts. */

import { reportNamed } from '../catalogue.ts';
import type { Words } from '../cells.ts';
import type { Column, Value } from '../engine/report.ts';
import type { Answer, AnsweredRow, AnsweredSection } from '../engine/run.ts';
import type { Asked } from '../engine/window.ts';
import { firstStepsHref, freshnessText } from '../freshness.ts';
import { address } from '../links.ts';
import { type MeasureName, measures } from '../measures.ts';
import { chartOf } from '../screen/chart.ts';
import { again, drillHref, queryOf } from '../screen/links.ts';
import { ratesText } from '../screen/view.ts';
import { labelText, valueText } from '../speak.ts';
import { type BoardPlan, panelRows } from './boards.ts';
import { type Board, type BoardSection, type BoardStep, pasts } from './query-board.ts';
import { type TileFacts, tileHtml } from './tile.ts';

export interface ShownBoard {
  words: Words;
  plan: BoardPlan;
  board: Board;
  /** Of the panels, in their order; those of a report that the person may not see are left out. */
  answers: readonly { panel: BoardPlan['panels'][number]; answer: Answer }[];
  /** Places below their lowest level, now; null: the person may not see stock. */
  lowStock: number | null;
  asked: Asked;
}

export function boardView(shown: ShownBoard) {
  const { words, board, asked } = shown;
  const { t } = words;
  const { company } = board.window;
  const rates = board.window.conversion?.used ?? [];
  return {
    isAnswer: true,
    freshness: freshnessText(words, board, company.timeZone),
    firstStepsHref: firstStepsHref(board, company),
    notes: [
      ...(company.hiddenStores > 0 ? [t('reports.screen.part', { company: company.name })] : []),
      ...(rates.length > 0 ? [ratesText(words, rates)] : []),
      ...(board.isUnfinished ? [t('reports.boards.until')] : []),
    ],
    sections: board.sections.map((section, place) => ({
      currency: section.currency,
      title: t('reports.boards.in', { currency: section.currency }),
      tiles: [...tilesOf(shown, section), ...(place === 0 ? needsALook(shown) : [])]
        .map((tile) => tileHtml(words, tile))
        .join('\n'),
      panels: shown.answers.flatMap((one) => panelOf(shown, one, section.currency) ?? []),
    })),
    links: ['sales-heat-map', 'sales-by-weekday', 'shares-by-day', 'live', 'targets'].map((name) => ({
      label: t(`reports.list.${name}.title`),
      href: name === 'live' || name === 'targets' ? address(name, keptOf(asked)) : address(name, queryOf(asked)),
    })),
  };
}

function keptOf({ company, store }: Asked) {
  return { company, store: store?.join(',') };
}

/** A report with what is asked for; the report that every figure can be followed through, where that one does not exist. */
function reportHref(asked: Asked, name: string, options: Readonly<Record<string, string>> = {}): string {
  const report = reportNamed(name) ?? reportNamed('sales-by-day');
  return address(report?.name ?? name, { ...queryOf(asked), ...(report?.name === name ? options : {}) });
}

/** Figures that the rollup of hours has, so that part of a day can be compared. */
const hourly: ReadonlySet<MeasureName> = new Set<MeasureName>(['net', 'receipts', 'average', 'discountShare']);

function tilesOf(shown: ShownBoard, section: BoardSection): TileFacts[] {
  const { words, board, asked } = shown;
  const { sums, currency, steps } = section;
  const { t, formats } = words;
  const knowsSteps = (name: MeasureName) => hourly.has(name) || steps.every(({ step }) => 'day' in step);
  const tile = (name: MeasureName, href: string): TileFacts => ({
    measure: measures[name],
    currency,
    value: measures[name].of(sums),
    ...(knowsSteps(name) && {
      trend: steps.map(({ sums: step }) => measures[name].of(step)),
      steps: steps.map(({ step }) => stepText(words, step)),
    }),
    compared: pasts.map((past) => {
      const { now, before } = hourly.has(name) ? section.fair[past] : { now: sums, before: section.before[past] };
      return { against: past, now: measures[name].of(now), before: before && measures[name].of(before) };
    }),
    href,
    fresh: freshOf(shown),
  });
  // Targets are in a currency of their own.
  const amountE4 = board.window.convertTo === null ? board.targets.over(currency, board.window.range) : null;
  const share = (name: 'withLines' | 'costKnown') => formats.percent(Number(measures[name].of(sums) ?? 0));
  const margin = measures.margin.of(sums);
  const marginText = typeof margin === 'bigint' ? formats.roundMoney(margin, currency) : '–';
  return [
    {
      ...tile('net', reportHref(asked, 'sales-by-day')),
      isLead: true,
      target: amountE4 === null ? null : { amountE4 },
    },
    tile('receipts', reportHref(asked, 'sales-by-day')),
    tile('average', reportHref(asked, 'basket-size')),
    {
      ...tile('itemsPerBasket', reportHref(asked, 'basket-size', { basket: 'items' })),
      note: t('reports.boards.linesKnown', { share: share('withLines') }),
    },
    { ...tile('discountShare', reportHref(asked, 'shares-by-day')), isCost: true },
    {
      ...tile('returnShare', reportHref(asked, 'shares-by-day')),
      isCost: true,
      note: t('reports.boards.returns', {
        count: Number(measures.returns.of(sums) ?? 0),
        number: formats.count(Number(measures.returns.of(sums) ?? 0)),
      }),
    },
    {
      ...tile('marginShare', reportHref(asked, 'margin-by-department')),
      note: `${marginText} · ${t('reports.boards.known', { share: share('costKnown') })}`,
    },
  ];
}

function freshOf({ words: { t, formats }, board }: ShownBoard): string {
  return t('reports.boards.asOf', { time: formats.zonedClock(board.asOf, board.window.company.timeZone) });
}

function stepText({ formats }: Words, step: BoardStep): string {
  return 'day' in step ? formats.dayOfYear(step.day) : `${String(step.hour).padStart(2, '0')}:00`;
}

/** Figures without a currency: closures nobody can explain, and what runs out. */
function needsALook(shown: ShownBoard): TileFacts[] {
  const { words, board, lowStock, asked } = shown;
  const { t, formats } = words;
  const { closures } = board;
  const counted = (
    name: 'unexplained' | 'lowStock',
    facts: { value: number; note: string; href: string },
  ): TileFacts => ({
    measure: { name, kind: 'count', of: () => facts.value },
    currency: null,
    isCost: true,
    fresh: freshOf(shown),
    ...facts,
  });
  const waiting = closures?.waiting
    ? [t('reports.boards.waiting', { count: closures.waiting, number: formats.count(closures.waiting) })]
    : [];
  return [
    ...(closures
      ? [
          counted('unexplained', {
            value: closures.unexplained,
            note: [
              t('reports.boards.judged', { count: closures.all, number: formats.count(closures.all) }),
              ...waiting,
            ].join(' · '),
            href: reportHref(asked, 'closures', { verdict: 'unexplained' }),
          }),
        ]
      : []),
    ...(lowStock === null
      ? []
      : [
          counted('lowStock', {
            value: lowStock,
            note: t('reports.boards.lowNote'),
            href: address('low-stock', keptOf(asked)),
          }),
        ]),
  ];
}

function panelOf(shown: ShownBoard, { panel, answer }: ShownBoard['answers'][number], currency: string) {
  const { words, asked, board } = shown;
  const { report, window } = answer;
  const found = answer.sections.findIndex((one) => one.currency === currency);
  const section = answer.sections[found];
  const column = report.columns.find(({ name }) => name === report.lead);
  if (!section || !column) return null;
  const { t } = words;
  const id = `panel-${report.name}-${currency}`;
  const place = { asked, range: window.range, currency: answer.sections.length < 2 ? null : currency, kept: [] };
  const hrefOf = ({ drill }: AnsweredRow) => (drill === null ? null : drillHref(drill, place));
  const targetOf = targetsOf(shown, currency);
  const chart = report.chart && {
    ...report.chart,
    columns: report.chart.columns.slice(0, 1),
    mostRows: rowsOf(report.chart.kind),
  };
  const title = t(`reports.list.${report.name}.title`);
  const text = (value: Value) => textOf(words, { column, section, value });
  const shownRows = report.hasTargets ? section.rows : section.rows.slice(0, panelRows * 3);
  return {
    id,
    name: report.name,
    title: panel.isTop ? t('reports.boards.top', { title, count: panelRows }) : title,
    isWide: panel.isWide === true,
    href: address(report.name, { ...queryOf(asked), ...panel.options }),
    chart: chartOf({
      ...{ words, section: panel.isTop ? topOf(section) : section, id, hrefOf, parts: [] },
      answer: { ...answer, report: { ...report, chart } },
      title: `${title}: ${t(`reports.columns.${column.name}`)}`,
      restHref: address(report.name, { ...queryOf(asked), ...panel.options }),
      rangeHref: (from, to) => again(report.name, asked, { range: 'own', from, to }),
      ...(report.hasTargets && { targetOf }),
    }),
    rowName: t(`reports.columns.${report.rowName}`),
    leadName: t(`reports.columns.${column.name}`),
    compareName: window.compare ? t(`reports.comparisons.${window.compare.kind}`) : '',
    targetName:
      report.hasTargets && window.convertTo === null && board.targets.over(currency, window.range) !== null
        ? t('reports.boards.targetLine')
        : '',
    rows: shownRows.map((row) => ({
      label: labelText(words, row.label),
      href: hrefOf(row),
      value: text(row.values[column.name] ?? null),
      compared: text(row.compared),
      target: targetText(words, targetOf(row), currency),
    })),
    more: section.rows.length > shownRows.length ? t('reports.boards.more') : '',
  };
}

/** Rows that lead somewhere and are no rest. */
function topOf(section: AnsweredSection): AnsweredSection {
  const named = section.rows.filter(({ kind, label }) => kind === undefined && label.kind === 'text');
  return { ...section, rows: named.slice(0, panelRows) };
}

const rowsOf = (kind: 'bar' | 'line' | 'doughnut' | 'heat' | 'pareto') => (kind === 'doughnut' ? 6 : 120);

/** A day's part of a month is a quotient. */
function targetText({ formats }: Words, amountE4: bigint | null, currency: string): string {
  return amountE4 === null ? '–' : formats.roundMoney(amountE4, currency);
}

function targetsOf({ board }: ShownBoard, currency: string) {
  const isSaid = board.window.convertTo === null;
  return ({ label }: AnsweredRow) => (label.kind === 'day' && isSaid ? board.targets.ofDay(currency, label.day) : null);
}

function textOf(words: Words, { column, section, value }: { column: Column; section: AnsweredSection; value: Value }) {
  return valueText(words, { column, value, currency: section.currency });
}

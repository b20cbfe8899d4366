/** What a file says about itself, in sentences: whose figures, of which days, by which filters, how fresh. */
import type { Words } from '../cells.ts';
import type { Answer } from '../engine/run.ts';
import { freshnessText } from '../freshness.ts';
import { labelText } from '../speak.ts';

export interface About {
  title: string;
  /** Company, days and what was chosen, a line each. */
  lines: string[];
  freshness: string;
  /** What holds for the figures, a sentence each. */
  notes: string[];
}

export function aboutOf(words: Words, answer: Answer): About {
  const { report } = answer;
  const { t } = words;
  return {
    title: t(`reports.list.${report.name}.title`),
    lines: [
      answer.window.company.name,
      ...(report.hasRange ? [daysText(words, answer)] : []),
      ...choicesText(words, answer),
    ],
    freshness: freshnessText(words, answer, answer.window.company.timeZone),
    notes: notesOf(words, answer),
  };
}

function daysText({ t, formats }: Words, { window: { range, compare } }: Answer): string {
  const text = ({ from, to }: { from: string; to: string }) =>
    from === to
      ? formats.weekday(from)
      : t('reports.sales.range', { from: formats.weekday(from), to: formats.weekday(to) });
  if (compare === null) return text(range);
  return `${text(range)} · ${t('report-files.comparedWith', { days: text(compare.range) })}`;
}

function choicesText(words: Words, { window, report, isPart, chosen: filtered }: Answer): string[] {
  const { t, formats } = words;
  const { company, stores, options } = window;
  const isAll = stores.length === company.stores.length;
  const chosen = (report.options ?? []).filter(({ name }) => options[name] !== undefined);
  return [
    ...(isAll && !isPart ? [] : [t('report-files.stores', { stores: formats.list(stores.map(({ name }) => name)) })]),
    ...filtered.map(({ name, values }) =>
      t('report-files.chosen', {
        filter: t(`report-files.filters.${name}`),
        values: formats.list(values.map((label) => labelText(words, label))),
      }),
    ),
    ...chosen.map(({ name }) => t(`reports.options.${name}.${options[name]}`)),
  ];
}

function notesOf({ t }: Words, { report, window, isPart, isFromDocuments, remarks }: Answer): string[] {
  return [
    ...(isPart ? [t('report-files.part')] : []),
    ...remarks.map((remark) => t(`reports.remarks.${remark}`)),
    ...(isFromDocuments ? [t('report-files.fromDocuments')] : []),
    ...(window.convertTo === null ? [] : [t('report-files.converted', { currency: window.convertTo })]),
    ...(report.notes ?? []).map((note) => t(`reports.notes.${note}`)),
  ];
}

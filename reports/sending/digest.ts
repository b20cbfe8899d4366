/** What a report that is sent says in a few words: the total, and what has changed since the last time. */
import type { Words } from '../cells.ts';
import type { Value } from '../engine/report.ts';
import type { Answer } from '../engine/run.ts';
import { aboutOf } from '../files/about.ts';
import { changeOf } from '../files/table.ts';
import { address } from '../links.ts';
import { valueText } from '../speak.ts';

/** Totals as they were sent, kept until the next time. */
interface Told {
  column: string;
  totals: { currency: string | null; total: string | null; rows: number }[];
}

export interface Digest {
  /** Company and days. */
  period: string;
  total: string;
  change: string;
  /** JSON, for the next time. */
  figures: string;
}

/** @param before what `figures` was the last time; null or unreadable: never */
export function digestOf(words: Words, answer: Answer, before: string | null): Digest {
  const { t } = words;
  const { lead } = answer.report;
  const column = answer.report.columns.find(({ name }) => name === lead);
  const told: Told = {
    column: lead,
    totals: answer.sections.map(({ currency, total, rows }) => {
      const value = total?.[lead] ?? null;
      return { currency, total: value === null ? null : String(value), rows: rows.length };
    }),
  };
  const last = readTold(before, lead);
  const name = t(`reports.columns.${lead}`);
  const say = (value: Value, currency: string | null) =>
    column === undefined ? '' : valueText(words, { column, value, currency });
  const totals = answer.sections.flatMap(({ currency, total }) => {
    const value = total?.[lead] ?? null;
    return value === null ? [] : [say(value, currency)];
  });
  const rows = told.totals.reduce((sum, each) => sum + each.rows, 0);
  return {
    period: aboutOf(words, answer).lines.slice(0, 2).join(', '),
    total:
      totals.length > 0
        ? t('report-sending.total', { name, total: words.formats.list(totals) })
        : t('report-sending.rows', { count: rows, number: words.formats.count(rows) }),
    change: last === null ? t('report-sending.first') : changeText(words, { answer, last, say }),
    figures: JSON.stringify(told),
  };
}

interface Comparing {
  answer: Answer;
  last: Told;
  say(value: Value, currency: string | null): string;
}

function changeText({ t, formats }: Words, { answer, last, say }: Comparing): string {
  const sentences = answer.sections.flatMap(({ currency, total }) => {
    const value = total?.[answer.report.lead] ?? null;
    const before = last.totals.find((each) => each.currency === currency)?.total ?? null;
    if (value === null || before === null || !/^-?\d+$/.test(before)) return [];
    const was = typeof value === 'bigint' ? BigInt(before) : Number(before);
    if (value === was) return [t('report-sending.same', { total: say(was, currency) })];
    const change = changeOf(value, was);
    if (change === null) return [t('report-sending.before', { total: say(was, currency) })];
    return [t('report-sending.changed', { change: formats.change(change), total: say(was, currency) })];
  });
  return sentences.length > 0 ? sentences.join(' ') : t('report-sending.incomparable');
}

function readTold(text: string | null, lead: string): Told | null {
  if (text === null || text === '') return null;
  try {
    const told = JSON.parse(text) as Told;
    return told.column === lead && Array.isArray(told.totals) ? told : null;
  } catch {
    return null;
  }
}

/** The page of what was sent: the very days, also when it is opened weeks later.
 *  @param extension of a file instead: `.csv` */
export function sentAddress(answer: Answer, query: string, extension = ''): string {
  const { report, window } = answer;
  const asked = Object.fromEntries(new URLSearchParams(query));
  const days = report.hasRange ? { range: 'own', from: window.range.from, to: window.range.to } : {};
  return address(`${report.name}${extension}`, { ...asked, company: window.company.slug, ...days });
}

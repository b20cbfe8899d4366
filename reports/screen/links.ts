/** Where pages of reports lead, with what was asked carried along. */
import type { Drill } from '../engine/report.ts';
import { type Asked, askedFields } from '../engine/window.ts';
import { address } from '../links.ts';
import type { DayRange } from '../range.ts';

/** What was asked as an address says it; what counts anyway is left out. */
export function queryOf(asked: Asked): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(asked)) {
    if (typeof value === 'string' && value !== defaults[name]) query[name] = value;
    if (Array.isArray(value) && value.length > 0) query[name] = value.join(',');
  }
  if (query['range'] !== 'own') {
    delete query['from'];
    delete query['to'];
  }
  return query;
}

const defaults: Readonly<Record<string, string>> = { range: '30-days', compare: 'previous' };

/** The same report, asked differently, from its first row on; an empty value takes a choice back. */
export function again(name: string, asked: Asked, changes: Readonly<Record<string, string>>): string {
  return address(name, { ...queryOf(asked), after: '', ...changes });
}

interface Place {
  asked: Asked;
  /** The days that the number is about. */
  range: DayRange;
  /** Of the number, where there are several. */
  currency: string | null;
  /** Names beside the common ones that the report keeps in its links. */
  kept: readonly string[];
}

/** Receipts are about days, whatever the report was asked for by. */
export const receiptsReport = 'receipts';

/** Where a number leads: company, days and filters go along; a choice that is another report's own does not. */
export function drillHref(drill: Drill, { asked, range, currency, kept }: Place): string {
  if (drill.page) return drill.page;
  const common = Object.fromEntries(
    Object.entries(queryOf(asked)).filter(([name]) => name in askedFields || kept.includes(name)),
  );
  const own = { range: 'own', from: range.from, to: range.to };
  if (drill.report === receiptsReport) {
    const { compare: _, in: _in, ...rest } = common;
    return address(receiptsReport, { ...rest, ...own, ...(currency && { currency }), ...drill.filters });
  }
  const isOwn = 'from' in drill.filters || 'to' in drill.filters;
  return address(drill.report, { ...common, ...(isOwn && own), ...drill.filters });
}

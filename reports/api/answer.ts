/** Answers as programs read them: exact, with names in the asked language beside keys that never change. */
import { decimalToShortText, decimalToText } from '../../server/core/decimal.ts';
import { DomainError, type InputError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { exactAmount } from '../amounts.ts';
import { catalogue, reportNamed } from '../catalogue.ts';
import type { Words } from '../cells.ts';
import { listCompanies } from '../companies.ts';
import type { Column, Report, Value } from '../engine/report.ts';
import { type Answer, type AnsweredRow, runReport } from '../engine/run.ts';
import { type Asked, askedFields, askedWithOptions, filterNames } from '../engine/window.ts';
import { aboutOf } from '../files/about.ts';
import { labelText } from '../speak.ts';
import { placeBehind } from '../stock/pages.ts';
import type { ListJson, ReportJson } from './shape.ts';

/** The reports that the person may see, and the companies whose figures. */
export async function listReports(ctx: Ctx, words: Words): Promise<ListJson> {
  const companies = await listCompanies(ctx);
  return {
    reports: catalogue.filter(({ permission }) => can(ctx, permission)).map((report) => entryOf(words, report)),
    companies: companies.map(({ slug, name }) => ({ slug, name })),
  };
}

function entryOf(words: Words, report: Report): ListJson['reports'][number] {
  const { name, area, hasRange, isComparable, instantFilters, options = [] } = report;
  const ofStores = report.isOfCompany ? [] : ['store'];
  return {
    name,
    title: words.t(`reports.list.${name}.title`),
    description: words.t(`reports.list.${name}.description`),
    area,
    href: `/api/v1/reports/${name}`,
    hasRange,
    isComparable,
    columns: columnsOf(words, report),
    filters: [...ofStores, ...filterNames.filter((filter) => report.readsDocuments || instantFilters.includes(filter))],
    instantFilters: [...ofStores, ...instantFilters],
    options: options.map((option) => ({ name: option.name, values: [...option.values] })),
  };
}

/** One report.
 *  @param asked as an address says it; lists as "a,b"
 *  @throws not_found      the report, the company or a store is none that the person may see
 *  @throws invalid_input  what is asked for breaks a rule; each error names the field */
export async function askReport(
  ctx: Ctx,
  words: Words,
  { name, asked }: { name: string; asked: Readonly<Record<string, unknown>> },
): Promise<ReportJson> {
  const report = reportNamed(name);
  if (report === undefined || !can(ctx, report.permission)) throw new DomainError('not_found');
  return jsonOf(words, await runReport(ctx, report, readQuestion(report, asked)));
}

function readQuestion(report: Report, asked: Readonly<Record<string, unknown>>): Asked {
  const own = new Set([
    ...(report.options ?? []).map((option) => option.name),
    ...(report.narrowedBy ?? []),
    ...(report.isPaged ? ['after'] : []),
  ]);
  const errors: InputError[] = Object.keys(asked)
    .filter((field) => !(field in askedFields) && !own.has(field))
    .map((field) => ({ path: field, message: 'This report knows no such filter.' }));
  const hasDays = asked['range'] === undefined && (asked['from'] !== undefined || asked['to'] !== undefined);
  const parsed = askedWithOptions.safeParse(hasDays ? { ...asked, range: 'own' } : asked);
  if (!parsed.success) {
    errors.push(...parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  if (errors.length > 0 || !parsed.success) {
    throw new DomainError('invalid_input', { errors }, 'What is asked of this report is not complete or not right.');
  }
  return parsed.data;
}

/** An answer for programs. */
export function jsonOf(words: Words, answer: Answer): ReportJson {
  const { report, window } = answer;
  const { company, range, compare } = window;
  return {
    report: { name: report.name, title: words.t(`reports.list.${report.name}.title`), area: report.area },
    company: { slug: company.slug, name: company.name },
    stores: window.stores.map(({ code, name }) => ({ code, name })),
    isPart: answer.isPart,
    range: report.hasRange ? { from: range.from, to: range.to } : null,
    compared: compare && { kind: compare.kind, from: compare.range.from, to: compare.range.to },
    filters: Object.fromEntries(
      Object.entries(window.filters).map(([filter, values]) => [filter, [...(values ?? [])]]),
    ),
    options: { ...window.options },
    convertedTo: window.convertTo,
    asOf: answer.asOf.toISOString(),
    lastReceivedAt: answer.lastReceivedAt?.toISOString() ?? null,
    isFromDocuments: answer.isFromDocuments,
    rowName: words.t(`reports.columns.${report.rowName}`),
    lead: report.lead,
    columns: columnsOf(words, report),
    sections: answer.sections.map((section) => sectionJson(words, report, section)),
    notes: aboutOf(words, answer).notes,
  };
}

function columnsOf(words: Words, { columns }: Report): ReportJson['columns'] {
  return columns.map(({ name, kind }) => ({ name, title: words.t(`reports.columns.${name}`), kind }));
}

function sectionJson(
  words: Words,
  { columns, lead }: Report,
  { currency, rows, total, comparedTotal, listed }: Answer['sections'][number],
): ReportJson['sections'][number] {
  const leading = columns.find(({ name }) => name === lead);
  const values = (of: Readonly<Record<string, Value>>) =>
    Object.fromEntries(columns.map((column) => [column.name, plainValue(column, of[column.name] ?? null, currency)]));
  const compared = (of: Value) => (leading ? plainValue(leading, of, currency) : null);
  const rowJson = ({ key, label, kind, ...row }: AnsweredRow) => ({
    key,
    label: labelText(words, label),
    ...(label.kind === 'text' && label.note && { note: label.note }),
    ...(kind && { kind }),
    values: values(row.values),
    compared: compared(row.compared),
  });
  return {
    currency,
    rows: rows.map(rowJson),
    total: total && values(total),
    comparedTotal: compared(comparedTotal),
    ...(listed && { rowsInAll: listed.inAll, next: placeBehind(rows, listed) }),
  };
}

/** Exact: what does not fit into a number of JSON is decimal text. */
export function plainValue({ kind }: Column, value: Value, currency: string | null): string | number | null {
  if (value === null) return null;
  switch (kind) {
    case 'money':
      return exactAmount(BigInt(value), currency ?? '');
    case 'quantity':
      return decimalToShortText(BigInt(value), 4);
    case 'share':
    case 'change':
      return decimalToText(BigInt(value), 2);
    case 'count':
    case 'points':
      return Number(value);
    case 'day':
    case 'word':
    case 'text':
      return String(value);
  }
}

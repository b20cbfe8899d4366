/** Answering a report: the same answer for the page, the files, the mails and the API. */
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { lastReceivedAt } from '../freshness.ts';
import type { DayRange } from '../range.ts';
import { type ChosenFilter, chosenOf } from './chosen.ts';
import type { UsedRate } from './conversion.ts';
import type { Report, Row, Section, Value } from './report.ts';
import { type Asked, filterNames, openWindow, type Window, windowOver } from './window.ts';

export interface AnsweredRow extends Row {
  /** The lead column of the row of the same key on the days compared with; null: there is none, or nothing is compared. */
  compared: Value;
}

export interface AnsweredSection extends Section {
  rows: AnsweredRow[];
  comparedTotal: Value;
}

export interface Answer {
  report: Report;
  window: Window;
  sections: AnsweredSection[];
  /** When the figures were read: they hold every document that was answered by then. */
  asOf: Date;
  /** When a terminal of these stores last delivered something; null when none ever has. */
  lastReceivedAt: Date | null;
  /** The filters took reading documents. */
  isFromDocuments: boolean;
  /** Not all stores of the company are counted in, because the person may not see them. */
  isPart: boolean;
  /** Keys of sentences that hold for these figures alone. */
  remarks: string[];
  /** What its filters chose, by name. */
  chosen: ChosenFilter[];
  /** Rates at which other currencies were converted, those of the days compared with included. */
  rates: UsedRate[];
}

/** @throws not_found      the report, the company or a store is none that the actor may see
 *  @throws invalid_input  a filter that the report does not know, or a range that is none */
export async function runReport(ctx: Ctx, report: Report, asked: Asked): Promise<Answer> {
  if (!can(ctx, report.permission)) throw new DomainError('not_found');
  checkAsked(report, asked);
  const window = await openWindow(ctx, asked, report.permission);
  const compared = report.isComparable && report.hasRange ? comparedOf(report, window) : null;
  const isHidden = report.isOfCompany && window.company.hiddenStores > 0;
  const own = isHidden ? Promise.resolve([]) : report.sections(ctx, window);
  const [sections, before, received, chosen, remarks] = await Promise.all([
    own,
    compared && earlierSections(ctx, report, { window, range: compared.range, own }),
    lastReceivedAt(
      ctx,
      window.stores.map(({ id }) => id),
    ),
    chosenOf(ctx, report, window),
    isHidden ? ['ofCompany'] : (report.remarks?.(ctx, window) ?? []),
  ]);
  checkConverted(sections, window);
  return {
    report,
    window: { ...window, compare: compared },
    sections: sections.map((section) => withCompared(report, section, before)),
    asOf: ctx.now(),
    lastReceivedAt: received,
    isFromDocuments: filterNames.some((name) => window.filters[name] && !report.instantFilters.includes(name)),
    isPart: window.company.hiddenStores > 0 && !report.isOfCompany,
    chosen,
    remarks,
    rates: window.conversion?.used ?? [],
  };
}

interface Comparing {
  window: Window;
  /** The days compared with. */
  range: DayRange;
  own: Promise<Section[]>;
}

async function earlierSections(ctx: Ctx, report: Report, { window, range, own }: Comparing): Promise<Section[]> {
  if (!report.comparesShown) return report.sections(ctx, windowOver(window, range));
  const shown = new Set((await own).flatMap(({ rows }) => rows.map(({ key }) => key)));
  return report.sections(ctx, windowOver(window, range, shown));
}

/** A report whose figures are not days' takings leaves currencies as they are: better refused than taken for converted. */
function checkConverted(sections: readonly Section[], { convertTo }: Window): void {
  if (convertTo === null) return;
  const other = sections.find(({ currency }) => currency !== null && currency !== convertTo);
  if (other === undefined) return;
  const message = `This report is not converted into other currencies: it has figures in ${other.currency}.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'in', message }] }, message);
}

function comparedOf(report: Report, { range, compare }: Window): Window['compare'] {
  if (compare === null || compare.kind === 'none') return null;
  return report.comparedRange ? { kind: compare.kind, range: report.comparedRange(range, compare.kind) } : compare;
}

function withCompared({ lead, columns }: Report, section: Section, before: readonly Section[] | null): AnsweredSection {
  // A row that has nothing to say of a column says so.
  const allNull = Object.fromEntries(columns.map(({ name }) => [name, null]));
  const same = before?.find(({ currency }) => currency === section.currency);
  const rows = new Map(same?.rows.map((row) => [row.key, row.values[lead] ?? null]));
  const zero = typeof section.total?.[lead] === 'bigint' ? 0n : 0;
  return {
    ...section,
    rows: section.rows.map((row) => ({
      ...row,
      values: { ...allNull, ...row.values },
      compared: before ? (rows.get(row.key) ?? null) : null,
    })),
    comparedTotal: before ? (same?.total?.[lead] ?? zero) : null,
  };
}

/** What a report does not know is refused by name, rather than passed over as if it had been counted in. */
function checkAsked(report: Report, asked: Asked): void {
  const errors = [
    ...(report.isOfCompany && asked.store?.length
      ? [{ path: 'store', message: 'This report cannot be filtered by this.' }]
      : []),
    ...filterNames
      .filter((name) => asked[name] !== undefined && !report.readsDocuments && !report.instantFilters.includes(name))
      .map((name) => ({ path: name, message: 'This report cannot be filtered by this.' })),
    ...(report.options ?? [])
      .filter(({ name, values }) => asked[name] !== undefined && !values.includes(String(asked[name])))
      .map(({ name, values }) => ({ path: name, message: `must be one of: ${values.join(', ')}` })),
  ];
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}

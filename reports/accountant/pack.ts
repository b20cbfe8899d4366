/** What accountants take along for a month: the same answers as on the pages, and what came after the month was frozen. */
import { businessDayOf } from '../../server/core/business-day.ts';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  type Correction,
  correctionsOf,
  type FrozenMonth,
  isMonth,
  isMonthOver,
  listFrozenMonths,
  noMonthSentence,
} from '../../server/domain/frozen-months/index.ts';
import { reportNamed } from '../catalogue.ts';
import { getReportCompany, type ReportCompany } from '../companies.ts';
import { askedWithOptions } from '../engine/window.ts';
import { type AnswerInParts, answerInParts } from '../files/whole.ts';

/** Reports of the pack, in its order. */
const parts = ['sales-by-store', 'sales-by-vat-rate', 'sales-by-payment', 'closures', 'sales-by-day'] as const;

/** Of a list of closures: as many stand on the page and on paper; the workbook has all. */
const rowsAtOnce = 5000;

export interface Pack {
  company: ReportCompany;
  month: string;
  /** Nothing can be sold in it any more. */
  isOver: boolean;
  /** Null: the figures follow their documents. */
  frozen: FrozenMonth | null;
  answers: AnswerInParts[];
  corrections: Correction[];
  /** Codes of the company's tills, by id. */
  tills: ReadonlyMap<number, string>;
}

/** The pack of a month.
 *  @throws not_found      the company is none whose figures the actor may see
 *  @throws invalid_input  no month */
export async function readPack(ctx: Ctx, { company: slug, month }: { company: string; month: string }): Promise<Pack> {
  if (!isMonth(month)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'month', message: noMonthSentence }] }, noMonthSentence);
  }
  const company = await getReportCompany(ctx, slug);
  const storeIds = company.stores.map(({ id }) => id);
  const range = { from: `${month}-01`, to: lastDayOf(month) };
  const asked = askedWithOptions.parse({ company: slug, range: 'own', ...range, compare: 'none' });
  const [answers, corrections, [frozen = null], terminals, isOver] = await Promise.all([
    Promise.all(
      parts
        .flatMap((name) => reportNamed(name) ?? [])
        .map((report) => answerInParts(ctx, report, asked, { rowsAtOnce })),
    ),
    correctionsOf(ctx, { companyId: company.id, storeIds, ...range }),
    listFrozenMonths(ctx, { companyId: company.id, from: month, to: month }),
    ctx.db.reader.terminal.findMany({ where: { storeId: { in: storeIds } }, select: { id: true, code: true } }),
    isMonthOver(ctx, { companyId: company.id, month }),
  ]);
  const tills = new Map(terminals.map(({ id, code }) => [id, code]));
  return { company, month, isOver, frozen, answers, corrections, tills };
}

function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** The month that was over last, by the company's clocks. */
export function lastMonth(company: Pick<ReportCompany, 'timeZone'>, now: Date): string {
  const [year = 0, month = 1] = businessDayOf(now, { zone: company.timeZone, dayStartHour: 0 }).split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
}

import { businessDayOf } from '../../core/business-day.ts';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, companyWhere, scopeFor } from '../tenancy/index.ts';

export interface FreezeMonth {
  companyId: number;
  /** `YYYY-MM` of business days; it must be over in every store. */
  month: string;
}

export interface ThawMonth extends FreezeMonth {
  /** Why figures that were handed in may change: it stays on record. */
  reason: string;
}

export interface FrozenMonth {
  id: string;
  month: string;
  frozenAt: Date;
  frozenByName: string;
}

/** No till sold anything in another century. */
const monthForm = /^2[01]\d{2}-(0[1-9]|1[0-2])$/;

export const noMonthSentence = 'This is no month. Give year and month, such as 2026-03.';

/** Whether the text is a month `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return monthForm.test(text);
}

/** One statement, so that all three copies are of one moment however many documents come in. */
const copyTotals = statement({
  params: { month_id: 'text', company_id: 'int', from: 'text', to: 'text' },
  sql: (q) => {
    const head = (rollup: string) => `SELECT ${q.param('month_id')}, '${rollup}', t.store_id, t.business_day`;
    const ofMonth = () => `t.company_id = ${q.param('company_id')}
      AND t.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}`;
    return `INSERT INTO frozen_totals (month_id, rollup, store_id, business_day, key, currency, company_id,
        documents, cancelled, gross_e4, discount_e4, surcharge_e4, vat_e4)
      ${head('day')}, CAST(t.terminal_id AS TEXT), t.currency, t.company_id,
        t.documents, t.cancelled, t.gross_e4, t.discount_e4, t.surcharge_e4, t.vat_e4
        FROM day_totals t WHERE ${ofMonth()}
      UNION ALL ${head('vat')}, CAST(t.rate_basis_points AS TEXT), t.currency, t.company_id,
        t.documents, 0, t.taxable_e4, 0, 0, t.vat_e4 FROM vat_totals t WHERE ${ofMonth()}
      UNION ALL ${head('payment')}, t.payment_type, t.currency, t.company_id,
        t.payments, 0, t.amount_e4, 0, 0, 0 FROM payment_totals t WHERE ${ofMonth()}`;
  },
});

/** Keeps the figures of a month as they are now. From then on whatever changes them shows as a correction.
 *  @throws not_found, forbidden  the company, or the right to its accounts
 *  @throws invalid_input         no month, or one that is not over
 *  @throws already_exists        it is frozen */
export async function freezeMonth(ctx: Ctx, { companyId, month }: FreezeMonth): Promise<FrozenMonth> {
  authorize(ctx, 'month.freeze', { companyId });
  if (!isMonth(month) || !(await isMonthOver(ctx, { companyId, month }))) {
    const message = isMonth(month) ? 'This month is not over in every store.' : noMonthSentence;
    throw new DomainError('invalid_input', { errors: [{ path: 'month', message }] }, message);
  }
  const made: FrozenMonth = { id: newId(), month, frozenAt: ctx.now(), frozenByName: nameOf(ctx) };
  const frozenById = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  try {
    await inTransaction(ctx, async (tx) => {
      await tx.frozenMonth.create({ data: { ...made, companyId, frozenById }, select: { id: true } });
      const params = { month_id: made.id, company_id: companyId, from: `${month}-01`, to: `${month}-31` };
      const rows = await ctx.db.dialect.execute(tx, copyTotals, params);
      await recordAudit(tx, ctx, {
        ...{ companyId, action: 'month.freeze', subjectType: 'FrozenMonth', subjectId: month, after: { month, rows } },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'frozen_months', ['company_id', 'month']))
      throw new DomainError('already_exists', { month }, 'This month is frozen already.');
    throw error;
  }
  return made;
}

function nameOf({ actor }: Ctx): string {
  return actor.kind === 'user' ? actor.username : actor.kind === 'system' ? actor.name : '';
}

/** Whether no store of the company can sell in the month any more: only then it can be frozen. */
export async function isMonthOver(ctx: Ctx, { companyId, month }: FreezeMonth): Promise<boolean> {
  const stores = await ctx.db.reader.store.findMany({
    where: { companyId },
    select: { timeZone: true, dayStartMinutes: true, company: { select: { timeZone: true } } },
  });
  const days = stores.map(({ timeZone, dayStartMinutes, company }) =>
    businessDayOf(ctx.now(), { zone: timeZone ?? company.timeZone, dayStartHour: (dayStartMinutes ?? 0) / 60 }),
  );
  return [...days, ctx.now().toISOString().slice(0, 10)].every((day) => day.slice(0, 7) > month);
}

/** Lets a month follow its documents again. Only an owner may, and says why.
 *  @throws not_found, forbidden  the company, the month, or the right
 *  @throws invalid_input         no reason */
export async function thawMonth(ctx: Ctx, { companyId, month, reason }: ThawMonth): Promise<void> {
  authorize(ctx, 'month.thaw', { companyId });
  const why = reason.trim();
  if (why.length < 3 || why.length > 500) {
    const message = 'Say why, in 3 to 500 characters.';
    throw new DomainError('invalid_input', { errors: [{ path: 'reason', message }] }, message);
  }
  await inTransaction(ctx, async (tx) => {
    const frozen = await find(tx, { companyId, month });
    await tx.frozenMonth.delete({ where: { id: frozen.id }, select: { id: true } });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'month.thaw', subjectType: 'FrozenMonth', subjectId: month },
      before: { month, frozenAt: frozen.frozenAt, frozenByName: frozen.frozenByName },
      after: { reason: why },
    });
  });
}

async function find(tx: Tx, { companyId, month }: FreezeMonth): Promise<FrozenMonth> {
  const frozen = await tx.frozenMonth.findUnique({ where: { companyId_month: { companyId, month } } });
  if (frozen === null) throw new DomainError('not_found', { month });
  return frozen;
}

/** The frozen months of a company, the latest first.
 *  @param between months from and to, both included */
export async function listFrozenMonths(
  ctx: Ctx,
  { companyId, from, to }: { companyId: number; from: string; to: string },
): Promise<FrozenMonth[]> {
  const { companyId: seen } = companyWhere(scopeFor(ctx, 'figures.see'));
  if (seen && !seen.in.includes(companyId)) return [];
  return ctx.db.reader.frozenMonth.findMany({
    where: { companyId, month: { gte: from, lte: to } },
    select: { id: true, month: true, frozenAt: true, frozenByName: true },
    orderBy: { month: 'desc' },
  });
}

/** How long contents of the audit trail are kept. What was done by whom and when stays for ever, with the digest of the content,
 *  so that the chain proves before and after. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { recordAudit } from './record-audit.ts';

/** Months; null: for ever. */
export interface Retention {
  /** The hub's own chain. */
  hub: number | null;
  /** Of companies that have no rule of their own. */
  companies: number | null;
  /** Of a company by its id. */
  byCompany: Readonly<Record<string, number | null>>;
}

/** Whose contents: the hub's, those of companies without a rule of their own, or one company's. */
export type Keeper = 'hub' | 'companies' | number;

/** Nobody shortens the memory of the hub below this. */
const floorMonths = { hub: 12, company: 3 };
const mostMonths = 1200;
const batchRows = 500;
const key = 'retention:audit';
const forever: Retention = { hub: null, companies: null, byCompany: {} };

/** @throws not_signed_in, forbidden */
export async function getRetention(ctx: Ctx): Promise<Retention> {
  authorize(ctx, 'hub.see');
  return read(ctx.db.reader);
}

/** How many entries would lose their content if contents of these were kept for so many months; nothing changes.
 *  @throws forbidden, invalid_input */
export async function tryRetention(ctx: Ctx, input: { of: Keeper; months: number | null }): Promise<number> {
  authorize(ctx, 'audit.retention');
  judge(input);
  if (input.months === null) return 0;
  const rules = changed(await read(ctx.db.reader), input);
  const at = { lt: before(ctx.now(), input.months) };
  return ctx.db.reader.auditEntry.count({ where: { ...chainsOf(rules, input.of), at, content: { not: null } } });
}

/** Changes the rule; contents that are older are erased in the background from now on, and do not come back.
 *  @param input `months` null: for ever
 *  @throws forbidden, invalid_input
 *  @throws not_found there is no such company */
export async function setRetention(ctx: Ctx, input: { of: Keeper; months: number | null }): Promise<void> {
  authorize(ctx, 'audit.retention');
  judge(input);
  const { of } = input;
  await inTransaction(ctx, async (tx) => {
    const companyId = typeof of === 'number' ? of : null;
    if (companyId !== null && !(await tx.company.findFirst({ where: { id: companyId, deletedAt: null } }))) {
      throw new DomainError('not_found', { companyId });
    }
    const rules = await read(tx);
    await write(tx, changed(rules, input));
    await recordAudit(tx, ctx, {
      companyId,
      action: 'audit.retention',
      subjectType: 'audit',
      subjectId: of,
      before: { months: monthsOf(rules, of) },
      after: { months: input.months },
    });
  });
}

/** Goes back to the rule of all companies. Without a rule of its own nothing changes.
 *  @throws forbidden */
export async function dropRetention(ctx: Ctx, companyId: number): Promise<void> {
  authorize(ctx, 'audit.retention');
  await inTransaction(ctx, async (tx) => {
    const rules = await read(tx);
    const { [String(companyId)]: own, ...byCompany } = rules.byCompany;
    if (own === undefined) return;
    await write(tx, { ...rules, byCompany });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'audit.retention',
      subjectType: 'audit',
      subjectId: companyId,
      before: { months: own },
      after: { months: rules.companies },
    });
  });
}

/** Erases one batch of contents whose time is over, and says how many there were.
 *  Called again until it answers 0. */
export async function eraseOldContents(ctx: Ctx): Promise<number> {
  authorize(ctx, 'audit.retention');
  const rules = await read(ctx.db.reader);
  const keepers: Keeper[] = ['hub', 'companies', ...Object.keys(rules.byCompany).map(Number)];
  for (const of of keepers) {
    const months = monthsOf(rules, of);
    if (months === null) continue;
    const found = await ctx.db.reader.auditEntry.findMany({
      where: { ...chainsOf(rules, of), at: { lt: before(ctx.now(), months) }, content: { not: null } },
      select: { id: true },
      orderBy: { at: 'asc' },
      take: batchRows,
    });
    if (found.length === 0) continue;
    const ids = found.map(({ id }) => id);
    await inTransaction(ctx, (tx) => tx.auditEntry.updateMany({ where: { id: { in: ids } }, data: { content: null } }));
    return ids.length;
  }
  return 0;
}

function chainsOf({ byCompany }: Retention, of: Keeper) {
  if (of === 'hub') return { chain: 0 };
  if (of !== 'companies') return { chain: of };
  return { chain: { notIn: [0, ...Object.keys(byCompany).map(Number)] } };
}

function monthsOf({ hub, companies, byCompany }: Retention, of: Keeper): number | null {
  if (of === 'hub') return hub;
  return of === 'companies' ? companies : (byCompany[String(of)] ?? (String(of) in byCompany ? null : companies));
}

function changed(rules: Retention, { of, months }: { of: Keeper; months: number | null }): Retention {
  if (typeof of !== 'number') return { ...rules, [of]: months };
  return { ...rules, byCompany: { ...rules.byCompany, [String(of)]: months } };
}

function judge({ of, months }: { of: Keeper; months: number | null }): void {
  const floor = of === 'hub' ? floorMonths.hub : floorMonths.company;
  if (months === null || (Number.isInteger(months) && months >= floor && months <= mostMonths)) return;
  const message = `Contents are kept for at least ${floor} months, at most ${mostMonths}, or for ever.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'months', message }] }, message);
}

/** The moment so many months ago; the last day of a shorter month where there is no such day. */
function before(now: Date, months: number): Date {
  const at = new Date(now);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() - months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
  return at;
}

async function read(client: Pick<Tx, 'hubState'>): Promise<Retention> {
  const row = await client.hubState.findUnique({ where: { key } });
  return row === null ? forever : (JSON.parse(row.value) as Retention);
}

async function write(tx: Tx, rules: Retention): Promise<void> {
  const value = JSON.stringify(rules);
  await tx.hubState.upsert({ where: { key }, create: { key, value }, update: { value }, select: { key: true } });
}

/** Reports that are sent by themselves: to whoever set it up, to people with a role, or to another program. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isTimeZone } from '../../core/business-day.ts';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { signal } from '../../core/signals.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { getSavedReport } from '../saved-reports/index.ts';
import { authorize, can, memberRoles, parseInput } from '../tenancy/index.ts';
import { nextRunAfter } from './plan.ts';

/** One person sets up no more in one company. */
const mostSchedules = 50;

/** Who may receive what is sent to a role. */
export const receivingRoles = ['owner', 'administrator', ...memberRoles] as const;

export const scheduleFormats = ['none', 'csv', 'xlsx', 'pdf'] as const;

export const schedulePeriods = ['day', 'week', 'month'] as const;

const createFields = z
  .object({
    companyId: z.number().int(),
    savedReportId: z.string().max(36),
    channel: z.enum(['mail', 'webhook']),
    /** Of a mail: people with this role of the company; null: whoever sets it up. */
    role: z.enum(receivingRoles).nullable(),
    webhookUrl: z.string().trim().max(500).nullable(),
    format: z.enum(scheduleFormats),
    every: z.enum(schedulePeriods),
    weekday: z.number().int().min(1).max(7).nullable(),
    monthDay: z.number().int().min(1).max(28, 'must be a day that every month has: 1 to 28').nullable(),
    minuteOfDay: z.number().int().min(0).max(1439),
    timeZone: z.string().refine(isTimeZone, 'is no time zone'),
  })
  .refine(({ channel, webhookUrl }) => channel === 'mail' || isWebAddress(webhookUrl), {
    path: ['webhookUrl'],
    message: 'must be an address that begins with https://',
  })
  .refine(({ every, weekday }) => every !== 'week' || weekday !== null, {
    path: ['weekday'],
    message: 'choose a day of the week',
  })
  .refine(({ every, monthDay }) => every !== 'month' || monthDay !== null, {
    path: ['monthDay'],
    message: 'choose a day of the month',
  });

export type CreateSchedule = z.input<typeof createFields>;

/** Which hosts are reached is judged when it is sent: names may point elsewhere by then. */
function isWebAddress(text: string | null): boolean {
  if (text === null || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** What the vault of webhooks' secrets is for. */
export const webhookSecrets = 'report webhooks';

/** What a sealed secret belongs to. */
export const secretContext = (scheduleId: string) => `report-schedule:${scheduleId}`;

/** Sets up a regular sending.
 *  @returns the secret that signs what is posted to a program, told this once; null for mail
 *  @throws not_found      the company or the saved report
 *  @throws forbidden      sending to others
 *  @throws invalid_input  with the field; or no confirmed address to send to
 *  @throws conflict       too many */
export async function createSchedule(
  ctx: Ctx,
  input: CreateSchedule,
  vault: Vault,
): Promise<{ id: string; secret: string | null }> {
  const { companyId, savedReportId, ...fields } = parseInput(createFields, input);
  if (ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  const { userId } = ctx.actor;
  const saved = await getSavedReport(ctx, { companyId, id: savedReportId });
  const isOwnMail = fields.channel === 'mail' && fields.role === null;
  if (!isOwnMail) authorize(ctx, 'report.send', { companyId });
  const id = newId();
  const secret = fields.channel === 'webhook' ? randomBytes(32).toString('base64url') : null;
  const at = ctx.now();
  const plan = {
    every: fields.every,
    weekday: fields.every === 'week' ? fields.weekday : null,
    monthDay: fields.every === 'month' ? fields.monthDay : null,
    ...{ minuteOfDay: fields.minuteOfDay, timeZone: fields.timeZone },
  };
  await inTransaction(ctx, async (tx) => {
    if (isOwnMail) await needAddress(tx, userId);
    const count = await tx.reportSchedule.count({ where: { companyId, createdById: userId } });
    if (count >= mostSchedules) throw new DomainError('conflict', { count }, 'There are too many: delete one first.');
    const row = {
      ...{ id, companyId, savedReportId: saved.id, channel: fields.channel, format: fields.format },
      role: fields.channel === 'mail' ? fields.role : null,
      webhookUrl: fields.channel === 'webhook' ? fields.webhookUrl : null,
      webhookSecret: secret === null ? null : vault.seal(secret, secretContext(id)),
      ...plan,
      ...{ nextRunAt: nextRunAfter(plan, at), createdById: userId, createdAt: at },
    };
    await tx.reportSchedule.create({ data: row, select: { id: true } });
    const { webhookSecret: _, ...told } = row;
    await record(tx, ctx, { companyId, id, action: 'report.schedule', after: { ...told, report: saved.report } });
  });
  return { id, secret };
}

async function needAddress(tx: Tx, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, emailConfirmedAt: true },
  });
  if (user.email && user.emailConfirmedAt !== null) return;
  const message = 'Confirm an e-mail address in your profile first: reports are sent there.';
  throw new DomainError('invalid_input', { errors: [{ path: 'channel', message }] }, message);
}

export interface Schedule {
  id: string;
  name: string;
  report: string;
  channel: string;
  role: string | null;
  webhookUrl: string | null;
  format: string;
  every: string;
  weekday: number | null;
  monthDay: number | null;
  minuteOfDay: number;
  timeZone: string;
  isActive: boolean;
  nextRunAt: Date;
  createdByName: string;
  isOwn: boolean;
  /** The latest ones first. */
  deliveries: { dueAt: Date; sentAt: Date | null; failedAt: Date | null; lastError: string | null; attempts: number }[];
}

/** The person's own; all of the company for whoever may send to others.
 *  @throws not_found a company that the actor may not see */
export async function listSchedules(ctx: Ctx, companyId: number): Promise<Schedule[]> {
  const where = whoseWhere(ctx, companyId);
  const rows = await ctx.db.reader.reportSchedule.findMany({
    where,
    include: {
      savedReport: { select: { name: true, report: true } },
      createdBy: { select: { username: true, displayName: true } },
      deliveries: {
        select: { dueAt: true, sentAt: true, failedAt: true, lastError: true, attempts: true },
        orderBy: { dueAt: 'desc' },
        take: 5,
      },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 500,
  });
  return rows.map(({ savedReport, createdBy, createdById, webhookSecret: _, ...row }) => ({
    ...row,
    ...savedReport,
    createdByName: createdBy.displayName || createdBy.username,
    isOwn: ctx.actor.kind === 'user' && ctx.actor.userId === createdById,
  }));
}

function whoseWhere(ctx: Ctx, companyId: number) {
  authorize(ctx, 'company.see', { companyId });
  if (ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  return can(ctx, 'report.send', { companyId }) ? { companyId } : { companyId, createdById: ctx.actor.userId };
}

interface One {
  companyId: number;
  id: string;
}

/** Pauses a sending or lets it go on; what was missed meanwhile is not made up for.
 *  @throws not_found none that the actor may change */
export async function setScheduleActive(ctx: Ctx, { isActive, ...one }: One & { isActive: boolean }): Promise<void> {
  await change(ctx, one, async (tx, before) => {
    const next = isActive ? { nextRunAt: nextRunAfter(before, ctx.now()) } : {};
    await tx.reportSchedule.update({ where: { id: one.id }, data: { isActive, ...next }, select: { id: true } });
    await record(tx, ctx, { ...one, action: isActive ? 'report.schedule-resume' : 'report.schedule-pause' });
  });
}

/** Ends a sending, with the traces of what was sent.
 *  @throws not_found none that the actor may change */
export async function deleteSchedule(ctx: Ctx, one: One): Promise<void> {
  await change(ctx, one, async (tx, { every, channel, role }) => {
    await tx.reportSchedule.delete({ where: { id: one.id }, select: { id: true } });
    await record(tx, ctx, { ...one, action: 'report.schedule-delete', before: { every, channel, role } });
  });
}

/** Sends it once beside its times, within seconds.
 *  @throws not_found  none that the actor may change
 *  @throws conflict   it is paused */
export async function sendScheduleNow(ctx: Ctx, one: One): Promise<void> {
  await change(ctx, one, async (tx, { isActive }) => {
    if (!isActive) throw new DomainError('conflict', {}, 'It is paused: let it go on first.');
    await tx.reportSchedule.update({ where: { id: one.id }, data: { nextRunAt: ctx.now() }, select: { id: true } });
    await record(tx, ctx, { ...one, action: 'report.schedule-send' });
  });
  signal('reportsDue', {});
}

type Row = NonNullable<Awaited<ReturnType<Tx['reportSchedule']['findFirst']>>>;

async function change(ctx: Ctx, { companyId, id }: One, work: (tx: Tx, before: Row) => Promise<void>): Promise<void> {
  const where = { id, ...whoseWhere(ctx, companyId) };
  await inTransaction(ctx, async (tx) => {
    const before = await tx.reportSchedule.findFirst({ where });
    if (before === null) throw new DomainError('not_found', { id });
    await work(tx, before);
  });
}

interface Trace extends One {
  action: string;
  before?: object;
  after?: object;
}

function record(tx: Tx, ctx: Ctx, { id, ...trace }: Trace): Promise<void> {
  return recordAudit(tx, ctx, { ...trace, subjectType: 'report_schedule', subjectId: id });
}

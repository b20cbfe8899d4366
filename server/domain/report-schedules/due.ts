/** What is due, and what became of it. A time that was due makes one delivery for each receiver, whichever process sees it first;
 *  each delivery is taken by one process at a time, and is taken again when that process is not heard of. */
import { newId } from '../../core/ids.ts';
import type { MemberRole } from '../../core/scope.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Mail, queueMail } from '../mail/index.ts';
import { can, personCtx } from '../tenancy/index.ts';
import { latestRunUpTo, nextRunAfter } from './plan.ts';

/** The receiver of what goes to a program. */
const toProgram = 'webhook';

/** Longer than anybody takes to make and send one report. */
const leaseMs = 5 * 60_000;
const minuteMs = 60_000;
/** Before the second attempt, the third and so on; after the last one it is given up. About a day. */
const pausesMs = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minuteMs);
const maxAttempts = pausesMs.length + 1;

const findDue = statement({
  params: { now: 'instant' },
  returns: { id: 'text' },
  sql: (q) => `SELECT id FROM report_schedules WHERE is_active AND next_run_at <= ${q.param('now')}
    ORDER BY next_run_at, id LIMIT 1 ${q.skipLocked}`,
});

/** Plans the deliveries of one schedule that is due. Times that were missed are made up for by one delivery, for the latest of them.
 *  A schedule whose person has left the company, or may no longer send to others, ends.
 *  @returns false: none is due */
export async function planDue(ctx: Ctx): Promise<boolean> {
  const now = ctx.now();
  const first = await ctx.db.reader.reportSchedule.findFirst({
    where: { isActive: true, nextRunAt: { lte: now } },
    select: { id: true, companyId: true, createdById: true },
    orderBy: [{ nextRunAt: 'asc' }, { id: 'asc' }],
  });
  if (first === null) return false;
  const person = await personCtx(ctx, first.createdById, 'job');
  return inTransaction(ctx, async (tx) => {
    const [due] = await ctx.db.dialect.query(tx, findDue, { now });
    if (due === undefined) return false;
    const schedule = await tx.reportSchedule.findUniqueOrThrow({ where: { id: due.id } });
    // Another one came to be the first meanwhile: its person is read in the next round.
    if (schedule.id !== first.id) return true;
    const { id, companyId, channel, role } = schedule;
    const action = channel === 'webhook' || role !== null ? 'report.send' : 'company.see';
    if (person === null || !can(person.ctx, action, { companyId })) {
      await endSchedule(tx, ctx, { id, companyId, reason: 'the person has left or lost the right' });
      return true;
    }
    const missed = latestRunUpTo(schedule, now);
    const dueAt = new Date(Math.max(schedule.nextRunAt.getTime(), missed.getTime()));
    const receivers = await receiversOf(tx, schedule);
    const known = await tx.reportDelivery.findMany({ where: { scheduleId: id, dueAt }, select: { receiver: true } });
    const data = receivers
      .filter((receiver) => !known.some((delivery) => delivery.receiver === receiver))
      .map((receiver) => ({
        ...{ id: newId(), scheduleId: id, companyId, dueAt, receiver },
        ...{ figures: '', createdAt: now, availableAt: now },
      }));
    await tx.reportDelivery.createMany({ data });
    const times = { nextRunAt: nextRunAfter(schedule, now), lastRunAt: now };
    await tx.reportSchedule.update({ where: { id }, data: times, select: { id: true } });
    return true;
  });
}

interface Addressed {
  companyId: number;
  channel: string;
  role: string | null;
  createdById: string;
}

async function receiversOf(tx: Tx, { companyId, channel, role, createdById }: Addressed): Promise<string[]> {
  if (channel === 'webhook') return [toProgram];
  if (role === null) return [createdById];
  const members = await tx.companyMembership.findMany({
    where: { companyId, user: { isActive: true, deletedAt: null }, ...holding(role) },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  });
  return members.map(({ userId }) => userId);
}

function holding(role: string) {
  if (role === 'owner') return { isOwner: true };
  if (role === 'administrator') return { isAdministrator: true };
  return { roles: { some: { role: role as MemberRole } } };
}

async function endSchedule(tx: Tx, ctx: Ctx, ended: { id: string; companyId: number; reason: string }): Promise<void> {
  const { id, companyId, reason } = ended;
  await tx.reportSchedule.updateMany({ where: { id, isActive: true }, data: { isActive: false } });
  await recordAudit(tx, ctx, {
    ...{ companyId, action: 'report.schedule-end', subjectType: 'report_schedule', subjectId: id, after: { reason } },
  });
}

/** A report that is to be sent now. */
export interface DueDelivery {
  id: string;
  scheduleId: string;
  companyId: number;
  companySlug: string;
  dueAt: Date;
  /** Whose rights decide what it shows. */
  personId: string;
  channel: string;
  webhookUrl: string | null;
  webhookSecret: string | null;
  role: string | null;
  format: string;
  name: string;
  report: string;
  query: string;
  /** This one included. */
  attempts: number;
  /** What it said the last time that it reached this receiver; null: never. */
  before: string | null;
}

const findDelivery = statement({
  params: { now: 'instant' },
  returns: { id: 'text' },
  sql: (q) => `SELECT id FROM report_deliveries
    WHERE sent_at IS NULL AND failed_at IS NULL AND available_at <= ${q.param('now')}
    ORDER BY available_at, id LIMIT 1 ${q.skipLocked}`,
});

/** Takes the delivery that has waited longest; null: none is due. */
export async function takeDelivery(ctx: Ctx): Promise<DueDelivery | null> {
  const now = ctx.now();
  const waiting = { sentAt: null, failedAt: null, availableAt: { lte: now } };
  if ((await ctx.db.reader.reportDelivery.count({ where: waiting })) === 0) return null;
  return inTransaction(ctx, async (tx) => {
    const [due] = await ctx.db.dialect.query(tx, findDelivery, { now });
    if (due === undefined) return null;
    const { schedule, ...delivery } = await tx.reportDelivery.update({
      where: { id: due.id },
      data: { attempts: { increment: 1 }, availableAt: new Date(now.getTime() + leaseMs) },
      include: { schedule: { include: { savedReport: true } } },
    });
    const last = await tx.reportDelivery.findFirst({
      where: { scheduleId: schedule.id, receiver: delivery.receiver, sentAt: { not: null } },
      select: { figures: true },
      orderBy: { dueAt: 'desc' },
    });
    const company = await tx.company.findUniqueOrThrow({ where: { id: schedule.companyId }, select: { slug: true } });
    const { channel, webhookUrl, webhookSecret, role, format, savedReport } = schedule;
    return {
      ...{ id: delivery.id, scheduleId: schedule.id, companyId: schedule.companyId, companySlug: company.slug },
      ...{ dueAt: delivery.dueAt, attempts: delivery.attempts, channel, webhookUrl, webhookSecret, role, format },
      personId: delivery.receiver === toProgram ? schedule.createdById : delivery.receiver,
      ...{ name: savedReport.name, report: savedReport.report, query: savedReport.query },
      before: last?.figures ?? null,
    };
  });
}

/** It has reached its receiver. A mail is put on its way by the same transaction: sent once, or not at all.
 *  @param figures what it said, for telling what has changed the next time */
export async function noteDelivered(
  ctx: Ctx,
  { id, attempts }: DueDelivery,
  { figures, mail }: { figures: string; mail?: Mail },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const data = { sentAt: ctx.now(), figures, lastError: null };
    const { count } = await tx.reportDelivery.updateMany({
      where: { id, attempts, sentAt: null, failedAt: null },
      data,
    });
    // Another process took it over meanwhile.
    if (count === 1 && mail) await queueMail(ctx, tx, mail);
  });
}

/** It did not reach its receiver: tried again after a pause that grows, or given up.
 *  @param isFinal    trying again is of no use
 *  @param endsPlan   so is the whole schedule: whoever set it up may no longer see the report */
export async function noteUndelivered(
  ctx: Ctx,
  delivery: DueDelivery,
  { reason, isFinal = false, endsPlan = false }: { reason: string; isFinal?: boolean; endsPlan?: boolean },
): Promise<void> {
  const { id, attempts, scheduleId, companyId } = delivery;
  const now = ctx.now();
  const pause = isFinal ? undefined : pausesMs[attempts - 1];
  const next =
    pause === undefined || attempts >= maxAttempts
      ? { failedAt: now }
      : { availableAt: new Date(now.getTime() + pause) };
  await inTransaction(ctx, async (tx) => {
    const data = { ...next, lastError: reason.slice(0, 500) };
    await tx.reportDelivery.updateMany({ where: { id, attempts, sentAt: null }, data });
    if (endsPlan) await endSchedule(tx, ctx, { id: scheduleId, companyId, reason });
  });
}

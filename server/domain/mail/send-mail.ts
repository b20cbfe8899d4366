/** Mails on their way. Whoever sends takes one at a time under a lease, so that several processes on one database never work on
 *  the same; a lease that nobody ended (the process died) runs out, and the mail is sent again: at least once, not exactly. */
import { isLanguage } from '../../core/languages.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import type { Letter } from './compose.ts';
import { hasSecret } from './kinds.ts';
import { factsOf } from './stored-facts.ts';

/** A mail that is to be sent now. */
export interface DueMail extends Letter {
  id: string;
  to: string;
  /** This one included. */
  attempts: number;
  createdAt: Date;
}

interface Sender {
  /** A name that no other process has. */
  by: string;
  /** Mails that the hub sends within a minute, all its processes together. */
  perMinute: number;
}

/** Longer than anybody takes to send one mail. */
const leaseMs = 3 * 60_000;
const minuteMs = 60_000;
/** Before the second attempt, the third and so on; after the last one the mail is given up. About two days. */
const pausesMs = [1, 5, 15, 60, 240, 720, 1440].map((minutes) => minutes * minuteMs);
const maxAttempts = pausesMs.length + 1;

const findDue = statement({
  params: { now: 'instant' },
  returns: { id: 'text', attempts: 'int' },
  sql: (q) => `SELECT id, attempts FROM mail_messages
    WHERE sent_at IS NULL AND failed_at IS NULL AND available_at <= ${q.param('now')}
      AND (leased_until IS NULL OR leased_until <= ${q.param('now')})
    ORDER BY available_at, id LIMIT 1 ${q.skipLocked}`,
});

/** Takes the mail that has waited longest. `'none'`: nothing is due; `'enough'`: this minute's mails have been sent. */
export async function takeMail(ctx: Ctx, { by, perMinute }: Sender): Promise<DueMail | 'none' | 'enough'> {
  const now = ctx.now();
  const [first] = await ctx.db.reader.mailMessage.findMany({
    where: { sentAt: null, failedAt: null, availableAt: { lte: now }, ...notLeased(now) },
    select: { id: true },
    take: 1,
  });
  if (first === undefined) return 'none';
  const sent = await ctx.db.reader.mailMessage.count({ where: { sentAt: { gt: new Date(now.getTime() - minuteMs) } } });
  if (sent >= perMinute) return 'enough';
  return inTransaction(ctx, async (tx) => {
    for (;;) {
      const [due] = await ctx.db.dialect.query(tx, findDue, { now });
      if (due === undefined) return 'none';
      if (due.attempts < maxAttempts) return lease(tx, due.id, { by, now });
      // Each of its attempts ended with the process that made it.
      const failure = { failedAt: now, lastError: 'The hub ended each time while it was sending this.' };
      await tx.mailMessage.update({ where: { id: due.id }, data: { ...failure, ...unleased }, select: { id: true } });
    }
  });
}

const unleased = { leasedUntil: null, leasedBy: null };

function notLeased(now: Date) {
  return { OR: [{ leasedUntil: null }, { leasedUntil: { lte: now } }] };
}

async function lease(tx: Tx, id: string, { by, now }: { by: string; now: Date }): Promise<DueMail> {
  const mail = await tx.mailMessage.update({
    where: { id },
    data: { leasedBy: by, leasedUntil: new Date(now.getTime() + leaseMs), attempts: { increment: 1 } },
  });
  const { toAddress, language, kind, path, facts, attempts, createdAt } = mail;
  const spoken = isLanguage(language) ? language : 'en';
  return { id, to: toAddress, language: spoken, kind, path, facts: factsOf(facts), attempts, createdAt };
}

/** The mail is out. A link that lets whoever has it do something is forgotten, unless staff has to pass it on.
 *  @param keepsLink nobody but the hub has it yet: it was written to a file */
export async function noteSent(ctx: Ctx, mail: DueMail, { by, keepsLink }: { by: string; keepsLink: boolean }) {
  const forgotten = !keepsLink && hasSecret(mail.kind) ? { path: '' } : {};
  const data = { sentAt: ctx.now(), lastError: null, ...unleased, ...forgotten };
  await inTransaction(ctx, (tx) =>
    tx.mailMessage.updateMany({ where: { id: mail.id, leasedBy: by, sentAt: null }, data }),
  );
}

/** The mail could not be sent. It is tried again after a pause that grows, or given up. */
export async function noteFailed(
  ctx: Ctx,
  mail: DueMail,
  { by, reason, isFinal }: { by: string; reason: string; isFinal: boolean },
): Promise<void> {
  const now = ctx.now();
  const pause = isFinal ? undefined : pausesMs[mail.attempts - 1];
  const next = pause === undefined ? { failedAt: now } : { availableAt: new Date(now.getTime() + pause) };
  const data = { ...next, lastError: reason, ...unleased };
  await inTransaction(ctx, (tx) =>
    tx.mailMessage.updateMany({ where: { id: mail.id, leasedBy: by, sentAt: null }, data }),
  );
}

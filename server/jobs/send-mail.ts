/** Sends mail within about a second of the transaction that caused it. */
import type { Ctx } from '../db/index.ts';
import {
  composeMail,
  type DueMail,
  eraseBefore,
  eraseOldMail,
  noteFailed,
  noteSent,
  takeMail,
} from '../domain/mail/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';
import { isRefused, type Post } from './mail-post.ts';

type Deps = JobDeps & { config: { publicUrl: string; mail: { perMinute: number } } };

/** The transaction that queued a mail has to end first: after a signal it is looked for at once and a few times more. */
const pauseMs = 300;
const looks = 6;
const againMs = 1_000;
/** Mails of other processes, and those that are tried again, are found by looking. */
const lookMs = 15_000;
/** While this minute's mails have been sent. */
const waitMs = 2_000;
const hourMs = 3_600_000;
/** How long a stop waits for the mail that is being sent. One that is cut off is sent again after its lease. */
const stopGraceMs = 5_000;
/** A server that keeps talking holds up nobody for longer. Shorter than a lease. */
const deliverMs = 120_000;
const maxReason = 500;

/** Several processes may send at once: each mail is leased by one of them. */
export function sendMail(deps: Deps, post: Post): Job {
  const by = crypto.randomUUID();
  const { publicUrl, mail } = deps.config;
  let looksLeft = looks;
  const tidy = hourly(post);
  const job = startJob(deps, {
    name: 'send-mail',
    failure: 'mail could not be sent',
    firstMs: 0,
    lookMs,
    on: { signal: 'mailQueued', pauseMs },
    async round(ctx, { wasMarked, isStopping }) {
      looksLeft = (wasMarked ? looks : looksLeft) - 1;
      const ended = await sendAll({ ctx, by, post, publicUrl, perMinute: mail.perMinute }, isStopping);
      await tidy(ctx);
      return ended === 'enough' ? waitMs : looksLeft > 0 ? againMs : lookMs;
    },
  });
  return {
    async stop() {
      await within(stopGraceMs, job.stop()).catch(() => undefined);
      post.close();
    },
  };
}

interface Sender {
  ctx: Ctx;
  by: string;
  post: Post;
  publicUrl: string;
  perMinute: number;
}

async function sendAll(sender: Sender, isStopping: () => boolean): Promise<'none' | 'enough'> {
  while (!isStopping()) {
    const mail = await takeMail(sender.ctx, sender);
    if (typeof mail === 'string') return mail;
    await sendOne(sender, mail);
  }
  return 'none';
}

/** Erases what is kept no longer, when an hour has passed since the last time. */
function hourly(post: Post): (ctx: Ctx) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async (ctx) => {
    if (ctx.now().getTime() - last < hourMs) return;
    last = ctx.now().getTime();
    await eraseOldMail(ctx);
    await post.forget(eraseBefore(ctx.now()));
  };
}

async function sendOne({ ctx, by, post, publicUrl }: Sender, mail: DueMail): Promise<void> {
  try {
    await within(deliverMs, post.deliver({ ...mail, ...composeMail(mail, publicUrl) }));
  } catch (error) {
    const reason = String((error as Error).message).slice(0, maxReason);
    ctx.log.warn({ mail: mail.id, kind: mail.kind, attempts: mail.attempts, reason }, 'a mail could not be sent');
    await noteFailed(ctx, mail, { by, reason, isFinal: isRefused(error) });
    return;
  }
  await noteSent(ctx, mail, { by, keepsLink: post.isFolder });
}

/** @throws Error `work` took too long; it goes on unseen */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends mail within about a second of the transaction that caused it. */
import { onSignal } from '../core/signals.ts';
import { type Ctx, type Database, isUnavailable, type Logger } from '../db/index.ts';
import {
  composeMail,
  type DueMail,
  eraseBefore,
  eraseOldMail,
  noteFailed,
  noteSent,
  takeMail,
} from '../domain/mail/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import { isRefused, type Post } from './mail-post.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
  config: { publicUrl: string; mail: { perMinute: number } };
}

/** The transaction that queued a mail has to end first: after a signal it is looked for at once and a few times more. */
const pauseMs = 300;
const looks = 6;
const againMs = 1_000;
/** Mails of other processes, and those that are tried again, are found by looking. Also the pause after a failure. */
const lookMs = 15_000;
/** While this minute's mails have been sent. */
const waitMs = 2_000;
const hourMs = 3_600_000;
/** How long a stop waits for the mail that is being sent. One that is cut off is sent again after its lease. */
const stopGraceMs = 5_000;
/** A server that keeps talking holds up nobody for longer. Shorter than a lease. */
const deliverMs = 120_000;
const maxReason = 500;

/** Runs until stopped. Several processes may send at once: each mail is leased by one of them. */
export function sendMail(deps: Deps, post: Post): { stop(): Promise<void> } {
  const ctx = systemCtx(deps, 'send-mail', 'job');
  const by = crypto.randomUUID();
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let looksLeft = looks;
  const sender = { ctx, by, post, publicUrl: deps.config.publicUrl, perMinute: deps.config.mail.perMinute };
  const tidy = hourly(sender);

  const wake = (ms: number) => {
    if (isStopping) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = round().finally(() => {
        running = undefined;
      });
    }, ms);
    timer.unref();
  };
  const round = async () => {
    let ended: 'none' | 'enough' = 'none';
    try {
      looksLeft -= 1;
      ended = await sendAll(sender, () => isStopping);
      await tidy();
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'mail could not be sent');
    }
    wake(ended === 'enough' ? waitMs : looksLeft > 0 ? againMs : lookMs);
  };
  const stopListening = onSignal('mailQueued', () => {
    looksLeft = looks;
    if (running === undefined) wake(pauseMs);
  });
  wake(0);
  return {
    async stop() {
      isStopping = true;
      stopListening();
      clearTimeout(timer);
      await within(stopGraceMs, running ?? Promise.resolve()).catch(() => undefined);
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
function hourly({ ctx, post }: Sender): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
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

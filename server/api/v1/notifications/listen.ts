/** Waiting for notifications: until there is one, or for as long as the connection stands. */
import type { Response } from 'express';
import { DomainError } from '../../../core/errors.ts';
import type { Ctx } from '../../../db/index.ts';
import { type OpenNotification, openNotifications } from '../../../domain/notifications/index.ts';
import { openEventStream } from '../../../http/event-stream.ts';
import { waitNoLonger } from '../../../http/visitors-waiting.ts';
import { notificationFrom } from './shapes.ts';
import type { NotificationWatch } from './watch.ts';

type Found = Awaited<ReturnType<typeof openNotifications>>;

interface Listening {
  res: Response;
  ctx: Ctx;
  watch: NotificationWatch;
  terminalId: number;
  /** Throws when it has been shut out meanwhile. */
  admitAgain(): Promise<Ctx>;
}

/** Answers as soon as there is something that the terminal was never sent (with `after`: anything that was made later), else
 *  when the time is over. What is open is answered in either case, so that nothing which got lost on its way stays lost. */
export async function waitForNews(
  { res, ctx, watch, terminalId, admitAgain }: Listening,
  { after, waitMs }: { after: string; waitMs: number },
): Promise<Found> {
  const isEnough = ({ list }: Found) => list.some(({ isNew }) => isNew || after !== '');
  let isOver = false;
  let wake: () => void = () => undefined;
  let woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const end = () => {
    isOver = true;
    wake();
  };
  // Listening begins before the first look: what is made in between is told by either.
  const stop = watch.add(terminalId, (why) => (why === 'over' ? end() : why === 'news' && wake()));
  const timer = setTimeout(end, waitMs);
  res.once('close', end);
  waitNoLonger(res);
  try {
    for (;;) {
      const found = await openNotifications(ctx, after);
      if (isOver || isEnough(found)) return found;
      await woken;
      woken = new Promise((resolve) => {
        wake = resolve;
      });
      if (res.destroyed) return found;
      await admitAgain();
    }
  } finally {
    stop();
    clearTimeout(timer);
  }
}

/** A reader that leaves more than this unread is cut off; it comes again. */
const mostUnread = 256 * 1024;
/** Then the terminal proves anew who it is. */
const longestMs = 10 * 60_000;

/** Answers by server-sent events: `notification` for each that is open, comments in between so that nobody on the way takes the
 *  connection for dead, `end` when the hub ends it.
 *  @throws too_many_requests the terminal listens on too many connections already */
export async function streamNews(listening: Listening, after: string): Promise<void> {
  const { res, ctx, watch, terminalId, admitAgain } = listening;
  const sent = new Set<string>();
  let isOver = false;
  let isLooking = false;
  let isToLookAgain = false;
  const end = (reason: string) => {
    isOver = true;
    stream.end(reason);
  };
  const orEnd = (work: () => Promise<void>) => work().catch((error: unknown) => end(whyEnded(ctx, error)));
  const look = async () => {
    isToLookAgain = true;
    if (isLooking) return;
    isLooking = true;
    while (isToLookAgain && !isOver) {
      isToLookAgain = false;
      await admitAgain();
      const { list, hasMore } = await openNotifications(ctx, [...sent].at(-1) ?? after);
      for (const one of list) if (!sent.has(one.id)) stream.send(eventOf(one));
      for (const { id } of list) sent.add(id);
      isToLookAgain ||= hasMore && list.length > 0;
    }
    isLooking = false;
  };
  const beat = async () => {
    await admitAgain();
    stream.beat();
  };
  const stop = watch.add(terminalId, (why) => {
    if (why === 'over') end('over');
    else void orEnd(why === 'news' ? look : beat);
  });
  const stream = openEventStream(res, mostUnread);
  const timer = setTimeout(() => end('again'), longestMs);
  timer.unref();
  res.once('close', () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  });
  await orEnd(look);
}

/** `over`: the terminal has been shut out. */
function whyEnded({ log }: Ctx, error: unknown): 'over' | 'again' {
  if (error instanceof DomainError && error.code !== 'unavailable') return 'over';
  log.warn({ err: error }, 'notifications could not be read');
  return 'again';
}

function eventOf(one: OpenNotification) {
  return { id: one.id, event: 'notification', data: JSON.stringify(notificationFrom(one)) };
}

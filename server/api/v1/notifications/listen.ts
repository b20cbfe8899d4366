/** Waiting for notifications: until there is one, or for as long as the connection stands. */
import type { Request, Response } from 'express';
import type { Ctx } from '../../../db/index.ts';
import { type OpenNotification, openNotifications } from '../../../domain/notifications/index.ts';
import { openEventStream } from '../../../http/event-stream.ts';
import { waitNoLonger } from '../../../http/visitors-waiting.ts';
import { notificationFrom } from './shapes.ts';
import type { NotificationWatch } from './watch.ts';

type Found = Awaited<ReturnType<typeof openNotifications>>;

interface Listening {
  req: Request;
  res: Response;
  ctx: Ctx;
  watch: NotificationWatch;
  terminalId: number;
}

/** Answers as soon as there is something that the terminal was never sent (with `after`: anything that was made later), else
 *  when the time is over. What is open is answered in either case, so that nothing which got lost on its way stays lost. */
export async function waitForNews(
  { res, ctx, watch, terminalId }: Listening,
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
  const { res, ctx, watch, terminalId } = listening;
  const sent = new Set<string>();
  let isOver = false;
  let isLooking = false;
  let isToLookAgain = false;
  const end = (reason: string) => {
    isOver = true;
    stream.end(reason);
  };
  const look = async () => {
    isToLookAgain = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isToLookAgain && !isOver) {
        isToLookAgain = false;
        const { list, hasMore } = await openNotifications(ctx, [...sent].at(-1) ?? after);
        for (const one of list) if (!sent.has(one.id)) stream.send(eventOf(one));
        for (const { id } of list) sent.add(id);
        isToLookAgain ||= hasMore && list.length > 0;
      }
    } catch (error) {
      ctx.log.warn({ err: error }, 'notifications could not be read');
      end('again');
    } finally {
      isLooking = false;
    }
  };
  const stop = watch.add(terminalId, (why) => {
    if (why === 'over') end('over');
    else if (why === 'news') void look();
    else stream.beat();
  });
  const stream = openEventStream(res, mostUnread);
  const timer = setTimeout(() => end('again'), longestMs);
  timer.unref();
  res.once('close', () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  });
  await look();
}

function eventOf(one: OpenNotification) {
  return { id: one.id, event: 'notification', data: JSON.stringify(notificationFrom(one)) };
}

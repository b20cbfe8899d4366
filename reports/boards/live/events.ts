/** The stream of events behind the live page: `day` when something was sold, `end` when it is over; comments in between, so that
 *  nobody on the way takes the connection for dead. */
import type { Response } from 'express';
import { DomainError } from '../../../server/core/errors.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { openEventStream } from '../../../server/http/event-stream.ts';
import { sessionOf, speechOf } from '../../../server/http/user-context.ts';
import { type Asked, openWindow } from '../../engine/window.ts';
import { liveDay, storesNow } from '../query-live.ts';
import { reachNow, reachOf } from '../query-rights.ts';
import { readTargets } from '../query-targets.ts';
import { liveEvent } from './view.ts';
import { mostPerPerson, mostStreams, type Watch } from './watch.ts';

/** A reader that leaves more than this unread is cut off; its page comes again. */
const mostUnread = 1_000_000;

/** Answers for as long as the browser listens.
 *  @throws too_many_requests the person watches on too many pages already
 *  @throws unavailable       too many people watch */
export async function answerEvents(
  res: Response,
  watch: Watch,
  { ctx, asked }: { ctx: Ctx; asked: Asked },
): Promise<void> {
  const session = sessionOf(res);
  if (ctx.actor.kind !== 'user' || session === null) throw new DomainError('not_signed_in');
  const { userId } = ctx.actor;
  const window = await openWindow(ctx, asked);
  if (watch.countOf(userId) >= mostPerPerson) throw new DomainError('too_many_requests', { retryAfterSeconds: 30 });
  if (watch.size >= mostStreams) throw new DomainError('unavailable', { retryAfterSeconds: 30 });
  const stream = openEventStream(res, mostUnread);
  const words = speechOf(res);
  const reach = reachOf(ctx, window);
  const stop = watch.add({
    key: [words.language, window.company.slug, window.stores.map(({ id }) => id), reach].join('|'),
    personId: userId,
    sessionId: session.id,
    days: () => storesNow(window.stores, ctx.now()).map(({ id, businessDay }) => ({ storeId: id, businessDay })),
    async make() {
      const day = await liveDay(ctx, window.company, window.stores);
      const targets = await readTargets(ctx, { ...window, range: daysOf(day.stores) });
      return liveEvent(words, { day, targets, kept: keptOf(asked) });
    },
    tell: (data) => stream.send({ event: 'day', data }),
    beat: () => stream.beat(),
    isStillAllowed: async () => (await reachNow(ctx, { sessionId: session.id, asked })) === reach,
    end: (reason) => stream.end(reason),
  });
  res.once('close', stop);
}

/** The stores in an address, to be kept in links. */
export function keptOf({ store }: Asked): Record<string, string> {
  return store ? { store: store.join(',') } : {};
}

/** The days that these stores have now, from the first to the last. */
export function daysOf(stores: readonly { businessDay: string }[]): { from: string; to: string } {
  const days = stores.map(({ businessDay }) => businessDay).sort();
  return { from: days[0] ?? '', to: days.at(-1) ?? '' };
}

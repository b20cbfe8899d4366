/** What tills are told between two pulls. */
import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import {
  findNews,
  markFailed,
  markShown,
  openNotifications,
  requireOwnTerminal,
} from '../../../domain/notifications/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { streamNews, waitForNews } from './listen.ts';
import { messageOperations } from './manage.ts';
import { notificationFrom, notificationStateJson, notificationsJson } from './shapes.ts';
import { NotificationWatch } from './watch.ts';

const mostWait = 30;
const terminalId = z
  .string()
  .max(100, 'is too long')
  .optional()
  .describe('The id or the code of the calling terminal, or nothing: it is known by what it proves itself with.');
const after = z
  .string()
  .max(100, 'is too long')
  .optional()
  .describe('The id of a notification: only what was made after it.');
const wait = z
  .string()
  .regex(/^(?:\d|[12]\d|30)$/, `must be a whole number of seconds from 0 to ${mostWait}`)
  .optional()
  .describe('Seconds to wait until there is something that the terminal was never sent; 0 to 30.');

const pollQuery = z.strictObject({ terminal_id: terminalId, after, wait });
const streamQuery = z.strictObject({ terminal_id: terminalId });
const params = z.object({ id: z.string().max(100, 'is too long') });

export function notificationOperations(deps: ApiDeps): Operation[] {
  const watch = new NotificationWatch({
    findNews: (terminals) => findNews(deps, terminals),
    stopping: () => deps.stopping(),
    log: deps.log,
  });
  return [listOperation(watch), eventsOperation(watch), readOperation, failedOperation, ...messageOperations];
}

function listOperation(watch: NotificationWatch): Operation {
  return operation({
    id: 'listNotifications',
    method: 'GET',
    path: '/notifications',
    tag: 'Notifications',
    summary: 'What the calling terminal has not shown yet, at once or when there is something new',
    description:
      'That a notification is listed counts as delivered. It is listed again until it was read, expires or is withdrawn, so whoever listens to nothing else loses nothing.',
    callers: ['device'],
    takesKitchens: true,
    query: pollQuery,
    answers: { 200: { description: 'What is open.', schema: notificationsJson } },
    problems: ['too_many_requests'],
    async handle({ res, ctx, query, admitAgain }) {
      const own = await requireOwnTerminal(ctx, query.terminal_id);
      const waitMs = Number(query.wait ?? 0) * 1000;
      const since = query.after ?? '';
      const { list, hasMore } =
        waitMs === 0
          ? await openNotifications(ctx, since)
          : await waitForNews({ res, ctx, watch, terminalId: own, admitAgain }, { after: since, waitMs });
      return { body: { schema_version: 1, results: list.map(notificationFrom), has_more: hasMore } };
    },
  });
}

function eventsOperation(watch: NotificationWatch): Operation {
  return operation({
    id: 'streamNotifications',
    method: 'GET',
    path: '/notifications/events',
    tag: 'Notifications',
    summary: 'The same as server-sent events, for as long as the connection stands',
    description:
      'Events `notification` hold one as JSON; `end` says that the hub ends the connection: come again. With the header `Last-Event-ID` only what was made after that one. At most four connections of a terminal wait at a time.',
    callers: ['device'],
    takesKitchens: true,
    query: streamQuery,
    answers: { 200: { description: 'Events.', mediaType: 'text/event-stream', schema: z.string() } },
    problems: ['too_many_requests'],
    async handle({ req, res, ctx, query, admitAgain }) {
      const own = await requireOwnTerminal(ctx, query.terminal_id);
      const last = req.get('last-event-id') ?? '';
      await streamNews({ res, ctx, watch, terminalId: own, admitAgain }, normalizeWireId(last) ?? '');
      return 'sent';
    },
  });
}

const readOperation = operation({
  id: 'markNotificationRead',
  method: 'POST',
  path: '/notifications/{id}/read',
  tag: 'Notifications',
  summary: 'The terminal has shown it, or loaded what it told of; once more changes nothing',
  callers: ['device'],
  params,
  answers: { 200: { description: 'It is kept.', schema: notificationStateJson } },
  problems: ['not_found'],
  async handle({ ctx, params: { id } }) {
    await markShown(ctx, id);
    return { body: { id, state: 'shown' } };
  },
});

const failedOperation = operation({
  id: 'markNotificationFailed',
  method: 'POST',
  path: '/notifications/{id}/failed',
  tag: 'Notifications',
  summary: 'The terminal could not show it; it is told again, unless it was shown before',
  callers: ['device'],
  params,
  body: {
    schema: z
      .strictObject({ message: z.string().max(2000, 'is too long').default('').describe('Why, for people.') })
      .meta({ id: 'NotificationFailure' }),
    isOptional: true,
  },
  answers: { 200: { description: 'It is kept.', schema: notificationStateJson } },
  problems: ['not_found'],
  async handle({ ctx, params: { id }, body: { message } }) {
    await markFailed(ctx, id, message);
    return { body: { id, state: 'failed' } };
  },
});

/** Telling tills something, for people and programs of a company. */
import { z } from 'zod';
import {
  findTarget,
  listNotifications,
  notificationTypes,
  sendNotification,
  withdrawNotification,
} from '../../../domain/notifications/index.ts';
import { findCompany } from '../../../domain/resources/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import { messageFrom, messagesJson, sentJson } from './shapes.ts';

const company = z.string().max(100, 'is too long').describe('The slug or the id of the company.');
const mostAtOnce = 200;

const body = z
  .strictObject({
    type: z.enum(notificationTypes),
    title: z.string().max(255, 'is too long').optional().describe('Needed for terminal_message and system_alert.'),
    body: z.string().max(4000, 'is too long').optional(),
    store: z.string().max(100, 'is too long').nullish().describe('Id or code; absent: every store.'),
    terminal: z.string().max(100, 'is too long').nullish().describe('Id; absent: every terminal there.'),
    expires_at: z.iso
      .datetime({ offset: true, error: 'must be an instant in ISO 8601 with its offset' })
      .nullish()
      .describe('Absent: a week from now. At most 366 days from now.'),
  })
  .meta({ id: 'NewMessage' });

const listQuery = z.strictObject({
  before: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be `next` of an answer')
    .optional()
    .describe('`next` of the page before.'),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, `must be a whole number from 1 to ${mostAtOnce}`)
    .optional()
    .describe(`1 to ${mostAtOnce}; 50 without it.`),
});

const sendOperation = operation({
  id: 'sendNotification',
  method: 'POST',
  path: '/companies/{company}/notifications',
  tag: 'Notifications',
  summary: 'Tell one till, those of a store, or all of them',
  callers: ['person', 'program'],
  params: z.object({ company }),
  body: { schema: body },
  takesIdempotencyKey: true,
  answers: { 201: { description: 'It will be told.', schema: sentJson } },
  problems: ['not_found', 'forbidden', 'invalid_input'],
  async handle({ ctx, params, body: { type, title, body: text, store, terminal, expires_at: until } }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    const target = await findTarget(ctx, { companyId, store: store ?? '', terminal: terminal ?? '' });
    const expiresAt = until ? new Date(until) : null;
    const sent = await sendNotification(ctx, { ...target, type, title: title ?? '', body: text ?? '', expiresAt });
    return { status: 201, body: sent };
  },
});

const listOperation = operation({
  id: 'listMessages',
  method: 'GET',
  path: '/companies/{company}/notifications',
  tag: 'Notifications',
  summary: 'What tills of the company were told, and what became of it',
  callers: ['person', 'program'],
  params: z.object({ company }),
  query: listQuery,
  answers: { 200: { description: 'The latest first.', schema: messagesJson } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params, query }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    const before = query.before === undefined ? null : Number(query.before);
    const { list, next } = await listNotifications(ctx, { companyId, before, limit: Number(query.limit ?? 50) });
    return { body: { results: list.map(messageFrom), next: next === null ? null : String(next) } };
  },
});

const withdrawOperation = operation({
  id: 'withdrawNotification',
  method: 'DELETE',
  path: '/companies/{company}/notifications/{id}',
  tag: 'Notifications',
  summary: 'Take it back: tills that have not shown it get it no more',
  callers: ['person', 'program'],
  params: z.object({ company, id: z.string().max(100, 'is too long') }),
  answers: { 204: { description: 'It is withdrawn.' } },
  problems: ['not_found', 'forbidden'],
  async handle({ ctx, params }) {
    const { id: companyId } = await findCompany(ctx, params.company);
    await withdrawNotification(ctx, { companyId, id: params.id });
    return { status: 204 };
  },
});

export const messageOperations: readonly Operation[] = [sendOperation, listOperation, withdrawOperation];

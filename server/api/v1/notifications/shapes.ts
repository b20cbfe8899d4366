/** Forms of notifications on the wire. */
import { z } from 'zod';
import type { OpenNotification, SentNotification } from '../../../domain/notifications/index.ts';
import { deliveryStates, notificationTypes } from '../../../domain/notifications/index.ts';

const type = z
  .enum(notificationTypes)
  .describe(
    'price_change, product_update and campaign_update: load that again; terminal_message: show it; others: keep it.',
  );

export const notificationJson = z
  .object({
    id: z.string().describe('The same at every delivery: whoever has it already lets it pass.'),
    type,
    title: z.string(),
    body: z.string(),
    source_terminal_id: z.string().nullable().describe('Null: it comes from the hub.'),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .meta({ id: 'Notification' });

export const notificationsJson = z
  .object({
    schema_version: z.literal(1),
    results: z.array(notificationJson).describe('Not shown, not expired, not withdrawn; in the order of their making.'),
    has_more: z.boolean().describe('True: ask again with `after` set to the last id.'),
  })
  .meta({ id: 'Notifications' });

export const notificationStateJson = z
  .object({ id: z.string(), state: z.enum(['shown', 'failed']) })
  .meta({ id: 'NotificationState' });

export const sentJson = z
  .object({ id: z.string(), terminals: z.int().describe('How many terminals will be told.') })
  .meta({ id: 'SentNotification' });

const place = z.object({ uuid: z.string(), code: z.string(), name: z.string() }).nullable();

export const messageJson = z
  .object({
    id: z.string(),
    type,
    title: z.string(),
    body: z.string(),
    origin: z.string().describe('person: somebody, or a program, wrote it; price: prices were saved.'),
    created_at: z.string(),
    created_by: z.string().nullable(),
    expires_at: z.string().nullable(),
    withdrawn_at: z.string().nullable(),
    store: place.describe('Null: every store.'),
    terminal: place.describe('Null: every terminal of the store, or of the company.'),
    terminals: z
      .object(Object.fromEntries(deliveryStates.map((state) => [state, z.int()])))
      .describe('Terminals by what became of it there; each counts once.'),
  })
  .meta({ id: 'Message' });

export const messagesJson = z
  .object({
    results: z.array(messageJson).describe('The latest first.'),
    next: z.string().nullable().describe('For `before`; null: these are the last.'),
  })
  .meta({ id: 'Messages' });

/** A notification as a terminal reads it. */
export function notificationFrom({ id, type: kind, title, body, createdAt, expiresAt }: OpenNotification) {
  return {
    ...{ id, type: kind, title, body, source_terminal_id: null },
    ...{ created_at: createdAt.toISOString(), expires_at: expiresAt.toISOString() },
  };
}

/** A notification as whoever sent it reads it. */
export function messageFrom({
  id,
  type: kind,
  title,
  body,
  origin,
  counts,
  store,
  terminal,
  ...row
}: SentNotification) {
  return {
    ...{ id, type: kind, title, body, origin, store, terminal, terminals: counts },
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    expires_at: row.expiresAt?.toISOString() ?? null,
    withdrawn_at: row.withdrawnAt?.toISOString() ?? null,
  };
}

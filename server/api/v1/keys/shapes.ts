/** Keys as people who look after them read and write them. Their texts are told once, when they are made. */
import { z } from 'zod';
import { type ProgramKey, programActions, type TerminalKey } from '../../../domain/access/index.ts';
import { at, atOrNull, id, instant, shown, text } from '../resources/values.ts';

const actionNames = programActions.flatMap(({ actions }): string[] => [...actions]) as [string, ...string[]];
const action = z.enum(actionNames, 'is nothing that a program can be given');

export const keyJson = z
  .object({
    id: shown.id,
    name: shown.text,
    prefix: z.string().describe('Its first characters.'),
    actions: z.array(z.string()).describe('What the program may do.'),
    store_ids: z.array(z.string()).nullable().describe('Where it reaches; null: every store.'),
    origins: z.array(z.string()).describe('Web origins whose pages may call with it.'),
    requests_per_minute: z.int().nullable().describe('Null: the usual allowance.'),
    state: z.enum(['works', 'replaced', 'expired', 'revoked']).describe('replaced: works until `overlap_until`.'),
    created_at: shown.instant,
    expires_at: shown.instant.nullable(),
    overlap_until: shown.instant.nullable(),
    revoked_at: shown.instant.nullable(),
    last_used_at: shown.instant.nullable(),
    last_address: shown.text.nullable(),
    made_by: shown.text.nullable(),
    is_orphaned: z.boolean().describe('Whoever made it has left, or could not make it today.'),
  })
  .meta({ id: 'Key' });

export const keysJson = z.object({ items: z.array(keyJson) }).meta({ id: 'KeyList' });

export const terminalKeyJson = z
  .object({
    id: shown.id,
    prefix: z.string().describe('Its first characters.'),
    is_current: z.boolean().describe('A new key takes the place of this one.'),
    created_at: shown.instant,
    works_until: shown.instant.nullable().describe('Null: until it is replaced or revoked.'),
    last_used_at: shown.instant.nullable(),
    last_address: shown.text.nullable(),
  })
  .meta({ id: 'TerminalKey' });

export const terminalKeysJson = z.object({ items: z.array(terminalKeyJson) }).meta({ id: 'TerminalKeyList' });

export const madeKeyJson = z
  .object({
    id: shown.id,
    api_key: z.string().describe('The key. It is told here, and to a repeat of this request for ten minutes.'),
  })
  .meta({ id: 'MadeKey' });

const settings = z
  .strictObject({
    name: text(100),
    store_ids: z.array(id).max(500).nullable().describe('Null: every store, also those of later days.'),
    expires_at: instant.nullable().describe('Null: never.'),
    origins: z.array(text(300)).max(20),
    requests_per_minute: z.int().min(1).max(1_000_000).nullable(),
  })
  .partial();

export const newKeyBody = settings
  .extend({ name: text(100), actions: z.array(action).min(1).max(200) })
  .meta({ id: 'NewKey' });
export const keyChangesBody = settings.meta({ id: 'KeyChanges' });

const overlap = (hours: number) =>
  z.int().min(0).max(hours).optional().describe('For how long the key before works on; 0 without it.');

export const rotationBody = z.strictObject({ overlap_hours: overlap(720) }).meta({ id: 'KeyRotation' });
export const newTerminalKeyBody = z
  .strictObject({
    overlap_hours: overlap(744),
    replaces: id
      .nullish()
      .describe('The key that you have seen as the current one, null for none; `stale` when it is not.'),
  })
  .meta({ id: 'NewTerminalKey' });

export function keyFrom(key: ProgramKey): z.input<typeof keyJson> {
  const { name, prefix, actions, stores, origins, state } = key;
  return {
    ...{ id: key.id, name, prefix, actions: [...actions], origins: [...origins], state },
    store_ids: stores === null ? null : stores.map(({ uuid }) => uuid),
    ...{ requests_per_minute: key.requestsPerMinute, created_at: at(key.createdAt) },
    ...{ expires_at: atOrNull(key.expiresAt), overlap_until: atOrNull(key.overlapUntil) },
    ...{ revoked_at: atOrNull(key.revokedAt), last_used_at: atOrNull(key.lastUsedAt), last_address: key.lastAddress },
    ...{ made_by: key.maker?.name ?? null, is_orphaned: key.isOrphaned },
  };
}

export function terminalKeyFrom(key: TerminalKey): z.input<typeof terminalKeyJson> {
  return {
    ...{ id: key.id, prefix: key.prefix, is_current: key.isCurrent, created_at: at(key.createdAt) },
    ...{ works_until: atOrNull(key.worksUntil), last_used_at: atOrNull(key.lastUsedAt) },
    last_address: key.lastAddress,
  };
}

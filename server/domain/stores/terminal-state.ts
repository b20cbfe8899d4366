/** How a terminal is doing, in one word. */

import { readSyncPolicy } from './sync-policy.ts';

/** `live`: heard of within the last hour, or within the last two deliveries where its policy lets it wait longer. A till calls
 *  only when it has something to deliver, so a quiet one is no alarm. */
export const terminalStates = ['live', 'silent', 'never', 'off', 'revoked', 'retired'] as const;
export type TerminalState = (typeof terminalStates)[number];

const liveMinutes = 60;
interface Contacts {
  isActive: boolean;
  revokedAt: Date | null;
  deletedAt: Date | null;
  /** The column. */
  syncPolicy: string;
  lastSeenAt?: Date | null;
  lastPushAt?: Date | null;
  lastInitAt?: Date | null;
}

/** When a terminal was last heard of, by any call; null: never. */
export function heardAt({ lastSeenAt, lastPushAt, lastInitAt }: Contacts): Date | null {
  const times = [lastSeenAt, lastPushAt, lastInitAt].filter((at) => at instanceof Date);
  return times.length === 0 ? null : new Date(Math.max(...times.map(Number)));
}

export function stateOf(contacts: Contacts, now: Date): TerminalState {
  if (contacts.deletedAt !== null) return 'retired';
  if (contacts.revokedAt !== null && contacts.revokedAt <= now) return 'revoked';
  if (!contacts.isActive) return 'off';
  const heard = heardAt(contacts);
  if (heard === null) return 'never';
  const minutes = Math.max(liveMinutes, 2 * readSyncPolicy(contacts.syncPolicy).syncMinutes);
  return now.getTime() - heard.getTime() <= minutes * 60_000 ? 'live' : 'silent';
}

/** How a terminal is doing, in one word. */

/** `live`: heard of within the last hour. A till calls only when it has something to deliver, so a quiet one is no alarm. */
export const terminalStates = ['live', 'silent', 'never', 'off', 'revoked', 'retired'] as const;
export type TerminalState = (typeof terminalStates)[number];

const liveMs = 60 * 60_000;
interface Contacts {
  isActive: boolean;
  revokedAt: Date | null;
  deletedAt: Date | null;
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
  return now.getTime() - heard.getTime() <= liveMs ? 'live' : 'silent';
}

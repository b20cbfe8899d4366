import type { OwnSession } from '../../../domain/accounts/index.ts';
import type { OwnSessionsJson } from './shapes.ts';

/** A person's sessions as the API writes them. */
export function sessionsJson(sessions: readonly OwnSession[]): OwnSessionsJson {
  return {
    sessions: sessions.map(({ reference, door, deviceName, agent, address, createdAt, lastSeenAt, isCurrent }) => ({
      ...{ id: reference, door, device_name: deviceName, agent, address },
      ...{ created_at: createdAt.toISOString(), last_seen_at: lastSeenAt.toISOString(), is_current: isCurrent },
    })),
  };
}

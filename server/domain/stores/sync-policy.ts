/** How a terminal is to keep in touch. It goes into the settings that the terminal is given (protocol, section 0), and says how
 *  long a terminal may be quiet before it counts as silent. */
import { z } from 'zod';

export interface SyncPolicy {
  /** Minutes between two deliveries of the terminal's outbox, 1 to 1440. */
  syncMinutes: number;
}

/** What PyPOS does when nobody says otherwise. */
const usual: SyncPolicy = { syncMinutes: 5 };

const range = 'a whole number of minutes from 1 to 1440';
export const syncMinutes = z.int(range).min(1, range).max(1440, range);

const stored = z.object({ syncMinutes }).partial().catch({});

/** The column `sync_policy`; what it does not say is as usual. */
export function readSyncPolicy(text: string): SyncPolicy {
  const said = stored.parse(JSON.parse(text));
  return { syncMinutes: said.syncMinutes ?? usual.syncMinutes };
}

export function writeSyncPolicy(policy: SyncPolicy): string {
  return JSON.stringify(policy);
}

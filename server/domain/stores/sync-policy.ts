/** How a terminal is to keep in touch, and what the hub decides for it. It goes into the settings that the terminal is given
 *  (protocol, section 0), and says how long a terminal may be quiet before it counts as silent. */
import { z } from 'zod';

/** What either the hub or the terminal has the say in: the `manages_*` flags of the terminal's settings. */
export const managedAreas = ['transactions', 'closures', 'warehouse', 'campaign', 'erp', 'payment'] as const;
export type ManagedArea = (typeof managedAreas)[number];

/** True: the hub has the say, the terminal asks it. False: the terminal, or what stands beside it. */
export type Authority = Readonly<Record<ManagedArea, boolean>>;

export interface SyncPolicy {
  /** Minutes between two deliveries of the terminal's outbox, 1 to 1440. */
  syncMinutes: number;
  manages: Authority;
}

/** What PyPOS does when nobody says otherwise, and what this hub has the say in from the first day: the books. */
const usual: SyncPolicy = {
  syncMinutes: 5,
  manages: { transactions: true, closures: true, warehouse: false, campaign: false, erp: false, payment: false },
};

const range = 'a whole number of minutes from 1 to 1440';
export const syncMinutes = z.int(range).min(1, range).max(1440, range);

/** Areas that are not named stay as they are. */
export const authority = z.strictObject({
  transactions: z.boolean().optional(),
  closures: z.boolean().optional(),
  warehouse: z.boolean().optional(),
  campaign: z.boolean().optional(),
  erp: z.boolean().optional(),
  payment: z.boolean().optional(),
} satisfies Record<ManagedArea, z.ZodType>);

const stored = z.object({ syncMinutes, manages: authority }).partial().catch({});

/** The column `sync_policy`; what it does not say is as usual. */
export function readSyncPolicy(text: string): SyncPolicy {
  const said = stored.parse(JSON.parse(text));
  return { syncMinutes: said.syncMinutes ?? usual.syncMinutes, manages: authorityOver(usual.manages, said.manages) };
}

function authorityOver(held: Authority, said: z.output<typeof authority> = {}): Authority {
  return Object.fromEntries(managedAreas.map((area) => [area, said[area] ?? held[area]])) as Authority;
}

export interface PolicyChange {
  syncMinutes?: number | undefined;
  manages?: z.output<typeof authority> | undefined;
}

/** The column after a change; what is not said stays as it was. */
export function changeSyncPolicy(before: string, { syncMinutes: minutes, manages }: PolicyChange): string {
  const { syncMinutes: known, manages: held } = readSyncPolicy(before);
  const after: SyncPolicy = { syncMinutes: minutes ?? known, manages: authorityOver(held, manages) };
  return JSON.stringify(after);
}

/** How terminals stand with the hub: what they push and pull, how far behind they are, what is refused. */

export { feedVersion } from './feed-version.ts';
export { noteSync } from './note-sync.ts';
export { getSyncHealth, listSyncHealth, type SyncHealth, syncHealthOf } from './read-health.ts';
export { type HealthTrouble, healthTroubles } from './troubles.ts';

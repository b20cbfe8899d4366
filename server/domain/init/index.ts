/** What a terminal is given to work with. */
export { cashierRows } from './cashiers.ts';
export { ensureBasics } from './ensure-basics.ts';
export { feedResources, hubResources } from './feed-resources.ts';
export { kitchenResources, kitchenStoreRow } from './kitchen-resources.ts';
export { openInit } from './open-init.ts';
export { currencyOf, type Owner, readOwner, settingsRow, storeRow } from './own-rows.ts';
export type { PartSink, SharedPart, Stretch } from './part.ts';
export { sharedTables } from './positions.ts';
export { readCounters } from './read-counters.ts';
export type { InitScope, PickedRow, Resource, VersionedRow, WireRow } from './resource.ts';
export { screenRows } from './screens.ts';
export { terminalResourceRows } from './terminal-resources.ts';

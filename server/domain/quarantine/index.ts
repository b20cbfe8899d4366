/** What terminals pushed and the hub could not read or book. */
export { dismissQuarantined } from './dismiss-quarantined.ts';
export { getQuarantinedItem, listQuarantine, type QuarantineFilter } from './list-quarantine.ts';
export { reprocessQuarantined } from './reprocess-quarantined.ts';

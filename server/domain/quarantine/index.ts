/** What terminals pushed and the hub could not read or book, and what came twice in different words. */
export { dismissQuarantined } from './dismiss-quarantined.ts';
export { getConflict, getRefused } from './get-trouble.ts';
export { getQuarantinedItem, listQuarantine, type QuarantineFilter } from './list-quarantine.ts';
export { countTroubles, listTroubles } from './list-troubles.ts';
export { reprocessReason } from './reprocess-many.ts';
export { reprocessQuarantined } from './reprocess-quarantined.ts';
export { settleConflict } from './settle-conflict.ts';

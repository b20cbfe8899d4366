/** Who changed what, when, and through which door. */

export { eraseHistory, type HistoryEntry, readHistory } from './read-history.ts';
export { recordAudit, recordAudits } from './record-audit.ts';
export { listAuditChains, verifyAuditChain } from './verify-audit-chain.ts';

/** Who changed what, when, and through which door. */

export { type ChainProof, getProof, type ProofState, proveChain } from './proofs.ts';
export { eraseHistory, type HistoryEntry, readHistory } from './read-history.ts';
export { recordAudit, recordAudits } from './record-audit.ts';
export { dropRetention, eraseOldContents, getRetention, type Keeper, setRetention, tryRetention } from './retention.ts';
export { listAuditChains, verifyAuditChain } from './verify-audit-chain.ts';

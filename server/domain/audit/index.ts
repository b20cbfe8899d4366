/** Who changed what, when, and through which door. */

export { recordAudit } from './record-audit.ts';
export { listAuditChains, verifyAuditChain } from './verify-audit-chain.ts';

/** Deleting a company: every present owner approves, a cool-off passes, then everything it had is erased. */

export { approveDeletion, cancelDeletion, withdrawApproval } from './approvals.ts';
export { completeDueDeletions } from './complete-deletion.ts';
export { type Batch, eraseCompany, listErasures } from './erase-company.ts';
export { exportCompany } from './export-company.ts';
export { getDeletion, getExportContents } from './read-deletion.ts';
export { retestDeletion } from './retest-deletion.ts';
export { startDeletion } from './start-deletion.ts';

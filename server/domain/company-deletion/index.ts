/** Deleting a company: every present owner approves, a cool-off passes, then everything it had is erased. */

export { completeDueDeletions } from './complete-deletion.ts';
export { eraseCompany, listErasures } from './erase-company.ts';
export { retestDeletion } from './retest-deletion.ts';

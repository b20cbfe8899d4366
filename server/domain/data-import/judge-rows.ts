import type { Ctx } from '../../db/index.ts';
import type { RowFault } from '../row-operations/index.ts';
import { type Job, type PlannedRow, planRows } from './plan-rows.ts';
import type { SheetRow } from './read-workbook.ts';

/** What rows come to, and what the operation would refuse of them. Reads only. */
export async function judgeRows(ctx: Ctx, job: Job, rows: readonly SheetRow[]): Promise<PlannedRow[]> {
  const planned = await planRows(ctx, job, rows);
  const going = writes(planned);
  if (going.length === 0) return planned;
  const { operations, companyId } = job;
  markWrong(going, await operations.check(ctx, { companyId, rows: going.map(({ input }) => input) }));
  return planned;
}

/** The rows that the operation is asked to store. */
export function writes(planned: readonly PlannedRow[]): PlannedRow[] {
  return planned.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');
}

/** @param faults by position among `going` */
export function markWrong(going: readonly PlannedRow[], faults: readonly RowFault[]): void {
  for (const { index, column, message } of faults) {
    const row = going[index];
    if (!row) continue;
    row.outcome = 'wrong';
    row.faults.push({ field: column, message });
  }
}

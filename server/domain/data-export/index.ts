/** Rows that people of the hub take away as files. */

import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';

interface Export {
  model: string;
  /** The one company whose rows they were; null: of several, or of the hub. */
  companyId: number | null;
  format: string;
  filter: object;
  columns: readonly string[];
  rows: number;
  /** False: whoever asked went away, or it failed half-way. */
  isWhole: boolean;
}

/** Puts on record what somebody took away, once it has ended. */
export async function recordExport(ctx: Ctx, { companyId, model, ...after }: Export): Promise<void> {
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, { companyId, action: 'list.export', subjectType: model, subjectId: 'list', after }),
  );
}

/** What the audit trail says of rows that were put. */

import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit, recordAudits } from '../audit/index.ts';
import { differences, type Stored, type Write } from './put-rows.ts';
import type { MasterTable } from './table.ts';

/** Rows shown in full in one audit entry; of the others it tells the number. */
const auditedRows = 100;

type Audited = Pick<MasterTable, 'subject' | 'columnOf'>;

interface At {
  tx: Tx;
  ctx: Ctx;
}

interface Changes {
  companyId: number | null;
  changed: readonly Write[];
}

/** One entry for the whole. */
export async function auditAll({ tx, ctx }: At, table: Audited, { companyId, changed }: Changes): Promise<void> {
  const shown = changed.slice(0, auditedRows).map(({ id, before, after }) => {
    const columns = before === null ? Object.keys(after) : differences(before, after);
    const pick = (row: Stored) => ({ id, ...Object.fromEntries(columns.map((column) => [column, row[column]])) });
    return { before: before === null ? null : pick(before), after: pick(after) };
  });
  await recordAudit(tx, ctx, {
    companyId,
    action: `${table.subject}.put`,
    subjectType: table.subject,
    subjectId: changed.length === 1 && changed[0] ? changed[0].id : `${changed.length} rows`,
    before: shown.map((row) => row.before).filter((row) => row !== null),
    after: { written: changed.length, rows: shown.map((row) => row.after) },
  });
}

/** An entry for each row, under its id and by the names of its fields: its history. */
export async function auditEach({ tx, ctx }: At, table: Audited, { companyId, changed }: Changes): Promise<void> {
  const names = new Map(Object.entries(table.columnOf).map(([name, column]) => [column, name]));
  names.set('deleted_at', 'deletedAt');
  await recordAudits(tx, ctx, {
    companyId,
    records: changed.map(({ id, before, after }) => {
      const columns = before === null ? Object.keys(after) : differences(before, after);
      const pick = (row: Stored) =>
        Object.fromEntries(columns.flatMap((column) => (names.has(column) ? [[names.get(column), row[column]]] : [])));
      return {
        action: `${table.subject}.${deed(before, after)}`,
        subjectType: table.subject,
        subjectId: id,
        ...(before !== null && { before: pick(before) }),
        after: pick(after),
      };
    }),
  });
}

function deed(before: Stored | null, after: Stored): string {
  if (before === null) return 'create';
  const isGone = after['deleted_at'] !== null;
  if (isGone === (before['deleted_at'] !== null)) return 'update';
  return isGone ? 'delete' : 'restore';
}

/** Companies that were deleted and are being erased, batch after batch: half of one agrees with nothing, and is nobody's fault. */

import { type Dialect, statement, type Tx } from '../../db/index.ts';

const erased = "SELECT company_id FROM company_deletion_requests WHERE outcome = 'completed'";

/** A condition on rows that belong to a company which is still there. */
export function isKept(companyColumn: string): string {
  return `${companyColumn} NOT IN (${erased})`;
}

const goneTerminals = statement({
  params: {},
  returns: { id: 'int' },
  sql: () => `SELECT id FROM terminals WHERE company_id IN (${erased})`,
});

/** Terminals that are being erased. */
export async function readGoneTerminals(dialect: Dialect, read: Tx): Promise<ReadonlySet<number>> {
  return new Set((await dialect.query(read, goneTerminals, {})).map(({ id }) => id));
}

/** Callers of the API for tests. */
import { newId } from '../../../server/core/ids.ts';
import { type Database, inTransaction } from '../../../server/db/index.ts';
import { newKey } from '../../../server/domain/access/index.ts';

interface ProgramKey {
  companyId: number;
  actions?: readonly string[];
  storeIds?: readonly number[] | null;
  expiresAt?: Date | null;
}

/** A key of somebody's program, written straight into the table: the rules of issuing one have tests of their own. */
export async function programKey(db: Database, key: ProgramKey): Promise<{ id: string; text: string }> {
  const { companyId, actions = [], storeIds = null, expiresAt = null } = key;
  const { text, prefix, keyHash } = newKey('program');
  const id = newId();
  await inTransaction(db, (tx) =>
    tx.apiKey.create({
      data: {
        ...{ id, companyId, kind: 'program', name: 'A program', prefix, keyHash, expiresAt },
        ...{ actions: JSON.stringify(actions), storeIds: JSON.stringify(storeIds), createdAt: new Date() },
      },
    }),
  );
  return { id, text };
}

/** The header that a caller sends. */
export function bearer(text: string): Record<string, string> {
  return { authorization: `Bearer ${text}` };
}

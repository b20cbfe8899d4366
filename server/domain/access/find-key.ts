/** Which key somebody shows. Read afresh with each request: a revocation counts from the next one on, whichever process made it. */
import { z } from 'zod';
import { type Database, statement } from '../../db/index.ts';
import { hashKey, isKeyText, type KeyKind } from './key-text.ts';

export interface FoundKey {
  keyId: string;
  kind: KeyKind;
  companyId: number;
  /** Of a terminal's key. */
  terminalId: number | null;
  name: string;
  /** What a program may do. */
  actions: readonly string[];
  /** Null: every store. */
  storeIds: readonly number[] | null;
  /** Web origins whose pages may call with it. */
  origins: readonly string[];
  requestsPerMinute: number | null;
}

const byHash = statement({
  params: { hash: 'text', now: 'instant' },
  returns: {
    ...{ id: 'text', kind: 'text', company_id: 'int', terminal_id: 'int?', name: 'text' },
    ...{ actions: 'text', store_ids: 'text', origins: 'text', requests_per_minute: 'int?' },
  },
  sql: (q) => `SELECT k.id, k.kind, k.company_id, k.terminal_id, k.name, k.actions, k.store_ids, k.origins,
      k.requests_per_minute
    FROM api_keys k JOIN companies c ON c.id = k.company_id AND c.deleted_at IS NULL
    WHERE k.key_hash = ${q.param('hash')} AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > ${q.param('now')})
      AND (k.replaced_at IS NULL OR k.overlap_until > ${q.param('now')})`,
});

const texts = z.array(z.string());
const stores = z.array(z.int()).nullable();

/** The key that this text is, as long as it is good; null: it is none, or no longer.
 *  @throws unavailable */
export async function findKey(db: Database, text: string, now: Date): Promise<FoundKey | null> {
  if (!isKeyText(text)) return null;
  const [row] = await db.dialect.query(db.finder, byHash, { hash: hashKey(text), now });
  if (row === undefined) return null;
  return {
    keyId: row.id,
    kind: row.kind === 'terminal' ? 'terminal' : 'program',
    companyId: row.company_id,
    terminalId: row.terminal_id,
    name: row.name,
    actions: texts.parse(JSON.parse(row.actions)),
    storeIds: stores.parse(JSON.parse(row.store_ids)),
    origins: texts.parse(JSON.parse(row.origins)),
    requestsPerMinute: row.requests_per_minute,
  };
}

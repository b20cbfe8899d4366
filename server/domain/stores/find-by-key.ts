/** The terminal of a key, and whether the key is still good: asked with every request, by one query for all that come together. */
import { type Database, perDatabase, statement } from '../../db/index.ts';
import { batched } from './batcher.ts';
import {
  currentCode,
  type FoundTerminal,
  terminalColumns,
  terminalExists,
  terminalFields,
  toFound,
} from './terminal-row.ts';

interface KeyedTerminal extends FoundTerminal {
  keyId: string;
}

const returns = {
  ...terminalColumns,
  key_id: 'text',
  key_hash: 'text',
  has_moved: 'bool',
  expires_at: 'instant?',
  replaced_at: 'instant?',
  overlap_until: 'instant?',
} as const;

const selected = `${terminalFields}, ${currentCode}, k.id AS key_id, k.key_hash, k.expires_at, k.replaced_at, k.overlap_until,
    EXISTS (SELECT 1 FROM terminal_moves m WHERE m.terminal_id = t.id) AS has_moved
    FROM api_keys k JOIN terminals t ON t.id = k.terminal_id
    JOIN stores s ON s.id = t.store_id JOIN companies c ON c.id = t.company_id
    WHERE k.kind = 'terminal' AND k.revoked_at IS NULL AND ${terminalExists}`;

const byId = statement({
  params: { ids: ['text'] },
  returns,
  sql: (q) => `SELECT ${selected} AND k.id IN ${q.list('ids')}`,
});

const byHash = statement({
  params: { hashes: ['text'] },
  returns,
  sql: (q) => `SELECT ${selected} AND k.key_hash IN ${q.list('hashes')}`,
});

const lookups = perDatabase((db) => ({
  byId: batched(async (ids: readonly string[]) => {
    const rows = await db.dialect.query(db.finder, byId, { ids });
    const byKey = new Map(rows.map((row) => [row.key_id, row]));
    return ids.map((id) => byKey.get(id));
  }),
  byHash: batched(async (hashes: readonly string[]) => {
    const rows = await db.dialect.query(db.finder, byHash, { hashes });
    const byKey = new Map(rows.map((row) => [row.key_hash, row]));
    return hashes.map((hash) => byKey.get(hash));
  }),
}));

/** The terminal of a key that is good at this moment; null: it was revoked, replaced or has ended, or its terminal is retired.
 *  @throws unavailable */
export async function findTerminalByKey(
  db: Database,
  key: { id: string } | { hash: string },
  at: Date,
): Promise<KeyedTerminal | null> {
  const row = 'id' in key ? await lookups(db).byId(key.id) : await lookups(db).byHash(key.hash);
  const found = toFound(row);
  if (!row || !found) return null;
  const isOver = row.expires_at !== null && row.expires_at <= at;
  const isReplaced = row.replaced_at !== null && (row.overlap_until === null || row.overlap_until <= at);
  if (isOver || isReplaced) return null;
  const identity = row.has_moved ? { ...found.identity, movedInto: row.store_uuid } : found.identity;
  return { ...found, identity, keyId: row.key_id };
}

/** When and from where each key was last used. Written in the background, at most every few seconds for all of them together:
 *  no request waits for it, and what a crash loses is not worth a write of its own. */
import { type Database, type Logger, statement, writtenLater } from '../../db/index.ts';

interface Use {
  id: string;
  last_used_at: Date;
  last_address: string;
}

const write = statement({
  params: { used: { id: 'text', last_used_at: 'instant', last_address: 'text' } },
  sql: (q) => `UPDATE api_keys SET last_used_at = r.last_used_at, last_address = r.last_address
    FROM ${q.rows('used', 'r')} WHERE api_keys.id = r.id`,
});

const uses = writtenLater<string, Use>({
  afterMs: 5000,
  failure: 'last uses of keys were not written',
  // In one order, so that two processes never wait for each other.
  write: (db, tx, rows) => db.dialect.execute(tx, write, { used: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }),
});

/** Remembers that a key was used. Never fails and never waits. */
export function noteKeyUse(
  hub: { db: Database; log: Logger },
  use: { keyId: string; address: string; at: Date },
): void {
  uses.note(hub, use.keyId, () => ({ id: use.keyId, last_used_at: use.at, last_address: use.address }));
}

/** Writes what is remembered. */
export const flushKeyUse = uses.flush;

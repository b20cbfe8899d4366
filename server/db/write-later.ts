/** Rows that nobody waits for: gathered in memory for some seconds, and written together. What a crash loses is not worth a write
 *  of its own. */
import type { Database } from './client.ts';
import type { Tx } from './connection.ts';
import type { Logger } from './context.ts';
import { isUnavailable } from './errors.ts';
import { inTransaction } from './transaction.ts';

interface Hub {
  db: Database;
  log: Logger;
}

interface Writing<Row> {
  /** From the first row that is remembered to the writing of all. */
  afterMs: number;
  /** What is logged when they cannot be written. */
  failure: string;
  write(db: Database, tx: Tx, rows: readonly Row[]): Promise<unknown>;
}

interface WrittenLater<Key, Row> {
  /** Remembers a row under its key. Never fails and never waits.
   *  @param next makes it from the one that waits under this key already */
  note(hub: Hub, key: Key, next: (before: Row | undefined) => Row): void;
  /** Writes what is remembered. When that fails, it is dropped, and what is noted next tells how things stand: a database that is
   *  away, or was closed meanwhile, is no news. */
  flush(hub: Hub): Promise<void>;
}

export function writtenLater<Key, Row>({ afterMs, failure, write }: Writing<Row>): WrittenLater<Key, Row> {
  const waiting = new WeakMap<Database, Map<Key, Row>>();
  const flush = async ({ db, log }: Hub) => {
    const rows = [...(waiting.get(db)?.values() ?? [])];
    waiting.delete(db);
    if (rows.length === 0) return;
    try {
      await inTransaction(db, (tx) => write(db, tx, rows));
    } catch (error) {
      if (!isUnavailable(error)) log.warn({ err: error }, failure);
    }
  };
  const begin = (hub: Hub) => {
    const rows = new Map<Key, Row>();
    waiting.set(hub.db, rows);
    setTimeout(() => void flush(hub), afterMs).unref();
    return rows;
  };
  return {
    note(hub, key, next) {
      const rows = waiting.get(hub.db) ?? begin(hub);
      rows.set(key, next(rows.get(key)));
    },
    flush,
  };
}

/** What terminals have pushed and pulled, and when. Written in the background, at most every few seconds for all of them together:
 *  nobody waits for it, and what a crash loses is told by the next one. */
import { type Database, type Logger, statement, writtenLater } from '../../db/index.ts';

/** Something that a terminal has delivered or fetched. */
export interface SyncNote {
  terminalId: number;
  companyId: number;
  /** `push.<type>` or `pull.<type>`, e.g. `push.transactions`, `pull.products`. */
  kind: string;
  /** Pull: how far the terminal has got in its company's feed. */
  version?: number;
  /** Rows or documents of this time. */
  items: number;
  /** Those among them that could not be booked. */
  refused: number;
}

interface Waiting {
  terminal_id: number;
  kind: string;
  company_id: number;
  last_at: Date;
  version: number | null;
  items: bigint;
  refused: number;
  last_refused_at: Date | null;
}

// A terminal that was erased meanwhile takes the others' rows along with its own no more.
const write = statement({
  params: {
    rows: {
      ...{ terminal_id: 'int', kind: 'text', company_id: 'int', last_at: 'instant', version: 'int?' },
      ...{ items: 'bigint', refused: 'int', last_refused_at: 'instant?' },
    },
  },
  sql: (q) => `INSERT INTO terminal_syncs (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} JOIN terminals t ON t.id = r.terminal_id
    WHERE true ORDER BY r.terminal_id, r.kind
    ON CONFLICT (terminal_id, kind) DO UPDATE SET
      last_at = excluded.last_at, version = coalesce(excluded.version, terminal_syncs.version),
      items = terminal_syncs.items + excluded.items, refused = terminal_syncs.refused + excluded.refused,
      last_refused_at = coalesce(excluded.last_refused_at, terminal_syncs.last_refused_at)`,
});

const syncs = writtenLater<string, Waiting>({
  afterMs: 3000,
  failure: 'what terminals have pushed and pulled was not written',
  write: (db, tx, rows) => db.dialect.execute(tx, write, { rows }),
});

/** Remembers what a terminal has pushed or pulled. Never fails and never waits. */
export function noteSync(hub: { db: Database; log: Logger; now(): Date }, note: SyncNote): void {
  const at = hub.now();
  syncs.note(hub, `${note.terminalId} ${note.kind}`, (before) => ({
    terminal_id: note.terminalId,
    kind: note.kind,
    company_id: note.companyId,
    last_at: at,
    version: note.version ?? before?.version ?? null,
    items: (before?.items ?? 0n) + BigInt(note.items),
    refused: (before?.refused ?? 0) + note.refused,
    last_refused_at: note.refused > 0 ? at : (before?.last_refused_at ?? null),
  }));
}

/** Writes what is remembered. */
export const flushSyncs = syncs.flush;

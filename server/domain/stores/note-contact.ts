/** When and from where each terminal was last heard of. Written in the background, at most every few seconds for all of them
 *  together: no push waits for it, and what a crash loses is not worth a write of its own. */
import { type Database, inTransaction, isUnavailable, type Logger, statement } from '../../db/index.ts';

export interface Contact {
  terminalId: number;
  companyId: number;
  address: string;
  /** Its User-Agent. */
  agent: string;
  at: Date;
  isHealth: boolean;
}

type Hub = { db: Database; log: Logger };

interface Heard {
  terminal_id: number;
  company_id: number;
  last_seen_at: Date;
  last_address: string;
  last_agent: string;
  last_health_at: Date | null;
}

const flushAfterMs = 5000;
const maxAgentLength = 200;

const write = statement({
  params: {
    heard: {
      terminal_id: 'int',
      company_id: 'int',
      last_seen_at: 'instant',
      last_address: 'text',
      last_agent: 'text',
      last_health_at: 'instant?',
    },
  },
  sql: (q) => `INSERT INTO terminal_states (${q.names('heard')})
    SELECT ${q.names('heard', 'r')} FROM ${q.rows('heard', 'r')} WHERE true ORDER BY r.terminal_id
    ON CONFLICT (terminal_id) DO UPDATE SET
      last_seen_at = excluded.last_seen_at, last_address = excluded.last_address, last_agent = excluded.last_agent,
      last_health_at = coalesce(excluded.last_health_at, terminal_states.last_health_at)`,
});

const waiting = new WeakMap<Database, Map<number, Heard>>();

/** Remembers that a terminal was heard of. Never fails and never waits. */
export function noteContact({ db, log }: Hub, contact: Contact): void {
  let heard = waiting.get(db);
  if (!heard) {
    heard = new Map();
    waiting.set(db, heard);
  }
  if (heard.size === 0) setTimeout(() => void flush({ db, log }), flushAfterMs).unref();
  heard.set(contact.terminalId, {
    terminal_id: contact.terminalId,
    company_id: contact.companyId,
    last_seen_at: contact.at,
    last_address: contact.address,
    last_agent: storable(contact.agent),
    last_health_at: contact.isHealth ? contact.at : (heard.get(contact.terminalId)?.last_health_at ?? null),
  });
}

/** Writes what is remembered. When that fails, the next contact tells it again: a database that is away, or was closed
 *  meanwhile, is no news. */
export async function flush({ db, log }: Hub): Promise<void> {
  const heard = [...(waiting.get(db)?.values() ?? [])];
  waiting.get(db)?.clear();
  if (heard.length === 0) return;
  try {
    await inTransaction(db, (tx) => db.dialect.execute(tx, write, { heard }));
  } catch (error) {
    if (!isUnavailable(error)) log.warn({ err: error }, 'last contacts of terminals were not written');
  }
}

/** Header values are Latin-1; control characters would be refused by one of the engines. */
function storable(agent: string): string {
  return agent.slice(0, maxAgentLength).replace(/[^\x20-\x7e]/g, '?');
}

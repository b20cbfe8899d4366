/** When and from where each terminal was last heard of. Written in the background, at most every few seconds for all of them
 *  together: no push waits for it, and what a crash loses is not worth a write of its own. */
import { type Database, type Logger, statement, writtenLater } from '../../db/index.ts';

export interface Contact {
  terminalId: number;
  companyId: number;
  address: string;
  /** Its User-Agent. */
  agent: string;
  at: Date;
  isHealth: boolean;
  /** The terminal's clock minus ours, where it told the time. */
  clockDriftMs?: number | undefined;
}

interface Heard {
  terminal_id: number;
  company_id: number;
  last_seen_at: Date;
  last_address: string;
  last_agent: string;
  last_health_at: Date | null;
  clock_drift_ms: number | null;
  clock_drift_at: Date | null;
}

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
      clock_drift_ms: 'int?',
      clock_drift_at: 'instant?',
    },
  },
  sql: (q) => `INSERT INTO terminal_states (${q.names('heard')})
    SELECT ${q.names('heard', 'r')} FROM ${q.rows('heard', 'r')} WHERE true ORDER BY r.terminal_id
    ON CONFLICT (terminal_id) DO UPDATE SET
      last_seen_at = excluded.last_seen_at, last_address = excluded.last_address, last_agent = excluded.last_agent,
      last_health_at = coalesce(excluded.last_health_at, terminal_states.last_health_at),
      clock_drift_ms = coalesce(excluded.clock_drift_ms, terminal_states.clock_drift_ms),
      clock_drift_at = coalesce(excluded.clock_drift_at, terminal_states.clock_drift_at)`,
});

const contacts = writtenLater<number, Heard>({
  afterMs: 5000,
  failure: 'last contacts of terminals were not written',
  write: (db, tx, heard) => db.dialect.execute(tx, write, { heard }),
});

/** Remembers that a terminal was heard of. Never fails and never waits. */
export function noteContact(hub: { db: Database; log: Logger }, contact: Contact): void {
  const { clockDriftMs } = contact;
  contacts.note(hub, contact.terminalId, (before) => ({
    terminal_id: contact.terminalId,
    company_id: contact.companyId,
    last_seen_at: contact.at,
    last_address: contact.address,
    last_agent: storable(contact.agent),
    last_health_at: contact.isHealth ? contact.at : (before?.last_health_at ?? null),
    clock_drift_ms: clockDriftMs ?? before?.clock_drift_ms ?? null,
    clock_drift_at: clockDriftMs === undefined ? (before?.clock_drift_at ?? null) : contact.at,
  }));
}

/** Writes what is remembered. */
export const flushContacts = contacts.flush;

/** Header values are Latin-1; control characters would be refused by one of the engines. */
function storable(agent: string): string {
  return agent.slice(0, maxAgentLength).replace(/[^\x20-\x7e]/g, '?');
}

/** Events of devices as rows: kept once under the device's own id, whoever asks for them later. */
import { lookUp, type RowOf, statement } from '../../db/index.ts';
import { currentCodec, keyOf, type NamedEntry, packBody, type Write } from '../sales/index.ts';

const eventColumns = {
  company_id: 'int',
  store_id: 'int',
  terminal_id: 'int',
  kind: 'text',
  uuid: 'text',
  body_hash: 'text',
  body: 'text',
  repeats: 'int',
  occurred_at: 'instant?',
  received_at: 'instant',
} as const;

const keyColumns = { company_id: 'int', uuid: 'text' } as const;

const insertEvents = statement({
  params: { events: eventColumns },
  returns: keyColumns,
  sql: (q) => `INSERT INTO device_events (${q.names('events')})
    SELECT ${q.names('events', 'r')} FROM ${q.rows('events', 'r')} WHERE true ORDER BY r.company_id, r.kind, r.uuid
    ON CONFLICT (company_id, kind, uuid) DO NOTHING RETURNING company_id, uuid`,
});

const sameEvent = 'e.company_id = r.company_id AND e.kind = r.kind AND e.uuid = r.uuid';

const findEvents = statement({
  params: { keys: { ...keyColumns, kind: 'text' } },
  returns: { id: 'int', ...keyColumns, terminal_id: 'int', terminal: 'text', body_hash: 'text' },
  sql: (q) => `SELECT e.id, e.company_id, e.uuid, e.terminal_id, s.code || '/' || d.code AS terminal, e.body_hash
    FROM ${q.rows('keys', 'r')} ${lookUp(q.provider, { table: 'device_events', alias: 'e', where: sameEvent })}
    JOIN terminals d ON d.id = e.terminal_id JOIN stores s ON s.id = e.store_id`,
});

const loadBodies = statement({
  params: { ids: ['int'] },
  returns: { id: 'int', body: 'text' },
  sql: (q) => `SELECT id, body FROM device_events WHERE id IN ${q.list('ids')}`,
});

const countRepeats = statement({
  params: { rows: { ...keyColumns, kind: 'text', count: 'int' } },
  sql: (q) => `UPDATE device_events SET repeats = device_events.repeats + r.count FROM ${q.rows('rows', 'r')}
    WHERE device_events.company_id = r.company_id AND device_events.kind = r.kind AND device_events.uuid = r.uuid`,
});

export type EventRow = RowOf<typeof eventColumns>;

/** @returns the keys of those that were new */
export async function insertEventRows({ tx, dialect }: Write, events: readonly EventRow[]): Promise<Set<string>> {
  return new Set((await dialect.query(tx, insertEvents, { events })).map(keyOf));
}

/** The row of an entry. `body` is its JSON text as received. */
export function eventRow({ kind, terminal, uuid, bodyHash, item, receivedAt }: NamedEntry, at: Date | null): EventRow {
  const { companyId, storeId, terminalId } = terminal;
  return {
    ...{ company_id: companyId, store_id: storeId, terminal_id: terminalId, kind: kind.name, uuid },
    ...{ body_hash: bodyHash, body: JSON.stringify(item), repeats: 0, occurred_at: at, received_at: receivedAt },
  };
}

/** How kinds that are kept as events find what is stored; see `DocumentKind`. */
export const eventStore = {
  findStored: ({ tx, dialect }: Write, entries: readonly NamedEntry[]) =>
    dialect.query(tx, findEvents, {
      keys: entries.map(({ terminal, kind, uuid }) => ({ company_id: terminal.companyId, kind: kind.name, uuid })),
    }),
  async loadBodies({ tx, dialect }: Write, ids: readonly number[]) {
    const stored = await dialect.query(tx, loadBodies, { ids });
    return stored.map(({ id, body }) => ({ id, codec: currentCodec, body: packBody(body) }));
  },
  async noteRepeats({ tx, dialect }: Write, entries: readonly NamedEntry[]): Promise<void> {
    const rows = new Map<string, { company_id: number; kind: string; uuid: string; count: number }>();
    for (const { terminal, kind, uuid } of entries) {
      const key = keyOf({ company_id: terminal.companyId, uuid });
      const known = rows.get(key);
      if (known) known.count += 1;
      else rows.set(key, { company_id: terminal.companyId, kind: kind.name, uuid, count: 1 });
    }
    await dialect.execute(tx, countRepeats, { rows: [...rows.values()] });
  },
};

/** Items that could not be read or booked, once per terminal and body; repeats raise a count. */
import { statement } from '../../db/index.ts';
import { currentCodec } from './body-codec.ts';
import { larger } from './counters.ts';
import { type Entry, incomplete, type NamedEntry, type Refusal, type Write } from './kinds.ts';

const keepItems = statement({
  params: {
    items: {
      company_id: 'int',
      terminal_id: 'int',
      kind: 'text',
      document_uuid: 'text?',
      body_hash: 'text',
      reason_code: 'text',
      reason: 'text',
      codec: 'int',
      body: 'bytes',
      repeat_count: 'int',
      first_received_at: 'instant',
      last_received_at: 'instant',
    },
  },
  sql: (q) => `INSERT INTO quarantined_items (${q.names('items')})
    SELECT ${q.names('items', 'r')} FROM ${q.rows('items', 'r')} WHERE true
    ORDER BY r.terminal_id, r.kind, r.body_hash
    ON CONFLICT (terminal_id, kind, body_hash) DO UPDATE SET
      repeat_count = quarantined_items.repeat_count + excluded.repeat_count,
      last_received_at = ${larger('quarantined_items', 'last_received_at')},
      reason_code = excluded.reason_code, reason = excluded.reason`,
});

/** Keeps refused items. A decision taken earlier (dismissed) stays. */
export async function quarantine(write: Write, refused: ReadonlyMap<Entry, Refusal>): Promise<void> {
  const byKey = new Map<string, { entry: Entry; refusal: Refusal; count: number }>();
  for (const [entry, refusal] of refused) {
    const key = `${entry.terminal.terminalId}:${entry.kind.name}:${entry.bodyHash}`;
    const known = byKey.get(key);
    if (known) known.count += 1;
    else byKey.set(key, { entry, refusal, count: 1 });
  }
  const items = [...byKey.values()].map(({ entry, refusal, count }) => ({
    company_id: entry.terminal.companyId,
    terminal_id: entry.terminal.terminalId,
    kind: entry.kind.name,
    document_uuid: entry.uuid,
    body_hash: entry.bodyHash,
    reason_code: refusal.code,
    reason: storable(refusal.reason),
    codec: currentCodec,
    body: entry.body,
    repeat_count: count,
    first_received_at: entry.receivedAt,
    last_received_at: entry.receivedAt,
  }));
  if (items.length > 0) await write.dialect.execute(write.tx, keepItems, { items });
}

/** A reason may quote what was sent, in which there may be characters that PostgreSQL cannot store. */
function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd').slice(0, 1000);
}

const resolveItems = statement({
  params: { items: { terminal_id: 'int', kind: 'text', body_hash: 'text' }, now: 'instant' },
  sql: (q) => `UPDATE quarantined_items SET resolved_at = ${q.param('now')}, resolution = 'accepted'
    WHERE resolved_at IS NULL AND (terminal_id, kind, body_hash) IN
      (SELECT r.terminal_id, r.kind, r.body_hash FROM ${q.rows('items', 'r')})`,
});

const resolveThin = statement({
  params: { items: { terminal_id: 'int', kind: 'text', document_uuid: 'text' }, now: 'instant' },
  sql: (q) => `UPDATE quarantined_items SET resolved_at = ${q.param('now')}, resolution = 'accepted'
    WHERE resolved_at IS NULL AND reason_code = '${incomplete}' AND (terminal_id, document_uuid, kind) IN
      (SELECT r.terminal_id, r.document_uuid, r.kind FROM ${q.rows('items', 'r')})`,
});

const openOf = statement({
  params: { terminals: { id: 'int' } },
  returns: { id: 'int' },
  sql: (q) => `SELECT r.id FROM ${q.rows('terminals', 'r')}
    WHERE EXISTS (SELECT 1 FROM quarantined_items i WHERE i.terminal_id = r.id AND i.resolved_at IS NULL)`,
});

/** Those of the terminals of which something unresolved lies in quarantine. */
export async function withQuarantine({ tx, dialect }: Write, terminalIds: Iterable<number>): Promise<Set<number>> {
  const terminals = [...new Set(terminalIds)].map((id) => ({ id }));
  if (terminals.length === 0) return new Set();
  return new Set((await dialect.query(tx, openOf, { terminals })).map(({ id }) => id));
}

/** Marks what lay in quarantine and has now been accepted: the same body, or the thin form of the same document. */
export async function resolveQuarantined(write: Write, accepted: readonly NamedEntry[], now: Date): Promise<void> {
  if (accepted.length === 0) return;
  const items = accepted.map(({ terminal, kind, bodyHash, uuid }) => ({
    terminal_id: terminal.terminalId,
    kind: kind.name,
    body_hash: bodyHash,
    document_uuid: uuid,
  }));
  await write.dialect.execute(write.tx, resolveItems, { items, now });
  await write.dialect.execute(write.tx, resolveThin, { items, now });
}

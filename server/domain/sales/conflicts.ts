/** Bodies that differ from the stored one under a known id: the first stays, the difference is kept, once per body. */
import { statement } from '../../db/index.ts';
import { currentCodec } from './body-codec.ts';
import type { Difference } from './compare.ts';
import { larger } from './counters.ts';
import type { ReadableEntry, Write } from './kinds.ts';

const keepConflicts = statement({
  params: {
    conflicts: {
      company_id: 'int',
      terminal_id: 'int',
      kind: 'text',
      document_uuid: 'text',
      body_hash: 'text',
      differences: 'text',
      codec: 'int',
      body: 'bytes',
      repeat_count: 'int',
      first_received_at: 'instant',
      last_received_at: 'instant',
    },
  },
  sql: (q) => `INSERT INTO conflicts (${q.names('conflicts')})
    SELECT ${q.names('conflicts', 'r')} FROM ${q.rows('conflicts', 'r')} WHERE true
    ORDER BY r.company_id, r.kind, r.document_uuid, r.body_hash
    ON CONFLICT (company_id, kind, document_uuid, body_hash) DO UPDATE SET
      repeat_count = conflicts.repeat_count + excluded.repeat_count,
      last_received_at = ${larger('conflicts', 'last_received_at')}`,
});

export interface FoundConflict {
  entry: ReadableEntry;
  differences: readonly Difference[];
}

export async function keepConflict(write: Write, found: readonly FoundConflict[]): Promise<void> {
  const byKey = new Map<string, FoundConflict & { count: number }>();
  for (const one of found) {
    const { terminal, kind, uuid, bodyHash } = one.entry;
    const key = `${terminal.companyId}:${kind.name}:${uuid}:${bodyHash}`;
    const known = byKey.get(key);
    if (known) known.count += 1;
    else byKey.set(key, { ...one, count: 1 });
  }
  const conflicts = [...byKey.values()].map(({ entry, differences, count }) => ({
    company_id: entry.terminal.companyId,
    terminal_id: entry.terminal.terminalId,
    kind: entry.kind.name,
    document_uuid: entry.uuid,
    body_hash: entry.bodyHash,
    differences: JSON.stringify(differences),
    codec: currentCodec,
    body: entry.body,
    repeat_count: count,
    first_received_at: entry.receivedAt,
    last_received_at: entry.receivedAt,
  }));
  if (conflicts.length > 0) await write.dialect.execute(write.tx, keepConflicts, { conflicts });
}

/** The conflict in one sentence. */
export function describeConflict(differences: readonly Difference[]): string {
  const named = differences.slice(0, 5).map((difference) => difference.path || 'the whole document');
  const more = differences.length > named.length ? ` and ${differences.length - named.length} more` : '';
  return `Differs from the stored document, which stays: ${named.join(', ')}${more}`;
}

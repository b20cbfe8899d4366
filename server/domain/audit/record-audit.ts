import type { Actor } from '../../core/scope.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';
import { type ChainedEntry, digestOf, emptyHead, hashOf, headKey, readHead, writeHead } from './chain.ts';

/** Something that was done. `before` and `after` hold only what changed; a batch may be one entry that counts its rows. */
export interface AuditRecord {
  /** Null: something of the hub itself, kept in the hub's own chain. */
  companyId: number | null;
  /** What was done, for example `store.update`. */
  action: string;
  subjectType: string;
  subjectId: string | number;
  before?: unknown;
  after?: unknown;
}

/** Writes one entry at the end of its chain, inside the caller's transaction: what happened and its trace are stored together
 *  or not at all. Writers of one chain wait for each other until commit. Values of fields that are named like secrets are
 *  replaced by a mark. */
export function recordAudit(tx: Tx, ctx: Ctx, record: AuditRecord): Promise<void> {
  return recordAudits(tx, ctx, { companyId: record.companyId, records: [record] });
}

/** The same for many things of one company (null: of the hub): an entry for each, in few statements. */
export async function recordAudits(
  tx: Tx,
  ctx: Ctx,
  { companyId, records }: { companyId: number | null; records: readonly Omit<AuditRecord, 'companyId'>[] },
): Promise<void> {
  if (records.length === 0) return;
  const chain = companyId ?? 0;
  let head = await lockHead(tx, chain);
  const common = {
    chain,
    companyId,
    at: ctx.now(),
    door: ctx.door,
    ...actorFields(ctx.actor, companyId),
    requestId: ctx.requestId,
  };
  const entries = records.map((record) => {
    const content = contentOf(record);
    const entry = {
      ...common,
      position: head.position + 1,
      action: record.action,
      subjectType: record.subjectType,
      subjectId: String(record.subjectId),
      contentDigest: digestOf(content),
      previousHash: head.hash,
    };
    head = { position: entry.position, hash: hashOf(entry) };
    return { ...entry, content, hash: head.hash };
  });
  await ctx.db.dialect.execute(tx, insertEntries, { rows: entries.map(columnsOf) });
  await tx.hubState.update({
    where: { key: headKey(chain) },
    data: { value: writeHead(head) },
    select: { key: true },
  });
}

const insertEntries = statement({
  params: {
    rows: {
      ...{ chain: 'int', position: 'int', company_id: 'int?', at: 'instant', door: 'text' },
      ...{ actor_kind: 'text', actor_id: 'text', actor_name: 'text', action: 'text' },
      ...{ subject_type: 'text', subject_id: 'text', content: 'text', content_digest: 'text' },
      ...{ previous_hash: 'text', hash: 'text', request_id: 'text?' },
    },
  },
  sql: (q) => `INSERT INTO audit_entries (${q.names('rows')}) SELECT ${q.names('rows', 'r')}
    FROM ${q.rows('rows', 'r')} WHERE true ORDER BY position`,
});

function columnsOf(entry: ChainedEntry & { content: string; hash: string }) {
  const { chain, position, at, door, action, content, hash } = entry;
  return {
    ...{ chain, position, company_id: entry.companyId, at, door, action, content, hash },
    ...{ actor_kind: entry.actorKind, actor_id: entry.actorId, actor_name: entry.actorName },
    ...{ subject_type: entry.subjectType, subject_id: entry.subjectId, content_digest: entry.contentDigest },
    ...{ previous_hash: entry.previousHash, request_id: entry.requestId },
  };
}

async function lockHead(tx: Tx, chain: number) {
  const key = headKey(chain);
  // The upsert writes the row even when it exists, which locks it before its value is read.
  const row = await tx.hubState.upsert({
    where: { key },
    create: { key, value: writeHead(emptyHead) },
    update: { key },
  });
  return readHead(row.value);
}

/** Who acts for a company says so in what is written about it, and nowhere else: its name is no other company's business. */
function actorFields(
  actor: Actor,
  companyId: number | null,
): { actorKind: string; actorId: string; actorName: string } {
  switch (actor.kind) {
    case 'user':
      return { actorKind: 'user', actorId: actor.userId, actorName: nameOf(actor, companyId) };
    case 'terminal':
      return { actorKind: 'terminal', actorId: String(actor.terminalId), actorName: actor.code };
    case 'program':
      return { actorKind: 'program', actorId: actor.keyId, actorName: actor.name };
    case 'system':
      return { actorKind: 'system', actorId: actor.name, actorName: actor.name };
    case 'anonymous':
      return { actorKind: 'anonymous', actorId: '', actorName: '' };
  }
}

function nameOf({ username, acting }: Extract<Actor, { kind: 'user' }>, companyId: number | null): string {
  return acting && acting.companyId === companyId ? `${username} for ${acting.companyName}` : username;
}

/** Field names whose values never enter the trail: clear, encrypted or hashed. */
const secretName = /password|secret(?!hint|issued)|passphrase|token|apikey|^pin(encrypted|code)?$/i;

function contentOf({ before, after }: Pick<AuditRecord, 'before' | 'after'>): string {
  return JSON.stringify({ before, after }, (name, value: unknown) => {
    if (secretName.test(name) && value !== null && value !== undefined) return '[secret]';
    return typeof value === 'bigint' ? String(value) : value;
  });
}

/** Terminals with everything that tells a person how they are doing. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { readDevices } from './devices.ts';
import { readNetworks } from './networks.ts';
import { storeColumns } from './read-stores.ts';
import { type Authority, readSyncPolicy } from './sync-policy.ts';
import { heardAt, stateOf, type TerminalState } from './terminal-state.ts';

/** The latest documents by which a till's clock is judged. */
const clockSample = 20;
const mostTerminals = 500;

const lifeOf = statement({
  params: { stores: ['int'], terminal: 'text?' },
  returns: {
    id: 'int',
    uuid: 'text',
    store_id: 'int',
    code: 'text',
    name: 'text',
    number: 'int',
    kind: 'text',
    is_active: 'bool',
    secret_hint: 'text?',
    secret_issued_at: 'instant?',
    is_paired: 'bool',
    revoked_at: 'instant?',
    grace_until: 'instant?',
    networks: 'text',
    sync_policy: 'text',
    serial_number: 'text?',
    operating_system: 'text?',
    created_at: 'instant',
    deleted_at: 'instant?',
    closure_number: 'int?',
    receipt_number: 'int?',
    last_seen_at: 'instant?',
    last_push_at: 'instant?',
    last_init_at: 'instant?',
    last_address: 'text?',
    last_agent: 'text?',
    repeat_count: 'int',
    quarantined: 'int',
    conflicts: 'int',
    document_uuid: 'text?',
    document_number: 'int?',
    document_text: 'text?',
    document_received_at: 'instant?',
    lag_ms: 'bigint?',
  },
  // The index of a till's periods gives its latest documents; nothing here reads more than a few rows of each till.
  sql: (q) => `SELECT t.id, t.uuid, t.store_id, t.code, t.name, t.number, t.kind, t.is_active, t.secret_hint,
      t.secret_issued_at, t.secret_hash IS NOT NULL AS is_paired, t.revoked_at, t.grace_until, t.networks, t.sync_policy,
      t.serial_number, t.operating_system, t.created_at, t.deleted_at,
      k.closure_number, k.receipt_number, k.last_seen_at, k.last_push_at, k.last_init_at, k.last_address, k.last_agent,
      coalesce(k.repeat_count, 0) AS repeat_count,
      (SELECT count(*) FROM quarantined_items i WHERE i.terminal_id = t.id AND i.resolved_at IS NULL) AS quarantined,
      (SELECT count(*) FROM conflicts c WHERE c.terminal_id = t.id AND c.resolved_at IS NULL) AS conflicts,
      d.uuid AS document_uuid, d.receipt_number AS document_number, d.occurred_text AS document_text,
      d.received_at AS document_received_at,
      (SELECT min(${q.millis('x.received_at')} - ${q.millis('x.occurred_at')}) FROM
        (SELECT received_at, occurred_at FROM transactions WHERE terminal_id = t.id
          ORDER BY closure_number DESC, receipt_number DESC LIMIT ${clockSample}) AS x) AS lag_ms
    FROM terminals t LEFT JOIN terminal_states k ON k.terminal_id = t.id
    LEFT JOIN transactions d ON d.id = (SELECT y.id FROM transactions y WHERE y.terminal_id = t.id
      ORDER BY y.closure_number DESC, y.receipt_number DESC LIMIT 1)
    WHERE t.store_id IN ${q.list('stores')} AND (${q.param('terminal')} IS NULL OR t.uuid = ${q.param('terminal')})
    ORDER BY t.code LIMIT ${mostTerminals}`,
});

type Row = Awaited<ReturnType<typeof ask>>[number];

/** How a terminal is doing. Instants are null for what never happened. */
export interface TerminalLife {
  id: number;
  uuid: string;
  storeId: number;
  code: string;
  name: string;
  /** `pos_no_in_store`. */
  number: number;
  kind: string;
  state: TerminalState;
  /** When it was last heard of, by any call. */
  heardAt: Date | null;
  /** It has a secret. */
  isPaired: boolean;
  /** Last four characters of the secret. */
  secretHint: string | null;
  secretIssuedAt: Date | null;
  isActive: boolean;
  revokedAt: Date | null;
  /** Revoked, it may deliver until then. */
  graceUntil: Date | null;
  retiredAt: Date | null;
  /** Networks it may come from; empty: any. */
  networks: readonly string[];
  /** Minutes between two deliveries of its outbox. */
  syncMinutes: number;
  /** In what the hub has the say. */
  manages: Authority;
  serialNumber: string | null;
  operatingSystem: string | null;
  createdAt: Date;
  /** Of the open period. */
  closureNumber: number;
  /** Next receipt number as the terminal said it. */
  receiptNumber: number;
  lastPushAt: Date | null;
  lastInitAt: Date | null;
  lastAddress: string | null;
  /** The program that calls, as it names itself. */
  lastAgent: string | null;
  /** Documents that came again unchanged. */
  repeats: number;
  /** Of these, what nobody has dealt with. */
  quarantined: number;
  conflicts: number;
  /** The latest by its numbers; the time is the terminal's own. */
  lastDocument: { uuid: string; number: number; occurredText: string; receivedAt: Date } | null;
  /** The shortest time between sale and arrival among its latest documents, in milliseconds; negative: its clock is ahead. */
  lagMs: number | null;
}

/** The terminals of a store in the order of their codes, at most 500; retired ones among them.
 *  @throws not_found the store is none whose terminals the actor sees */
export async function listTerminals(ctx: Ctx, where: { companyId: number; storeId: number }): Promise<TerminalLife[]> {
  authorize(ctx, 'terminal.see', where);
  const rows = await ask(ctx, [where.storeId], null);
  return rows.map((row) => lifeFrom(row, ctx.now()));
}

/** One terminal with its store.
 *  @throws not_found it does not exist, or not for this actor */
export async function getTerminalLife(ctx: Ctx, which: { id: number } | { companyId: number; uuid: string }) {
  const terminal = await ctx.db.reader.terminal.findFirst({
    where: { ...which, store: { deletedAt: null } },
    select: {
      uuid: true,
      companyId: true,
      storeId: true,
      version: true,
      terminalFields: true,
      store: { select: storeColumns },
    },
  });
  if (!terminal) throw new DomainError('not_found', { ...which });
  const { uuid, companyId, storeId, store, version, terminalFields } = terminal;
  authorize(ctx, 'terminal.see', { companyId, storeId });
  const [row] = await ask(ctx, [storeId], uuid);
  if (!row) throw new DomainError('not_found', { uuid });
  const formers = await ctx.db.reader.terminalFormerSecret.findMany({
    where: { terminalId: row.id, validUntil: { gt: ctx.now() } },
    select: { validUntil: true, store: { select: { name: true } } },
    orderBy: { validUntil: 'desc' },
  });
  return {
    terminal: lifeFrom(row, ctx.now()),
    store,
    companyId,
    /** For the lock of a form that changes it. */
    version,
    /** What hangs on it, as a form shows it. */
    devices: readDevices(terminalFields),
    /** Replaced secrets that may still deliver. */
    formers: formers.map(({ validUntil, store: { name } }) => ({ validUntil, storeName: name })),
  };
}

function ask(ctx: Ctx, stores: readonly number[], terminal: string | null) {
  return ctx.db.dialect.query(ctx.db.reader, lifeOf, { stores, terminal });
}

function lifeFrom(row: Row, now: Date): TerminalLife {
  const contacts = {
    isActive: row.is_active,
    revokedAt: row.revoked_at,
    deletedAt: row.deleted_at,
    syncPolicy: row.sync_policy,
    lastSeenAt: row.last_seen_at,
    lastPushAt: row.last_push_at,
    lastInitAt: row.last_init_at,
  };
  const { document_uuid: uuid, document_received_at: receivedAt } = row;
  return {
    id: row.id,
    uuid: row.uuid,
    storeId: row.store_id,
    code: row.code,
    name: row.name,
    number: row.number,
    kind: row.kind,
    state: stateOf(contacts, now),
    heardAt: heardAt(contacts),
    isPaired: row.is_paired,
    secretHint: row.secret_hint,
    secretIssuedAt: row.secret_issued_at,
    isActive: row.is_active,
    revokedAt: row.revoked_at,
    graceUntil: row.grace_until,
    retiredAt: row.deleted_at,
    networks: readNetworks(row.networks),
    ...readSyncPolicy(row.sync_policy),
    serialNumber: row.serial_number,
    operatingSystem: row.operating_system,
    createdAt: row.created_at,
    closureNumber: row.closure_number ?? 1,
    receiptNumber: row.receipt_number ?? 1,
    lastPushAt: row.last_push_at,
    lastInitAt: row.last_init_at,
    lastAddress: row.last_address,
    lastAgent: row.last_agent,
    repeats: row.repeat_count,
    quarantined: row.quarantined,
    conflicts: row.conflicts,
    lastDocument:
      uuid === null || receivedAt === null
        ? null
        : { uuid, number: row.document_number ?? 0, occurredText: row.document_text ?? '', receivedAt },
    lagMs: row.lag_ms === null ? null : Number(row.lag_ms),
  };
}

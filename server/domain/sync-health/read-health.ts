/** How the terminals of a company stand with the hub, the worst first. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { heardAt, readSyncPolicy, stateOf, type TerminalState } from '../stores/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';
import { feedVersion } from './feed-version.ts';
import { rankTerminals } from './rank.ts';
import {
  clockSample,
  dailyMs,
  driftHoldsMs,
  type HealthPlace,
  type HealthTrouble,
  healthTroubles,
  hourMs,
  wrongClockMs,
} from './troubles.ts';

const pageSize = 50;

const terminalsOf = statement({
  params: { company: 'int', every: 'bool', stores: ['int'], only: ['int'] },
  returns: {
    ...{ id: 'int', uuid: 'text', code: 'text', name: 'text', kind: 'text', is_active: 'bool', revoked_at: 'instant?' },
    ...{ sync_policy: 'text', store_uuid: 'text', store_code: 'text', store_name: 'text', time_zone: 'text' },
    ...{ last_seen_at: 'instant?', last_push_at: 'instant?', last_init_at: 'instant?', last_agent: 'text?' },
    ...{ clock_drift_ms: 'int?', clock_drift_at: 'instant?', quarantined: 'int', conflicts: 'int', lag_ms: 'bigint?' },
  },
  sql: (q) => `SELECT t.id, t.uuid, t.code, t.name, t.kind, t.is_active, t.revoked_at, t.sync_policy,
      s.uuid AS store_uuid, s.code AS store_code, s.name AS store_name, s.time_zone,
      k.last_seen_at, k.last_push_at, k.last_init_at, k.last_agent, k.clock_drift_ms, k.clock_drift_at,
      (SELECT count(*) FROM quarantined_items i WHERE i.terminal_id = t.id AND i.resolved_at IS NULL) AS quarantined,
      (SELECT count(*) FROM conflicts c WHERE c.terminal_id = t.id AND c.resolved_at IS NULL) AS conflicts,
      (SELECT min(${q.millis('x.received_at')} - ${q.millis('x.occurred_at')}) FROM
        (SELECT received_at, occurred_at FROM transactions WHERE terminal_id = t.id
          ORDER BY closure_number DESC, receipt_number DESC LIMIT ${clockSample}) AS x) AS lag_ms
    FROM terminals t JOIN stores s ON s.id = t.store_id LEFT JOIN terminal_states k ON k.terminal_id = t.id
    WHERE t.company_id = ${q.param('company')} AND t.deleted_at IS NULL AND s.deleted_at IS NULL
      AND (${q.param('every')} OR t.store_id IN ${q.list('stores')})
      AND t.id IN ${q.list('only')}
    ORDER BY t.id`,
});

type Row = Awaited<ReturnType<typeof ask>>[number];

/** One kind of data. */
export interface SyncKind {
  /** `push.<type>` or `pull.<type>`. */
  kind: string;
  lastAt: Date;
  /** Pull: how far it has got; null where it does not say. */
  version: number | null;
  /** Rows or documents so far. */
  items: bigint;
  /** Of these, what could not be booked when it came. */
  refused: number;
  lastRefusedAt: Date | null;
}

export interface SyncHealth {
  terminal: { id: number; uuid: string; code: string; name: string; kind: string };
  store: { uuid: string; code: string; name: string; timeZone: string };
  state: TerminalState;
  heardAt: Date | null;
  lastPushAt: Date | null;
  lastPullAt: Date | null;
  /** The program that calls, as it names itself. */
  software: string | null;
  /** Versions of the company's data that it has not fetched; null: it has never fetched any. */
  behind: number | null;
  /** When it last fetched: what it has is as old as this. */
  fetchedAt: Date | null;
  /** What it sent, could not be booked, and waits for somebody. */
  waiting: { quarantined: number; conflicts: number };
  /** Its clock minus ours; null: unknown. */
  driftMs: number | null;
  /** How the drift is known: told by the terminal, or seen on documents that come from the future. */
  driftBy: 'header' | 'documents' | null;
  troubles: HealthTrouble[];
  kinds: readonly SyncKind[];
}

interface Asked {
  companyId: number;
  /** Only terminals with this trouble. */
  trouble?: HealthTrouble | undefined;
  after?: HealthPlace | null;
}

/** A page of 50, the worst first, with how many terminals have which trouble.
 *  @throws not_found, forbidden the actor sees no terminal of the company */
export async function listSyncHealth(ctx: Ctx, { companyId, trouble, after = null }: Asked) {
  const reach = await reachOf(ctx, companyId);
  const { places, ...all } = await rankTerminals(ctx, { companyId, ...reach, trouble, after, most: pageSize + 1 });
  const page = places.slice(0, pageSize);
  const ids = page.map(({ id }) => id);
  const read = new Map(
    (await readThese(ctx, companyId, { ...reach, only: ids })).map((health) => [health.terminal.id, health]),
  );
  return {
    // One that went between the two questions is left out.
    list: ids.flatMap((id) => read.get(id) ?? []),
    next: places.length > pageSize ? (page.at(-1) ?? null) : null,
    ...all,
  };
}

/** How one terminal stands.
 *  @throws not_found it does not exist, was retired, or is none that the actor sees */
export async function getSyncHealth(ctx: Ctx, which: { companyId: number; terminalId: number }): Promise<SyncHealth> {
  const { companyId, terminalId } = which;
  const [health] = await syncHealthOf(ctx, { companyId, terminalIds: [terminalId] });
  if (!health) throw new DomainError('not_found', { terminalId });
  return health;
}

/** How some terminals of a company stand, in a few queries however many they are; of those that were retired, nothing.
 *  @throws not_found, forbidden the actor sees no terminal of the company */
export async function syncHealthOf(
  ctx: Ctx,
  { companyId, terminalIds }: { companyId: number; terminalIds: readonly number[] },
): Promise<SyncHealth[]> {
  return readThese(ctx, companyId, { ...(await reachOf(ctx, companyId)), only: terminalIds });
}

/** How far the actor sees, and how far the company's feed has come. */
interface Reach {
  /** True: every store of the company; else those of `stores`. */
  every: boolean;
  stores: readonly number[];
  /** The last version that was handed out. */
  newest: number;
}

async function reachOf(ctx: Ctx, companyId: number): Promise<Reach> {
  const { companyIds, storeIds } = scopeFor(ctx, 'terminal.see');
  if (companyIds !== null && !companyIds.includes(companyId)) authorize(ctx, 'terminal.see', { companyId });
  const every = can(ctx, 'terminal.see', { companyId });
  return { every, stores: storeIds ?? [], newest: await feedVersion(ctx.db, companyId) };
}

interface These extends Reach {
  only: readonly number[];
}

async function readThese(ctx: Ctx, company: number, { newest, ...asked }: These): Promise<SyncHealth[]> {
  if (asked.only.length === 0) return [];
  const [rows, syncs] = await Promise.all([
    ask(ctx, { company, ...asked }),
    ctx.db.reader.terminalSync.findMany({
      where: { companyId: company, terminalId: { in: [...asked.only] } },
      orderBy: [{ terminalId: 'asc' }, { kind: 'asc' }],
    }),
  ]);
  const kinds = new Map<number, SyncKind[]>();
  for (const { terminalId, ...kind } of syncs) {
    const known = kinds.get(terminalId);
    if (known) known.push(kind);
    else kinds.set(terminalId, [kind]);
  }
  return rows.map((row) => healthFrom(row, { kinds: kinds.get(row.id) ?? [], newest, now: ctx.now() }));
}

interface AskedTerminals {
  company: number;
  every: boolean;
  stores: readonly number[];
  only: readonly number[];
}

function ask(ctx: Ctx, params: AskedTerminals) {
  return ctx.db.dialect.query(ctx.db.reader, terminalsOf, params);
}

interface Facts {
  kinds: readonly SyncKind[];
  /** The last version that was handed out. */
  newest: number;
  now: Date;
}

function healthFrom(row: Row, { kinds, newest, now }: Facts): SyncHealth {
  const contacts = {
    ...{ isActive: row.is_active, revokedAt: row.revoked_at, deletedAt: null, syncPolicy: row.sync_policy },
    ...{ lastSeenAt: row.last_seen_at, lastPushAt: row.last_push_at, lastInitAt: row.last_init_at },
  };
  const state = stateOf(contacts, now);
  const fetched = latest(kinds.filter(({ kind, version }) => kind.startsWith('pull.') && version !== null));
  const waiting = { quarantined: row.quarantined, conflicts: row.conflicts };
  const behind = fetched?.version == null ? null : Math.max(0, newest - fetched.version);
  const drift = driftOf(row, now);
  const isServed = state === 'live' || state === 'silent' || state === 'never';
  const patienceMs =
    fetched?.kind === 'pull.init'
      ? dailyMs
      : Math.max(hourMs, 2 * 60_000 * readSyncPolicy(row.sync_policy).syncMinutes);
  const isLate = fetched !== null && now.getTime() - fetched.lastAt.getTime() > patienceMs;
  const has: Record<HealthTrouble, boolean> = {
    refusing: waiting.quarantined + waiting.conflicts > 0,
    silent: state === 'silent',
    clock: drift.driftMs !== null && Math.abs(drift.driftMs) > wrongClockMs,
    behind: isServed && behind !== null && behind > 0 && isLate,
  };
  return {
    terminal: { id: row.id, uuid: row.uuid, code: row.code, name: row.name, kind: row.kind },
    store: { uuid: row.store_uuid, code: row.store_code, name: row.store_name, timeZone: row.time_zone },
    ...{ state, heardAt: heardAt(contacts), software: row.last_agent, behind, waiting, ...drift },
    fetchedAt: fetched?.lastAt ?? null,
    lastPushAt: newestOf([row.last_push_at, latest(kinds.filter(({ kind }) => kind.startsWith('push.')))?.lastAt]),
    lastPullAt: newestOf([row.last_init_at, latest(kinds.filter(({ kind }) => kind.startsWith('pull.')))?.lastAt]),
    troubles: healthTroubles.filter((name) => has[name]),
    kinds: [...kinds].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  };
}

function latest(kinds: readonly SyncKind[]): SyncKind | null {
  return kinds.reduce<SyncKind | null>((best, each) => (best && best.lastAt >= each.lastAt ? best : each), null);
}

function newestOf(times: readonly (Date | null | undefined)[]): Date | null {
  const known = times.filter((at) => at instanceof Date).map(Number);
  return known.length === 0 ? null : new Date(Math.max(...known));
}

/** A clock that is ahead shows for certain in documents that come from the future; one that is behind looks like a till that was
 *  offline. */
function driftOf({ clock_drift_ms: told, clock_drift_at: at, lag_ms: lag }: Row, now: Date) {
  if (told !== null && at !== null && now.getTime() - at.getTime() < driftHoldsMs) {
    return { driftMs: told, driftBy: 'header' as const };
  }
  const lagMs = lag === null ? null : Number(lag);
  return lagMs !== null && lagMs < -wrongClockMs
    ? { driftMs: -lagMs, driftBy: 'documents' as const }
    : { driftMs: null, driftBy: null };
}

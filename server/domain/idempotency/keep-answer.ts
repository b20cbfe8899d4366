/** Answers of requests that may be repeated: whoever repeats one under the same key gets the first one's answer. Keys are each
 *  caller's own and kept for a day; documents of tills need none, because their ids count for ever. */
import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import { type Ctx, inRawTransaction, statement } from '../../db/index.ts';
import { holdsStill, type Standing, standingOf } from '../tenancy/index.ts';

const keptMs = 24 * 3600_000;
/** A request that is under way says so more often than this. */
const lockMs = 60_000;

/** An answer as it was given. */
export interface KeptAnswer {
  status: number;
  /** Null: it had no body. */
  answer: string | null;
  headers: Readonly<Record<string, string>>;
  /** When the request began; of an answer that was kept. */
  begunAt?: Date;
}

/** What is kept beside a body. */
interface Beside {
  headers: Readonly<Record<string, string>>;
  /** By the caller, when they asked. */
  held: Standing;
}

/** A request under its key. */
export interface KeyedRequest {
  caller: string;
  key: string;
  /** SHA-256 of method, path, query and body. */
  requestHash: string;
}

/** Whose keys these are. Null: the actor has none of their own. */
export function callerName({ actor }: { actor: Actor }): string | null {
  switch (actor.kind) {
    case 'terminal':
      return `terminal:${actor.terminalId}`;
    case 'program':
      return `program:${actor.keyId}`;
    case 'user':
      return `user:${actor.userId}`;
    default:
      return null;
  }
}

const rowColumns = {
  caller: 'text',
  key: 'text',
  request_hash: 'text',
  headers: 'text',
  created_at: 'instant',
  locked_until: 'instant',
  expires_at: 'instant',
} as const;

/** A row whose day is over, or whose request died without an answer, is taken over. `created_at` tells whose it is. */
const begin = statement({
  params: { rows: rowColumns, now: 'instant' },
  returns: { key: 'text' },
  sql: (q) => `INSERT INTO idempotency_keys (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true
    ON CONFLICT (caller, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, answer = NULL,
      headers = excluded.headers, created_at = excluded.created_at, locked_until = excluded.locked_until,
      expires_at = excluded.expires_at
    WHERE idempotency_keys.expires_at <= ${q.param('now')} OR (idempotency_keys.status IS NULL
      AND idempotency_keys.locked_until <= ${q.param('now')} AND idempotency_keys.request_hash = excluded.request_hash)
    RETURNING idempotency_keys.key`,
});

const find = statement({
  params: { caller: 'text', key: 'text' },
  returns: { request_hash: 'text', status: 'int?', answer: 'text?', headers: 'text', created_at: 'instant' },
  sql: (q) => `SELECT request_hash, status, answer, headers, created_at FROM idempotency_keys
    WHERE caller = ${q.param('caller')} AND key = ${q.param('key')}`,
});

/** Begins a request under its key.
 *  @returns the answer of the first one, or null: this is the first, and must be ended by `keepAnswer` or `forgetKey`
 *  @throws conflict  another request came under this key
 *  @throws locked    the first one is still under way
 *  @throws forbidden the caller holds less than when the first one came: what it was told may be none of their business by now
 *  @throws unavailable */
export async function beginKeyed(ctx: Ctx, request: KeyedRequest): Promise<KeptAnswer | null> {
  const { caller, key, requestHash } = request;
  const now = ctx.now();
  const row = {
    ...{ caller, key, request_hash: requestHash, headers: '{}', created_at: now },
    ...{ locked_until: new Date(+now + lockMs), expires_at: new Date(+now + keptMs) },
  };
  const { dialect } = ctx.db;
  return inRawTransaction(ctx.db, async (tx) => {
    const begun = await dialect.query(tx, begin, { rows: [row], now });
    if (begun.length > 0) return null;
    const [first] = await dialect.query(tx, find, { caller, key });
    if (!first) throw new DomainError('locked', { retryAfterSeconds: 1 }, underWay);
    if (first.request_hash !== requestHash) throw new DomainError('conflict', {}, another);
    if (first.status === null) throw new DomainError('locked', { retryAfterSeconds: 1 }, underWay);
    const { status, answer, created_at: begunAt } = first;
    // What an older hub kept has neither.
    const { headers = {}, held = null } = JSON.parse(first.headers) as Partial<Beside>;
    if (!holdsStill(ctx.actor, held)) throw new DomainError('forbidden', {}, holdsLess);
    return { status, answer, headers, begunAt };
  });
}

const underWay = 'The first request with this Idempotency-Key is still under way. Ask again in a moment.';
const holdsLess =
  'This was asked under the same Idempotency-Key when you held more rights than now: its answer is not repeated.';
const another = 'Another request was sent with this Idempotency-Key. A key stands for one address and one body.';

const end = statement({
  params: { caller: 'text', key: 'text', hash: 'text', status: 'int', answer: 'text?', headers: 'text' },
  sql: (q) => `UPDATE idempotency_keys SET status = ${q.param('status')}, answer = ${q.param('answer')},
      headers = ${q.param('headers')}
    WHERE caller = ${q.param('caller')} AND key = ${q.param('key')} AND request_hash = ${q.param('hash')}
      AND status IS NULL`,
});

/** Keeps the answer for whoever repeats the request. */
export async function keepAnswer(ctx: Ctx, request: KeyedRequest, kept: KeptAnswer): Promise<void> {
  const { caller, key, requestHash: hash } = request;
  const { status, answer } = kept;
  const beside: Beside = { headers: kept.headers, held: standingOf(ctx.actor) };
  const headers = JSON.stringify(beside);
  await inRawTransaction(ctx.db, (tx) =>
    ctx.db.dialect.execute(tx, end, { caller, key, hash, status, answer, headers }),
  );
}

const extend = statement({
  params: { caller: 'text', key: 'text', hash: 'text', until: 'instant' },
  sql: (q) => `UPDATE idempotency_keys SET locked_until = ${q.param('until')}
    WHERE caller = ${q.param('caller')} AND key = ${q.param('key')} AND request_hash = ${q.param('hash')}
      AND status IS NULL`,
});

/** Says that the request is still under way; to be told at least every half a minute. */
export async function stillUnderWay(ctx: Ctx, { caller, key, requestHash: hash }: KeyedRequest): Promise<void> {
  const until = new Date(+ctx.now() + lockMs);
  await inRawTransaction(ctx.db, (tx) => ctx.db.dialect.execute(tx, extend, { caller, key, hash, until }));
}

const forget = statement({
  params: { caller: 'text', key: 'text', hash: 'text' },
  sql: (q) => `DELETE FROM idempotency_keys WHERE caller = ${q.param('caller')} AND key = ${q.param('key')}
    AND request_hash = ${q.param('hash')} AND status IS NULL`,
});

/** The request has failed in a way that another try may mend: the next one runs. */
export async function forgetKey(ctx: Ctx, { caller, key, requestHash: hash }: KeyedRequest): Promise<void> {
  await inRawTransaction(ctx.db, (tx) => ctx.db.dialect.execute(tx, forget, { caller, key, hash }));
}

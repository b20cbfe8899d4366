/** What a failed statement means, read out of the nested errors that Prisma and its adapters raise. */

import { DomainError } from '../core/errors.ts';

/** What the adapters keep about an error: the engine's own code, or for lost connections only a kind. */
interface DriverCause {
  kind?: string;
  originalCode?: string;
  table?: string;
  constraint?: { fields?: string[]; index?: string };
}

/** SQLite: the disk or the file is at fault, or somebody else holds it. */
const sqliteUnavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/;
/** PostgreSQL: connection lost, out of resources (disk, memory, connections), shut down, or in a read-only state. */
const postgresUnavailable = /^(08|53|57P0|58|25006)/;
const unavailableKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionAlreadyClosed',
]);
/** Node: what a socket says that cannot be opened, or has ended. */
const lostConnections = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'],
  ...['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
]);
/** Prisma: cannot reach, timed out, connection closed, no connection free, transaction not started or expired. */
const unavailablePrismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);

/** The engine's own code of an error (`SQLITE_FULL`, `40001`), or null. */
export function engineCode(error: unknown): string | null {
  const cause = driverCause(error);
  if (cause?.originalCode) return cause.originalCode;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

/** Whether the database could not do its work just now, whatever was asked of it: gone, full, read-only, locked. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'unavailable';
  const cause = driverCause(error);
  if (cause?.kind && unavailableKinds.has(cause.kind)) return true;
  const code = engineCode(error) ?? '';
  if (sqliteUnavailable.test(code) || (code.length === 5 && postgresUnavailable.test(code))) return true;
  if (lostConnections.has(code)) return true;
  const prismaCode = (error as { code?: unknown } | null)?.code;
  if (typeof prismaCode === 'string' && unavailablePrismaCodes.has(prismaCode)) return true;
  // pg reports a connection that ended under or before a query, or a pool that ran dry, by message alone.
  return (
    error instanceof Error &&
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}

/** Whether a text was asked for that PostgreSQL can neither hold nor compare: one with a NUL in it. */
export function isUnspeakable(error: unknown): boolean {
  return engineCode(error) === '22021';
}

/** The same error, or `unavailable` in its place with the engine's text for the log. */
export function translateError(error: unknown): unknown {
  if (error instanceof DomainError || !isUnavailable(error)) return error;
  const facts = { retryAfterSeconds: 1, engineCode: engineCode(error), cause: String((error as Error).message) };
  return new DomainError('unavailable', facts, 'The database cannot be used just now.');
}

/** Whether PostgreSQL gave this transaction up in favour of another one (40001, 40P01): running it again is right. */
export function isConflictOfTransactions(error: unknown): boolean {
  const code = engineCode(error);
  return code === '40001' || code === '40P01' || (error as { code?: unknown } | null)?.code === 'P2034';
}

/** Whether a row with these values in these columns exists already. Names are the database's own, in the key's order. */
export function isUniqueViolation(error: unknown, table: string, columns: readonly string[]): boolean {
  const cause = driverCause(error);
  if (cause?.kind !== 'UniqueConstraintViolation') return false;
  const { fields, index } = cause.constraint ?? {};
  if (cause.table !== undefined && cause.table !== table) return false;
  if (fields) return fields.join() === columns.join();
  return index === `${table}_${columns.join('_')}_key` || index === `${table}_pkey`;
}

/** Whether a row could not be deleted because others refer to it. SQLite raises RESTRICT as a trigger does. */
export function isStillReferenced(error: unknown): boolean {
  const codes = [engineCode(error), (error as { code?: unknown } | null)?.code];
  return codes.some((code) => /^(SQLITE_CONSTRAINT_(FOREIGNKEY|TRIGGER)|23503|23001|P2003)$/.test(String(code)));
}

/** The adapters' own description lies under `meta.driverAdapterError` of Prisma's errors, or in a chain of causes. */
function driverCause(error: unknown): DriverCause | null {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current && typeof current === 'object'; depth += 1) {
    const candidate = current as { kind?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } };
    if (typeof candidate.kind === 'string') return candidate as DriverCause;
    current = candidate.meta?.driverAdapterError ?? candidate.cause;
  }
  return null;
}

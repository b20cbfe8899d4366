/** The database layer's public face. See `transaction.ts` for writing, `dialect.ts` for set-based SQL with an example. */

export { type Database, openDatabase, providerOf } from './client.ts';
export type { Columns, ColumnType, RowOf, ScalarType, ValueOf } from './columns.ts';
export type { Tx } from './connection.ts';
export { type Ctx, deriveContext, type Logger } from './context.ts';
export { copyDatabase } from './copy.ts';
export {
  type Dialect,
  type EngineWords,
  onConflictAdd,
  type Provider,
  type RawClient,
  type Statement,
  statement,
  type Words,
} from './dialect.ts';
export { isStillReferenced, isUnavailable, isUniqueViolation, isUnspeakable } from './errors.ts';
export { type ForeignRow, type ForeignSqlite, openForeignSqlite } from './foreign-sqlite.ts';
export { joinTransaction } from './join.ts';
export { lookUp } from './look-up.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export { fieldsOf, type ModelName, modelOfTable, type Table, tableOf } from './models.ts';
export { perDatabase } from './per-database.ts';
export { openForRecording } from './recording.ts';
export { sqliteFile } from './sqlite-place.ts';
export { inRawTransaction, inTransaction } from './transaction.ts';
export { writtenLater } from './write-later.ts';
export { openWriteLock, sharedTurns, type WriteLock } from './write-lock.ts';

/** Processes tell each other through the database what callers have used. */
import { type Database, inTransaction, isUnavailable, type Logger, statement } from '../../db/index.ts';
import type { Tally, Windows } from './windows.ts';

/** Of keys that have used this much of a minute the database is told; the smallest allowance is larger. */
const leastTold = 10;
/** Minutes of which the rows are kept. */
const kept = 2;

const columns = { key: 'text', minute: 'int', used: 'int' } as const;

const add = statement({
  params: { tallies: columns },
  sql: (q) => `INSERT INTO rate_windows (${q.names('tallies')})
    SELECT ${q.names('tallies', 'r')} FROM ${q.rows('tallies', 'r')} WHERE true ORDER BY r.key, r.minute
    ON CONFLICT (key, minute) DO UPDATE SET used = rate_windows.used + excluded.used`,
});

const read = statement({
  params: { keys: ['text'], minute: 'int' },
  returns: columns,
  sql: (q) =>
    `SELECT key, minute, used FROM rate_windows WHERE key IN ${q.list('keys')} AND minute = ${q.param('minute')}`,
});

const forget = statement({
  params: { before: 'int' },
  sql: (q) => `DELETE FROM rate_windows WHERE minute < ${q.param('before')}`,
});

/** Tells the database what was used, and learns what others have. Nothing is written while nobody uses much.
 *  @throws unavailable: what was not told is told the next time */
export async function settleWindows(db: Database, windows: Windows, now: Date): Promise<void> {
  const told = windows.untold(leastTold, now.getTime());
  const [first] = told;
  if (first === undefined) return;
  const all = await inTransaction(db, async (tx) => {
    await db.dialect.execute(tx, add, { tallies: told });
    await db.dialect.execute(tx, forget, { before: first.minute - kept });
    return db.dialect.query(tx, read, { keys: told.map(({ key }) => key), minute: first.minute });
  });
  windows.settle(told, all satisfies readonly Tally[]);
}

/** The same in the background. When it fails, the next time tells it again: a database that is away, or was closed meanwhile, is no
 *  news. */
export async function settleQuietly(
  { db, log }: { db: Database; log: Logger },
  windows: Windows,
  now: Date,
): Promise<void> {
  try {
    await settleWindows(db, windows, now);
  } catch (error) {
    if (!isUnavailable(error)) log.warn({ err: error }, 'the use of allowances was not settled');
  }
}

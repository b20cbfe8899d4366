/** Whether anybody has written, which is cheap to ask: whoever compares everything that is stored looks only then. */
import type { Database } from '../../server/db/index.ts';

/** Something else after each commit of another connection; on PostgreSQL after those of other databases too. */
export async function writings(db: Database): Promise<string> {
  const ask =
    db.provider === 'postgresql' ? 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS n' : 'PRAGMA data_version';
  const [row] = await db.reader.$queryRawUnsafe<Record<string, unknown>[]>(ask);
  return String(Object.values(row ?? {})[0]);
}

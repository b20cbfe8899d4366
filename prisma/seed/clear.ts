import { rmSync } from 'node:fs';
import { inTransaction, openDatabase, providerOf } from '../../server/db/index.ts';

/** Empties the database of a demonstration that was interrupted while it was built; only its own mark allows that. Afterwards it
 *  must be migrated again. */
export async function clearDemonstration(url: string): Promise<void> {
  if (providerOf(url) === 'sqlite') {
    const file = url.slice('file:'.length);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return;
  }
  const db = await openDatabase({ url });
  try {
    await inTransaction(db, async (tx) => {
      const tables = await tx.$queryRawUnsafe<{ name: string }[]>(
        `SELECT quote_ident(tablename) AS name FROM pg_tables
         WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'`,
      );
      await tx.$executeRawUnsafe(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`);
    });
  } finally {
    await db.close();
  }
}

/** Adds 1 to a counter, many times, each time reading it first: `increment.ts <url> <times>`. */

import { inTransaction, openDatabase } from '../../../server/db/index.ts';

const [url = '', times = '0'] = process.argv.slice(2);
const db = await openDatabase({ url, waitMs: 60_000 });
for (let count = 0; count < Number(times); count += 1) {
  await inTransaction(db, async (tx) => {
    const rows = await tx.$queryRawUnsafe<{ n: bigint }[]>(
      `SELECT n FROM counters WHERE id = 1 ${db.dialect.words.forUpdate}`,
    );
    await tx.$executeRawUnsafe(`UPDATE counters SET n = ${(rows[0]?.n ?? 0n) + 1n} WHERE id = 1`);
  });
}
await db.close();

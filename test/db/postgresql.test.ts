import pg from 'pg';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { inRawTransaction, inTransaction, openDatabase, type RawClient, type Tx } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { deferred } from '../support/deferred.ts';

describe.runIf(inject('databases').provider === 'postgresql')('PostgreSQL', () => {
  const test = withDatabase();

  beforeAll(() =>
    inTransaction(test.db, async (tx) => {
      await tx.$executeRawUnsafe('CREATE TABLE pair (id INTEGER PRIMARY KEY, n BIGINT NOT NULL)');
      await tx.$executeRawUnsafe('INSERT INTO pair VALUES (1, 0), (2, 0)');
    }),
  );

  it('runs a transaction again that had to give way in a deadlock', async () => {
    const add = (tx: Tx, id: number) => tx.$executeRawUnsafe(`UPDATE pair SET n = n + 1 WHERE id = ${id}`);
    const bothHoldOne = [deferred(), deferred()];
    let attempts = 0;
    const crossing = (own: number, other: number) =>
      inTransaction(test.db, async (tx) => {
        attempts += 1;
        await add(tx, own);
        bothHoldOne[own - 1]?.resolve();
        // Fulfilled for good after the first attempts: the repetition does not wait.
        await bothHoldOne[other - 1]?.promise;
        await add(tx, other);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    expect(attempts).toBe(3);
    const rows = await test.db.reader.$queryRawUnsafe('SELECT n FROM pair ORDER BY id');
    expect(rows).toEqual([{ n: 2n }, { n: 2n }]);
  });

  it('has its sessions in UTC, whatever the address asks for', async () => {
    const url = new URL(test.url);
    url.searchParams.set('options', '-c timezone=Asia/Tokyo -c statement_timeout=12345');
    const db = await openDatabase({ url: url.href });
    const read = (client: Pick<Tx, '$queryRawUnsafe'>) =>
      client.$queryRawUnsafe(
        `SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS kept`,
      );
    expect(await read(db.reader)).toEqual([{ zone: 'UTC', kept: '12345ms' }]);
    expect(await inTransaction(db, read)).toEqual([{ zone: 'UTC', kept: '12345ms' }]);
    await db.close();
  });

  it.each([
    ['Prisma', inTransaction],
    ['SQL alone', inRawTransaction],
  ] as const)('tells "unavailable" to every statement after its connection has ended: %s', async (_name, begin) => {
    const admin = new pg.Client({ connectionString: test.url });
    await admin.connect();
    for (const statements of [1, 2, 3]) {
      const broken = begin(test.db, async (tx: RawClient) => {
        const [own] = (await tx.$queryRawUnsafe('SELECT pg_backend_pid() AS pid')) as { pid: number }[];
        await admin.query('SELECT pg_terminate_backend($1)', [own?.pid]);
        for (let count = 1; count < statements; count += 1) await tx.$queryRawUnsafe('SELECT 1').catch(() => null);
        await tx.$queryRawUnsafe('SELECT 1');
      });
      await expect(broken).rejects.toMatchObject({ name: 'DomainError', code: 'unavailable' });
    }
    await admin.end();
  });

  it('tells "unavailable" when the server is not there', async () => {
    const url = new URL(test.url);
    url.port = '1';
    await expect(openDatabase({ url: url.href })).rejects.toMatchObject({ name: 'DomainError', code: 'unavailable' });
  });
});

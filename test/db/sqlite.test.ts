import { setImmediate as nextTurn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { inRawTransaction, inTransaction, openDatabase, type RawClient, type Tx } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { withDatabase } from '../support/database.ts';

const unavailable = { name: 'DomainError', code: 'unavailable' };

describe.runIf(inject('databases').provider === 'sqlite')('SQLite', () => {
  const test = withDatabase();

  beforeEach(() =>
    inTransaction(test.db, async (tx) => {
      await tx.$executeRawUnsafe('DROP TABLE IF EXISTS blobs');
      await tx.$executeRawUnsafe('CREATE TABLE blobs (id INTEGER PRIMARY KEY, body BLOB)');
    }),
  );

  const add = (tx: Pick<RawClient, '$executeRawUnsafe'>, id: number, size = 1) =>
    tx.$executeRawUnsafe(`INSERT INTO blobs VALUES (${id}, zeroblob(${size}))`);
  const ids = async () =>
    (await test.db.reader.$queryRawUnsafe<{ id: number }[]>('SELECT id FROM blobs ORDER BY id')).map((row) => row.id);

  it.each([
    ['journal_mode', 'wal', 'wal', 'wal', 'wal'],
    ['synchronous', 2, 2, 2, 2],
    ['foreign_keys', 1, 1, 1, 1],
    ['wal_autocheckpoint', 8000, 8000, 8000, 8000],
    ['cache_size', -4096, -4096, -16384, -2048],
    ['busy_timeout', 10, 1000, 10, 1000],
    ['query_only', 0, 1, 0, 1],
  ])(
    'has %s set on all that write and read, also when the file exists already',
    async (pragma, writer, reader, rawWriter, finder) => {
      const again = await openDatabase({ url: test.url });
      for (const db of [test.db, again]) {
        const read = async (client: Pick<Tx, '$queryRawUnsafe'> | RawClient) =>
          client.$queryRawUnsafe<Record<string, bigint | string>[]>(`PRAGMA ${pragma}`);
        const value = (rows: Record<string, bigint | string>[]) =>
          Object.values(rows[0] ?? {}).map((v) => (typeof v === 'bigint' ? Number(v) : v))[0];
        expect(value(await inTransaction(db, read))).toBe(writer);
        expect(value(await read(db.reader))).toBe(reader);
        expect(value(await inRawTransaction(db, read))).toBe(rawWriter);
        expect(value(await read(db.finder))).toBe(finder);
      }
      await again.close();
    },
  );

  it('refuses a file that does not exist instead of making an empty one', async () => {
    await expect(openDatabase({ url: `file:${inject('databases').folder}/nowhere.db` })).rejects.toThrow(
      /no database at/,
    );
  });

  describe.each([
    ['a transaction', inTransaction as typeof inRawTransaction],
    ['a transaction of raw SQL', inRawTransaction],
  ])('%s', (_name, write) => {
    it('waits for a lock of another process without stopping its own event loop', async () => {
      const other = new Sqlite(sqliteFile(test.url));
      other.exec('BEGIN IMMEDIATE');
      const writing = write(test.db, (tx) => add(tx, 1));
      for (let turns = 0; turns < 20; turns += 1) await nextTurn();
      expect(await ids()).toEqual([]);
      // Were the event loop standing still, this line would be reached only after the wait had failed.
      other.exec('COMMIT');
      other.close();
      await writing;
      expect(await ids()).toEqual([1]);
    });

    it('tells "unavailable" when another process keeps the lock, and writes again afterwards', async () => {
      const other = new Sqlite(sqliteFile(test.url));
      other.exec('BEGIN IMMEDIATE');
      await expect(write(test.db, (tx) => add(tx, 1), { waitMs: 30 })).rejects.toMatchObject(unavailable);
      other.exec('ROLLBACK');
      other.close();
      await write(test.db, (tx) => add(tx, 2));
      expect(await ids()).toEqual([2]);
    });

    it('tells "unavailable" on a full disk, keeps nothing of the transaction, and writes again when there is room', async () => {
      const limit = (pages: number) => write(test.db, (tx) => tx.$queryRawUnsafe(`PRAGMA max_page_count = ${pages}`));
      await limit(1);
      const full = write(test.db, async (tx) => {
        await add(tx, 1);
        await add(tx, 2, 1_000_000);
      });
      await expect(full).rejects.toMatchObject(unavailable);
      await limit(1_000_000);
      await write(test.db, (tx) => add(tx, 3));
      expect(await ids()).toEqual([3]);
    });

    it('lets nothing be written after an error that has ended the transaction, even if the error was caught', async () => {
      const limit = (pages: number) => write(test.db, (tx) => tx.$queryRawUnsafe(`PRAGMA max_page_count = ${pages}`));
      await limit(1);
      const careless = write(test.db, async (tx) => {
        await add(tx, 1);
        await add(tx, 2, 1_000_000).catch(() => {});
        await add(tx, 3).catch(() => {});
      });
      await expect(careless).rejects.toMatchObject(unavailable);
      await limit(1_000_000);
      expect(await ids()).toEqual([]);
    });

    it('goes on after an ordinary error that was caught', async () => {
      await write(test.db, async (tx) => {
        await add(tx, 1);
        await add(tx, 1).catch(() => {});
        await add(tx, 2);
      });
      expect(await ids()).toEqual([1, 2]);
    });
  });
});

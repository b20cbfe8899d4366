import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Database,
  inRawTransaction,
  inTransaction,
  isUniqueViolation,
  openDatabase,
  type RawClient,
  type Tx,
} from '../../server/db/index.ts';
import { startChild } from '../support/child.ts';
import { withDatabase } from '../support/database.ts';
import { deferred } from '../support/deferred.ts';

const unavailable = { name: 'DomainError', code: 'unavailable' };

/** Both ways to write keep the same promises. */
const ways = [
  ['transactions', inTransaction as typeof inRawTransaction],
  ['transactions of raw SQL', inRawTransaction],
] as const;

describe.each(ways)('%s', (_name, write) => {
  const test = withDatabase();

  beforeEach(() =>
    inTransaction(test.db, async (tx) => {
      await tx.$executeRawUnsafe('DROP TABLE IF EXISTS children');
      await tx.$executeRawUnsafe('DROP TABLE IF EXISTS counters');
      await tx.$executeRawUnsafe('CREATE TABLE counters (id INTEGER PRIMARY KEY, n BIGINT NOT NULL)');
      await tx.$executeRawUnsafe(
        'CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES counters (id) DEFERRABLE INITIALLY DEFERRED)',
      );
      await tx.$executeRawUnsafe('INSERT INTO counters (id, n) VALUES (1, 0)');
    }),
  );

  const counters = async (db: Database = test.db): Promise<bigint[]> => {
    const rows = await db.reader.$queryRawUnsafe<{ n: bigint }[]>('SELECT n FROM counters ORDER BY id');
    return rows.map((row) => row.n);
  };
  const add = (tx: RawClient, id: number) => tx.$executeRawUnsafe(`INSERT INTO counters (id, n) VALUES (${id}, ${id})`);

  /** A transaction that has written a row and stays open until it is told to end. */
  async function holdOpen(db: Database, id: number) {
    const held = deferred();
    const written = deferred();
    const running = write(db, async (tx) => {
      await add(tx, id);
      written.resolve();
      await held.promise;
    });
    await Promise.race([written.promise, running]);
    return { running, end: () => held.resolve() };
  }

  it('of 50 writers at once follow each other and none is lost, also when each reads first', async () => {
    const increment = (tx: RawClient) =>
      tx
        .$queryRawUnsafe<{ n: bigint }[]>(`SELECT n FROM counters WHERE id = 1 ${test.db.dialect.words.forUpdate}`)
        .then((rows) => tx.$executeRawUnsafe(`UPDATE counters SET n = ${(rows[0]?.n ?? 0n) + 1n} WHERE id = 1`));
    await Promise.all(Array.from({ length: 50 }, () => write(test.db, increment)));
    expect(await counters()).toEqual([50n]);
  });

  it('of several processes lose nothing either', async () => {
    const children = [1, 2, 3].map(() => startChild('test/db/children/increment.ts', [test.url, '60']));
    for (const child of children) expect(await child.ended, child.errors()).toBe(0);
    expect(await counters()).toEqual([180n]);
  });

  it('that fail leave nothing behind', async () => {
    const failing = write(test.db, async (tx) => {
      await add(tx, 2);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await counters()).toEqual([0n]);
  });

  it('are seen by readers only when they are committed', async () => {
    const open = await holdOpen(test.db, 2);
    expect(await counters()).toEqual([0n]);
    open.end();
    await open.running;
    expect(await counters()).toEqual([0n, 2n]);
  });

  it('refuse to be nested, and refuse the reader inside', async () => {
    await expect(write(test.db, () => write(test.db, async () => {}))).rejects.toThrow(/inside a transaction/);
    await expect(write(test.db, () => counters())).rejects.toThrow(/inside a transaction/);
    // What was begun inside and goes on afterwards is outside.
    const later = deferred();
    const after = await write(test.db, async () => ({ result: later.promise.then(() => counters()) }));
    later.resolve();
    expect(await after.result).toEqual([0n]);
  });

  it('whose COMMIT fails report it, and the connection stays usable', async () => {
    const broken = write(test.db, async (tx) => {
      await add(tx, 2);
      // The reference is checked at COMMIT only.
      await tx.$executeRawUnsafe('INSERT INTO children (id, parent) VALUES (1, 999)');
    });
    await expect(broken).rejects.toThrow();
    expect(await counters()).toEqual([0n]);
    await write(test.db, (tx) => add(tx, 3));
    expect(await counters()).toEqual([0n, 3n]);
  });

  it('that never end are rolled back after their time, and the next one runs', async () => {
    const endless = write(
      test.db,
      async (tx) => {
        await add(tx, 2);
        await new Promise(() => {});
      },
      { timeoutMs: 30 },
    );
    await expect(endless).rejects.toMatchObject(unavailable);
    await write(test.db, (tx) => add(tx, 3));
    expect(await counters()).toEqual([0n, 3n]);
  });

  it('that wait too long for their turn are told "unavailable"', async () => {
    const db = await openDatabase({ url: test.url, writers: 1 });
    const open = await holdOpen(db, 2);
    await expect(write(db, (tx) => add(tx, 3), { waitMs: 20 })).rejects.toMatchObject(unavailable);
    open.end();
    await open.running;
    await db.close();
    expect(await counters()).toEqual([0n, 2n]);
  });

  it('run in the order of asking, and close() waits for those that were accepted', async () => {
    const db = await openDatabase({ url: test.url, writers: 1 });
    const open = await holdOpen(db, 2);
    const order: number[] = [];
    const waiting = [3, 4, 5].map((id) =>
      write(db, async (tx) => {
        order.push(id);
        await add(tx, id);
      }),
    );
    const closing = db.close();
    await expect(write(db, (tx) => add(tx, 6))).rejects.toMatchObject(unavailable);
    open.end();
    await Promise.all([open.running, ...waiting, closing]);
    expect(order).toEqual([3, 4, 5]);
    expect(await counters()).toEqual([0n, 2n, 3n, 4n, 5n]);
  });

  it('are the only way to write: the reader cannot', async () => {
    await expect(test.db.reader.$executeRawUnsafe('INSERT INTO counters (id, n) VALUES (9, 9)')).rejects.toThrow(
      /read.?only/i,
    );
  });

  it('do not disturb a snapshot', async () => {
    await test.db.snapshot(async (tx) => {
      const read = () => tx.$queryRawUnsafe<unknown[]>('SELECT n FROM counters');
      expect(await read()).toHaveLength(1);
      const writer = await openDatabase({ url: test.url });
      await write(writer, (inner) => add(inner, 2));
      await writer.close();
      expect(await read()).toHaveLength(1);
    });
    expect(await counters()).toHaveLength(2);
  });
});

describe('errors of transactions', () => {
  const test = withDatabase();

  it('name a key that exists already, the same on both engines', async () => {
    const insert = (username: string) =>
      inTransaction(test.db, (tx: Tx) =>
        tx.user.create({ data: { id: `u-${username}`, username, usernameFolded: 'ada' } }),
      );
    await insert('Ada');
    const error = await insert('ADA').catch((cause: unknown) => cause);
    expect(isUniqueViolation(error, 'users', ['username_folded'])).toBe(true);
    expect(isUniqueViolation(error, 'users', ['username'])).toBe(false);
    expect(isUniqueViolation(error, 'companies', ['username_folded'])).toBe(false);
    const sameId = await insert('Ada').catch((cause: unknown) => cause);
    expect(isUniqueViolation(sameId, 'companies', ['id'])).toBe(false);
  });
});

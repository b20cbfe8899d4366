import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RawClient, RowOf } from '../../server/db/index.ts';
import { inRawTransaction, inTransaction, onConflictAdd, statement } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';

const columns = {
  id: 'int',
  amount: 'bigint?',
  name: 'text?',
  flag: 'bool?',
  happened: 'instant?',
  body: 'bytes?',
  extra: 'bytes?',
} as const;
type Row = RowOf<typeof columns>;

const insert = statement({
  params: { rows: columns },
  sql: (q) =>
    `INSERT INTO scratch (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});
const readAll = statement({ params: {}, returns: columns, sql: () => 'SELECT * FROM scratch ORDER BY id' });
const clear = statement({ params: {}, sql: () => 'DELETE FROM scratch' });

const empty: Row = { id: 1, amount: null, name: null, flag: null, happened: null, body: null, extra: null };

describe('set-based statements', () => {
  const test = withDatabase();

  beforeAll(() =>
    inTransaction(test.db, async (tx) => {
      const [instant, bytes] = test.provider === 'sqlite' ? ['DATETIME', 'BLOB'] : ['TIMESTAMPTZ(3)', 'BYTEA'];
      await tx.$executeRawUnsafe(
        `CREATE TABLE scratch (id INTEGER PRIMARY KEY, amount BIGINT, name TEXT, flag BOOLEAN, happened ${instant},
         body ${bytes}, extra ${bytes})`,
      );
      await tx.$executeRawUnsafe(
        'CREATE TABLE totals (day TEXT NOT NULL, kind INTEGER NOT NULL, n BIGINT NOT NULL, last TEXT, PRIMARY KEY (day, kind))',
      );
    }),
  );

  const roundTrip = (rows: Row[]) =>
    inTransaction(test.db, async (tx) => {
      await test.db.dialect.execute(tx, clear, {});
      expect(await test.db.dialect.execute(tx, insert, { rows })).toBe(rows.length);
      return test.db.dialect.query(tx, readAll, {});
    });

  /** Those without Prisma in between have rows by place on SQLite. */
  const everyClient = () => [
    <T>(work: (raw: RawClient) => Promise<T>) => work(test.db.finder),
    <T>(work: (raw: RawClient) => Promise<T>) => inRawTransaction(test.db, work),
    <T>(work: (raw: RawClient) => Promise<T>) => inTransaction(test.db, work),
  ];

  it('are refused when they do not return what they promise, whoever runs them', async () => {
    await roundTrip([empty]);
    const missing = statement({
      params: {},
      returns: { id: 'int', nobody: 'int' },
      sql: () => 'SELECT id FROM scratch',
    });
    const empties = statement({ params: {}, returns: { amount: 'bigint' }, sql: () => 'SELECT amount FROM scratch' });
    const others = statement({ params: {}, returns: { id: 'int' }, sql: () => 'SELECT amount, flag, id FROM scratch' });
    for (const client of everyClient()) {
      const misses = client((raw) => test.db.dialect.query(raw, missing, {}));
      await expect(misses).rejects.toThrow('does not return the column "nobody"');
      const isEmpty = client((raw) => test.db.dialect.query(raw, empties, {}));
      await expect(isEmpty).rejects.toThrow('"amount" is null against its type');
      expect(await client((raw) => test.db.dialect.query(raw, others, {}))).toEqual([{ id: 1 }]);
    }
  });

  it('give back every digit of integers beyond 2^53', async () => {
    const amounts = [2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n) + 1n, 0n, 1n];
    const rows = amounts.map((amount, index) => ({ ...empty, id: index, amount }));
    expect((await roundTrip(rows)).map((row) => row.amount)).toEqual(amounts);
  });

  it('give back any row as it was written', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((value) => value.replaceAll('\0', ''))
      .filter((value) => !/\p{Surrogate}/u.test(value));
    const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    const bytes = fc.uint8Array({ maxLength: 12 }).map((value) => Buffer.from(value));
    const row = fc.record({
      amount: option(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })),
      name: option(
        fc.oneof(text, fc.constantFrom('\\u0000', '\\\\ud800', '"', "'", '\n', '123', '1e3', 'null', 'İ😀')),
      ),
      flag: option(fc.boolean()),
      happened: option(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })),
      body: option(bytes),
      extra: option(bytes),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (list) => {
        const rows = list.map((values, id) => ({ id, ...values }));
        const plain = (all: Row[]) =>
          all.map((r) => ({ ...r, body: r.body && [...r.body], extra: r.extra && [...r.extra] }));
        expect(plain(await roundTrip(rows))).toEqual(plain(rows));
        for (const client of everyClient()) {
          expect(plain(await client((raw) => test.db.dialect.query(raw, readAll, {})))).toEqual(plain(rows));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are read by Prisma as what they are: instants as dates, money as bigint', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const amount = 2n ** 53n + 1n;
    const stored = statement({
      params: { at: 'instant', amount: 'bigint', zero_bytes: 'bytes', two_bytes: 'bytes' },
      returns: { id: 'int', received_at: 'instant', total: 'bigint', zero_bytes: 'bytes', two_bytes: 'bytes' },
      sql: (q) =>
        `INSERT INTO outbox_probe (received_at, total, zero_bytes, two_bytes)
          VALUES (${q.param('at')}, ${q.param('amount')}, ${q.param('zero_bytes')}, ${q.param('two_bytes')}) RETURNING *`,
    });
    await inTransaction(test.db, async (tx) => {
      const [id, instant, bytes] =
        test.provider === 'sqlite'
          ? ['INTEGER PRIMARY KEY', 'DATETIME', 'BLOB']
          : ['SERIAL', 'TIMESTAMPTZ(3)', 'BYTEA'];
      await tx.$executeRawUnsafe(
        `CREATE TABLE outbox_probe (id ${id}, received_at ${instant}, total BIGINT, zero_bytes ${bytes}, two_bytes ${bytes})`,
      );
      const rows = await test.db.dialect.query(tx, stored, {
        at,
        amount,
        zero_bytes: new Uint8Array(),
        two_bytes: Buffer.from([0, 255]),
      });
      expect(rows).toMatchObject([{ id: 1, received_at: at, total: amount }]);
      expect([...(rows[0]?.zero_bytes ?? [9])]).toEqual([]);
      expect([...(rows[0]?.two_bytes ?? [])]).toEqual([0, 255]);
      const raw = await tx.$queryRawUnsafe<{ received_at: Date }[]>('SELECT received_at FROM outbox_probe');
      expect(raw[0]?.received_at).toEqual(at);
    });
  });

  it('find by lists of any type', async () => {
    const at = new Date('2026-01-01T00:00:00.001Z');
    const find = statement({
      params: { ids: ['int'], names: ['text'], amounts: ['bigint'], instants: ['instant'], flags: ['bool'] },
      returns: { id: 'int' },
      sql: (
        q,
      ) => `SELECT id FROM scratch WHERE id IN ${q.list('ids')} AND name IN ${q.list('names')} AND amount IN ${q.list('amounts')}
        AND happened IN ${q.list('instants')} AND flag IN ${q.list('flags')}`,
    });
    const row = { ...empty, name: "o'clock", amount: 2n ** 60n + 7n, happened: at, flag: true };
    await roundTrip([row, { ...row, id: 2, name: 'other' }]);
    const params = { ids: [1, 2, 3], names: ["o'clock"], amounts: [2n ** 60n + 7n], instants: [at], flags: [true] };
    expect(await test.db.dialect.query(test.db.reader, find, params)).toEqual([{ id: 1 }]);
    expect(await test.db.dialect.query(test.db.reader, find, { ...params, ids: [] })).toEqual([]);
  });

  it('add to rows that exist and make those that do not', async () => {
    const add = statement({
      params: { rows: { day: 'text', kind: 'int', n: 'bigint', last: 'text' } },
      sql: (q) => `INSERT INTO totals (day, kind, n, last)
        SELECT day, kind, ${q.sumBig('n')}, max(last) FROM ${q.rows('rows', 'r')} GROUP BY 1, 2 ORDER BY 1, 2
        ${onConflictAdd({ table: 'totals', keys: ['day', 'kind'], add: ['n'], replace: ['last'] })}`,
    });
    const rows = [
      { day: 'b', kind: 1, n: 2n ** 55n, last: 'x' },
      { day: 'a', kind: 1, n: 1n, last: 'x' },
      { day: 'b', kind: 1, n: 3n, last: 'y' },
    ];
    const read = statement({
      params: {},
      returns: { day: 'text', n: 'bigint', last: 'text' },
      sql: () => 'SELECT day, n, last FROM totals ORDER BY day',
    });
    const result = await inTransaction(test.db, async (tx) => {
      await test.db.dialect.execute(tx, add, { rows });
      await test.db.dialect.execute(tx, add, { rows });
      return test.db.dialect.query(tx, read, {});
    });
    expect(result).toEqual([
      { day: 'a', n: 2n, last: 'x' },
      { day: 'b', n: 2n ** 56n + 6n, last: 'y' },
    ]);
  });

  it('pass over nulls in greatest and least, and turn instants to milliseconds and back', async () => {
    const words = statement({
      params: { small: 'int?', large: 'int?', at: 'instant' },
      returns: { most: 'int?', fewest: 'int?', none: 'int?', ms: 'bigint', at: 'instant' },
      sql: (
        q,
      ) => `SELECT ${q.greatest(q.param('small'), q.param('large'))} AS most, ${q.least(q.param('small'), q.param('large'))} AS fewest,
        ${q.greatest(q.param('small'), q.param('small'))} AS none, ${q.millis(q.param('at'))} AS ms, ${q.instant(q.millis(q.param('at')))} AS at`,
    });
    const at = new Date('1969-12-31T23:59:59.999Z');
    const run = (small: number | null, large: number | null) =>
      test.db.dialect.query(test.db.reader, words, { small, large, at });
    expect(await run(1, 2)).toEqual([{ most: 2, fewest: 1, none: 1, ms: -1n, at }]);
    expect(await run(null, 2)).toEqual([{ most: 2, fewest: 2, none: null, ms: -1n, at }]);
  });

  it.each([
    ['a NUL character', { name: 'a\0b' }],
    ['half of a surrogate pair', { name: 'a\ud800b' }],
    ['half of a surrogate pair after a backslash', { name: '\\\ud800' }],
    ['a 64-bit number beyond its range', { amount: 2n ** 63n }],
    ['a fraction', { id: 1.5 }],
    ['a 32-bit number beyond its range', { id: 2 ** 31 }],
    ['an invalid date', { happened: new Date(Number.NaN) }],
    ['a missing value', { id: undefined as unknown as number }],
  ])('refuse %s before anything is sent', async (_what, value) => {
    await expect(roundTrip([{ ...empty, ...value }])).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('keep their text, so PostgreSQL prepares them once', async () => {
    if (test.provider === 'sqlite') return;
    await inTransaction(test.db, async (tx) => {
      for (const id of [11, 12, 13]) await test.db.dialect.execute(tx, insert, { rows: [{ ...empty, id }] });
      const rows = await tx.$queryRawUnsafe<{ n: bigint }[]>(
        `SELECT count(*) AS n FROM pg_prepared_statements WHERE name LIKE 'gate_%' AND statement LIKE 'INSERT INTO scratch%'`,
      );
      expect(rows).toEqual([{ n: 1n }]);
    });
  });
});

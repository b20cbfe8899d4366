import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../server/db/index.ts';
import { listQuarantine } from '../../../server/domain/quarantine/index.ts';
import { drainPushes, recordTransactions } from '../../../server/domain/sales/index.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import { recount } from './recount.ts';
import { everythingOf, makeTerminals, makeTransaction, systemContext } from './support.ts';

const test = withDatabase();

/** Makes the database refuse one kind of payment: the failure comes when heads, bodies and lines are already written. */
async function refusePayments(type: string): Promise<void> {
  const sql =
    test.provider === 'sqlite'
      ? [
          `CREATE TRIGGER forced_failure BEFORE INSERT ON transaction_payments WHEN NEW.payment_type = '${type}'
           BEGIN SELECT RAISE(ABORT, 'forced'); END`,
        ]
      : [
          `CREATE FUNCTION forced_failure() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN IF NEW.payment_type = '${type}' THEN RAISE EXCEPTION 'forced'; END IF; RETURN NEW; END $$`,
          `CREATE TRIGGER forced_failure BEFORE INSERT ON transaction_payments
           FOR EACH ROW EXECUTE FUNCTION forced_failure()`,
        ];
  const drop = test.provider === 'sqlite' ? 'DROP TRIGGER forced_failure' : 'DROP FUNCTION forced_failure() CASCADE';
  await test.db.transact(async (tx) => {
    for (const text of sql) await tx.$executeRawUnsafe(text);
  });
  onTestFinished(async () => {
    await test.db.transact((tx) => tx.$executeRawUnsafe(drop));
  });
}

describe('when the database refuses', () => {
  it('one item in the middle of a batch, nothing of it stays, and all others are stored', async () => {
    await refusePayments('FORCED');
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const bodies = Array.from({ length: 40 }, (_, index) =>
      makeTransaction((body) => {
        if (index === 17 || index === 31) body.payments[0].payment_type = 'FORCED';
      }),
    );
    const result = await recordTransactions(ctx, terminal, bodies, [{ name: 'ReceiptNumber', value: 41 }]);
    expect(result).toMatchObject({ accepted: 38, rejected: 2 });
    expect(result.items.flatMap(({ outcome }, index) => (outcome === 'quarantined' ? [index] : []))).toEqual([17, 31]);
    const good = bodies.filter((_, index) => index !== 17 && index !== 31);
    const all = await everythingOf(test.db, terminal.companyId);
    expect(all.heads.map((head) => head.uuid)).toEqual(good.map((body) => body.head.id).sort());
    expect(all.lines).toHaveLength(38);
    expect(all.bodies).toHaveLength(38);
    expect(all.rollups).toEqual(recount(good.map((body) => ({ terminal, body }))));
    const { rows } = await listQuarantine(ctx, { companyId: terminal.companyId });
    expect(rows.map((row) => row.documentUuid).sort()).toEqual([bodies[17].head.id, bodies[31].head.id].sort());
  });

  it('one item of one caller, the other callers of the same moment are not touched', async () => {
    await refusePayments('FORCED');
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const bad = makeTransaction((body) => Object.assign(body.payments[0], { payment_type: 'FORCED' }));
    const bodies = [makeTransaction(), bad, makeTransaction(), makeTransaction()];
    const results = await Promise.all(bodies.map((body) => recordTransactions(ctx, terminal, [body], [])));
    expect(results.map((result) => result.accepted)).toEqual([1, 0, 1, 1]);
  });

  it('a terminal that is gone, its push fails and another of the same moment is stored', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const gone = { ...terminal, terminalId: 2_000_000_000 };
    const [lost, kept] = await Promise.allSettled([
      recordTransactions(ctx, gone, [makeTransaction()], []),
      recordTransactions(ctx, terminal, [makeTransaction()], []),
    ]);
    expect(lost.status).toBe('rejected');
    expect(kept).toMatchObject({ status: 'fulfilled', value: { accepted: 1 } });
  });
});

describe('stopping', () => {
  it.each([true, false])('loses no document whose push was answered (waiting for all: %s)', async (waits) => {
    await using own = await createDatabase();
    const ctx = systemContext(own.db);
    const [terminal] = await makeTerminals(own.db);
    const pushes = Array.from({ length: 300 }, async (_, index) => {
      for (let turns = 0; turns < index / 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      const body = makeTransaction();
      return recordTransactions(ctx, terminal, [body], []).then(
        () => body.head.id as string,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'unavailable' });
          return null;
        },
      );
    });
    await Promise.race(pushes);
    if (waits) await drainPushes(own.db);
    await own.db.close();
    const answered = (await Promise.all(pushes)).filter((uuid) => uuid !== null);
    const again = await openDatabase({ url: own.url });
    const kept = await again.reader.transaction.findMany({ select: { uuid: true } });
    const day = await again.reader.dayTotal.findFirst();
    await again.close();
    const stored = new Set(kept.map((row) => row.uuid));
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.filter((uuid) => !stored.has(uuid))).toEqual([]);
    expect(day?.documents).toBe(stored.size);
  });

  it('a push into a closed database says unavailable and nothing else', async () => {
    await using own = await createDatabase();
    const ctx = systemContext(own.db);
    const [terminal] = await makeTerminals(own.db);
    await own.db.close();
    const push = recordTransactions(ctx, terminal, [makeTransaction()], []);
    await expect(push).rejects.toMatchObject({ code: 'unavailable' });
  });
});

/** The thin form of a document and its full form at the same instant, in two transactions: nothing stays open in quarantine. */
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../../server/db/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { deferred } from '../../support/deferred.ts';
import { makeTerminals, makeTransaction, systemContext } from './support.ts';

const test = withDatabase();
let terminal: TerminalIdentity;

beforeEach(async () => {
  [terminal] = await makeTerminals(test.db);
});

const outcomesOf = async (db: Database, item: unknown) =>
  (await recordTransactions(systemContext(db), terminal, [item], [])).items.map(({ outcome }) => outcome);

const thinOf = (id: string) => ({ transaction_id: id, lines: [], payments: [], taxes: [], discounts: [] });

const openEntries = () =>
  test.db.reader.quarantinedItem.count({ where: { terminalId: terminal.terminalId, resolvedAt: null } });

/** The same database, whose transactions are held before they commit. */
function holding(): { db: Database; isReady: Promise<void>; commit(): void } {
  const [ready, mayCommit] = [deferred(), deferred()];
  const db = Object.assign(Object.create(test.db) as Database, {
    transactRaw: (work: Parameters<Database['transactRaw']>[0], limits: Parameters<Database['transactRaw']>[1]) =>
      test.db.transactRaw(async (raw) => {
        const result = await work(raw);
        ready.resolve();
        await mayCommit.promise;
        return result;
      }, limits),
  });
  return { db, isReady: ready.promise, commit: () => mayCommit.resolve() };
}

/** Until somebody waits in this database for what another transaction holds; other files' databases are on the same server. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const [row] = await test.db.reader.$queryRawUnsafe<{ n: number }[]>(
      `SELECT CAST(count(*) AS INTEGER) AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row && Number(row.n) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** One is as good as stored when the other begins, and commits while that one waits.
 *  @returns outcomes of both */
async function atOnce(first: unknown, second: unknown): Promise<string[]> {
  const held = holding();
  const before = outcomesOf(held.db, first);
  await held.isReady;
  const after = outcomesOf(test.db, second);
  await someoneWaits();
  held.commit();
  return [...(await before), ...(await after)];
}

// SQLite has one writer: there one comes after the other.
describe.runIf(inject('databases').provider === 'postgresql')('the thin form', () => {
  it('that is kept while the full one is stored is settled by it', async () => {
    const full = makeTransaction();
    expect(await atOnce(thinOf(full.head.id), full)).toEqual(['quarantined', 'stored']);
    expect(await openEntries()).toBe(0);
  });

  it('that comes while the full one is stored says nothing new', async () => {
    const full = makeTransaction();
    expect(await atOnce(full, thinOf(full.head.id))).toEqual(['stored', 'duplicate']);
    expect(await openEntries()).toBe(0);
  });
});

it('stays open as long as there is no full one', async () => {
  const { head } = makeTransaction();
  expect(await outcomesOf(test.db, thinOf(head.id))).toEqual(['quarantined']);
  expect(await openEntries()).toBe(1);
});

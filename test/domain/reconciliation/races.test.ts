/** A document, its closure and the judgement at the same moment: none of them is missed. */
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../../server/db/index.ts';
import { recordClosures } from '../../../server/domain/closures/index.ts';
import { getReconciliation, judgeDue } from '../../../server/domain/reconciliation/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { deferred } from '../../support/deferred.ts';
import { makeTerminals, systemContext } from '../sales/support.ts';
import { cleanDays } from './history.ts';

const test = withDatabase();
const [day] = cleanDays('races', 9);
if (!day?.closure) throw new Error('There is no day to test with');
const { documents, closure } = day;
const closedAt = new Date(day.endedMs);
const last = documents.at(-1)?.document;

let terminal: TerminalIdentity;
beforeEach(async () => {
  [terminal] = await makeTerminals(test.db);
});

const at = (db: Database, now = closedAt) => systemContext(db, now);
const verdict = async () => {
  const uuid = String(closure.closure['id']);
  return (await getReconciliation(at(test.db), { companyId: terminal.companyId, uuid })).verdict;
};
const pushAll = async (items: readonly { document: unknown }[]) => {
  for (const { document } of items) await recordTransactions(at(test.db), terminal, [document], []);
};

/** The same database, with something that happens before a transaction begins, or before it commits. */
function hooked(hooks: { beforeWriting?: () => Promise<unknown>; beforeCommit?: () => Promise<unknown> }): Database {
  const { db } = test;
  return Object.assign(Object.create(db) as Database, {
    async transact(work: Parameters<Database['transact']>[0], limits: Parameters<Database['transact']>[1]) {
      await hooks.beforeWriting?.();
      return db.transact(work, limits);
    },
    transactRaw: (work: Parameters<Database['transactRaw']>[0], limits: Parameters<Database['transactRaw']>[1]) =>
      db.transactRaw(async (raw) => {
        const result = await work(raw);
        await hooks.beforeCommit?.();
        return result;
      }, limits),
  });
}

describe('a judgement', () => {
  it('does not take away the mark of a document that came in the same millisecond', async () => {
    await pushAll(documents.slice(0, -1));
    await recordClosures(at(test.db), terminal, [closure], []);
    let isFirst = true;
    const beforeWriting = async () => {
      if (!isFirst) return;
      isFirst = false;
      await recordTransactions(at(test.db), terminal, [last], []);
    };
    expect(await judgeDue(at(hooked({ beforeWriting })), 1)).toBe(1);
    expect(await verdict()).not.toBe('matched');
    await judgeDue(at(test.db));
    expect(await verdict()).toBe('matched');
  });

  // SQLite has one writer: there nothing can come between.
  it.runIf(inject('databases').provider === 'postgresql')(
    'does not miss a document that is stored while its closure is',
    async () => {
      await pushAll(documents.slice(0, -1));
      const [closureStored, closureMayCommit, documentMayCommit] = [deferred(), deferred(), deferred()];
      const closing = hooked({
        async beforeCommit() {
          closureStored.resolve();
          await closureMayCommit.promise;
        },
      });
      const closed = recordClosures(at(closing), terminal, [closure], []);
      await closureStored.promise;
      const selling = hooked({ beforeCommit: () => documentMayCommit.promise });
      const recorded = recordTransactions(at(selling), terminal, [last], []);
      // As far as it gets while the closure is not committed.
      for (let look = 0; look < 60; look += 1) await judgeDue(at(test.db));
      closureMayCommit.resolve();
      await closed;
      await judgeDue(at(test.db));
      documentMayCommit.resolve();
      await recorded;
      await judgeDue(at(test.db));
      expect(await verdict()).toBe('matched');
    },
  );
});

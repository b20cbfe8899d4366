/** The feed as a reader sees it while others write: whatever the order in which writers finish, nothing is skipped. */
import { describe, expect, it, vi } from 'vitest';
import { Latest } from '../../../server/core/latest.ts';
import { createVault } from '../../../server/core/vault.ts';
import { type Ctx, deriveContext, inTransaction } from '../../../server/db/index.ts';
import { putVatRates } from '../../../server/domain/catalog/index.ts';
import { nextVersions, renewFeeds, withCopyMark } from '../../../server/domain/feed/index.ts';
import { createPullHub, openSnapshot, pull } from '../../../server/domain/pull/index.ts';
import { PageStore } from '../../../server/domain/pull/page-store.ts';
import { createCashier, createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { deferred } from '../../support/deferred.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();
const vault = createVault('a secret of the tests, long enough');

async function openTill() {
  const ctx = hubCtx(test.db);
  const companyId = await someCompany(test.db);
  const store = await createStore(ctx, { companyId, code: 'S1', name: 'Store' });
  const { id: terminalId } = await createTerminal(ctx, { storeId: store.id, code: 'T1' });
  const actor = { kind: 'terminal', terminalId, storeId: store.id, companyId, code: 'T1' } as const;
  const till = deriveContext(ctx, { actor, scope: { companyIds: [companyId], storeIds: [store.id] }, door: 'device' });
  const hub = createPullHub({ db: test.db, vault, secret: 's'.repeat(32), keptDays: 90, stopping: () => false });
  return { ctx, till, hub, companyId, storeId: store.id };
}

/** Nobody waits here. */
const atOnce = (ctx: Ctx) => ({
  ...{ waitMs: 0, store: null, gone: new AbortController().signal },
  admitAgain: async () => ctx,
});

type Till = Awaited<ReturnType<typeof openTill>>;

async function pullSome({ till, hub }: Till, cursor: string | null, limit = 1000) {
  return pull(till, hub, { cursor, types: ['vat_rates'], limit, ...atOnce(till) });
}

const namesIn = (text: string) => (JSON.parse(`[${text}]`) as { row: { name: string } }[]).map(({ row }) => row.name);

describe('a reader of the feed', () => {
  it('skips no row of eight writers beside each other and of a slow one', async () => {
    const open = await openTill();
    const { ctx, companyId } = open;
    const slowMayEnd = deferred();
    const slowHasBegun = deferred();
    const slow = writeSlowly(ctx, companyId, { begun: slowHasBegun.resolve, mayEnd: slowMayEnd.promise });
    await slowHasBegun.promise;
    let isWriting = true;
    const seen: string[] = [];
    let cursor: string | null = null;
    const read = async () => {
      const page = await pullSome(open, cursor, 3);
      cursor = page.cursor;
      seen.push(...namesIn(String(page.page.bytes)));
      return page.hasMore;
    };
    const reading = (async () => {
      while (isWriting) await read();
    })();
    const writers = Array.from({ length: 8 }, (_, writer) => writeMany(ctx, companyId, writer));
    // They wait for the slow one's version, or write before it: either way it must be seen.
    await new Promise((resolve) => setImmediate(resolve));
    slowMayEnd.resolve();
    await Promise.all([slow, ...writers]);
    isWriting = false;
    await reading;
    while (await read());
    const written = await test.db.reader.vatRate.findMany({ where: { companyId }, select: { name: true } });
    expect(written).toHaveLength(8 * 12 + 1);
    expect(new Set(seen)).toEqual(new Set(written.map(({ name }) => name)));
  });

  it('is given a whole writing of one version, however small the page', async () => {
    const open = await openTill();
    const { ctx, companyId } = open;
    await putVatRates(ctx, { companyId, rows: rates(0, 7) });
    await inTransaction(test.db, async (tx) => {
      const version = await nextVersions(tx, companyId);
      await tx.vatRate.updateMany({ where: { companyId }, data: { version } });
    });
    const page = await pullSome(open, null, 2);
    expect(namesIn(String(page.page.bytes))).toHaveLength(7);
  });
});

describe('what is shared between tills', () => {
  it('holds no clear-text password: neither pages, nor rows that are kept, nor the snapshot on the disk', async () => {
    const open = await openTill();
    const { ctx, till, hub, companyId } = open;
    const person = {
      userName: 'ada',
      firstName: 'Ada',
      lastName: 'A',
      password: 'pass-in-the-clear',
      isAdministrator: true,
    };
    await createCashier(ctx, { companyId, ...person }, vault);
    const kept: Promise<unknown>[] = [];
    const spies = [Latest, PageStore].map((store) => {
      const original = store.prototype.get as (this: unknown, ...args: unknown[]) => Promise<unknown>;
      return vi.spyOn(store.prototype as { get: typeof original }, 'get').mockImplementation(function (
        this: unknown,
        ...args
      ) {
        const value = original.apply(this, args);
        kept.push(value);
        return value;
      });
    });
    const { wholes } = await pull(till, hub, { cursor: null, types: null, limit: 1000, ...atOnce(till) });
    expect(wholes).toContain('pass-in-the-clear');
    for (const spy of spies) spy.mockRestore();
    expect(kept.length).toBeGreaterThan(2);
    const texts = JSON.stringify(await Promise.all(kept), (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value).toString() : value,
    );
    expect(texts).toContain('"id');
    expect(texts).not.toContain('pass-in-the-clear');
    const snapshot = await openSnapshot(till, hub, { types: null, buckets: null, store: null });
    expect((await snapshot.own()).lines).toContain('pass-in-the-clear');
    let written = '';
    await snapshot.part.write({
      describe: () => undefined,
      put: async () => undefined,
      async lines(_section, groups) {
        for await (const text of groups) written += text;
      },
    });
    expect(written).not.toContain('pass-in-the-clear');
  });
});

describe('a hub that starts on a copy', () => {
  it('begins a new epoch of every feed, once, and one that goes on after copying does not', async () => {
    const { ctx, companyId } = await openTill();
    const epoch = async () => (await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } })).feedEpoch;
    const before = await epoch();
    let seenInCopy = 0;
    await withCopyMark(ctx, async () => {
      seenInCopy = await test.db.reader.hubState.count({ where: { key: 'copying' } });
    });
    expect(seenInCopy).toBe(1);
    expect(await renewFeeds(ctx)).toBe(false);
    expect(await epoch()).toBe(before);
    await inTransaction(test.db, (tx) => tx.hubState.create({ data: { key: 'copying', value: 'as in a copy' } }));
    expect(await renewFeeds(ctx)).toBe(true);
    expect(await epoch()).not.toBe(before);
    expect(await renewFeeds(ctx)).toBe(false);
  });
});

function rates(writer: number, count: number, round = 0) {
  return Array.from({ length: count }, (_, index) => {
    const number = writer * 1000 + round * 10 + index;
    return { number, name: `Rate ${number}`, rateBasisPoints: 100 };
  });
}

async function writeMany(ctx: Ctx, companyId: number, writer: number): Promise<void> {
  for (let round = 0; round < 4; round += 1) await putVatRates(ctx, { companyId, rows: rates(writer, 3, round) });
}

/** Takes a version, and is long in ending. */
async function writeSlowly(
  ctx: Ctx,
  companyId: number,
  signs: { begun(): void; mayEnd: Promise<void> },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    signs.begun();
    await signs.mayEnd;
    const now = ctx.now();
    const data = { id: crypto.randomUUID(), companyId, number: 99_999, name: 'Slow', rateBasisPoints: 1, version };
    await tx.vatRate.create({ data: { ...data, createdAt: now, updatedAt: now } });
  });
}

/** The list of terminals by their troubles, which the database judges, beside how each terminal is judged alone. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import {
  getSyncHealth,
  type HealthTrouble,
  healthTroubles,
  listSyncHealth,
  type SyncHealth,
} from '../../../server/domain/sync-health/index.ts';
import { programCtx } from '../../../server/domain/tenancy/index.ts';
import { call, type DeviceHub, openShop, recorded, type Shop, startDeviceHub } from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
const now = new Date('2026-11-21T10:00:00Z');
const newest = 1000;
const minuteMs = 60_000;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

/** Around each limit: a moment before, then, and a moment after. */
const around = (...limits: number[]) => fc.constantFrom(...limits.flatMap((ms) => [ms - 1, ms, ms + 1]));
const ago = around(0, 60 * minuteMs, 240 * minuteMs, 2160 * minuteMs, 7 * 1440 * minuteMs);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const facts = fc.record({
  isActive: fc.boolean(),
  revokedAgo: maybe(around(0)),
  syncPolicy: fc.constantFrom('{}', '{"syncMinutes":120}', '{"syncMinutes":20,"manages":{"erp":true}}'),
  seen: maybe(ago),
  pushed: maybe(ago),
  loaded: maybe(ago),
  drift: maybe(fc.record({ ms: around(-90_000, 0, 90_000), ago })),
  isRefused: fc.boolean(),
  syncs: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('pull.init', 'pull.feed', 'pull.products', 'push.transactions'),
      ago,
      version: maybe(fc.constantFrom(newest - 1, newest, newest + 1)),
    }),
    { selector: ({ kind }) => kind, maxLength: 4 },
  ),
});
type Facts = typeof facts extends fc.Arbitrary<infer F> ? F : never;

const at = (ms: number | null) => (ms === null ? null : new Date(now.getTime() - ms));
let made = 0;

async function makeTerminals(shop: Shop, all: readonly Facts[]): Promise<void> {
  const { companyId, storeId } = shop;
  await inTransaction(test.db, async (tx) => {
    for (const each of all) {
      made += 1;
      const { id: terminalId } = await tx.terminal.create({
        data: {
          ...{ uuid: crypto.randomUUID(), companyId, storeId, code: `R-${made}`, name: `R ${made}`, number: made + 10 },
          ...{ isActive: each.isActive, revokedAt: at(each.revokedAgo), syncPolicy: each.syncPolicy },
          ...{ receiptSequenceId: crypto.randomUUID(), closureSequenceId: crypto.randomUUID() },
        },
      });
      const { drift } = each;
      const contact = { lastSeenAt: at(each.seen), lastPushAt: at(each.pushed), lastInitAt: at(each.loaded) };
      const clock = { clockDriftMs: drift?.ms ?? null, clockDriftAt: at(drift?.ago ?? null) };
      await tx.terminalState.create({ data: { terminalId, companyId, ...contact, ...clock } });
      const rows = each.syncs.map(({ kind, ago: ms, version }) => ({ kind, version, lastAt: at(ms) ?? now }));
      await tx.terminalSync.createMany({ data: rows.map((row) => ({ ...row, terminalId, companyId })) });
      if (!each.isRefused) continue;
      const body = { codec: 0, body: new Uint8Array(), firstReceivedAt: now, lastReceivedAt: now };
      const item = { companyId, terminalId, kind: 'transaction', bodyHash: 'h', reasonCode: 'bad_id', reason: 'r' };
      await tx.quarantinedItem.create({ data: { ...item, ...body } });
    }
    await tx.company.update({ where: { id: companyId }, data: { versionCounter: newest } });
  });
}

/** The same weights as the pages': each is more than all that follow it together. */
const weightOf = ({ troubles }: SyncHealth) =>
  troubles.reduce((sum, name) => sum + 2 ** (3 - healthTroubles.indexOf(name)), 0);

/** As the list was made before the database did it: every terminal judged, sorted and cut here. */
async function byHand(companyId: number, trouble?: HealthTrouble) {
  const terminals = await test.db.reader.terminal.findMany({ where: { companyId, deletedAt: null } });
  const all = await Promise.all(terminals.map(({ id }) => getSyncHealth(hub.ctx, { companyId, terminalId: id })));
  const counts = Object.fromEntries(
    healthTroubles.map((name) => [name, all.filter(({ troubles }) => troubles.includes(name)).length]),
  );
  const list = all
    .filter(({ troubles }) => trouble === undefined || troubles.includes(trouble))
    .sort((a, b) => weightOf(b) - weightOf(a) || a.terminal.id - b.terminal.id);
  return { counts, list, terminals: all.length };
}

async function everyPage(companyId: number, trouble?: HealthTrouble) {
  const list: SyncHealth[] = [];
  const pages: number[] = [];
  let after: { weight: number; id: number } | null = null;
  for (;;) {
    const page = await listSyncHealth(hub.ctx, { companyId, trouble, after });
    list.push(...page.list);
    pages.push(page.list.length);
    after = page.next;
    if (after === null) return { counts: page.counts, list, terminals: page.terminals, pages };
  }
}

describe('the list of terminals, the worst first', () => {
  it('holds what each one’s own page says, counted and in order, whatever has happened to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 12 }), async (all) => {
        hub.clock.now = now;
        const shop = await openShop(hub);
        await makeTerminals(shop, all);
        for (const trouble of [undefined, ...healthTroubles]) {
          const { pages, ...listed } = await everyPage(shop.companyId, trouble);
          expect(listed).toEqual(await byHand(shop.companyId, trouble));
          expect(pages).toHaveLength(1);
        }
      }),
      { numRuns: 12, seed: 20_261_121 },
    );
  }, 120_000);

  it('goes on from page to page without leaving anybody out or telling anybody twice', async () => {
    hub.clock.now = now;
    const shop = await openShop(hub);
    const drawn = fc.sample(facts, { numRuns: 119, seed: 7 });
    await makeTerminals(shop, drawn);
    const { pages, ...listed } = await everyPage(shop.companyId);
    expect(pages).toEqual([50, 50, 20]);
    expect(listed).toEqual(await byHand(shop.companyId));
  });

  it('judges a clock by documents from the future where no header tells of it', async () => {
    hub.clock.now = now;
    const shop = await openShop(hub);
    const [till] = shop.terminals;
    if (!till) throw new Error('the shop has no till');
    const sale = recorded('transaction-push-real-sale', till);
    sale.transactions[0].head.transaction_date_time = '2026-11-21T10:02:00';
    expect((await call(`${till.url}/api/v1/pos/transactions`, { json: sale })).body.accepted).toBe(1);
    const { list, counts } = await listSyncHealth(hub.ctx, { companyId: shop.companyId, trouble: 'clock' });
    expect(list.map(({ terminal: { id }, driftBy }) => [id, driftBy])).toEqual([[till.id, 'documents']]);
    expect(counts.clock).toBe(1);
  });

  it('leaves out terminals of other stores, in the counts, too', async () => {
    hub.clock.now = now;
    const shop = await openShop(hub, { terminals: 2 });
    const program = (storeIds: number[]) =>
      programCtx(
        hub.deps,
        { keyId: 'k', name: 'p', companyId: shop.companyId, actions: ['terminal.see'], storeIds },
        'r',
      );
    const seen = async (storeId: number) => {
      const { list, terminals } = await listSyncHealth(program([storeId]), { companyId: shop.companyId });
      return [list.length, terminals];
    };
    expect([await seen(shop.storeId), await seen(shop.storeId + 1000)]).toEqual([
      [2, 2],
      [0, 0],
    ]);
  });
});

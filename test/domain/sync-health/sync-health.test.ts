import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { flushContacts, issueTerminalSecret, updateTerminal } from '../../../server/domain/stores/index.ts';
import { getSyncHealth, listSyncHealth, noteSync } from '../../../server/domain/sync-health/index.ts';
import { flushSyncs } from '../../../server/domain/sync-health/note-sync.ts';
import { programCtx } from '../../../server/domain/tenancy/index.ts';
import {
  call,
  type DeviceHub,
  openShop,
  raw,
  recorded,
  type Shop,
  type ShopTerminal,
  startDeviceHub,
} from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let one: ShopTerminal;
let two: ShopTerminal;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

beforeEach(async () => {
  hub.clock.now = new Date('2026-11-21T10:00:00Z');
  shop = await openShop(hub, { terminals: 2 });
  [one, two] = shop.terminals as [ShopTerminal, ShopTerminal];
});

const health = (at: ShopTerminal) => getSyncHealth(hub.ctx, { companyId: shop.companyId, terminalId: at.id });
const note = (at: ShopTerminal, kind: string, facts: { version?: number; items?: number; refused?: number } = {}) =>
  noteSync(hub.deps, { terminalId: at.id, companyId: shop.companyId, kind, items: 1, refused: 0, ...facts });
/** `fetch` sends no header of this name. */
const greet = (at: ShopTerminal, date: string) =>
  raw(
    hub.port,
    `GET ${new URL(at.url).pathname}/api/v1/identity HTTP/1.1\r\nhost: localhost\r\ndate: ${date}\r\nconnection: close\r\n\r\n`,
  );
const later = (hours: number) => {
  hub.clock.now = new Date(hub.clock.now.getTime() + hours * 3_600_000);
};
const raise = (by: number) =>
  inTransaction(test.db, (tx) =>
    tx.company.update({ where: { id: shop.companyId }, data: { versionCounter: { increment: by } } }),
  );

describe('what a terminal pushes and pulls', () => {
  it('is kept by its kind, with what was refused, over the office dialect too', async () => {
    await call(`${one.url}/api/v1/pos/transactions`, {
      json: { ...recorded('transaction-push-real-sale', one), transactions: [{}, {}] },
    });
    await call(`${one.url}/api/v1/pos/init`);
    await flushSyncs(hub.deps);
    const { kinds, waiting, troubles, behind } = await health(one);
    expect(kinds).toMatchObject([
      { kind: 'pull.init', lastAt: hub.clock.now, refused: 0 },
      { kind: 'push.transactions', lastAt: hub.clock.now, items: 2n, refused: 2, lastRefusedAt: hub.clock.now },
    ]);
    expect(waiting.quarantined).toBeGreaterThan(0);
    expect(troubles).toEqual(['refusing']);
    expect(behind).toBe(0);
  });

  it('adds up over many notes, keeps the version that it was told, and a terminal that is gone takes nobody along', async () => {
    for (const version of [3, 7]) note(one, 'pull.products', { version, items: 5 });
    note(one, 'pull.products');
    noteSync(hub.deps, { terminalId: 999_999, companyId: shop.companyId, kind: 'pull.products', items: 1, refused: 0 });
    await flushSyncs(hub.deps);
    note(one, 'pull.products', { items: 2, refused: 1 });
    await flushSyncs(hub.deps);
    expect((await health(one)).kinds).toEqual([
      {
        ...{ kind: 'pull.products', version: 7, items: 13n, refused: 1, companyId: shop.companyId },
        ...{ lastAt: hub.clock.now, lastRefusedAt: hub.clock.now },
      },
    ]);
  });
});

describe('a terminal', () => {
  it('is behind once it has missed changes for longer than its policy lets it, and not before', async () => {
    const { versionCounter } = await raise(0);
    note(one, 'pull.products', { version: versionCounter });
    note(two, 'pull.init', { version: versionCounter });
    await flushSyncs(hub.deps);
    await raise(4);
    later(0.9);
    expect(await health(one)).toMatchObject({ behind: 4, troubles: [] });
    later(0.2);
    expect((await health(one)).troubles).toContain('behind');
    later(30);
    expect((await health(two)).troubles).not.toContain('behind');
    later(6);
    expect((await health(two)).troubles).toContain('behind');
  });

  it('tells its clock by the header of a request', async () => {
    for (const [date, driftMs] of [
      ['Sat, 21 Nov 2026 10:02:00 GMT', 120_000],
      ['Sat, 21 Nov 2026 08:00:00 GMT', -7_200_000],
      ['Thu, 01 Jan 1970 00:00:00 GMT', -2_000_000_000],
      ['no date', -2_000_000_000],
    ] as const) {
      await greet(one, date);
      await flushContacts(hub.deps);
      expect(await health(one)).toMatchObject({ driftMs, driftBy: 'header', troubles: ['clock'] });
    }
    await greet(two, 'Sat, 21 Nov 2026 10:00:01 GMT');
    await flushContacts(hub.deps);
    expect(await health(two)).toMatchObject({ driftMs: 1000, troubles: [] });
  });

  it('stands before those that are better off, each on one page, and is counted with its trouble', async () => {
    const date = 'Sat, 21 Nov 2026 12:00:00 GMT';
    await greet(two, date);
    await flushContacts(hub.deps);
    const all = await listSyncHealth(hub.ctx, { companyId: shop.companyId });
    expect(all.list.map(({ terminal: { id } }) => id)).toEqual([two.id, one.id]);
    expect(all).toMatchObject({ terminals: 2, next: null, counts: { clock: 1, refusing: 0, silent: 0, behind: 0 } });
    const wrong = await listSyncHealth(hub.ctx, { companyId: shop.companyId, trouble: 'clock' });
    expect(wrong.list.map(({ terminal: { id } }) => id)).toEqual([two.id]);
    const rest = await listSyncHealth(hub.ctx, { companyId: shop.companyId, after: { weight: 2, id: two.id } });
    expect(rest.list.map(({ terminal: { id } }) => id)).toEqual([one.id]);
  });

  it('of a store that is none of the caller’s is not there', async () => {
    const program = (actions: string[], storeIds: number[] | null) =>
      programCtx(hub.deps, { keyId: 'k', name: 'p', companyId: shop.companyId, actions, storeIds }, 'r');
    const elsewhere = program(['terminal.see'], [shop.storeId + 1000]);
    expect((await listSyncHealth(elsewhere, { companyId: shop.companyId })).list).toEqual([]);
    await expect(getSyncHealth(elsewhere, { companyId: shop.companyId, terminalId: one.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(listSyncHealth(program([], null), { companyId: shop.companyId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('has in its settings who decides in what, and a change of one leaves the others', async () => {
    const settings = async () => (await issueTerminalSecret(hub.ctx, one.id, hub.url)).settingsToml;
    expect(await settings()).toContain(
      'manages_transactions = true\nmanages_closures = true\nmanages_warehouse = false',
    );
    await updateTerminal(hub.ctx, { terminalId: one.id, manages: { campaign: true } });
    await updateTerminal(hub.ctx, { terminalId: one.id, syncMinutes: 30 });
    const after = await settings();
    expect(after).toContain('sync_interval_minutes = 30\n');
    expect(after).toContain(
      'manages_closures = true\nmanages_warehouse = false\nmanages_campaign = true\nmanages_erp = false',
    );
  });
});

/** A till that was moved keeps its key. What it has queued before belongs to the store where it was made. */
import { beforeAll, describe, expect, it } from 'vitest';
import { issueTerminalKey } from '../../../server/domain/access/index.ts';
import { reprocessQuarantined, reprocessReason } from '../../../server/domain/quarantine/index.ts';
import { createStore, moveTerminal } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, type Json, only, openShop, startDeviceHub } from '../support.ts';
import { closure, location, movement, outcomes, sale } from './push-support.ts';
import { bearer } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

/** A till with a key in a store of London, and stores in London and New York to which it can go. */
async function moving() {
  hub.clock.now = new Date('2026-11-21T08:00:00Z');
  const shop = await openShop(hub);
  const till = only(shop.terminals);
  const { companyId } = shop;
  const quay = await createStore(hub.ctx, { companyId, code: 'STORE-002', name: 'Quay', timeZone: 'Europe/London' });
  const pier = await createStore(hub.ctx, { companyId, code: 'STORE-003', name: 'Pier', timeZone: 'America/New_York' });
  const { text } = await issueTerminalKey(hub.ctx, { terminalId: till.id });
  const push = async (documents: Json[]) => {
    const { body } = await call(`${hub.url}/api/v1/auth/token`, { json: { api_key: text } });
    return call(`${hub.url}/api/v1/push`, { json: { documents }, headers: bearer(body.access) });
  };
  const moveTo = async (storeId: number, at: string) => {
    hub.clock.now = new Date(at);
    await moveTerminal(hub.ctx, { terminalId: till.id, storeId, publicUrl: hub.url });
  };
  /** A sale at this local time that says it was made in this store. */
  const saleOf = (storeUuid: string | null, time: string): Json => {
    const document = sale(till);
    Object.assign(document.head, { fk_store_id: storeUuid, transaction_date_time: time });
    return { type: 'transaction', document };
  };
  const storeOf = async ({ document: { head } }: Json) =>
    (await test.db.reader.transaction.findFirst({ where: { companyId, uuid: head.id } }))?.storeId ?? null;
  const waiting = () => test.db.reader.quarantinedItem.findMany({ where: { companyId, resolvedAt: null } });
  const high = { id: shop.storeId, uuid: shop.storeUuid };
  return { shop, till, high, quay, pier, push, moveTo, saleOf, storeOf, waiting };
}

describe('what a moved till delivers with its key', () => {
  it('is booked on the store where it was made: what names the old one and was made before, there; the rest, here', async () => {
    const { till, high, quay, push, moveTo, saleOf, storeOf, shop } = await moving();
    const [before, after, stale] = [
      saleOf(high.uuid, '2026-11-21T09:59:59'),
      saleOf(quay.uuid, '2026-11-21T10:00:01'),
      saleOf(high.uuid, '2026-11-21T10:00:02'),
    ];
    const closed = closure(till);
    closed.closure.fk_store_id = high.uuid.replaceAll('-', '');
    await moveTo(quay.id, '2026-11-21T10:00:00Z');
    const answer = await push([before, after, stale, { type: 'closure', document: closed }]);
    expect(outcomes(answer)).toEqual(['created', 'created', 'created', 'created']);
    expect([await storeOf(before), await storeOf(after), await storeOf(stale)]).toEqual([high.id, quay.id, quay.id]);
    const stored = await test.db.reader.closure.findFirstOrThrow({ where: { companyId: shop.companyId } });
    expect(stored.storeId).toBe(high.id);
    const days = await test.db.reader.dayTotal.findMany({
      where: { terminalId: till.id },
      orderBy: { storeId: 'asc' },
    });
    expect(days.map(({ storeId, documents }) => [storeId, documents])).toEqual([
      [high.id, 1],
      [quay.id, 2],
    ]);
    expect((await verify(hub.ctx)).differences).toEqual([]);
  });

  it('waits for a person where it was made before and does not name the store of then, and is booked as they decide', async () => {
    const { high, quay, push, moveTo, saleOf, storeOf, waiting, shop } = await moving();
    const silent = saleOf(null, '2026-11-21T09:00:00');
    const strange = saleOf(crypto.randomUUID(), '2026-11-21T09:00:01');
    const early = saleOf(quay.uuid, '2026-11-21T09:00:02');
    await moveTo(quay.id, '2026-11-21T10:00:00Z');
    const answer = await push([silent, strange, early]);
    expect(outcomes(answer)).toEqual(['quarantined', 'quarantined', 'quarantined']);
    expect(answer.body.results[0]).toMatchObject({ code: 'before_move' });
    expect(answer.body.results[0].message).toContain('head.fk_store_id is missing: the store STORE-001');
    expect([await storeOf(silent), await storeOf(strange), await storeOf(early)]).toEqual([null, null, null]);
    const [first] = await waiting();
    expect(await reprocessQuarantined(hub.ctx, first?.id ?? 0)).toMatchObject({ outcome: 'stored' });
    await reprocessReason(hub.ctx, { reasonCode: 'before_move', companyId: shop.companyId });
    expect([await storeOf(silent), await storeOf(strange), await storeOf(early)]).toEqual([high.id, high.id, quay.id]);
    expect(outcomes(await push([silent, strange, early]))).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await waiting()).toEqual([]);
    expect((await verify(hub.ctx)).differences).toEqual([]);
  });

  it('is a duplicate when it was stored before the move, whatever store it names', async () => {
    const { high, quay, push, moveTo, saleOf, storeOf, waiting } = await moving();
    const sold = saleOf(null, '2026-11-21T09:00:00');
    hub.clock.now = new Date('2026-11-21T09:30:00Z');
    expect(outcomes(await push([sold]))).toEqual(['created']);
    await moveTo(quay.id, '2026-11-21T10:00:00Z');
    expect(outcomes(await push([sold]))).toEqual(['duplicate']);
    expect([await storeOf(sold), (await waiting()).length]).toEqual([high.id, 0]);
  });

  it('is told apart after several moves, each time read by the clocks of the store that it names', async () => {
    const { high, quay, pier, push, moveTo, saleOf, storeOf } = await moving();
    await moveTo(pier.id, '2026-11-21T10:00:00Z');
    await moveTo(quay.id, '2026-11-21T20:00:00Z');
    const documents = [
      saleOf(high.uuid, '2026-11-21T09:30:00'),
      // 15:30 and 19:30 by the clocks of London, half an hour after that one by its text.
      saleOf(pier.uuid, '2026-11-21T10:30:00'),
      saleOf(pier.uuid, '2026-11-21T14:30:00'),
      saleOf(pier.uuid, '2026-11-21T05:30:00'),
      saleOf(quay.uuid, '2026-11-21T20:30:00'),
    ];
    hub.clock.now = new Date('2026-11-21T21:00:00Z');
    expect(outcomes(await push(documents))).toEqual(Array(5).fill('created'));
    const stores = await Promise.all(documents.map(storeOf));
    expect(stores).toEqual([high.id, pier.id, pier.id, pier.id, quay.id]);
    const morning = await test.db.reader.transaction.findFirstOrThrow({
      where: { uuid: documents[3].document.head.id },
    });
    expect(morning.occurredAt.toISOString()).toBe('2026-11-21T10:30:00.000Z');
  });

  it('moves goods in the store of then, and events are of the store of then', async () => {
    const { shop, high, quay, push, moveTo } = await moving();
    const [there, here] = [await location(hub, shop), await location(hub, { ...shop, storeId: quay.id })];
    const moved = { movement_date: '2026-11-21T09:00:00' };
    await moveTo(quay.id, '2026-11-21T10:00:00Z');
    const ofGoods = (to: string) => ({
      type: 'warehouse_movement',
      document: movement({ productId: crypto.randomUUID(), to }, moved),
    });
    const event = { type: 'kitchen_event', document: { id: crypto.randomUUID(), occurred_at: '2026-11-21T09:00:00' } };
    const now = { type: 'kitchen_event', document: { id: crypto.randomUUID() } };
    const goods = ofGoods(there);
    const answer = await push([goods, ofGoods(here), event, now]);
    expect(outcomes(answer)).toEqual(['created', 'quarantined', 'created', 'created']);
    expect(answer.body.results[1].code).toBe('unknown_location');
    const storesOf = async (documents: Json[]) => {
      const events = await test.db.reader.deviceEvent.findMany({ where: { companyId: shop.companyId } });
      return documents.map(({ document: { id } }) => events.find(({ uuid }) => uuid === id)?.storeId);
    };
    expect(await storesOf([goods, event, now])).toEqual([high.id, high.id, quay.id]);
  });
});

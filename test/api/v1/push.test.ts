import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import {
  type DeviceHub,
  type Json,
  only,
  openShop,
  raw,
  type Shop,
  type ShopTerminal,
  startDeviceHub,
} from '../support.ts';
import {
  closure,
  lines,
  location,
  movement,
  outcomes,
  packed,
  post,
  postBytes,
  push,
  sale,
  traces,
} from './push-support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let till: ShopTerminal;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub);
  till = only(shop.terminals);
  return () => hub[Symbol.asyncDispose]();
});

const of = (type: string, document: unknown, more: object = {}) => ({ type, document, ...more });

describe('a push of mixed documents', () => {
  it('is answered document by document in its order, with every outcome there is', async () => {
    const [known, other] = [sale(till), sale(till)];
    expect(outcomes(await push(till, [of('transaction', known), of('transaction', other)]))).toEqual([
      'created',
      'created',
    ]);
    const broken = sale(till);
    broken.head.total_amount = 'ten';
    const changed = structuredClone(other);
    changed.head.receipt_number = 4711;
    const place = await location(hub, shop);
    const product = crypto.randomUUID();
    const { status, body } = await push(till, [
      of('transaction', sale(till), { correlation_id: 'c-1' }),
      of('transaction', known),
      of('transaction', changed),
      of('transaction', broken),
      7,
      of('closure', closure(till)),
      of('warehouse_movement', movement({ productId: product, to: place })),
      of('campaign_usage', { id: crypto.randomUUID(), discount_amount: '1.00' }),
      of('kitchen_event', { order: 'K-1', state: 'ready' }),
      of('Not A Type', {}),
      of('payment', { card: '4111' }),
      { type: 'transaction' },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ schema_version: 1, status: 'ok', accepted: 7, rejected: 5 });
    expect((body.results as Json[]).map(({ type, outcome, code }) => [type, outcome, code])).toEqual([
      ['transaction', 'created', 'created'],
      ['transaction', 'duplicate', 'duplicate'],
      ['transaction', 'conflict', 'conflict'],
      ['transaction', 'quarantined', 'unreadable_field'],
      [null, 'rejected', 'no_document'],
      ['closure', 'created', 'created'],
      ['warehouse_movement', 'created', 'created'],
      ['campaign_usage', 'created', 'created'],
      ['kitchen_event', 'created', 'created'],
      ['Not A Type', 'rejected', 'unknown_type'],
      ['payment', 'rejected', 'unknown_type'],
      [null, 'rejected', 'no_document'],
    ]);
    expect(body.results[0].correlation_id).toBe('c-1');
    expect(body.results[1].id).toBe(known.head.id);
    expect(body.results[3]).toMatchObject({
      id: broken.head.id,
      message: expect.stringContaining('head.total_amount'),
    });
    for (const { message } of body.results as Json[]) expect(message).toMatch(/^[A-Z].*\.$/);
    const level = await test.db.reader.stockLevel.findFirstOrThrow({
      where: { locationId: place, productId: product },
    });
    expect(level.onHandE4).toBe(50_000n);
  });

  it('changes nothing when it comes again, 8 times at once, and says so', async () => {
    const mine = await openShop(hub);
    const one = only(mine.terminals);
    const place = await location(hub, mine);
    const documents = [
      ...Array.from({ length: 20 }, () => of('transaction', sale(one))),
      of('closure', closure(one)),
      of('warehouse_movement', movement({ productId: crypto.randomUUID(), to: place })),
      of('kitchen_event', { order: 'K-2' }),
    ];
    const first = await Promise.all(Array.from({ length: 8 }, () => push(one, documents)));
    const created = first.flatMap(outcomes).filter((outcome) => outcome === 'created');
    expect(created).toHaveLength(documents.length);
    expect(new Set(first.flatMap(outcomes))).toEqual(new Set(['created', 'duplicate']));
    const before = await traces(hub, mine.companyId);
    expect(before).toMatchObject({
      transactions: 20,
      closures: 1,
      movements: 1,
      events: 2,
      quarantined: 0,
      conflicts: 0,
    });
    expect(outcomes(await push(one, documents))).toEqual(documents.map(() => 'duplicate'));
    expect(await traces(hub, mine.companyId)).toEqual(before);
    const repeats = await test.db.reader.deviceEvent.findMany({ where: { companyId: mine.companyId } });
    expect(repeats.map((event) => event.repeats)).toEqual([8, 8]);
  });

  it('is kept whole but for one poisonous document among a hundred', async () => {
    const mine = await openShop(hub);
    const one = only(mine.terminals);
    const documents = Array.from({ length: 100 }, () => of('transaction', sale(one)));
    const poison = sale(one);
    // PostgreSQL would refuse the whole batch for it.
    poison.head.description = 'a\u0000b';
    documents[50] = of('transaction', poison);
    const { body } = await push(one, documents);
    expect(body).toMatchObject({ accepted: 99, rejected: 1 });
    expect(body.results[50]).toMatchObject({ outcome: 'quarantined', code: 'unstorable_text' });
    expect(await traces(hub, mine.companyId)).toMatchObject({ transactions: 99, quarantined: 1 });
  });

  it('gives the till’s own id of the matter back, if it is a short text', async () => {
    const longest = 'c'.repeat(128);
    const documents = [longest, `${longest}c`, 4711, null, undefined].map((correlation_id) => ({
      ...of('transaction', sale(till)),
      correlation_id,
    }));
    const { body } = await post(till, '/push', { documents });
    const told = body.results.map(({ outcome, correlation_id: id }: Json) => [outcome, id]);
    expect(told).toEqual([longest, null, null, null, null].map((id) => ['created', id]));
  });

  it('names a document that could not be stored on the log, with the till’s own id of the matter', async () => {
    const mine = await openShop(hub);
    const one = only(mine.terminals);
    await push(one, [of('transaction', sale(one))]);
    const where = { companyId: mine.companyId };
    const { paidE4 } = await test.db.reader.dayTotal.findFirstOrThrow({ where });
    const setPaid = (to: bigint) =>
      inTransaction(test.db, (tx) => tx.dayTotal.updateMany({ where, data: { paidE4: to } }));
    await setPaid(2n ** 63n - 1n);
    const refused = sale(one);
    const { body } = await push(one, [of('transaction', refused, { correlation_id: 'basket-4711' })]);
    await setPaid(paidE4);
    expect(body.results).toMatchObject([{ outcome: 'quarantined', correlation_id: 'basket-4711' }]);
    const line = hub
      .logged()
      .split('\n')
      .find((each) => each.includes(refused.head.id));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ correlationId: 'basket-4711', documentId: refused.head.id });
  });

  it('raises the counters of its till, and a document with more sections completes the one that had fewer', async () => {
    const mine = await openShop(hub);
    const one = only(mine.terminals);
    const full = sale(one);
    const withoutLines = { ...full, products: [], departments: [], taxes: [] };
    const sequences = [
      { name: 'ReceiptNumber', value: 12 },
      { name: 'ClosureNumber', value: 3 },
    ];
    expect(outcomes(await push(one, [of('transaction', withoutLines)], { sequences }))).toEqual(['created']);
    const { body } = await push(one, [of('transaction', full)]);
    expect(body.results).toMatchObject([{ outcome: 'created', code: 'completed' }]);
    const state = await test.db.reader.terminalState.findUniqueOrThrow({ where: { terminalId: one.id } });
    expect(state).toMatchObject({ closureNumber: 3, receiptNumber: 12 });
  });

  it('agrees with itself afterwards', async () => {
    const report = await verify(hub.ctx, {});
    expect(report.differences).toEqual([]);
  });
});

describe('the form of a push', () => {
  const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const ndjson = { 'content-type': 'application/x-ndjson' };

  it('may be packed, and one document on each line', async () => {
    const body = JSON.stringify({ documents: [of('transaction', sale(till))] });
    expect(outcomes(await postBytes(till, '/push', { bytes: packed(body), headers: gzip }))).toEqual(['created']);
    const text = lines([of('transaction', sale(till)), of('closure', closure(till)), { sequences: [] }]);
    expect(outcomes(await postBytes(till, '/push', { bytes: Buffer.from(`\n${text}`), headers: ndjson }))).toEqual([
      'created',
      'created',
    ]);
    const both = { ...ndjson, 'content-encoding': 'gzip' };
    expect(outcomes(await postBytes(till, '/push', { bytes: packed(text), headers: both }))).toEqual([
      'duplicate',
      'duplicate',
    ]);
  });

  it.each([
    ['no JSON', '{"documents": [', 400, 'malformed_body'],
    ['nothing', '', 400, 'malformed_body'],
    ['a list', '[]', 400, 'invalid_input'],
    ['no documents', '{}', 400, 'invalid_input'],
    ['documents that are none', '{"documents": {}}', 400, 'invalid_input'],
    ['another version', '{"schema_version": 2, "documents": []}', 400, 'invalid_input'],
    ['counters that are no list', '{"documents": [], "sequences": {}}', 400, 'invalid_input'],
    [
      '1,001 documents',
      JSON.stringify({ documents: Array(1001).fill(of('kitchen_event', {})) }),
      413,
      'payload_too_large',
    ],
  ])('that is %s is refused, and nothing is stored', async (_what, text, status, code) => {
    const before = await traces(hub, shop.companyId);
    const answer = await postBytes(till, '/push', {
      bytes: Buffer.from(text),
      headers: { 'content-type': 'application/json' },
    });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body.message).toEqual(expect.any(String));
    expect(await traces(hub, shop.companyId)).toEqual(before);
  });

  it.each([
    ['packed bytes that end early', (text: string) => packed(text).subarray(0, 40), { 'content-encoding': 'gzip' }],
    ['lines of which the last is cut', (text: string) => Buffer.from(text.slice(0, -30)), {}],
    ['lines that are not UTF-8', (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 10])]), {}],
  ])('cut in the middle is taken as a whole or not at all: %s', async (_what, cut, more) => {
    const before = await traces(hub, shop.companyId);
    const text = lines([of('transaction', sale(till)), of('transaction', sale(till))]);
    const answer = await postBytes(till, '/push', { bytes: cut(text), headers: { ...ndjson, ...more } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_body' } });
    expect(await traces(hub, shop.companyId)).toEqual(before);
  });

  it('whose connection breaks is not stored', async () => {
    const before = await traces(hub, shop.companyId);
    const body = JSON.stringify({ documents: [of('transaction', sale(till))] });
    const head = `POST /t/${till.secret}/api/v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    await raw(hub.port, head, body.slice(0, -10), 'END');
    expect(await traces(hub, shop.companyId)).toEqual(before);
  });

  it('is for devices only, and text is not taken', async () => {
    const nobody = await fetch(`${hub.url}/api/v1/push`, { method: 'POST', body: '{}' });
    expect(nobody.status).toBe(401);
    const text = await postBytes(till, '/push', {
      bytes: Buffer.from('{}'),
      headers: { 'content-type': 'text/plain' },
    });
    expect(text).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    const alone = await postBytes(till, '/closures', { bytes: Buffer.from('{}\n'), headers: ndjson });
    expect(alone.status).toBe(415);
  });
});

describe('movements of goods', () => {
  it('are booked once, by direction and sign, between places of the own store only', async () => {
    const [mine, theirs] = [await openShop(hub), await openShop(hub)];
    const one = only(mine.terminals);
    const [shelf, central, strange] = [
      await location(hub, mine),
      await location(hub, { ...mine, storeId: null }),
      await location(hub, theirs),
    ];
    const productId = crypto.randomUUID();
    const waiting = movement({ productId, to: shelf }, { status: 'PENDING', quantity: 3 });
    const answer = await push(one, [
      of('warehouse_movement', movement({ productId, to: shelf }, { quantity: 10 })),
      of('warehouse_movement', movement({ productId, to: central }, { quantity: '2.5000' })),
      of(
        'warehouse_movement',
        movement({ productId, from: shelf, to: central }, { movement_type: 'TRANSFER', quantity: 4 }),
      ),
      of('warehouse_movement', movement({ productId, from: shelf }, { movement_type: 'ADJUSTMENT', quantity: -1 })),
      of('warehouse_movement', movement({ productId, from: shelf }, { movement_type: 'SALE', quantity: -2 })),
      of('warehouse_movement', movement({ productId, to: strange })),
      of('warehouse_movement', waiting),
      of('warehouse_movement', movement({ productId })),
    ]);
    expect((answer.body.results as Json[]).map(({ code }) => code)).toEqual([
      ...Array(5).fill('created'),
      'unknown_location',
      'incomplete',
      'bad_id',
    ]);
    const levels = await test.db.reader.stockLevel.findMany({ where: { productId } });
    const onHand = Object.fromEntries(levels.map((level) => [level.locationId, level.onHandE4]));
    expect(onHand).toEqual({ [shelf]: 50_000n, [central]: 65_000n });
    const done = await push(one, [of('warehouse_movement', { ...waiting, status: 'COMPLETED' })]);
    expect(outcomes(done)).toEqual(['created']);
    const settled = await test.db.reader.quarantinedItem.findFirstOrThrow({ where: { documentUuid: waiting.id } });
    expect(settled.resolution).toBe('accepted');
  });
});

describe('events', () => {
  it('of any type are kept once under the device’s own id, and other values under it are a conflict', async () => {
    const id = crypto.randomUUID();
    const types = ['erp_sync', 'kitchen_event', 'campaign_usage', 'product', 'table_opened'];
    for (const type of types) {
      const send = (value: number, more: object = {}) => push(till, [of(type, { value }, { id, ...more })]);
      expect(outcomes(await send(1))).toEqual(['created']);
      expect((await send(1)).body.results).toMatchObject([{ outcome: 'duplicate', id, type }]);
      expect(outcomes(await send(2))).toEqual(['conflict']);
    }
    const kept = await test.db.reader.deviceEvent.findMany({ where: { companyId: shop.companyId, uuid: id } });
    expect(kept.map(({ kind, body, repeats }) => ({ kind, body, repeats }))).toEqual(
      expect.arrayContaining(types.map((kind) => ({ kind, body: '{"value":1}', repeats: 1 }))),
    );
  });

  it('without an id are recognised by what they say', async () => {
    const event = { head_id: crypto.randomUUID(), action: 'sync_transaction' };
    const first = await post(till, '/erp_sync/', event);
    expect(first).toMatchObject({ status: 202, body: { outcome: 'created', type: 'erp_sync' } });
    const again = await post(till, '/erp_sync', event);
    expect(again).toMatchObject({ status: 202, body: { outcome: 'duplicate', id: first.body.id } });
    expect(outcomes(await push(till, [of('erp_sync', { ...event, action: 'other' })]))).toEqual(['created']);
  });
});

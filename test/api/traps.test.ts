/** The traps of the terminals' protocol (section 4), one after the other, over HTTP: each in the number that it has there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readsAsNumber } from '../../server/core/ids.ts';
import { putProducts } from '../../server/domain/catalog/index.ts';
import { getClosure } from '../../server/domain/closures/index.ts';
import { putCampaigns } from '../../server/domain/pricing/index.ts';
import { getReconciliation, judgeDue } from '../../server/domain/reconciliation/index.ts';
import { getReceipt } from '../../server/domain/sales/index.ts';
import { setCodeOnlyAccess, updateStore } from '../../server/domain/stores/index.ts';
import { cleanDays } from '../domain/reconciliation/history.ts';
import { makeTransaction } from '../domain/sales/support.ts';
import { withDatabase } from '../support/database.ts';
import { type FullShop, fillShop } from './full-shop.ts';
import { initFaults } from './init-check.ts';
import {
  type Answer,
  call,
  type DeviceHub,
  type Json,
  only,
  openShop,
  recorded,
  type Shop,
  type ShopTerminal,
  startDeviceHub,
} from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let full: FullShop;
let till: ShopTerminal;
let neighbour: ShopTerminal;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  full = await fillShop(hub, shop);
  [till, neighbour] = shop.terminals as [ShopTerminal, ShopTerminal];
  return () => hub[Symbol.asyncDispose]();
});

const ok = { status: 200, body: { status: 'ok', accepted: 1, rejected: 0 } };

function push(
  kind: 'transactions' | 'closures',
  items: readonly unknown[],
  more: Json = {},
  at = till,
): Promise<Answer> {
  return call(`${at.url}/api/v1/pos/${kind}`, {
    json: { ...at.codes, pos_id: 1, [kind]: items, sequences: [], ...more },
  });
}
const init = async (at = till): Promise<Record<string, Json>> => (await call(`${at.url}/api/v1/pos/init`)).body.data;
const stored = (document: Json) => getReceipt(hub.ctx, { companyId: shop.companyId, uuid: document.head.id });

describe('traps of access', () => {
  it('trap 1: the address that a till is given names its scheme, and no push is redirected', async () => {
    expect(till.url).toMatch(/^https?:\/\//);
    for (const slash of ['', '/']) {
      const json = { ...till.codes, pos_id: 1, transactions: [makeTransaction()], sequences: [] };
      expect(await call(`${till.url}/api/v1/pos/transactions${slash}`, { json })).toMatchObject(ok);
    }
  });

  it('trap 2: three guessable texts open nothing until a store allows it for its network; wrong ones get 404 as JSON', async () => {
    const bare = (codes: object) => call(`${hub.url}/api/v1/pos/init?${new URLSearchParams({ ...codes })}`);
    for (const codes of [till.codes, { ...till.codes, store_code: 'NONE' }]) {
      const { status, body } = await bare(codes);
      expect([status, body.status]).toEqual([404, 'error']);
    }
    await setCodeOnlyAccess(hub.ctx, shop.storeId, ['10.0.0.0/8']);
    expect((await bare(till.codes)).status).toBe(404);
    await setCodeOnlyAccess(hub.ctx, shop.storeId, ['127.0.0.0/8', '::1/128']);
    expect((await bare(till.codes)).status).toBe(200);
    await setCodeOnlyAccess(hub.ctx, shop.storeId, []);
    expect((await bare(till.codes)).status).toBe(404);
  });

  it('trap 3: cashiers get their password as it was typed, and nothing of a web account goes down', async () => {
    const data = await init();
    expect(data['cashiers'].map((row: Json) => row.password)).toContain('till-password');
    expect(JSON.stringify(data)).not.toMatch(/argon2|A long password 1/);
  });

  it('trap 19: a till is known by its code, whatever pos_id it says', async () => {
    const document = makeTransaction();
    expect(await push('transactions', [document], { pos_id: 2 })).toMatchObject(ok);
    expect((await stored(document)).head.terminal.id).toBe(till.id);
  });

  it('trap 23: health is 200, JSON, and what is no address of ours is never 200', async () => {
    const health = await call(`${till.url}/api/v1/health`);
    expect([health.status, typeof health.body]).toEqual([200, 'object']);
    expect((await call(`${till.url}/api/v1/pos/transaction`, { json: {} })).status).toBe(404);
  });
});

describe('traps of pushing', () => {
  it('trap 4: one broken entry among others: 200, ok, and how many were taken, as numbers', async () => {
    const broken = makeTransaction((body) => Object.assign(body.head, { total_amount: 'ten' }));
    const answer = await push('transactions', [makeTransaction(), broken, makeTransaction()]);
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', accepted: 2, rejected: 1 } });
  });

  it('trap 5: what is refused and comes again is kept once, with how often it came', async () => {
    const broken = makeTransaction((body) =>
      Object.assign(body.head, { transaction_date_time: '2026-02-30T10:00:00' }),
    );
    for (let time = 0; time < 4; time += 1) await push('transactions', [broken]);
    const kept = await test.db.reader.quarantinedItem.findMany({ where: { documentUuid: broken.head.id } });
    expect(kept).toMatchObject([{ repeatCount: 4, reason: expect.stringContaining('transaction_date_time') }]);
  });

  it('F-TERM-6, trap 6: repeats are taken and count once; the same number of another till is another receipt', async () => {
    const document = makeTransaction();
    const twin = makeTransaction();
    const answers = [await push('transactions', [document]), await push('transactions', [document])];
    answers.push(await push('transactions', [twin], {}, neighbour));
    for (const answer of answers) expect(answer).toMatchObject(ok);
    const found = await test.db.reader.transaction.findMany({
      where: { uuid: { in: [document.head.id, twin.head.id] } },
    });
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ receiptNumber }) => receiptNumber)).size).toBe(1);
  });

  it('trap 7: a paid sale without lines counts with its head, and is known to have none', async () => {
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    await push('transactions', recorded('transaction-push-real-sale', at).transactions, {}, at);
    const [day] = await test.db.reader.dayTotal.findMany({ where: { companyId: shop.companyId } });
    expect(day).toMatchObject({ documents: 1, withLines: 0, lines: 0 });
    expect(day?.grossE4).toBeGreaterThan(0n);
  });

  it('trap 8: money as text or as a float is the same exact amount', async () => {
    const documents = ['1234.1000', 1234.1].map((total) =>
      makeTransaction((body) => Object.assign(body.head, { total_amount: total })),
    );
    await push('transactions', documents);
    for (const document of documents) expect((await stored(document)).head.totalE4).toBe(12_341_000n);
  });

  it('trap 9: times are read on the store’s clocks, and kept as they were written', async () => {
    const document = makeTransaction((body) =>
      Object.assign(body.head, { transaction_date_time: '2026-07-01T00:30:00.123456' }),
    );
    await push('transactions', [document]);
    expect((await stored(document)).head).toMatchObject({
      occurredAt: new Date('2026-06-30T23:30:00.123Z'),
      occurredText: '2026-07-01T00:30:00.123456',
      businessDay: '2026-07-01',
    });
  });

  it('trap 11: cashiers, customers and products that the hub never heard of are kept by the ids that came', async () => {
    const [cashier, customer, product] = ['c', 'd', 'f'].map((letter) => `${letter}${crypto.randomUUID().slice(1)}`);
    const document = makeTransaction((body) => {
      Object.assign(body.head, { fk_cashier_create_id: cashier, fk_customer_id: customer });
      Object.assign(body.products[0], { fk_product_id: product });
    });
    expect(await push('transactions', [document])).toMatchObject(ok);
    const { head, lines } = await stored(document);
    expect([head.cashierId, head.customerId, only(lines).productId]).toEqual([cashier, customer, product]);
  });

  it('trap 14: counters that the hub tells at the refresh are the till’s own, and never go back', async () => {
    const counters = async () =>
      Object.fromEntries((await init(neighbour))['transaction_sequences'].map((row: Json) => [row.name, row.value]));
    const sequences = (receipt: number, closure: number) => ({
      sequences: [
        { name: 'ReceiptNumber', value: receipt },
        { name: 'ClosureNumber', value: closure },
      ],
    });
    await push('transactions', [makeTransaction()], sequences(41, 7), neighbour);
    expect(await counters()).toMatchObject({ ReceiptNumber: 41, ClosureNumber: 7 });
    await push('transactions', [makeTransaction()], sequences(12, 3), neighbour);
    expect(await counters()).toMatchObject({ ReceiptNumber: 41, ClosureNumber: 7 });
  });

  it('trap 20: what a discount row says of a campaign is its first 15 characters, so no two campaigns share them', async () => {
    const type = await test.db.reader.campaignType.findFirstOrThrow({ where: { companyId: null } });
    const rows = ['SUMMER-SALE-2026-NORTH', 'SUMMER-SALE-2026-SOUTH'].map((code) => ({
      ...{ code, name: code, campaignTypeId: type.id, discountBasisPoints: 500 },
    }));
    await expect(putCampaigns(hub.ctx, { companyId: shop.companyId, rows })).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it('trap 21: fk_server_id is null in what goes down, and a UUID in a tip comes back as it was', async () => {
    expect((await init())['products'].every((row: Json) => row.fk_server_id === null)).toBe(true);
    const server = crypto.randomUUID();
    const document = makeTransaction((body) =>
      Object.assign(body, { tips: [{ id: crypto.randomUUID(), fk_server_id: server, tip_amount: '1.0000' }] }),
    );
    await push('transactions', [document]);
    expect(((await stored(document)).document as Json).tips[0].fk_server_id).toBe(server);
  });

  it('trap 24: a sale without a cashier is one of nobody, not of who closed the day', async () => {
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    await push('transactions', recorded('transaction-push-real-sale', at).transactions, {}, at);
    await push('closures', recorded('closure-push', at).closures, {}, at);
    const totals = await test.db.reader.cashierTotal.findMany({ where: { companyId: shop.companyId } });
    expect(totals.map(({ cashierId }) => cashierId)).toEqual(['']);
  });

  it('trap 25: amounts of a return are positive; its type takes them off', async () => {
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    const back = makeTransaction((body) => Object.assign(body.head, { transaction_type: 'return' }));
    await push('transactions', [back], {}, at);
    const [day] = await test.db.reader.dayTotal.findMany({ where: { companyId: shop.companyId } });
    expect(day).toMatchObject({ grossE4: -100_000n, returns: 1 });
  });

  it('trap 26: a rate is what it is, not what its name says', async () => {
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    const odd = makeTransaction((body) => Object.assign(body.products[0], { vat_rate: '1.00', product_name: '0 %' }));
    await push('transactions', [odd], {}, at);
    const totals = await test.db.reader.vatTotal.findMany({ where: { companyId: shop.companyId } });
    expect(totals.map(({ rateBasisPoints }) => rateBasisPoints)).toEqual([100]);
  });
});

describe('traps of init', () => {
  it('traps 10 and 12: no row that a till would drop, no zone in a time, no code twice, deleted ones included', async () => {
    const data = await init();
    expect(initFaults(data)).toEqual([]);
    expect(JSON.stringify(data)).not.toMatch(/"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)"/);
    const row = only(full.productIds);
    const taken = await test.db.reader.product.findUniqueOrThrow({ where: { id: row } });
    const { mainGroupId, subGroupId } = taken;
    const gone = { code: '1003', name: 'Not gone', mainGroupId, subGroupId };
    // Taken up again or refused: either way no code may go down twice.
    await putProducts(hub.ctx, { companyId: shop.companyId, rows: [gone] }).catch(() => undefined);
    const again = await init();
    const codes = again['products'].map(({ code }: Json) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('trap 13: what is deleted goes down as deleted, and no id changes between two inits', async () => {
    const [first, second] = [await init(), await init()];
    const gone = first['products'].find((row: Json) => row.code === '1003');
    expect(gone).toBeDefined();
    for (const name of ['products', 'departments', 'customers', 'forms', 'form_controls', 'cashiers']) {
      const ids = (data: Record<string, Json>) => (data[name] ?? []).map(({ id }: Json) => id);
      expect(ids(second), name).toEqual(ids(first));
    }
  });

  it('trap 15: stock goes down only where the hub keeps it, and then in whole numbers', async () => {
    const stocks = async () => (await init())['products'].map((row: Json) => row.stock);
    expect((await stocks()).every((stock: unknown) => stock === undefined)).toBe(true);
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'hub' });
    expect((await stocks()).every((stock: unknown) => Number.isInteger(stock))).toBe(true);
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'terminal' });
  });

  it('trap 18: a change is in the very next init', async () => {
    const before = (await init())['products'].find((row: Json) => row.code === '1002');
    const { mainGroupId, subGroupId } = await test.db.reader.product.findUniqueOrThrow({ where: { id: before.id } });
    const changed = { id: before.id, code: '1002', name: 'Poppy seed roll', mainGroupId, subGroupId };
    await putProducts(hub.ctx, { companyId: shop.companyId, rows: [changed] });
    expect((await init())['products'].find((row: Json) => row.code === '1002').name).toBe('Poppy seed roll');
  });

  it('trap 22: whoever can unpack gzip gets it, others plain text, both the same', async () => {
    const packed = await call(`${till.url}/api/v1/pos/init`, { headers: { 'accept-encoding': 'gzip, deflate' } });
    const plain = await call(`${till.url}/api/v1/pos/init`, { headers: { 'accept-encoding': 'identity' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.body.data.products).toEqual(packed.body.data.products);
  });

  it('trap 27: no id that goes down reads as a number', async () => {
    const ids = JSON.stringify(await init()).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id) => readsAsNumber(id))).toEqual([]);
  });
});

describe('traps of closures', () => {
  const [day] = cleanDays('traps', 9);
  if (!day?.closure) throw new Error('There is no day to test with');
  const { closure, documents } = day;

  it('traps 16 and 17: a closure may come before its documents, and is compared by what the till means with its figures', async () => {
    const shop = await openShop(hub);
    const at = only(shop.terminals);
    const judged = async () => {
      await judgeDue(hub.ctx);
      return getReconciliation(hub.ctx, { companyId: shop.companyId, uuid: String(closure.closure['id']) });
    };
    hub.clock.now = new Date(day.endedMs);
    expect(await push('closures', [closure], {}, at)).toMatchObject(ok);
    expect(await judged()).toMatchObject({ verdict: 'explained', rule: 'documents-outstanding' });
    for (const { document } of documents) expect(await push('transactions', [document], {}, at)).toMatchObject(ok);
    hub.clock.now = new Date(day.endedMs + 60_000);
    expect(await judged()).toMatchObject({ verdict: 'matched' });
    const which = { companyId: shop.companyId, uuid: String(closure.closure['id']) };
    expect((await getClosure(hub.ctx, which)).closure.documentCount).toBe(documents.length);
  });
});

/** The hub as it runs: pushes recorded by a thread of their own. What it answers is held by the other suites; here is what the
 *  second thread could spoil. */
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { updateStore } from '../../server/domain/stores/index.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { call, type DeviceHub, type Json, only, openShop, recorded, type Shop, type ShopTerminal } from './support.ts';

let server: TestServer;
let hub: DeviceHub;
let shop: Shop;
let till: ShopTerminal;
const threads: Worker[] = [];
const remember = (worker: Worker) => void threads.push(worker);

beforeAll(async () => {
  process.on('worker', remember);
  server = await startTestServer({ oneThread: false, env: { LOG_LEVEL: 'silent' } });
  hub = { ...server, ctx: systemCtx(server.deps, 'test', 'job') } as unknown as DeviceHub;
  shop = await openShop(hub);
  till = only(shop.terminals);
});
afterAll(async () => {
  process.off('worker', remember);
  await server[Symbol.asyncDispose]();
});

/** A recorded sale under an id of its own. */
function sale(): Json {
  const body = recorded('transaction-push-full', till);
  const document = only(body.transactions as Json[]);
  return { ...body, transactions: [{ ...document, head: { ...document.head, id: crypto.randomUUID() } }] };
}

const push = (body: unknown) => call(`${till.url}/api/v1/pos/transactions`, { json: body });
const stored = () => hub.ctx.db.reader.transaction.count({ where: { companyId: shop.companyId } });

describe('a hub that records in a thread of its own', () => {
  it('records pushes once and serves changes of people meanwhile: neither keeps the other from writing', async () => {
    const before = await stored();
    const bodies = Array.from({ length: 60 }, sale);
    const changes = Array.from({ length: 20 }, (_, index) =>
      updateStore(hub.ctx, { storeId: shop.storeId, name: `High Street ${index}` }),
    );
    const answers = await Promise.all([...bodies, ...bodies].map(push));
    await Promise.all(changes);
    for (const { status, body } of answers) {
      expect({ status, body }).toEqual({ status: 200, body: { status: 'ok', accepted: 1, rejected: 0 } });
    }
    expect(await stored()).toBe(before + 60);
  });

  it('answers what cannot be recorded like a hub of one thread', async () => {
    await using single = await startTestServer();
    const other = { ...single, ctx: systemCtx(single.deps, 'test', 'job') } as unknown as DeviceHub;
    const otherTill = only((await openShop(other)).terminals);
    const foreign = { ...sale(), terminal_code: 'POS-999' };
    for (const json of ['{"transactions": [', '[]', '{}', '', '{"transactions": 7}', foreign, { transactions: [7] }]) {
      const [here, there] = await Promise.all(
        [till, otherTill].map(({ url }) => call(`${url}/api/v1/pos/transactions`, { json })),
      );
      const { requestId: _, ...body } = here?.body ?? {};
      const { requestId: __, ...expected } = there?.body ?? {};
      expect([here?.status, body]).toEqual([there?.status, expected]);
    }
  });

  it('tells 503 when the thread dies, keeps what was acknowledged, and records again by itself', async () => {
    const before = await stored();
    const bodies = Array.from({ length: 40 }, sale);
    const pushing = bodies.map(push);
    await only(threads.slice(-1)).terminate();
    const answers = await Promise.all(pushing);
    const acknowledged = answers.filter(({ status }) => status === 200).length;
    for (const { status } of answers) expect([200, 503]).toContain(status);
    expect(await stored()).toBeGreaterThanOrEqual(before + acknowledged);
    // The dead thread's turn is free for others.
    await updateStore(hub.ctx, { storeId: shop.storeId, name: 'High Street' });
    await vi.waitFor(async () => expect((await push(sale())).status).toBe(200), { timeout: 20_000, interval: 100 });
    for (const body of bodies) expect((await push(body)).body).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await stored()).toBe(before + 41);
  });

  it('does so for mixed documents too: what was answered as created is stored, and comes again as duplicate', async () => {
    const documents = () =>
      Array.from({ length: 10 }, () => ({ type: 'transaction', document: only(sale().transactions as Json[]) }));
    const batches = Array.from({ length: 8 }, documents);
    const send = (batch: Json) => call(`${till.url}/api/v1/push`, { json: { documents: batch } });
    const before = await stored();
    const pushing = batches.map(send);
    await only(threads.slice(-1)).terminate();
    const answers = await Promise.all(pushing);
    const created = answers.flatMap(({ status, body }) => (status === 200 ? (body.results as Json[]) : []));
    for (const { status, body } of answers) expect([200, 503], body.message).toContain(status);
    expect(created.map(({ outcome }) => outcome)).toEqual(created.map(() => 'created'));
    expect((await stored()) - before).toBeGreaterThanOrEqual(created.length);
    await vi.waitFor(async () => expect((await send(documents())).status).toBe(200), {
      timeout: 20_000,
      interval: 100,
    });
    for (const batch of batches) expect((await send(batch)).body).toMatchObject({ accepted: 10, rejected: 0 });
    expect(await stored()).toBe(before + 90);
  });
});

/** Bodies that are small on the way and enormous in memory, from tills and from strangers. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { findJsonFault } from '../../server/core/json-fault.ts';
import { setCodeOnlyAccess } from '../../server/domain/stores/index.ts';
import { call, type DeviceHub, only, openShop, type ShopTerminal, startDeviceHub } from '../api/support.ts';
import { withDatabase } from '../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
let storeId: number;
let terminal: ShopTerminal;
beforeAll(async () => {
  hub = await startDeviceHub(test.db, { MAX_BODY_MB: '12' });
  const shop = await openShop(hub);
  storeId = shop.storeId;
  terminal = only(shop.terminals);
  return () => hub[Symbol.asyncDispose]();
});

/** As many values as fit into a body: `[],[],[],…`. */
function swarm(codes: object, bytes = 11 * 1024 * 1024): Buffer {
  const head = JSON.stringify({ ...codes, transactions: [] }).slice(0, -2);
  return gzipSync(`${head}${'[],'.repeat(bytes / 3)}[]]}`);
}

async function push(url: string, body: Buffer) {
  const response = await fetch(`${url}/api/v1/pos/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: new Uint8Array(body),
  });
  return { status: response.status, body: await response.json() };
}

describe('a body of nothing but values', () => {
  it('is refused before it fills the memory, from a till and from codes alone', async () => {
    expect(await push(terminal.url, swarm({}))).toMatchObject({
      status: 413,
      body: { message: expect.stringContaining('values') },
    });
    await setCodeOnlyAccess(hub.ctx, storeId, ['127.0.0.0/8']);
    expect((await push(hub.url, swarm(terminal.codes))).status).toBe(413);
    await setCodeOnlyAccess(hub.ctx, storeId, []);
  });

  it('is not unpacked for a stranger from whose network no codes are taken', async () => {
    const answer = await push(hub.url, swarm(terminal.codes));
    expect(answer).toMatchObject({ status: 404, body: { code: 'terminal_unknown' } });
    const small = await call(`${hub.url}/api/v1/pos/transactions`, { json: { ...terminal.codes, transactions: [] } });
    expect(small).toMatchObject({ status: 404, body: { message: answer.body.message } });
  });

  it('keeps its neighbours waiting for a moment only, however many come at once', async () => {
    const body = gzipSync(Buffer.alloc(11 * 1024 * 1024, 32));
    const answers = await Promise.all(Array.from({ length: 30 }, () => push(terminal.url, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  });
});

describe('broken JSON', () => {
  it('with millions of escapes is told where it breaks', () => {
    expect(findJsonFault(`["${'\\n'.repeat(6_000_000)}" 1]`)).toBe(12_000_004);
    expect(findJsonFault(`["${'\\n'.repeat(6_000_000)}\u0001"]`)).toBe(1);
  });
});

/** How init is served: read once, packed, kept while it holds, and sent in one chunk after the other. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PartStore } from '../../server/api/pos/part-store.ts';
import { createVault } from '../../server/core/vault.ts';
import type { Database } from '../../server/db/index.ts';
import { openInit, type SharedPart } from '../../server/domain/init/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { updateStore } from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import { type Deferred, deferred } from '../support/deferred.ts';
import { type FullShop, fillShop } from './full-shop.ts';
import { call, type DeviceHub, type Json, only, openShop, type Shop, startDeviceHub } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let full: FullShop;
/** Snapshots of the database that were taken: one for each shared part that is read. */
let snapshots = 0;
/** What a snapshot waits for before it reads products. */
let gate: { reached: Deferred; opens: Promise<void> } | null = null;
let failing = false;

beforeAll(async () => {
  hub = await startDeviceHub(watched(test.db));
  shop = await openShop(hub, { terminals: 2 });
  full = await fillShop(hub, shop);
  return () => hub[Symbol.asyncDispose]();
});

afterEach(() => {
  gate = null;
  failing = false;
});

/** The same database, whose snapshots are counted, and can be held up or fail when they come to the products. */
function watched(db: Database): Database {
  const reading = (tx: Json) =>
    new Proxy(tx, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== '$queryRawUnsafe') return value;
        return async (text: string, ...values: unknown[]) => {
          if (/FROM products t/.test(text) && gate) {
            gate.reached.resolve();
            await gate.opens;
          }
          if (/FROM products t/.test(text) && failing) throw new Error('the disk is gone');
          return value.call(target, text, ...values);
        };
      },
    });
  return Object.create(db, {
    snapshot: {
      value: (work: (tx: Json) => Promise<unknown>) => {
        snapshots += 1;
        return db.snapshot((tx) => work(reading(tx)));
      },
    },
  });
}

const address = (index = 0) => `${shop.terminals[index]?.url}/api/v1/pos/init`;

async function pull(index = 0): Promise<Record<string, Json>> {
  const { status, body } = await call(address(index), { headers: { 'accept-encoding': 'gzip, deflate' } });
  expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
  return body.data;
}

/** How many parts were read while `work` ran. */
async function readings(work: () => Promise<unknown>): Promise<number> {
  const before = snapshots;
  await work();
  return snapshots - before;
}

function begin(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' }, agent: false }, resolve).on('error', reject);
  });
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function holdUpProducts(): { reached: Promise<void>; open(): void } {
  const [reached, opened] = [deferred(), deferred()];
  gate = { reached, opens: opened.promise };
  return { reached: reached.promise, open: () => opened.resolve() };
}

const priceOf = (data: Record<string, Json>, code: string) =>
  data['products'].find((row: Json) => row.code === code).sale_price;

const setPrice = (priceE4: bigint, more: object = {}) =>
  putPrices(hub.ctx, {
    companyId: shop.companyId,
    rows: [{ productId: full.productIds[0] ?? '', currency: 'GBP', priceE4, ...more }],
  });

describe('an init', () => {
  it('is on its way before the products are read', async () => {
    await setPrice(30_000n);
    const held = holdUpProducts();
    const answer = await begin(address());
    await held.reached;
    expect(answer.statusCode).toBe(200);
    const { value: chunk } = await answer[Symbol.asyncIterator]().next();
    expect(chunk.length).toBeGreaterThan(0);
    held.open();
    answer.destroy();
  });

  it('is a row of gzip members that ordinary clients read as one', async () => {
    const bytes = await bytesOf(await begin(address()));
    const { status, data } = JSON.parse(gunzipSync(bytes).toString());
    expect(status).toBe('ok');
    expect(Object.keys(data)).toHaveLength(43);
  });

  it('costs one reading of the catalogue and of the screens when twenty tills start at once', async () => {
    await setPrice(31_000n);
    const answers: Record<string, Json>[] = [];
    const count = await readings(async () => {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, (_, index) => pull(index % 2)))));
    });
    expect(count).toBe(2);
    for (const data of answers) expect(priceOf(data, '1001')).toBe('3.1000');
    expect(new Set(answers.map((data) => only(data['pos_settings'] as Json[]).id)).size).toBe(2);
  });

  it('reads nothing that is shared again while nothing has changed, and what is its own each time', async () => {
    await pull();
    expect(await readings(() => pull())).toBe(0);
    const counter = (data: Record<string, Json>) =>
      data['transaction_sequences'].find((row: Json) => row.name === 'ReceiptNumber').value;
    const before = counter(await pull());
    const { codes, url } = only(shop.terminals);
    const sequences = [
      { name: 'ReceiptNumber', value: 57 },
      { name: 'ClosureNumber', value: 1 },
    ];
    await call(`${url}/api/v1/pos/sequences`, { json: { ...codes, pos_id: 1, sequences } });
    expect([before, counter(await pull())]).toEqual([1, 57]);
  });

  it('is read anew after a change of the company, and not after one of another', async () => {
    await pull();
    const other = await openShop(hub);
    expect(await readings(() => pull())).toBe(0);
    await fillShop(hub, other);
    expect(await readings(() => pull())).toBe(0);
    await setPrice(32_000n);
    expect(await readings(() => pull())).toBe(2);
    expect(priceOf(await pull(), '1001')).toBe('3.2000');
  });

  it('is read anew at the instant at which a price begins or ends', async () => {
    const noon = new Date('2026-11-21T12:00:00Z');
    const one = new Date('2026-11-21T13:00:00Z');
    await setPrice(40_000n, { validFrom: noon, validUntil: one });
    const at = async (time: string) => {
      hub.clock.now = new Date(`2026-11-21T${time}Z`);
      let price: unknown;
      const count = await readings(async () => {
        price = priceOf(await pull(), '1001');
      });
      return [price, count > 0];
    };
    await pull();
    expect(await at('11:59:59.999')).toEqual(['3.2000', false]);
    expect(await at('12:00:00')).toEqual(['4.0000', true]);
    expect(await at('12:59:59')).toEqual(['4.0000', false]);
    expect(await at('13:00:00')).toEqual(['3.2000', true]);
    // A clock that goes back finds nothing kept that it may not have.
    expect(await at('12:30:00')).toEqual(['4.0000', true]);
    hub.clock.now = new Date('2026-11-21T10:00:00Z');
  });

  it('has the stock of the moment where the hub keeps it, although stock has no version', async () => {
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'hub' });
    const [productId = ''] = full.productIds;
    const stockKey = `${full.locationId}:${productId}:-`;
    const row = { companyId: shop.companyId, locationId: full.locationId, productId, stockKey };
    const id = crypto.randomUUID();
    const stock = async () => (await pull())['products'].find((each: Json) => each.code === '1001').stock;
    await test.db.transact((tx) => tx.stockLevel.create({ data: { id, ...row, onHandE4: 70_000n } }));
    expect(await stock()).toBe(7);
    await test.db.transact((tx) => tx.stockLevel.update({ where: { id }, data: { onHandE4: 60_000n } }));
    expect(await stock()).toBe(6);
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'terminal' });
  });

  it('is cut off when its catalogue cannot be read, is no JSON then, and whole the next time', async () => {
    await setPrice(33_000n);
    failing = true;
    const answer = await begin(address());
    await expect(bytesOf(answer)).rejects.toThrow(/aborted/);
    expect(hub.logged()).toContain('the disk is gone');
    failing = false;
    expect(priceOf(await pull(), '1001')).toBe('3.3000');
  });
});

describe('what is kept of an init', () => {
  it('has neither cashiers nor settings nor counters in it, and no name on the disk', async () => {
    const found = { terminalId: only(shop.terminals).id, storeId: shop.storeId, companyId: shop.companyId };
    const identity = { ...found, officeCode: '', storeCode: '', terminalCode: '' };
    const place = { timeZone: 'Europe/London', dayStartMinutes: 0, currency: 'GBP' };
    const vault = createVault(hub.deps.config.secrets.vault);
    const stretches = await openInit(hub.ctx, { ...identity, ...place }, vault);
    const written: string[] = [];
    let texts = '';
    for (const part of new Set(stretches.flatMap((each) => ('part' in each ? [each.part] : [])))) {
      await part.write({
        describe: () => undefined,
        async put(_section, resource, groups) {
          written.push(resource);
          for await (const text of groups) texts += text;
        },
        lines: async () => undefined,
      });
    }
    expect(written).toHaveLength(36);
    for (const own of ['cashiers', 'store', 'pos_settings', 'transaction_sequences'])
      expect(written).not.toContain(own);
    expect(texts).not.toContain('till-password');
    await pull();
    expect(readdirSync(path.join(hub.deps.config.dataDir, 'cache'))).toEqual([]);
  });

  /** A part of `groups` groups of a megabyte that hardly packs. */
  function bulky(groups: number, scope = 'bulky'): SharedPart {
    return {
      scope,
      state: '1',
      async write(sink) {
        sink.describe('1', { from: new Date(0), until: null });
        async function* texts() {
          for (let index = 0; index < groups; index += 1) yield `"${randomBytes(750_000).toString('base64')}"`;
        }
        await sink.put(0, 'rows', texts());
      },
    };
  }

  it('takes no memory, however large it is and however slow its readers are', async () => {
    const store = new PartStore(path.join(hub.deps.config.dataDir, 'bulk'));
    const part = bulky(100);
    const reader = store.open(part, new Date());
    const section = reader.section(0)[Symbol.asyncIterator]();
    const first = await section.next();
    expect(first.done).toBe(false);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const buffers = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = buffers();
    // A second reader takes everything, which the first, who stands still, cannot keep it from.
    const other = store.open(part, new Date());
    let bytes = 0;
    let measured = 0;
    let most = 0;
    for await (const chunk of other.section(0)) {
      bytes += chunk.length;
      if (bytes > measured + 4_000_000) {
        measured = bytes;
        most = Math.max(most, buffers() - before);
      }
    }
    expect(bytes).toBeGreaterThan(70_000_000);
    // Of 75 packed megabytes never more than a few at a time; what was let go is freed a little later.
    expect(most).toBeLessThan(32_000_000);
    other.close();
    let rest = (first.value as Uint8Array).length;
    for (let next = await section.next(); !next.done; next = await section.next()) rest += next.value.length;
    expect(rest).toBe(bytes);
    reader.close();
  });

  it('goes when there is too much of it, and whoever reads it then still gets it whole', async () => {
    const store = new PartStore(path.join(hub.deps.config.dataDir, 'few'), { mostParts: 1 });
    const written: string[] = [];
    const noted = (scope: string): SharedPart => {
      const part = bulky(1, scope);
      return {
        ...part,
        write(sink) {
          written.push(scope);
          return part.write(sink);
        },
      };
    };
    const whole = async (reader: ReturnType<PartStore['open']>) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.section(0)) chunks.push(chunk);
      reader.close();
      return gunzipSync(Buffer.concat(chunks)).toString();
    };
    const slow = store.open(noted('a'), new Date());
    const a = await whole(store.open(noted('a'), new Date()));
    await whole(store.open(noted('b'), new Date()));
    expect(await whole(slow)).toBe(a);
    await whole(store.open(noted('a'), new Date()));
    expect(written).toEqual(['a', 'b', 'a']);
  });
});

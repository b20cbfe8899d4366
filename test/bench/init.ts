/** `node --import tsx test/bench/init.ts [--products 50000]`: how a hub serves init to tills of a store with a large catalogue:
 *  the first time, again, twenty at once, and after a price has changed; with the memory that it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../server/db/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { hubCtx } from '../support/hub.ts';
import { fillCatalogue } from './catalogue.ts';
import { makeShop, type Shop, startHub } from './hub.ts';

const { values } = parseArgs({ options: { products: { type: 'string', default: '50000' } } });
const count = Number(values.products);

const folder = mkdtempSync(path.join(os.tmpdir(), 'gate-init-'));
const url = `file:${path.join(folder, 'gate.db')}`;
try {
  const shop = await makeShop(url, { stores: 1, tills: 20 });
  await fillCatalogue(url, shop, count);
  const hub = await startHub(url, folder);
  try {
    const addresses = shop.tills.map(
      (till) => `http://127.0.0.1:${hub.port}${till.path.replace('transactions', 'init')}`,
    );
    const [first = ''] = addresses;
    const show = async (name: string, work: () => Promise<Pull[]>) => {
      const cpu = hub.cpuMs();
      const pulls = await work();
      const worst = (pick: (pull: Pull) => number) => Math.max(0, ...pulls.map(pick)).toFixed(0);
      const { nowMb, peakMb } = hub.memory();
      console.log(
        `${name.padEnd(24)} first byte ${worst((pull) => pull.firstMs).padStart(6)} ms, all ${worst((pull) => pull.allMs).padStart(6)} ms, ` +
          `${(pulls[0]?.bytes ?? 0).toString().padStart(9)} bytes, processor ${hub.cpuMs() - cpu} ms, ` +
          `memory ${nowMb.toFixed(0)} MB (highest ${peakMb.toFixed(0)})`,
      );
    };
    console.log(`${count} products with a price and a barcode each, ${count / 10} customers`);
    await show('before anything', async () => []);
    await show('first till', async () => [await pull(first)]);
    await show('the same again', async () => [await pull(first)]);
    await show('twenty at once', () => Promise.all(addresses.map(pull)));
    await change(shop);
    await show('twenty, price changed', () => Promise.all(addresses.map(pull)));
    await show('a slow reader', async () => [await pull(first, 64)]);
  } finally {
    await hub.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Pull {
  firstMs: number;
  allMs: number;
  bytes: number;
}

/** @param pauses so many times the reader stops for a while */
function pull(address: string, pauses = 0): Promise<Pull> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(address, { headers: { 'accept-encoding': 'gzip, deflate' }, agent: false }, (answer) => {
      const firstMs = performance.now() - startedAt;
      let bytes = 0;
      let left = pauses;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (left-- <= 0) return;
        answer.pause();
        setTimeout(() => answer.resume(), 20);
      });
      answer.on('end', () => {
        if (answer.statusCode !== 200) reject(new Error(`init is ${answer.statusCode}`));
        else resolve({ firstMs, allMs: performance.now() - startedAt, bytes });
      });
    });
    request.on('error', reject);
  });
}

async function change(shop: Shop): Promise<void> {
  const db = await openDatabase({ url });
  try {
    const companyId = shop.terminals[0]?.companyId ?? 0;
    const { id: productId } = await db.reader.product.findFirstOrThrow({ where: { companyId } });
    await putPrices(hubCtx(db, new Date()), { companyId, rows: [{ productId, currency: 'GBP', priceE4: 70_000n }] });
  } finally {
    await db.close();
  }
}

/** `npm run bench -- api [--products 50000] [--tills 1000]`: what the gate dialect costs: polls of an unchanged catalogue, prices on their
 *  way to waiting tills, batches beside those of the office dialect, and pulls while sales come in. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../server/db/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { hubCtx } from '../support/hub.ts';
import { fillCatalogue } from './catalogue.ts';
import { type BenchServer, makeShop, type Shop, startHub } from './hub.ts';
import { describeMachine } from './machine.ts';
import type { WaitingTills } from './pull-client.ts';
import { push } from './push.ts';
import { quantileOf } from './quantile.ts';

const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '50000' },
    tills: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '4' },
  },
});
const [products, tills, seconds] = [Number(values.products), Number(values.tills), Number(values.seconds)];
const stores = 5;
const types = 'products,product_barcodes';
const share = 0.01;
/** Tills that pull everything, one after another: 720 pages, so that the slowest hundredth is more than chance. */
const catalogueReaders = 12;
/** Pairs of pushes in both dialects; the middle one counts. */
const pushRounds = 9;

const folder = mkdtempSync(path.join(os.tmpdir(), 'gate-api-'));
const url = `file:${path.join(folder, 'gate.db')}`;
try {
  console.log(describeMachine());
  const shop = await makeShop(url, { stores, tills });
  await fillCatalogue(url, shop, products);
  const server = await startHub(url, folder);
  try {
    const cursors = await allCursors(server, shop);
    await measurePolls(server, cursors);
    await measureConvergence(server, shop, cursors);
    await measurePulls(server, shop);
    await measurePushes(server, shop);
    const { nowMb, peakMb } = server.memory();
    console.log(`Memory of the hub: ${nowMb.toFixed(0)} MB, at most ${peakMb.toFixed(0)} MB.`);
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pathOf(place: number, rest: string): (shop: Shop) => string {
  return (shop) => (shop.tills[place]?.path ?? '').replace('pos/transactions', rest);
}

/** Where each till begins: the head of its snapshot says it, and the rows are of no interest here. */
async function allCursors(server: BenchServer, shop: Shop): Promise<string[]> {
  const paths: string[] = [];
  for (let place = 0; place < tills; place += 1) {
    const head = await firstLine(server.port, pathOf(place, `snapshot?types=${types}`)(shop));
    const { cursor } = JSON.parse(head) as { cursor: string };
    paths.push(pathOf(place, `pull?types=${types}&limit=2000&cursor=${encodeURIComponent(cursor)}`)(shop));
  }
  return paths;
}

function firstLine(port: number, where: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: where, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
        const end = text.indexOf('\n');
        if (end < 0) return;
        resolve(text.slice(0, end));
        request.destroy();
      });
      answer.on('end', () => reject(new Error(`${answer.statusCode}: ${text.slice(0, 300)}`)));
      answer.on('error', () => {});
    });
    request.on('error', reject);
  });
}

interface Answer {
  ms: number;
  status: number;
  bytes: number;
  text: string;
}

function ask(port: number, where: string, agent: Agent | false = false): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: where, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      answer.on('end', () => {
        const ms = performance.now() - startedAt;
        const text = Buffer.concat(parts).toString('latin1');
        resolve({ ms, status: answer.statusCode ?? 0, bytes: text.length, text });
      });
    });
    request.on('error', reject);
  });
}

/** Every till asks once a minute, each time over a new connection. */
async function measurePolls(server: BenchServer, paths: readonly string[]): Promise<void> {
  const rounds = 3;
  const times: number[] = [];
  const before = server.cpuMs();
  for (let round = 0; round < rounds; round += 1) {
    for (let from = 0; from < paths.length; from += 16) {
      const answers = await Promise.all(paths.slice(from, from + 16).map((each) => ask(server.port, each)));
      if (answers.some(({ status, bytes }) => status !== 200 || bytes > 5000)) throw new Error('a poll brought rows');
      times.push(...answers.map(({ ms }) => ms));
    }
  }
  const perPoll = (server.cpuMs() - before) / (rounds * paths.length);
  const cores = (perPoll * paths.length) / 60_000;
  console.log(
    `${paths.length} tills polling ${products} unchanged products once a minute: ${perPoll.toFixed(2)} ms of processor each, ` +
      `${cores.toFixed(3)} of a core (must be below 0.1); p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );
}

/** Every till waits; then a hundredth of the prices changes, written by another process. */
async function measureConvergence(server: BenchServer, shop: Shop, paths: readonly string[]): Promise<void> {
  const changed = Math.round(products * share);
  // Each price changes its product and its barcode.
  const waiting: WaitingTills = {
    port: server.port,
    paths: paths.map((each) => `${each}&wait=30`),
    changes: 2 * changed,
  };
  const script = fileURLToPath(new URL('./pull-client.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(waiting));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const before = server.cpuMs();
  await change(shop, changed);
  const changedAt = Date.now();
  const doneAt = JSON.parse(String((await lines.next()).value)) as number[];
  console.log(
    `${changed} prices to ${paths.length} waiting tills: all have them after ${((Math.max(...doneAt) - changedAt) / 1000).toFixed(1)} s ` +
      `(must be within 10), ${((server.cpuMs() - before) / 1000).toFixed(1)} s of processor`,
  );
}

async function change(shop: Shop, most: number): Promise<void> {
  const db = await openDatabase({ url });
  try {
    const companyId = shop.terminals[0]?.companyId ?? 0;
    const prices = await db.reader.price.findMany({
      where: { companyId },
      take: most,
      select: { id: true, productId: true },
    });
    const rows = prices.map(({ id, productId }) => ({ id, productId, currency: 'GBP', priceE4: 4_990_000n }));
    await putPrices(hubCtx(db, new Date()), { companyId, rows });
  } finally {
    await db.close();
  }
}

/** Pages of 500 rows: a whole catalogue while nothing else happens, and while a thousand sales come in each second for each of a dozen
 *  tills, all of them new, and then the first twenty once for each of many tills, as after a change of prices. */
async function measurePulls(server: BenchServer, shop: Shop): Promise<void> {
  const quiet = await pullAll(server, shop, { places: [0], limitOf: (place) => 500 + place });
  const sales = push(server, shop, { connections: 64, batch: 20, keepAlive: true, seconds: 30, salesPerSecond: 1000 });
  await sleep(3000);
  // Each of another size by a row, or tills would be given each other's.
  const places = Array.from({ length: Math.min(tills - 1, catalogueReaders) }, (_, index) => index + 1);
  const made = await pullAll(server, shop, { places, limitOf: (place) => 500 + place });
  const tillsAlike = Array.from({ length: Math.min(tills, 50) }, (_, index) => index);
  const given = await pullAll(server, shop, { places: tillsAlike, limitOf: () => 500, mostPages: 20 });
  const { salesPerSecond } = await sales;
  const of = (times: readonly number[]) =>
    `p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`;
  console.log(
    `Pulls of 500 rows while ${Math.round(salesPerSecond)} sales/s come in (p99 must be below 50): ${made.length} of pages that nobody has ` +
      `asked for ${of(made)}; ${given.length} of tills one after another for the same pages ${of(given)}; without sales ${of(quiet)}`,
  );
}

interface Pulls {
  /** Of tills. */
  places: readonly number[];
  limitOf(place: number): number;
  mostPages?: number;
}

/** @returns milliseconds of each page */
async function pullAll(server: BenchServer, shop: Shop, { places, limitOf, mostPages = 60 }: Pulls): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  for (const place of places) {
    let cursor = '';
    for (let page = 0; page < mostPages; page += 1) {
      const at = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const where = pathOf(place, `pull?types=${types}&limit=${limitOf(place)}${at}`)(shop);
      const { ms, status, text } = await ask(server.port, where, agent);
      if (status !== 200) throw new Error(`pull is ${status}: ${text.slice(0, 300)}`);
      times.push(ms);
      cursor = /"cursor":"([^"]+)"/.exec(text)?.[1] ?? '';
      if (!text.includes('"has_more":true')) break;
    }
  }
  agent.destroy();
  return times;
}

/** Both dialects by turns, so that what else the machine does meets both; each round is a pair. */
async function measurePushes(server: BenchServer, shop: Shop): Promise<void> {
  const rates: Record<'office' | 'gate', number[]> = { office: [], gate: [] };
  /** Processor time of the hub for each sale, in microseconds: other programs of the machine disturb it less. */
  const costs: Record<'office' | 'gate', number[]> = { office: [], gate: [] };
  for (let round = 0; round < pushRounds; round += 1) {
    for (const dialect of round % 2 === 0 ? (['office', 'gate'] as const) : (['gate', 'office'] as const)) {
      const before = server.cpuMs();
      const figures = await push(server, shop, { connections: 4, batch: 100, keepAlive: true, seconds, dialect });
      rates[dialect].push(figures.salesPerSecond);
      costs[dialect].push(((server.cpuMs() - before) * 1000) / figures.sales);
    }
  }
  const ratios = rates.gate.map((gate, round) => gate / (rates.office[round] ?? Number.NaN));
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  console.log(
    `Batches of 100: ${Math.round(quantile(rates.gate, 0.5))} sales/s in the gate dialect, ` +
      `${Math.round(quantile(rates.office, 0.5))} in the office dialect: ${quantile(ratios, 0.5).toFixed(2)} (must be at least 1; ` +
      `pairs: ${all}); processor ${quantile(costs.gate, 0.5).toFixed(0)} and ${quantile(costs.office, 0.5).toFixed(0)} µs for each sale`,
  );
}

function quantile(times: readonly number[], part: number): number {
  return quantileOf(
    times.toSorted((a, b) => a - b),
    part,
  );
}

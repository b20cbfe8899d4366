/** `npm run bench:admin [-- --provider postgresql --times 20 --keep <folder>]`: the back office on 1,000,000 receipts with
 *  5,000,000 lines, 100,000 products and 100,000 customers: every list with every filter and order that it offers, the search, a
 *  change of 10,000 rows, a browser's first list, memory; beside the resource of @adminjs/prisma as it comes. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../server/db/index.ts';
import { createStaff } from '../../server/domain/tenancy/index.ts';
import { newPerson, openBrowser } from '../support/browser.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword } from '../support/people.ts';
import { startPostgres } from '../support/postgres.ts';
import { Visitor } from '../support/visitor.ts';
import { type ListAddress, listAddresses } from './admin-lists.ts';
import { type BenchServer, startHub } from './hub.ts';
import { describeMachine } from './machine.ts';
import { fillMillion, million } from './million.ts';
import { type ListCase, stockMs } from './stock-resource.ts';

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'sqlite' },
    times: { type: 'string', default: '20' },
    /** Folder of a filled SQLite database, kept for the next run. */
    keep: { type: 'string' },
    /** For trying it out. */
    transactions: { type: 'string', default: String(million.transactions) },
  },
});
const times = Number(values.times);
const staff = 'bench.staff';
const large = new Set(['Transaction', 'Product', 'Customer', 'Barcode', 'ProductBarcode']);
const searches = [
  'olive',
  'oliv tom',
  'P4711',
  '5000000000700',
  'person4711',
  'R77-4',
  '12.50',
  'zzzznothing',
  'store',
];

const folder = values.keep ?? mkdtempSync(path.join(os.tmpdir(), 'gate-admin-'));
const postgres = values.provider === 'postgresql' ? await startPostgres(path.join(folder, 'postgres')) : null;
try {
  const url = postgres ? await newDatabase(postgres.url('postgres')) : `file:${path.join(folder, 'gate.db')}`;
  await fill(url);
  console.log(`${values.provider}, ${describeMachine()}`);
  const hub = await startHub(url, folder);
  try {
    await measure(hub, url);
  } finally {
    await hub.stop();
  }
} finally {
  await postgres?.stop();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

async function newDatabase(admin: string): Promise<string> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query('CREATE DATABASE bench_admin');
  await client.end();
  return admin.replace(/\/postgres(?=\?|$)/, '/bench_admin');
}

async function fill(url: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const mark = path.join(folder, 'filled');
  if (postgres === null && existsSync(mark)) return;
  const size = { ...million, transactions: Number(values.transactions) };
  await fillMillion(url, size, (what) => console.error(what));
  const db = await openDatabase({ url });
  const person = { username: staff, firstName: 'Bench', lastName: 'Staff', password: goodPassword };
  await createStaff(hubCtx(db, new Date()), { ...person, staffRole: 'superuser' });
  await db.close();
  writeFileSync(mark, '');
}

async function measure(hub: BenchServer, url: string): Promise<void> {
  const visitor = new Visitor(`http://127.0.0.1:${hub.port}`);
  const { status } = await visitor.signIn(staff, goodPassword);
  if (status !== 302) throw new Error(`Nobody can sign in: ${status}`);
  const lists = await timeAll(visitor, await listAddresses(visitor, large));
  show('Lists', lists, 100);
  const found = searches.map((text) => ({
    name: `search "${text}"`,
    address: `/admin/api/hub/search?q=${encodeURIComponent(text)}`,
  }));
  show('Search', await timeAll(visitor, found), 50);
  const { nowMb, peakMb } = hub.memory();
  console.log(`Resident memory ${nowMb.toFixed(0)} MB, at most ${peakMb.toFixed(0)} MB`);
  await besideStock(visitor, url);
  await changeMany(visitor);
  await openInBrowser(hub);
}

interface Timed {
  name: string;
  p50: number;
  p95: number;
}

async function timeAll(visitor: Visitor, addresses: readonly ListAddress[]): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const { name, address } of addresses) {
    const ms: number[] = [];
    // The first time runs through code and pages of the file that were not needed before.
    for (let time = -1; time < times; time += 1) {
      const startedAt = performance.now();
      const { status, body } = await visitor.get(address);
      if (status !== 200) throw new Error(`${address} answered ${status}: ${body.slice(0, 300)}`);
      if (time >= 0) ms.push(performance.now() - startedAt);
    }
    timed.push({ name, ...quantiles(ms) });
  }
  return timed;
}

function quantiles(ms: number[]): { p50: number; p95: number } {
  ms.sort((a, b) => a - b);
  const at = (share: number) => Number((ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0).toFixed(1));
  return { p50: at(0.5), p95: at(0.95) };
}

function show(title: string, timed: readonly Timed[], must: number): void {
  const slowest = [...timed].sort((a, b) => b.p95 - a.p95);
  console.log(`\n${title}: ${timed.length} kinds, ${times} times each, slowest first`);
  console.table(slowest.slice(0, 12).map(({ name, p50, p95 }) => ({ what: name, 'p50 ms': p50, 'p95 ms': p95 })));
  const slow = timed.filter(({ p95 }) => p95 >= must);
  const median = quantiles(timed.map(({ p50 }) => p50)).p50;
  console.log(`median ${median} ms; ${slow.length} of ${timed.length} with a p95 of ${must} ms or more`);
}

const receipts = { model: 'Transaction', filters: {}, sortBy: 'id', direction: 'desc', page: 1 } as const;
const compared: readonly ListCase[] = [
  { ...receipts, name: 'Transactions' },
  { ...receipts, name: 'Transactions, page 20,000', page: 20_000 },
  { ...receipts, name: 'Transactions of a day', filters: { businessDay: '2026-02-01' } },
  { ...receipts, name: 'Transactions by day', sortBy: 'businessDay' },
  { ...receipts, name: 'Returns', filters: { transactionType: 'return' } },
  { ...receipts, name: 'Products by code', model: 'Product', sortBy: 'code', direction: 'asc' },
];

/** Ours over HTTP with names and JSON, the stock resource in this process without either. */
async function besideStock(visitor: Visitor, url: string): Promise<void> {
  const db = await openDatabase({ url });
  try {
    const table = [];
    for (const each of compared) {
      const filters = Object.entries(each.filters).map(([name, value]) => `&filters.${name}=${value}`);
      const order = `sortBy=${each.sortBy}&direction=${each.direction}&page=${each.page}`;
      const address = `/admin/api/resources/${each.model}/actions/list?${order}${filters.join('')}`;
      const [ours] = await timeAll(visitor, [{ name: each.name, address }]);
      const stock = quantiles(await stockMs(db, each, 5));
      const ratio = Number((stock.p50 / (ours?.p50 ?? 1)).toFixed(1));
      table.push({ what: each.name, 'ours ms': ours?.p50, 'stock ms': stock.p50, 'times faster': ratio });
    }
    console.log('\nBeside the resource of @adminjs/prisma as it comes (medians)');
    console.table(table);
  } finally {
    await db.close();
  }
}

interface Change {
  id: string;
  state: string;
  rowCount: number;
  changed: number;
}

/** The purchase price of 10,000 products. */
async function changeMany(visitor: Visitor): Promise<void> {
  const filters = { 'filters.purchasePriceE4~~from': '1.01', 'filters.purchasePriceE4~~to': '51.00' };
  const { body, status } = await visitor.post('/admin/api/hub/bulk/', {
    model: 'Product',
    kind: 'edit',
    filters: JSON.stringify(filters),
    changes: JSON.stringify([{ column: 'purchasePriceE4', way: 'set', value: '2.50' }]),
  });
  if (status !== 201) throw new Error(`The change was answered ${status}: ${body.slice(0, 300)}`);
  const { id } = JSON.parse(body) as { id: string };
  const checked = await waitFor(visitor, id, 'checked');
  await visitor.post(`/admin/api/hub/bulk/${id}/apply`, {});
  const done = await waitFor(visitor, id, 'done');
  const { changed, rowCount } = done.change;
  console.log(`\nChange of ${rowCount} rows: tried in ${checked.ms} ms, ${changed} changed in ${done.ms} ms`);
}

async function waitFor(visitor: Visitor, id: string, state: string) {
  const startedAt = performance.now();
  for (;;) {
    const change = JSON.parse((await visitor.get(`/admin/api/hub/bulk/${id}`)).body) as Change;
    if (change.state === state) return { change, ms: Math.round(performance.now() - startedAt) };
    if (change.state === 'failed') throw new Error('The change was given up');
    await sleep(100);
  }
}

/** From nothing to a list with rows, twice: with an empty cache, and again. */
async function openInBrowser(hub: BenchServer): Promise<void> {
  const browser = await openBrowser();
  try {
    const { page } = await newPerson(browser);
    const url = `http://127.0.0.1:${hub.port}`;
    await page.goto(`${url}/accounts/login/`);
    await page.fill('[name=username]', staff);
    await page.fill('[name=password]', goodPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL((address) => !address.pathname.includes('login'));
    for (const what of ['first', 'again']) {
      const startedAt = performance.now();
      await page.goto(`${url}/admin/resources/Transaction`);
      await page.locator('tr[data-row-id]').first().waitFor();
      console.log(`Browser, ${what}: a usable list after ${Math.round(performance.now() - startedAt)} ms`);
    }
  } finally {
    await browser.close();
  }
}

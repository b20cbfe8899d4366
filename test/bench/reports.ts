/** `npm run bench:reports [-- --small --provider postgresql --times 20 --keep <folder>]`: every report over a month and over a year
 *  on 10,000,000 sales with 50,000,000 lines of 20 stores in three years (`--small`: 1,000,000 sales; `--sparse`: the rollups of all
 *  days, and the receipts of the last weeks alone: minutes instead of hours, without the comparison), beside the plain GROUP BY
 *  over the same documents; pages and files of a hub, quiet and while 500 sales a second come in; bytes of the rollups. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { catalogue } from '../../reports/catalogue.ts';
import { runReport } from '../../reports/engine/run.ts';
import { type Asked, askedWithOptions } from '../../reports/engine/window.ts';
import { type Database, migrate, openDatabase } from '../../server/db/index.ts';
import { companyRollups, composePeriods } from '../../server/domain/sales/index.ts';
import { rollups } from '../../server/domain/sales/rollup-sql.ts';
import { addMember, createUser } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword } from '../support/people.ts';
import { startPostgres } from '../support/postgres.ts';
import { Visitor } from '../support/visitor.ts';
import { type BenchServer, makeShop, type Shop, startHub } from './hub.ts';
import { describeMachine } from './machine.ts';
import { push } from './push.ts';
import { fillReports, places, type Size } from './reports-data.ts';

const { values: options } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    /** Receipts of the last four weeks alone, beside the rollups of all days. */
    sparse: { type: 'boolean', default: false },
    /** For trying it out. */
    sales: { type: 'string' },
    provider: { type: 'string', default: 'sqlite' },
    times: { type: 'string', default: '20' },
    /** Folder of a filled SQLite database, kept for the next run. */
    keep: { type: 'string' },
  },
});
const times = Number(options.times);
const sales = Number(options.sales ?? (options.small ? 1_000_000 : 10_000_000));
const size: Size = { sales, linesEach: 5, products: 5000, customers: 20_000, days: 1096 };
const person = 'bench.manager';
/** Reports of the products' area may take longer: their rows are as many as the products. */
const limitOf = (area: string) => (area === 'products' || area === 'stock' ? 150 : 50);
const leastRatio = 300;
/** Pages of many tiles. */
const boards = ['company', 'store', 'live'];

const folder = options.keep ?? mkdtempSync(path.join(os.tmpdir(), 'gate-reports-'));
const isPostgres = options.provider === 'postgresql';
// A folder of its own: PostgreSQL does not run as root and must be able to reach it.
const postgres = isPostgres ? await startPostgres(mkdtempSync(path.join(os.tmpdir(), 'gate-reports-postgres-'))) : null;
let failed = 0;
try {
  const url = postgres ? await newDatabase(postgres.url('postgres')) : `file:${path.join(folder, 'gate.db')}`;
  const { shop, lastDay } = await fill(url);
  console.log(
    `\n${postgres?.version ?? 'SQLite'}, ${count(size.sales)} sales, ${count(size.sales * size.linesEach)} lines${
      options.sparse ? ': their rollups, and the receipts of the last four weeks' : ''
    }`,
  );
  console.log(`${describeMachine()}; load ${os.loadavg()[0]?.toFixed(1)}`);
  const db = await openDatabase({ url });
  try {
    await compose(db, { shop, lastDay });
    await timeReports(db, lastDay);
    // Both are of all documents and of all rows.
    if (!options.sparse) {
      await besideDocuments(db, lastDay);
      await countBytes(db);
    }
  } finally {
    await db.close();
  }
  await timeHub(url, shop);
} finally {
  await postgres?.stop();
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
if (failed > 0) console.log(`${failed} figures are beyond what was promised.`);

function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

async function newDatabase(admin: string): Promise<string> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query('CREATE DATABASE bench_reports');
  await client.end();
  return admin.replace(/\/postgres(?=\?|$)/, '/bench_reports');
}

/** The shop of a filled database, which is kept beside it. */
async function fill(url: string): Promise<{ shop: Shop; lastDay: string }> {
  mkdirSync(folder, { recursive: true });
  const mark = path.join(folder, 'shop.json');
  if (!isPostgres && existsSync(mark)) {
    await migrate({ url });
    return JSON.parse(readFileSync(mark, 'utf8'));
  }
  const startedAt = performance.now();
  const lastDay = new Date().toISOString().slice(0, 10);
  const shop = await makeShop(url, places);
  await fillReports(url, { size, lastDay, isSparse: options.sparse }, (what) => console.error(what));
  const db = await openDatabase({ url });
  const { id: userId } = await createUser(hubCtx(db, new Date()), { username: person, password: goodPassword });
  const companyId = shop.terminals[0]?.companyId ?? 0;
  await addMember(hubCtx(db, new Date()), { companyId, userId, isOwner: true });
  await db.close();
  console.error(`filled in ${count((performance.now() - startedAt) / 1000)} s`);
  writeFileSync(mark, JSON.stringify({ shop, lastDay }));
  return { shop, lastDay };
}

/** What the hub's job does meanwhile: days before yesterday, of all stores together. */
async function compose(db: Database, { shop, lastDay }: { shop: Shop; lastDay: string }): Promise<void> {
  const ctx = hubCtx(db, new Date(`${lastDay}T20:00:00Z`));
  const startedAt = performance.now();
  const composed = await composePeriods(ctx, shop.terminals[0]?.companyId ?? 0, { most: 10_000, pauseMs: 0 });
  const ms = performance.now() - startedAt;
  if (composed > 0) console.log(`${count(composed)} days and months composed, ${(ms / composed).toFixed(1)} ms each`);
}

interface Times {
  p50: number;
  p95: number;
  /** Processor time of one, in milliseconds: what it takes on a machine that does nothing else. */
  cpu: number;
}

/** Runs it often enough that the highest of twenty is left out. */
async function time(work: () => Promise<unknown>, most = times): Promise<Times> {
  // What was never run is not compiled yet, and its pages are not in memory.
  await work();
  const taken: number[] = [];
  const endsAt = performance.now() + 20_000;
  const before = process.cpuUsage();
  while (taken.length < most && (taken.length < 3 || performance.now() < endsAt)) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  taken.sort((a, b) => a - b);
  const quantile = (share: number) => Number((taken[Math.ceil(taken.length * share) - 1] ?? 0).toFixed(1));
  return { p50: quantile(0.5), p95: quantile(0.95), cpu: Number(((user + system) / 1000 / taken.length).toFixed(1)) };
}

/** What a tile asks: one report of the whole company, with the days before. */
async function timeReports(db: Database, lastDay: string): Promise<void> {
  const ctx = hubCtx(db, new Date(`${lastDay}T20:00:00Z`));
  const rows: Record<string, string | number>[] = [];
  for (const report of catalogue) {
    const row: Record<string, string | number> = { report: report.name };
    for (const range of report.hasRange ? (['30-days', '12-months'] as const) : (['today'] as const)) {
      // Of long lists as many rows as a page shows.
      const page = report.isPaged && { take: String(report.mostRows) };
      const asked: Asked = askedWithOptions.parse({ company: 'bench', range, ...page });
      try {
        const { p50, p95, cpu } = await time(() => runReport(ctx, report, asked));
        Object.assign(row, { [`${range} p50 ms`]: p50, [`${range} p95 ms`]: p95, [`${range} CPU ms`]: cpu });
        if (p95 > limitOf(report.area)) miss(row, `${range}: over ${limitOf(report.area)}`);
      } catch (error) {
        miss(row, `${range}: ${String(error).slice(0, 60)}`);
      }
    }
    rows.push(row);
  }
  console.table(rows);
}

function miss(row: Record<string, string | number>, what: string): void {
  failed += 1;
  row['beyond'] = row['beyond'] === undefined ? what : `${row['beyond']}, ${what}`;
}

/** A year by day, from the rollup and from the documents: the same figures. */
async function besideDocuments(db: Database, lastDay: string): Promise<void> {
  const from = `${Number(lastDay.slice(0, 4)) - 1}${lastDay.slice(4)}`;
  const within = `company_id = 1 AND business_day > '${from}' AND business_day <= '${lastDay}'`;
  const of = (columns: string, table: string, condition = '') =>
    db.reader.$queryRawUnsafe<{ documents: unknown; gross: unknown }[]>(
      `SELECT business_day, CAST(${columns.split('|')[0]} AS TEXT) AS documents, CAST(${columns.split('|')[1]} AS TEXT) AS gross
        FROM ${table} WHERE ${within} ${condition} GROUP BY business_day ORDER BY business_day`,
    );
  const documents = () => of('count(*)|sum(sign * total_e4)', 'transactions');
  const stored = () => of('sum(documents)|sum(gross_e4)', 'store_day_totals', 'AND store_id = 0');
  const isSame = JSON.stringify(await documents()) === JSON.stringify(await stored());
  const [slow, fast] = [await time(documents, 3), await time(stored)];
  const ratio = slow.p50 / fast.p50;
  console.log(
    `A year by day: GROUP BY over the documents ${slow.p50} ms, rollup ${fast.p50} ms: ${Math.round(ratio)} times faster` +
      ` (at least ${leastRatio} on ten million sales), ${isSame ? 'the same figures' : 'OTHER FIGURES'}`,
  );
  if (!isSame || (ratio < leastRatio && sales >= 10_000_000)) failed += 1;
}

async function countBytes(db: Database): Promise<void> {
  const composed = Object.values(companyRollups).map(({ table }) => table);
  const tables = [...rollups.map(({ table }) => table), ...composed, 'packed_totals', 'packed_keys'];
  const names = tables.map((table) => `'${table}'`).join(', ');
  const text = isPostgres
    ? `SELECT relname AS name, pg_total_relation_size(oid) AS bytes, reltuples AS rows FROM pg_class WHERE relname IN (${names})`
    : `SELECT m.tbl_name AS name, sum(s.pgsize) AS bytes, 0 AS rows FROM dbstat s JOIN sqlite_master m ON m.name = s.name
        WHERE s.aggregate = TRUE AND m.tbl_name IN (${names}) GROUP BY 1`;
  const found = await db.reader.$queryRawUnsafe<{ name: string; bytes: unknown }[]>(text);
  const rows = found.map(({ name, bytes }) => ({
    rollup: name,
    MB: (Number(bytes) / 1e6).toFixed(1),
    'bytes per sale': (Number(bytes) / size.sales).toFixed(1),
  }));
  const all = found.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  console.table(rows);
  console.log(`Rollups: ${(all / 1e6).toFixed(0)} MB, ${(all / size.sales).toFixed(0)} bytes per sale`);
}

async function timeHub(url: string, shop: Shop): Promise<void> {
  const hub = await startHub(url, folder);
  try {
    const visitor = new Visitor(`http://127.0.0.1:${hub.port}`);
    const { status } = await visitor.signIn(person, goodPassword);
    if (status !== 302) throw new Error(`Nobody can sign in: ${status}`);
    const before = hub.memory();
    const quiet = await timePages(visitor);
    await timeFiles(hub, visitor);
    const after = hub.memory();
    const figures = push(hub, shop, { connections: 25, batch: 20, keepAlive: true, seconds: 40, salesPerSecond: 500 });
    const busy = await timePages(visitor);
    console.table(
      quiet.map((row, place) => ({
        ...row,
        'busy p50 ms': busy[place]?.['p50 ms'],
        'busy p95 ms': busy[place]?.['p95 ms'],
      })),
    );
    const { salesPerSecond, p99Ms } = await figures;
    console.log(`Busy: ${count(salesPerSecond)} sales a second came in, a push took at most ${count(p99Ms)} ms (p99)`);
    console.log(
      `Resident memory ${count(before.nowMb)} MB at first, ${count(after.nowMb)} MB after pages and files, at most ${count(hub.memory().peakMb)} MB`,
    );
  } finally {
    await hub.stop();
  }
}

/** Whole pages, as a browser gets them. */
async function timePages(visitor: Visitor) {
  const addresses = [
    '/reports?company=bench',
    ...boards.map((name) => `/reports/${name}?company=bench`),
    ...['sales-by-day', 'sales-by-store', 'sales-by-hour', 'products'].map(
      (name) => `/reports/${name}?company=bench&range=12-months`,
    ),
  ];
  const rows = [];
  for (const address of addresses) {
    const { status } = await visitor.get(address);
    if (status !== 200) {
      rows.push({ page: address, status, 'p50 ms': 0, 'p95 ms': 0 });
      continue;
    }
    const { p50, p95 } = await time(() => visitor.get(address), Math.min(times, 10));
    rows.push({ page: address, status, 'p50 ms': p50, 'p95 ms': p95 });
  }
  return rows;
}

/** Until the first byte of a file, and until the last; memory must not grow with its length. */
async function timeFiles(hub: BenchServer, visitor: Visitor): Promise<void> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  for (const name of ['sales-by-day', 'products']) {
    const startedAt = performance.now();
    const address = `http://127.0.0.1:${hub.port}/reports/${name}.csv?company=bench&range=12-months${name === 'products' ? '&top=all' : ''}`;
    const answer = await fetch(address, { headers: { cookie } });
    if (answer.status !== 200 || answer.body === null) {
      console.log(`${name}.csv is ${answer.status}`);
      await answer.body?.cancel();
      continue;
    }
    let firstMs: number | undefined;
    let bytes = 0;
    for await (const chunk of Readable.fromWeb(answer.body as WebStream) as AsyncIterable<Buffer>) {
      firstMs ??= performance.now() - startedAt;
      bytes += chunk.length;
    }
    if ((firstMs ?? 0) > 1000) failed += 1;
    console.log(
      `${name}.csv of a year: first byte after ${count(firstMs ?? 0)} ms, ${count(bytes)} bytes after ${count(performance.now() - startedAt)} ms`,
    );
  }
}

/** `npm run bench [-- --quick]`: how many sales per second the hub takes over HTTP, beside the rate at which plain statements
 *  write the same rows on the same kind of file. The ratio is the figure; the rates depend on the machine. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../server/db/index.ts';
import { verify } from '../../server/domain/verification/index.ts';
import { hubCtx } from '../support/hub.ts';
import { startPostgres } from '../support/postgres.ts';
import { addReader, measureCatchUp } from './catch-up.ts';
import type { ClientFigures } from './client.ts';
import { pushSource } from './documents.ts';
import { type BenchServer, makeShop, type Shop, startHub } from './hub.ts';
import { openLimit, prepareSale } from './limit.ts';
import { type Limit, limitBatches, measureLimit } from './limits.ts';
import { describeMachine } from './machine.ts';
import { push } from './push.ts';
import { measureRecording, preloadDocuments, type Recorded } from './recording.ts';

const { values: options } = parseArgs({
  options: {
    /** Leaves out the 100,000 documents and the repetitions. */
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    /** Documents that are there before anything is measured. */
    preload: { type: 'string' },
    /** Only: 1,000 tills deliver so many documents at once while 20 people look at dashboards. */
    'catch-up': { type: 'string' },
    'no-postgres': { type: 'boolean', default: false },
    /** Folder for a CPU profile of the hub while 64 tills push. */
    profile: { type: 'string' },
  },
});

const seconds = Number(options.seconds);
const preload = Number(options.preload ?? (options.quick ? 5_000 : 200_000));
/** Two runs of the limit that differ by more than this say that the machine was busy with something else. */
const mostDrift = 0.25;

interface Mode {
  name: string;
  connections: number;
  batch: number;
  /** Sales per transaction of the limit that this mode is compared with. */
  limitBatch: number;
}

const modes: readonly Mode[] = [
  { name: '1 till, one sale per push', connections: 1, batch: 1, limitBatch: 1 },
  { name: '64 tills, one sale per push', connections: 64, batch: 1, limitBatch: 64 },
  { name: '4 tills, pushes of 20', connections: 4, batch: 20, limitBatch: 200 },
  { name: '1 till, pushes of 100', connections: 1, batch: 100, limitBatch: 100 },
  { name: '4 tills, pushes of 100', connections: 4, batch: 100, limitBatch: 100 },
];

interface Measured {
  mode: Mode;
  keepAlive: boolean;
  figures: ClientFigures;
  /** Processor time of the hub for each sale: steadier than a rate on a busy machine. */
  cpuMsPerSale: number;
}

async function measureHub(server: BenchServer, shop: Shop): Promise<Measured[]> {
  const measured: Measured[] = [];
  // The first pushes of a process run through code that is not compiled yet.
  await push(server, shop, { connections: 16, batch: 5, keepAlive: true, seconds: Math.min(2, seconds) });
  for (const mode of modes) {
    for (const keepAlive of [false, true]) {
      const { connections, batch } = mode;
      const before = server.cpuMs();
      const figures = await push(server, shop, { connections, batch, keepAlive, seconds });
      measured.push({ mode, keepAlive, figures, cpuMsPerSale: (server.cpuMs() - before) / figures.sales });
    }
  }
  return measured;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'gate-bench-'));
const count = (value: number) => Math.round(value).toLocaleString('en-GB');
const milliseconds = (value: number) => value.toFixed(value < 10 ? 1 : 0);

function printTable(measured: readonly Measured[], limits: readonly Map<number, Limit>[] | null): void {
  const limitOf = (batch: number, figure: keyof Limit) =>
    limits && limits.reduce((sum, limit) => sum + (limit.get(batch)?.[figure] ?? 0), 0) / limits.length;
  const rows = measured.map(({ mode, keepAlive, figures, cpuMsPerSale }) => {
    const limit = limitOf(mode.limitBatch, 'salesPerSecond');
    const limitCpuMs = limitOf(mode.limitBatch, 'cpuMsPerSale');
    return {
      pushes: mode.name,
      connection: keepAlive ? 'kept' : 'new each',
      'sales/s': count(figures.salesPerSecond),
      'limit/s': limit === null ? '' : count(limit),
      ratio: limit === null ? '' : (figures.salesPerSecond / limit).toFixed(2),
      'p50 ms': milliseconds(figures.p50Ms),
      'p99 ms': milliseconds(figures.p99Ms),
      'CPU ms/sale': cpuMsPerSale.toFixed(2),
      limit: limitCpuMs === null ? '' : limitCpuMs.toFixed(2),
      'CPU ratio': limitCpuMs === null ? '' : (limitCpuMs / cpuMsPerSale).toFixed(2),
      'client cores': figures.cores.toFixed(2),
    };
  });
  console.table(rows);
}

/** Recording without HTTP, in this process, as the thread that records does it. */
function printRecording(recorded: readonly Recorded[], limits: readonly Map<number, Limit>[]): void {
  const limitOf = (batch: number) =>
    limits.reduce((sum, limit) => sum + (limit.get(batch)?.salesPerSecond ?? 0), 0) / limits.length;
  console.table(
    recorded.map(({ name, limitBatch, salesPerSecond }) => ({
      'without HTTP': name,
      'sales/s': count(salesPerSecond),
      ...(limits.length > 0 && {
        'limit/s': count(limitOf(limitBatch)),
        ratio: (salesPerSecond / limitOf(limitBatch)).toFixed(2),
      }),
    })),
  );
}

/** A preloaded file, and the shop in it. */
async function prepareFile(): Promise<{ file: string; shop: Shop }> {
  const file = path.join(folder, 'template.db');
  const shop = await makeShop(`file:${file}`, { stores: 20, tills: 64 });
  const writer = openLimit(file);
  const sources = shop.tills.map(pushSource);
  for (let done = 0; done < preload; done += 500) {
    const sales = Array.from({ length: 500 }, (_, index) => {
      const till = (done + index) % sources.length;
      return prepareSale(sources[till]?.transaction() ?? '', shop.terminals[till] as Shop['terminals'][number]);
    });
    writer.write(sales);
  }
  writer.close();
  return { file, shop };
}

function copyOf(file: string, name: string): string {
  const copy = path.join(folder, name);
  copyFileSync(file, copy);
  return copy;
}

async function benchSqlite({ file, shop }: { file: string; shop: Shop }): Promise<void> {
  console.log(`\nSQLite, ${count(preload)} documents preloaded, ${seconds} s per figure`);
  for (let attempt = 1; ; attempt += 1) {
    const limitFile = copyOf(file, `limit-${attempt}.db`);
    const hubFile = copyOf(file, `hub-${attempt}.db`);
    const before = measureLimit(limitFile, shop, seconds);
    const recorded = await measureRecording(`file:${copyOf(file, `recording-${attempt}.db`)}`, shop, seconds);
    const server = await startHub(`file:${hubFile}`, path.join(folder, `hub-${attempt}`));
    const measured = await measureHub(server, shop);
    const memory = server.memory();
    await server.stop();
    const after = measureLimit(limitFile, shop, seconds);
    const drifts = limitBatches.map((batch) => {
      const pair = [before, after].map((limit) => limit.get(batch)?.salesPerSecond ?? 0);
      return 1 - Math.min(...pair) / Math.max(...pair);
    });
    const drift = Math.max(...drifts);
    printRecording(recorded, [before, after]);
    printTable(measured, [before, after]);
    console.log(
      `The limit before and after differed by ${drifts.map((each) => `${Math.round(each * 100)} %`).join(', ')} ` +
        `(${limitBatches.join(', ')} per transaction). Memory of the hub: ${count(memory.nowMb)} MB, at most ${count(memory.peakMb)} MB.`,
    );
    await proveEqual(limitFile, hubFile);
    if (drift <= mostDrift || attempt === 3) {
      if (drift > mostDrift) console.log('The machine is too busy for figures to be trusted.');
      return;
    }
    console.log(`That is more than ${mostDrift * 100} %: measured again.`);
  }
}

/** Both wrote what they should: their rollups are those of their documents. */
async function proveEqual(...files: string[]): Promise<void> {
  for (const file of files) {
    const db = await openDatabase({ url: `file:${file}` });
    const result = await verify(hubCtx(db, new Date()), { valuesWithinMs: 1000 });
    await db.close();
    const found = result.ok ? 'no difference' : JSON.stringify(result.differences.slice(0, 3));
    console.log(
      `verify ${path.basename(file)}: ${found} in ${count(result.checked.documents)} documents, ${result.checked.seconds} s`,
    );
    if (!result.ok) process.exitCode = 1;
  }
}

async function benchPostgres(): Promise<void> {
  // A folder of its own: PostgreSQL does not run as root and must be able to reach it.
  const postgres = await startPostgres(mkdtempSync(path.join(os.tmpdir(), 'gate-bench-postgres-')));
  try {
    const admin = new pg.Client({ connectionString: postgres.url('postgres') });
    await admin.connect();
    await admin.query('CREATE DATABASE bench');
    await admin.end();
    const shop = await makeShop(postgres.url('bench'), { stores: 20, tills: 64 });
    await preloadDocuments(postgres.url('bench'), shop, preload);
    console.log(`\n${postgres.version}, durable as it comes, ${count(preload)} documents preloaded`);
    printRecording(await measureRecording(postgres.url('bench'), shop, seconds), []);
    const server = await startHub(postgres.url('bench'), path.join(folder, 'postgres-hub'));
    printTable(await measureHub(server, shop), null);
    await server.stop();
  } finally {
    await postgres.stop();
  }
}

async function benchStart({ file }: { file: string }): Promise<void> {
  const times: string[] = [];
  for (const [name, url] of [
    ['empty', `file:${path.join(folder, 'empty.db')}`],
    ['filled', `file:${copyOf(file, 'start.db')}`],
  ] as const) {
    const server = await startHub(url, path.join(folder, `start-${name}`));
    times.push(`${name}: ${(server.startMs / 1000).toFixed(2)} s, ${count(server.memory().nowMb)} MB`);
    await server.stop();
  }
  console.log(`\nFrom start to first answer, database ${times.join('; ')}`);
}

async function benchMemory({ file, shop }: { file: string; shop: Shop }): Promise<void> {
  const server = await startHub(`file:${copyOf(file, 'memory.db')}`, path.join(folder, 'memory'));
  const run = { connections: 16, batch: 10, keepAlive: false, seconds: 600, maxPushes: 10_000 };
  const figures = await push(server, shop, run);
  const { nowMb, peakMb } = server.memory();
  console.log(`After ${count(figures.sales)} pushed documents: ${count(nowMb)} MB, at most ${count(peakMb)} MB`);
  await server.stop();
}

async function benchCatchUp(documents: number): Promise<void> {
  const file = path.join(folder, 'catch-up.db');
  const shop = await makeShop(`file:${file}`, { stores: 20, tills: 1000 });
  const username = await addReader(`file:${file}`);
  const limit = measureLimit(copyOf(file, 'catch-up-limit.db'), shop, seconds).get(64)?.salesPerSecond ?? 0;
  const target = options.profile && path.resolve(options.profile);
  const flags = target ? ['--cpu-prof', `--cpu-prof-dir=${target}`] : [];
  const server = await startHub(`file:${file}`, path.join(folder, 'catch-up'), flags);
  const run = { connections: 1000, batch: 1, keepAlive: false, seconds: 1200, maxPushes: documents };
  const found = await measureCatchUp(server, username, () => push(server, shop, run));
  const cores = server.cpuMs() / 1000 / found.seconds;
  await server.stop();
  console.log(`\nCatch-up of 1,000 tills, a connection for each document\n${describeMachine()}`);
  console.table([
    {
      documents: count(found.documents),
      seconds: found.seconds.toFixed(1),
      'per second': count(found.documentsPerSecond),
      'of the limit': (found.documentsPerSecond / limit).toFixed(2),
      'push p50 ms': milliseconds(found.pushP50Ms),
      'push p99 ms': milliseconds(found.pushP99Ms),
      'connections lost': found.lost,
      'cores hub/tills': `${cores.toFixed(2)}/${found.tillCores.toFixed(2)}`,
      pages: found.pages,
      'page p50 ms': milliseconds(found.pageP50Ms),
      'page p95 ms': milliseconds(found.pageP95Ms),
      'memory MB': count(found.memoryMb),
      'at most MB': count(found.peakMb),
    },
  ]);
  await proveEqual(file);
}

async function profile({ file, shop }: { file: string; shop: Shop }, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const [name, connections, batch] of [
    ['64x1', 64, 1],
    ['1x100', 1, 100],
  ] as const) {
    // A file for each thread: the hub's own is the larger one.
    const flags = ['--cpu-prof', `--cpu-prof-dir=${path.join(target, name)}`];
    const server = await startHub(`file:${copyOf(file, `profile-${name}.db`)}`, path.join(folder, 'profile'), flags);
    const figures = await push(server, shop, { connections, batch, keepAlive: false, seconds: seconds * 2 });
    console.log(`${name}: ${count(figures.salesPerSecond)} sales/s, profile in ${target}/${name}`);
    await server.stop();
  }
}

try {
  if (options['catch-up']) {
    await benchCatchUp(Number(options['catch-up']));
  } else if (options.profile) {
    await profile(await prepareFile(), path.resolve(options.profile));
  } else {
    const prepared = await prepareFile();
    await benchStart(prepared);
    await benchSqlite(prepared);
    if (!options['no-postgres']) await benchPostgres();
    if (!options.quick) await benchMemory(prepared);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `npm run bench:admin [-- --provider postgresql --times 20 --only lists,search,files --keep <folder> --database <url>]`: the
 *  back office on 1,000,000 receipts with 5,000,000 lines, 100,000 products and 100,000 customers: every list with every filter
 *  and order that it offers, the search, beside the resource of @adminjs/prisma as it comes, a change of 10,000 rows, 100,000
 *  products in and out, a browser's first list, memory; at the end what was found beside what was promised. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../server/db/index.ts';
import { createStaff } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword } from '../support/people.ts';
import { startPostgres } from '../support/postgres.ts';
import { Visitor } from '../support/visitor.ts';
import { besideStock } from './admin-beside.ts';
import { openInBrowser } from './admin-browser.ts';
import { measureLists } from './admin-lists.ts';
import { type Bench, Findings, show, tell, timeAll } from './admin-measures.ts';
import { changeMany, filesInAndOut } from './admin-work.ts';
import { type BenchServer, startHub } from './hub.ts';
import { measureMachine } from './machine.ts';
import { fillMillion, million } from './million.ts';

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'sqlite' },
    times: { type: 'string', default: '20' },
    /** Parts, separated by commas; all when it is left out. */
    only: { type: 'string' },
    /** Folder of a filled SQLite database, kept for the next run. */
    keep: { type: 'string' },
    /** Address of an empty PostgreSQL database, or of one that an earlier run filled, which is kept for the next one. */
    database: { type: 'string' },
    /** For trying it out. */
    transactions: { type: 'string', default: String(million.transactions) },
    /** Products in the file that is brought. */
    products: { type: 'string', default: '100000' },
  },
});

const staff = 'bench.staff';
const limitedStaff = 'bench.limited';
const searchMustMs = 50;
const memoryMustMb = 350;
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

/** In the order in which they run: what changes rows comes last. */
const parts: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  lists: measureLists,
  search: measureSearch,
  stock: besideStock,
  browser: (bench) => openInBrowser(bench, staff),
  bulk: changeMany,
  files: (bench) => filesInAndOut(bench, Number(values.products)),
};

const asked = values.only?.split(',') ?? Object.keys(parts);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`No such part: ${unknown}. There are ${Object.keys(parts)}.`);

const folder = values.keep ?? mkdtempSync(path.join(os.tmpdir(), 'gate-admin-'));
const isPostgres = values.database !== undefined || values.provider === 'postgresql';
// In a folder of its own: PostgreSQL runs as another user than root, who may not enter ours.
const ownsServer = isPostgres && values.database === undefined;
const postgres = ownsServer ? await startPostgres(mkdtempSync(path.join(os.tmpdir(), 'gate-admin-postgres-'))) : null;
try {
  const url =
    values.database ??
    (postgres ? await newDatabase(postgres.url('postgres')) : `file:${path.join(folder, 'gate.db')}`);
  if (!(await isFilled(url))) await fill(url);
  const machine = measureMachine();
  const size = Number(values.transactions).toLocaleString('en-GB');
  console.log(`${postgres?.version ?? (isPostgres ? 'PostgreSQL' : 'SQLite')}, ${size} transactions; ${machine.text}`);
  const hub = await startHub(url, folder);
  try {
    const found = await measure(hub, url);
    const after = measureMachine();
    console.log(`\nAfterwards: ${after.text}`);
    // What else ran meanwhile must not make the figures better.
    found.print(Math.min(machine.processorRatio, after.processorRatio));
    if (found.faults.length > 0) process.exitCode = 1;
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

/** Written when the filling is done. */
function mark(): string {
  return path.join(folder, 'filled');
}

async function isFilled(url: string): Promise<boolean> {
  if (!isPostgres) return existsSync(mark());
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // The staff comes last.
  const tables = await client.query<{ name: string | null }>("SELECT to_regclass('users')::text AS name");
  const people = tables.rows[0]?.name
    ? await client.query('SELECT 1 FROM users WHERE username = $1', [limitedStaff])
    : null;
  await client.end();
  return (people?.rowCount ?? 0) > 0;
}

async function fill(url: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await fillMillion(url, { ...million, transactions: Number(values.transactions) }, tell);
  const db = await openDatabase({ url });
  const person = { firstName: 'Bench', lastName: 'Staff', password: goodPassword, staffRole: 'superuser' } as const;
  await createStaff(hubCtx(db, new Date()), { ...person, username: staff });
  await createStaff(hubCtx(db, new Date()), { ...person, username: limitedStaff, companyIds: [1, 2] });
  await db.close();
  if (!isPostgres) writeFileSync(mark(), '');
}

/** A part that breaks off leaves the others be. */
async function measure(hub: BenchServer, url: string): Promise<Findings> {
  const found = new Findings();
  const [visitor, limited] = [await signedIn(hub, staff), await signedIn(hub, limitedStaff)];
  const bench: Bench = { hub, url, visitor, limited, times: Number(values.times), found };
  for (const [name, run] of Object.entries(parts)) {
    if (!asked.includes(name)) continue;
    tell(name);
    hub.forgetPeak();
    await run(bench).catch((error: unknown) => found.faults.push(`${name}: ${error}`));
    const { nowMb, peakMb } = hub.memory();
    console.log(`Resident memory ${nowMb.toFixed(0)} MB, at most ${peakMb.toFixed(0)} MB meanwhile`);
    found.add(`Resident memory, ${name}`, peakMb, memoryMustMb, 'MB');
  }
  return found;
}

async function signedIn(hub: BenchServer, username: string): Promise<Visitor> {
  const visitor = new Visitor(`http://127.0.0.1:${hub.port}`);
  const { status } = await visitor.signIn(username, goodPassword);
  if (status !== 302) throw new Error(`${username} cannot sign in: ${status}`);
  return visitor;
}

async function measureSearch(bench: Bench): Promise<void> {
  const addresses = searches.map((text) => ({
    name: `search "${text}"`,
    address: `/admin/api/hub/search?q=${encodeURIComponent(text)}`,
  }));
  show(bench.found, 'Search', await timeAll(bench, bench.visitor, addresses), searchMustMs);
}

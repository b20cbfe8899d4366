/** A hub to measure: a database with a company, stores and tills, and the server in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServer } from '../../server/build.ts';
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction, migrate, openDatabase } from '../../server/db/index.ts';
import {
  createStore,
  createTerminal,
  issueTerminalSecret,
  type TerminalIdentity,
} from '../../server/domain/stores/index.ts';
import { hubCtx } from '../support/hub.ts';
import type { ClientOptions } from './client.ts';
import { cashierId, customerId, productIds } from './documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Till = ClientOptions['tills'][number];

export interface Shop {
  tills: Till[];
  terminals: TerminalIdentity[];
}

/** A company with its tills spread over its stores. */
export async function makeShop(url: string, size: { stores: number; tills: number }): Promise<Shop> {
  await migrate({ url });
  const db = await openDatabase({ url });
  try {
    const ctx = hubCtx(db, new Date());
    const officeCode = 'OFFICE-BENCH';
    const company = await inTransaction(db, (tx) =>
      tx.company.create({ data: { uuid: newId(), name: 'Bench', slug: 'bench', officeCode } }),
    );
    await putKnown(db, company.id);
    const shop: Shop = { tills: [], terminals: [] };
    for (let store = 1; store <= size.stores; store += 1) {
      const storeCode = `STORE-${store}`;
      const { id: storeId } = await createStore(ctx, { companyId: company.id, code: storeCode, name: storeCode });
      for (let till = store; till <= size.tills; till += size.stores) {
        const terminalCode = `POS-${till}`;
        const terminal = await createTerminal(ctx, { storeId, code: terminalCode });
        const { secret } = await issueTerminalSecret(ctx, terminal.id, 'http://127.0.0.1');
        const codes = { officeCode, storeCode, terminalCode };
        shop.tills.push({ path: `/t/${secret}/api/v1/pos/transactions`, ...codes });
        const place = { terminalId: terminal.id, storeId, companyId: company.id };
        shop.terminals.push({ ...place, ...codes, timeZone: 'Europe/London', dayStartMinutes: 0, currency: 'GBP' });
      }
    }
    return shop;
  } finally {
    await db.close();
  }
}

/** What the documents name, as in a shop whose master data is kept here. */
async function putKnown(db: Database, companyId: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    const of = { companyId };
    const mainGroupId = newId();
    const subGroupId = newId();
    await tx.departmentMainGroup.create({ data: { ...of, id: mainGroupId, code: '1', name: 'Bench' } });
    await tx.departmentSubGroup.create({ data: { ...of, id: subGroupId, mainGroupId, code: '101', name: 'Bench' } });
    await tx.product.createMany({
      data: productIds.map((id, index) => {
        const name = `Product ${index}`;
        return { ...of, id, code: String(index), name, nameFolded: name.toLowerCase(), mainGroupId, subGroupId };
      }),
    });
    await tx.customer.create({ data: { ...of, id: customerId, name: 'Bench', lastName: '' } });
    const cashier = { id: cashierId, number: 1, userName: 'bench', firstName: 'Bench', lastName: '' };
    await tx.cashier.create({ data: { ...of, ...cashier, passwordEncrypted: '' } });
  });
}

export interface BenchServer {
  port: number;
  /** From the start of the process to its first answer. */
  startMs: number;
  pid: number;
  /** Processor time that it has used, in milliseconds. */
  cpuMs(): number;
  /** Resident memory now and at its highest, in megabytes. */
  memory(): { nowMb: number; peakMb: number };
  /** The highest is from now on. */
  forgetPeak(): void;
  stop(): Promise<void>;
}

/** Starts the hub as `npm start` does, with its log thrown away. `nodeArguments` for profiling. */
export async function startHub(
  url: string,
  folder: string,
  nodeArguments: readonly string[] = [],
): Promise<BenchServer> {
  await buildServer();
  const port = await freePort();
  const script = startScript();
  const env = { ...process.env, ...script.env, PORT: String(port), DATABASE_URL: url, GATE_DATA_DIR: folder };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeArguments, ...script.arguments], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Should the bench fail, its hub must not live on.
  const stopAtOnce = () => child.kill('SIGKILL');
  process.once('exit', stopAtOnce);
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (complaints.length < 10_000) complaints += chunk.toString();
  });
  await firstAnswer(port, child, () => complaints);
  const startMs = performance.now() - startedAt;
  return {
    port,
    startMs,
    pid: child.pid as number,
    cpuMs() {
      // Fields 14 and 15 of the line, counted after the name in brackets; ticks are hundredths of a second on Linux.
      const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
      const ticks = fields.split(' ');
      return (Number(ticks[11]) + Number(ticks[12])) * 10;
    },
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
      return { nowMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
    },
    forgetPeak() {
      // Documented in proc(5): 5 sets the peak to what is resident now.
      writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
    },
    async stop() {
      process.off('exit', stopAtOnce);
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** What `npm start` runs: settings in front of `node`, arguments behind it. */
function startScript(): { env: Record<string, string>; arguments: string[] } {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const words = scripts.start.split(' ');
  const program = words.indexOf('node');
  const settings = words.slice(0, program).map((word) => word.split('=') as [string, string]);
  return { env: Object.fromEntries(settings), arguments: words.slice(program + 1) };
}

async function firstAnswer(port: number, child: ChildProcess, complaints: () => string): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The hub did not start:\n${complaints()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() > deadline) throw new Error('The hub did not answer within a minute');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

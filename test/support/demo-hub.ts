/** A whole hub with a few days of the demonstration in it, and what the simulator delivered to it in a process of its own. */

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { seedDemonstration } from '../../prisma/seed/index.ts';
import { createVault } from '../../server/core/vault.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { startTestServer, type TestServer } from './server.ts';

const run = promisify(execFile);
const commandLine = path.resolve(import.meta.dirname, '../../server/cli/main.ts');

/** What a person at the browser should see of the simulator's work. */
export interface LastReceipt {
  id: number;
  storeCode: string;
  terminalCode: string;
  uuid: string;
  businessDay: string;
}

export async function startDemoHub(days: number): Promise<TestServer> {
  const server = await startTestServer();
  const ctx = systemCtx(server.deps, 'demonstration', 'cli');
  const vault = createVault(server.deps.config.secrets.vault);
  await seedDemonstration({ ctx, vault, seed: '1', days, onProgress: () => undefined });
  return server;
}

/** Runs a command of the hub beside it, as an operator does; `stdout` of a command that fails is in the error. */
export async function gate(server: TestServer, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', commandLine, ...args], {
    env: { ...process.env, ...server.env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Lets the simulator sell, and names the receipt that it delivered last. */
export async function simulate(server: TestServer, ...options: string[]): Promise<LastReceipt> {
  const report = JSON.parse(await gate(server, 'simulate', '--json', '--url', server.url, ...options)) as {
    storeCode: string;
  };
  const last = await server.deps.db.reader.transaction.findFirstOrThrow({
    where: { store: { code: report.storeCode } },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    select: { id: true, uuid: true, businessDay: true, terminal: { select: { code: true } } },
  });
  const { id, uuid, businessDay, terminal } = last;
  return { id, uuid, businessDay, storeCode: report.storeCode, terminalCode: terminal.code };
}

/** A whole hub with a few days of the demonstration in it, and what the simulator delivered to it in a process of its own. */

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { seedDemonstration } from '../../prisma/seed/index.ts';
import { createVault } from '../../server/core/vault.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { type Clone, cloneTemplate, createDatabase } from './database.ts';
import { silentLog } from './people.ts';
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

/** A hub of its own that has three days of the demonstration, with its people and both its companies. */
export async function startDemoHub(): Promise<TestServer> {
  return startTestServer({ clone: await cloneDemo(), env: { VAULT_SECRET: vaultSecret } });
}

/** A database with the demonstration that nobody has opened yet. */
export async function cloneDemo(): Promise<Clone> {
  const hour = new Date().toISOString().slice(0, 13);
  // What was sold today is no longer today's after midnight, wherever that is.
  if (built?.hour !== hour) built = { hour, template: buildTemplate() };
  return cloneTemplate(await built.template);
}

/** The cashiers' passwords in the template are sealed with it. */
const vaultSecret = 'what the demonstration of tests is sealed with';
let built: { hour: string; template: Promise<string> } | undefined;

/** Built once in each process that runs test files. It goes with the folder, or the server, of the run.
 *  @returns its address; nobody is connected to it */
async function buildTemplate(): Promise<string> {
  const { url, db } = await createDatabase();
  const ctx = systemCtx({ db, log: silentLog, now: () => new Date() }, 'demonstration', 'cli');
  await seedDemonstration({ ctx, vault: createVault(vaultSecret), seed: '1', days: 3, onProgress: () => undefined });
  await db.close();
  return url;
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

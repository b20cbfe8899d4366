/** `npm run demo`: a filled hub to look at, in a data folder of its own; with `-- --live` its tills go on selling. */
import { Command } from 'commander';
import { clearDemonstration } from '../../prisma/seed/clear.ts';
import {
  accounts,
  cashierPassword,
  demonstrationState,
  passwordOf,
  seedDemonstration,
} from '../../prisma/seed/index.ts';
import { type Config, loadConfig } from '../config.ts';
import { createVault } from '../core/vault.ts';
import { type Ctx, type Database, migrate, openDatabase } from '../db/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import { type RunningServer, startServer, stopOnSignals } from '../main.ts';
import { explain } from './explain.ts';
import { commandLog } from './hub.ts';
import { startProgress } from './progress.ts';
import { runLiveTills } from './simulator/live.ts';

/** Any other number gives another history. */
const defaultSeed = '1';

interface DemoOptions {
  live?: true;
  seed: string;
  days?: string;
  prepareOnly?: true;
}

const program = new Command('demo')
  .description(
    'Builds the demonstration if its data folder is empty (GATE_DATA_DIR, default data/demo), then serves it.',
  )
  .option('--live', 'let the tills of the demonstration go on selling')
  .option('--seed <text>', 'same seed, same history', defaultSeed)
  .option('--days <number>', 'only so many days of history (default: thirteen months)')
  .option('--prepare-only', 'build it and end')
  .addHelpText('after', '\nExamples:\n  npm run demo\n  npm run demo -- --live\n  PORT=8080 npm run demo')
  .action(run);

async function run(options: DemoOptions): Promise<void> {
  const config = loadConfig({
    ...process.env,
    GATE_DATA_DIR: process.env.GATE_DATA_DIR || 'data/demo',
    // The block below should not drown in a line for each request.
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  });
  await prepare(config, options);
  if (options.prepareOnly) return;
  const server = await startServer(config);
  const stopLive = options.live ? startLive(server) : () => undefined;
  process.once('SIGINT', stopLive).once('SIGTERM', stopLive);
  stopOnSignals(server);
  console.log(signInBlock(config, options));
}

/** Brings the data folder to a finished demonstration. */
async function prepare(config: Config, options: DemoOptions): Promise<void> {
  const state = await withDatabase(config, (ctx) => demonstrationState(ctx));
  if (state === 'ready') return;
  if (state === 'foreign') {
    throw new Error(
      `${config.dataDir} holds a hub that is not the demonstration; nothing was changed. Choose another GATE_DATA_DIR.`,
    );
  }
  if (state === 'building') {
    throw new Error(`Another process is building the demonstration in ${config.dataDir} just now.`);
  }
  if (state === 'interrupted') {
    console.error('An earlier start was interrupted while it built the demonstration: building it again.');
    await clearDemonstration(config.databaseUrl);
  }
  const startedAt = performance.now();
  const progress = startProgress('Building the demonstration');
  const vault = createVault(config.secrets.vault);
  const days = options.days === undefined ? null : Math.max(1, Number.parseInt(options.days, 10) || 1);
  const { documents } = await withDatabase(config, (ctx) =>
    seedDemonstration({ ctx, vault, seed: options.seed, days, onProgress: progress.update }),
  ).finally(() => progress.stop());
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.error(`Built ${documents.toLocaleString('en-GB')} documents in ${seconds} s.`);
}

async function withDatabase<T>(config: Config, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  await migrate({ url: config.databaseUrl });
  const log = commandLog(config);
  const db: Database = await openDatabase({ url: config.databaseUrl, log });
  // All of it happens at one moment, however long it takes.
  const startedAt = new Date();
  try {
    return await work(systemCtx({ db, log, now: () => startedAt }, 'demonstration', 'cli'));
  } finally {
    await db.close();
  }
}

/** Lets every till of the demonstration sell; returns what stops them. */
function startLive(server: RunningServer): () => void {
  const stopping = new AbortController();
  const { db, log } = server.deps;
  db.reader.terminal
    .findMany({
      where: {
        company: { officeCode: 'OFFICE-001' },
        store: { codeOnlyAccess: true },
        isActive: true,
        deletedAt: null,
      },
      select: { code: true, store: { select: { code: true } } },
    })
    .then((terminals) =>
      runLiveTills({
        terminals: terminals.map(({ code, store }) => ({
          officeCode: 'OFFICE-001',
          storeCode: store.code,
          terminalCode: code,
        })),
        url: server.url,
        zone: 'Europe/London',
        signal: stopping.signal,
        onProblem: (terminal, error) => log.warn({ err: error, ...terminal }, 'a live till cannot go on'),
      }),
    )
    .catch((error: unknown) => log.warn({ err: error }, 'the live tills cannot start'));
  return () => stopping.abort();
}

function signInBlock({ publicUrl }: Config, { live }: DemoOptions): string {
  const roles: Record<string, string> = {
    'staff@demo.test': 'staff of the hub, everything',
    'owner@demo.test': 'owner of Harbour Grocers Ltd',
    'owner2@demo.test': 'second owner',
    'admin@demo.test': 'administrator',
    'member@demo.test': 'member without figures',
    'manager@demo.test': 'reports only',
    'northgate@demo.test': 'owner of Northgate Books',
  };
  const people = accounts.map(
    ({ username }) => `  ${username.padEnd(21)}${passwordOf(username).padEnd(23)}${roles[username] ?? ''}`,
  );
  return [
    '',
    'GATE demonstration',
    '',
    `  Portal   ${publicUrl}/`,
    `  Reports  ${publicUrl}/reports`,
    `  Admin    ${publicUrl}/admin`,
    `  Tills    ${publicUrl}/api/v1   OFFICE-001, STORE-001, POS-001; from this machine without a secret`,
    '',
    `  New here? Create an account, a company and its first store at ${publicUrl}/accounts/register/`,
    '',
    '  Sign in as           with password          who that is',
    ...people,
    '',
    `  Cashiers at the till: tess (closes the day), arun, bella …; password ${cashierPassword}`,
    ...(live ? ['  The tills go on selling.'] : []),
    '  Stop with Ctrl+C.',
    '',
  ].join('\n');
}

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${explain(error)}`);
  process.exitCode = 1;
});

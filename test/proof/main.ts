/** `npm run proof -- <kill9|simulate|fuzz|api|pull>`: the long proofs. Each works in a temporary folder and database of its own, ends within a
 *  bound that its options set, and says what it proved. */

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import pg from 'pg';
import { loadConfig } from '../../server/config.ts';
import { migrate, type Provider } from '../../server/db/index.ts';
import { startServer } from '../../server/main.ts';
import { makeEverybody } from '../api/v1/everybody.ts';
import { freePort } from '../support/free-port.ts';
import { startPostgres } from '../support/postgres.ts';
import { makeRunFolder } from '../support/run-folder.ts';
import { fuzzApi } from './api.ts';
import { fuzz } from './fuzz.ts';
import type { Installation } from './hub-process.ts';
import { kill9 } from './kill9.ts';
import { pullProof } from './pull.ts';
import { simulate } from './simulate.ts';

interface ProofOptions {
  seed: string;
  rounds?: number;
  tills: number;
  provider: Provider;
}

interface Proof {
  name: string;
  summary: string;
  /** What one round is, and how many there are without `--rounds`. */
  rounds: { meaning: string; usual: number };
  /** @returns what was done, and what was found wrong */
  run(
    installation: Installation,
    round: { seed: string; rounds: number; tills: number },
  ): Promise<{ done: string; problems: readonly string[] }>;
}

const proofs: readonly Proof[] = [
  {
    name: 'kill9',
    summary: 'kills the hub under load and looks for lost, doubled and half-written documents',
    rounds: { meaning: 'kills', usual: 40 },
    async run(installation, { seed, rounds }) {
      const report = await kill9(installation, { seed, rounds, onRound: tell });
      const { kills, killsAtStart, acknowledged, inFlight, inFlightStored, problems } = report;
      const done =
        `${kills} kills under load and ${killsAtStart} while starting; ${acknowledged} documents acknowledged, ` +
        `${inFlight} in flight at a kill, of which ${inFlightStored} were stored`;
      return { done, problems };
    },
  },
  {
    name: 'simulate',
    summary: 'lets simulated tills sell on bad lines and compares their books with the hub’s',
    rounds: { meaning: 'hundreds of documents', usual: 50 },
    async run(installation, { seed, rounds, tills }) {
      const options = { seed, tills, documents: rounds * 100, onProgress: tellSometimes() };
      const { documents, closures, problems } = await simulate(installation, options);
      return { done: `${documents} documents and ${closures} closures of ${tills} tills`, problems };
    },
  },
  {
    name: 'fuzz',
    summary: 'pushes damaged bodies and looks for faults, half-written rows and answers that no till understands',
    rounds: { meaning: 'hundreds of bodies', usual: 50 },
    async run(installation, { seed, rounds }) {
      const report = await fuzz(installation, { seed, count: rounds * 100, onProgress: tellSometimes() });
      const statuses = Object.entries(report.statuses).map(([status, times]) => `${times} × ${status}`);
      const done =
        `${report.sent} bodies (${statuses.join(', ')}); ${report.accepted} documents accepted, ` +
        `${report.quarantined} quarantined`;
      return { done, problems: report.problems };
    },
  },
  {
    name: 'api',
    summary:
      'calls every operation of the API as everybody, by its own schemas, and looks for faults, leaks and rows that a refusal changed',
    rounds: { meaning: 'calls of each operation', usual: 200 },
    run: proveApi,
  },
  {
    name: 'pull',
    summary:
      'edits a catalogue at random and compares what tills that were often offline have pulled with what the hub has (try --tills 200)',
    rounds: { meaning: 'thousands of edited rows', usual: 20 },
    async run(installation, { seed, rounds, tills }) {
      const options = { seed, tills, edits: rounds * 1000, onProgress: tellSometimes() };
      const { edits, pulls, snapshots, problems } = await pullProof(installation, options);
      return { done: `${edits} rows edited; ${pulls} pulls and ${snapshots} snapshots of ${tills} tills`, problems };
    },
  },
];

async function proveApi({ databaseUrl, dataDir }: Installation, { seed, rounds }: { seed: string; rounds: number }) {
  const env = { NODE_ENV: 'test', LOG_LEVEL: 'error', PORT: String(await freePort()), DATABASE_URL: databaseUrl };
  let nowMs = Date.now();
  const server = await startServer(loadConfig({ ...env, GATE_DATA_DIR: dataDir }), {
    oneThread: true,
    now: () => new Date(nowMs),
  });
  try {
    const tick = () => {
      nowMs += 1000;
    };
    const everybody = await makeEverybody(server, { withBooks: true });
    const { operations, sent, statuses, neverWell, problems } = await fuzzApi(server, everybody, {
      ...{ seed, rounds, tick, onProgress: tellSometimes() },
    });
    const answered = Object.entries(statuses).map(([status, times]) => `${times} × ${status}`);
    const outside = neverWell.length === 0 ? '' : `; no call went well of ${neverWell.join(', ')}`;
    return { done: `${sent} calls of ${operations} operations (${answered.join(', ')})${outside}`, problems };
  } finally {
    await server.close();
  }
}

const program = new Command('proof').description(
  'Proves what the hub promises, the long way. The same seed sends the same.',
);
for (const proof of proofs) {
  program
    .command(proof.name)
    .summary(proof.summary)
    .description(`The proof ${proof.summary}.`)
    .option('--seed <text>', 'what is drawn from it repeats (default: the time of day)', String(Date.now()))
    .option('--tills <number>', 'simulated tills', wholeNumber, 20)
    .option('--rounds <number>', `${proof.rounds.meaning} (default ${proof.rounds.usual})`, wholeNumber)
    .addOption(
      new Option('--provider <name>', 'database to run on').choices(['sqlite', 'postgresql']).default('sqlite'),
    )
    .action((options: ProofOptions) => prove(proof, options));
}

async function prove(proof: Proof, options: ProofOptions): Promise<void> {
  const { seed, provider, tills, rounds = proof.rounds.usual } = options;
  console.log(`${proof.name} on ${provider}, seed ${seed}, ${rounds} ${proof.rounds.meaning}`);
  const startedAt = performance.now();
  const folder = makeRunFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await using place = await makePlace(provider, folder);
  const { done, problems } = await proof.run(place.installation, { seed, rounds, tills });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  for (const problem of problems) console.log(`  ${problem}`);
  console.log(problems.length === 0 ? `PROVEN in ${seconds} s: ${done}.` : `NOT PROVEN after ${seconds} s: ${done}.`);
  if (problems.length === 0) return;
  console.log(`Repeat it: npm run proof -- ${proof.name} --seed ${seed} --rounds ${rounds} --provider ${provider}`);
  process.exitCode = 1;
}

/** A migrated database and an empty data folder. */
async function makePlace(
  provider: Provider,
  folder: string,
): Promise<AsyncDisposable & { installation: Installation }> {
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir);
  if (provider === 'sqlite') {
    const databaseUrl = `file:${path.join(dataDir, 'gate.db')}`;
    await migrate({ url: databaseUrl });
    return { installation: { databaseUrl, dataDir }, [Symbol.asyncDispose]: async () => undefined };
  }
  const server = await startPostgres(path.join(folder, 'postgres'));
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query('CREATE DATABASE proof');
  await admin.end();
  const databaseUrl = server.url('proof');
  await migrate({ url: databaseUrl });
  return { installation: { databaseUrl, dataDir }, [Symbol.asyncDispose]: () => server.stop() };
}

function tell(line: string): void {
  console.log(`  ${line}`);
}

/** For what happens often: says it at most every few seconds. */
function tellSometimes(): (line: string) => void {
  let toldAt = performance.now();
  return (line) => {
    if (performance.now() - toldAt < 5000) return;
    toldAt = performance.now();
    tell(line);
  };
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It should be a whole number above 0.');
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('NOT PROVEN: it could not be carried out.');
  process.exitCode = 1;
});

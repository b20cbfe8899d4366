import { Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config.ts';
import type { Ctx } from '../db/index.ts';
import { verify } from '../domain/verification/index.ts';
import { withHub } from './hub.ts';
import { startProgress } from './progress.ts';
import { registerTills } from './simulator/register-tills.ts';
import { runSimulation, type SimulationResult } from './simulator/run.ts';
import { checkIds } from './simulator/stored-ids.ts';
import { compareFigures } from './simulator/tally.ts';

interface SimulateOptions {
  tills: number;
  documents: number;
  chaos?: true;
  dialect: 'office' | 'gate';
  seed: string;
  url?: string;
  company: string;
  json?: true;
  check: boolean;
}

/** What `gate simulate --json` prints. `terminals` has the figures of `gate verify --json`, as the tills were told. */
interface SimulateReport extends Omit<SimulationResult, 'acknowledged'> {
  ok: boolean;
  storeCode: string;
  /** Until every queue was empty; verifying afterwards is not in it. */
  seconds: number;
  /** Where the hub's own figures differ from what the tills were told; null when nobody looked. */
  check: string[] | null;
}

/** `gate simulate` */
export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('let tills sell against a running hub, and check what it kept')
    .description(
      'Opens a store with tills of its own in a company of the hub’s database, lets them sell over HTTP in the office dialect, each ' +
        'document in a request and a connection of its own, or in the gate dialect in batches, and compares what they were told with what the hub has. With --chaos lines go ' +
        'dead before or after the answer, tills sell offline, repeat themselves, send the same thing twice at once or in any order, close ' +
        'before they have delivered, send broken bodies, lose their disks, and have wrong clocks. Needs the database of the hub beside it. ' +
        'Ends with status 1 on any difference.',
    )
    .option('-t, --tills <number>', 'how many tills', wholeNumber(1, 5000), 5)
    .option('-d, --documents <number>', 'how many documents, over all tills', wholeNumber(1, 1_000_000), 500)
    .option('--chaos', 'let things go wrong')
    .addOption(new Option('--dialect <name>', 'how the tills speak').choices(['office', 'gate']).default('office'))
    .option('--seed <text>', 'same seed, same sales (default: the time of day)')
    .option('--url <address>', 'address of the hub (default: its PUBLIC_URL)')
    .option('--company <slug>', 'company that gets the store', 'harbour-grocers-ltd')
    .option('--json', 'print the result as JSON, for programs')
    .option('--no-check', 'do not verify the hub afterwards')
    .addHelpText(
      'after',
      '\nExamples (with "npm run demo" running):\n  GATE_DATA_DIR=data/demo npm run gate -- simulate\n' +
        '  GATE_DATA_DIR=data/demo npm run gate -- simulate --tills 20 --documents 5000 --chaos --seed 7',
    )
    .action(async (options: SimulateOptions) => {
      const seed = options.seed ?? String(Date.now());
      const report = await withHub('simulate', (ctx, config) => simulate(ctx, config, { ...options, seed }));
      console.log(options.json ? JSON.stringify(report, null, 2) : describe(report));
      if (!report.ok) process.exitCode = 1;
    });
}

async function simulate(ctx: Ctx, config: Config, options: SimulateOptions): Promise<SimulateReport> {
  const url = (options.url ?? config.publicUrl).replace(/\/+$/, '');
  // The time makes every run a store of its own, also with the same seed.
  const storeCode =
    `SIM-${options.seed.replace(/[^A-Za-z0-9]/g, '').slice(-8)}-${Date.now().toString(36)}`.toUpperCase();
  const { zone, tills } = await registerTills(ctx, {
    companySlug: options.company,
    storeCode,
    count: options.tills,
    url,
  });
  const progress = startProgress('Simulating');
  const startedAt = performance.now();
  let sold = 0;
  const result = await runSimulation({
    tills,
    documents: options.documents,
    chaos: options.chaos === true,
    ...(options.dialect === 'gate' && { gateUrl: url }),
    // Ids must not come twice in one hub, so the store's code is part of what they are drawn from.
    seed: `${options.seed}/${storeCode}`,
    zone,
    endsAt: ctx.now(),
    onSold(count) {
      sold += count;
      progress.update(sold / options.documents, `${sold} of ${options.documents} documents`);
    },
  }).finally(() => progress.stop());
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const check = options.check ? await checkHub(ctx, result) : null;
  const { acknowledged: _, ...told } = result;
  const ok = result.unsent.length + result.faults.length === 0 && (check === null || check.length === 0);
  return { ok, storeCode, seconds, ...told, check };
}

async function checkHub(ctx: Ctx, { terminals, acknowledged }: SimulationResult): Promise<string[]> {
  const verdict = await verify(ctx);
  const own = verdict.differences.map((difference) => `the hub disagrees with itself: ${JSON.stringify(difference)}`);
  const [place] = terminals;
  const ids = place ? await checkIds(ctx, place, acknowledged) : [];
  return [...own, ...compareFigures(terminals, verdict.terminals), ...ids];
}

function describe({ ok, storeCode, seconds, terminals, unsent, faults, check }: SimulateReport): string {
  const lines = terminals.map(
    (figures) =>
      `${figures.storeCode} ${figures.terminalCode}: acknowledged ${figures.documents} documents (${figures.cancelled} cancelled), ` +
      `${figures.grossTotal}, ${figures.lines} lines, ${figures.payments} payments, ${figures.closures} closures`,
  );
  const documents = terminals.reduce((sum, figures) => sum + figures.documents, 0);
  const left = unsent.map(
    ({ terminalCode, waiting, complaints }) => `${terminalCode} could not deliver ${waiting}: ${complaints.join('; ')}`,
  );
  const rate = Math.round(documents / seconds);
  const verdict = ok
    ? `${storeCode}: ${documents} documents in ${seconds} s (${rate}/s)${check ? ', and the hub has exactly what it acknowledged' : ''}.`
    : `${storeCode}: NOT in order.`;
  return [...lines, ...left, ...faults, ...(check ?? []), verdict].join('\n');
}

function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It should be a whole number from ${least} to ${most}.`);
  };
}

import { Command } from 'commander';
import { createVault } from '../core/vault.ts';
import { examineStores, type Finding, type StoreHealth } from '../domain/doctor/index.ts';
import { withHub } from './hub.ts';

interface Options {
  company?: string;
  store?: string;
  json?: true;
}

/** `gate doctor` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('say what a till would miss, store by store')
    .description(
      'Looks at every store as a till would that starts there: cashiers, customers, money, departments, codes, screens. Says what ' +
        'is missing and what to do about it. Changes nothing. Ends with status 1 when a till would miss something.',
    )
    .option('--company <slug>', 'only this company')
    .option('--store <code>', 'only stores with this code')
    .option('--json', 'print the result as JSON, for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gate -- doctor --company harbour-grocers-ltd\n  npm run --silent gate -- doctor --json | jq .stores',
    )
    .action(async ({ company, store, json }: Options) => {
      const stores = await withHub('doctor', (ctx, { secrets }) =>
        examineStores(ctx, { company, storeCode: store, vault: createVault(secrets.vault) }),
      );
      if (stores.length === 0 && (company !== undefined || store !== undefined)) {
        throw new Error('No active store answers to that.');
      }
      const ok = stores.every((each) => each.ok);
      console.log(json ? JSON.stringify({ ok, stores }, null, 2) : report(stores));
      if (!ok) process.exitCode = 1;
    });
}

function report(stores: readonly StoreHealth[]): string {
  if (stores.length === 0) return 'There is no active store.';
  return stores.flatMap(storeLines).join('\n');
}

function storeLines({ officeCode, storeCode, company, name, ok, findings }: StoreHealth): string[] {
  const verdict = ok ? 'a till has all it needs' : 'a till would miss something';
  return [`${officeCode} ${storeCode}, ${company}, ${name}: ${verdict}`, ...findings.map(findingLines)];
}

function findingLines({ level, sentence, todo, subjects }: Finding): string {
  const about = subjects.length > 0 ? `\n           ${subjects.join(', ')}` : '';
  return `  ${level.padEnd(8)} ${sentence}${about}\n           ${todo}`;
}

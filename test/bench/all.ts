/** `npm run bench [-- --quick]`: every bench, one after another; nothing else should run on the machine meanwhile.
 *  `npm run bench -- <part> [options]`: one of them, with its own options. Options without a part are those of `push`. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

interface Part {
  file: string;
  /** What it measures. */
  about: string;
  /** Its options when all are to be quick. */
  quick: readonly string[];
}

const parts: Readonly<Record<string, Part>> = {
  push: { file: 'main.ts', about: 'sales per second, beside the limit of the disk', quick: ['--quick'] },
  init: { file: 'init.ts', about: 'a catalogue of 50,000 products on its way to tills', quick: ['--products', '5000'] },
  api: {
    file: 'api.ts',
    about: 'the gate dialect: polls, waiting tills, pulls beside sales, batches',
    quick: ['--products', '5000', '--tills', '100', '--seconds', '1'],
  },
  pages: { file: 'pages.ts', about: 'pages of the portal', quick: ['--days', '60', '--times', '20'] },
  admin: {
    file: 'admin.ts',
    about: 'the back office on a million receipts',
    quick: ['--transactions', '50000', '--times', '5'],
  },
  reports: {
    file: 'reports.ts',
    about: 'the reports on ten million sales',
    quick: ['--sales', '50000', '--times', '5'],
  },
};

const [first = '', ...others] = process.argv.slice(2);
if (first in parts) run(first, others);
else if (first !== '' && first !== '--quick') run('push', [first, ...others]);
else for (const [name, { quick }] of Object.entries(parts)) run(name, first === '--quick' ? quick : []);

function run(name: string, options: readonly string[]): void {
  const part = parts[name];
  if (!part) return;
  console.log(`\n${name}: ${part.about}`);
  const script = path.join(import.meta.dirname, part.file);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

/** `npm test`, after the checks: every suite on SQLite, then those in which the database matters on PostgreSQL. Arguments are
 *  passed on to vitest, for example a part of a file's name. */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { whyNoPostgres } from './support/postgres.ts';

interface Result {
  name: string;
  outcome: 'passed' | 'FAILED' | 'skipped';
  note: string;
}

/** Suites that read or write a database; in `test/browser` only the smoke test. */
const onPostgres = [
  'test/db/',
  'test/domain/',
  'test/api/',
  'test/reports/',
  'test/portal/',
  'test/proof/',
  'test/browser/smoke',
];

function runVitest(provider: string, filters: readonly string[]): Result {
  const startedAt = performance.now();
  const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const options = ['run', '--passWithNoTests', ...filters, ...process.argv.slice(2)];
  const run = spawnSync(process.execPath, [vitest, ...options], {
    stdio: 'inherit',
    env: { ...process.env, GATE_TEST_PROVIDER: provider },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { name: provider, outcome: run.status === 0 ? 'passed' : 'FAILED', note: `${seconds} s` };
}

function runOnPostgres(): Result {
  const missing = whyNoPostgres();
  if (!missing) return runVitest('postgresql', onPostgres);
  return { name: 'postgresql', outcome: process.env['CI'] ? 'FAILED' : 'skipped', note: missing };
}

const results = [runVitest('sqlite', []), runOnPostgres()];
console.log('\nTests');
for (const { name, outcome, note } of results) console.log(`  ${name.padEnd(12)} ${outcome.padEnd(8)} ${note}`);
if (results.some(({ outcome }) => outcome === 'FAILED')) process.exitCode = 1;

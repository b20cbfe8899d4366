/** `npm test`, after the checks: every suite on SQLite, then those in which the database matters on PostgreSQL. Arguments are
 *  passed on to vitest, for example a part of a file's name. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { whyNoPostgres } from './support/postgres.ts';

interface Result {
  name: string;
  outcome: 'passed' | 'FAILED' | 'skipped';
  note: string;
  counts: Counts;
  failures: string[];
}

/** What is read of vitest's report. */
interface Report {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults?: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Tests of a run; what vitest calls pending is skipped. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const LINES_OF_MESSAGE = 12;
const CHARACTERS_OF_LINE = 300;

const filters = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'gate-results-'));

/** Suites in which the engine matters. Of the walks over every route only the one with odd texts: who may do what is asked before
 *  anything is read. Of the back office what lists, finds and changes rows; in `test/browser` only the smoke test. */
const onPostgres = [
  'test/db/',
  'test/domain/',
  'test/api/',
  'test/reports/',
  'test/portal/',
  'test/proof/',
  ...['access', 'bodies', 'calls', 'hostile-till', 'judging', 'layouts', 'odd-input', 'races', 'stored-markup'].map(
    (name) => `test/security/${name}`,
  ),
  ...['lists', 'search', 'bulk', 'writing', 'twins', 'files'].map((name) => `test/admin/${name}`),
  'test/browser/smoke',
];

/** Of these, what is the same on both: the database is only where it plays. (Each promise whose id a title names keeps a file that runs
 *  on both.) Compared by the statements that each file sends: of some
 *  7,000 kinds these files have about 50 to themselves, nearly all of them selections of columns by key. */
const sameOnBoth = [
  // Who may do what is judged before anything is read. (What is refused, and changes nothing, is walked on SQLite.)
  ...['api/v1/access-walk', 'api/v1/impostors', 'api/v1/callers', 'api/v1/resources/rights-first'],
  ...['portal/pages', 'portal/home/frame', 'domain/tenancy/permissions', 'domain/companies/decision-table'],
  // The document of the API, and programs made of it.
  ...['api/v1/document', 'api/v1/client-types', 'api/v1/python-quick-start', 'api/v1/stranger'],
  // Sockets, turns, allowances in memory and bodies.
  ...['api/body', 'api/fair-turns', 'api/terminal-limit', 'api/v1/notification-watch', 'security/bodies'],
  // Words, pictures, paper and files, made of rows that are there already. Every report's query runs in `reports/every-number`.
  ...['portal/languages/*', 'portal/dashboard-chart', 'portal/mail/*', 'portal/shop/import-errors'],
  ...['reports/files', 'reports/report-files', 'reports/definitions', 'reports/chosen-names'],
  ...['reports/drills', 'reports/checklist', 'reports/send-regularly', 'reports/live-watch'],
  ...['domain/pictures/*', 'domain/mail/compose', 'domain/report-times', 'domain/layouts/layout'],
  ...['domain/sales/body-codec', 'domain/sales/wire'],
  // Pages over operations whose own tests run on both.
  ...['portal/company-deletion/pages', 'portal/accounts/external', 'portal/accounts/passwords', 'portal/sync'],
  ...['portal/stores/check', 'portal/pinned-reports'],
];

function runVitest(provider: string, suites: readonly string[], without: readonly string[] = []): Result {
  const startedAt = performance.now();
  const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const report = path.join(folder, `${provider}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Only a filter may leave an engine without tests.
  const mayBeEmpty = filters.length > 0 ? ['--passWithNoTests'] : [];
  const excluded = without.map((name) => `--exclude=test/${name}.test.ts`);
  const asked = [...reporters, ...mayBeEmpty, ...excluded, ...suites, ...filters];
  const run = spawnSync(process.execPath, [vitest, 'run', ...asked], {
    stdio: 'inherit',
    env: { ...process.env, GATE_TEST_PROVIDER: provider },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const outcome = run.status === 0 ? 'passed' : 'FAILED';
  const found = readReport(report);
  return { name: provider, outcome, note: `${seconds} s`, counts: countsOf(found), failures: failuresOf(found) };
}

/** A run that broke off before its report has none: it has failed by its exit status. */
function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return {};
  }
}

function countsOf(report: Report): Counts {
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/** What failed, each with the beginning of its message: said once more at the very end, since a log is often read from there. */
function failuresOf(report: Report): string[] {
  return (report.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(process.cwd(), name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${file}\n${beginningOf(message)}`];
    return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${beginningOf(failureMessages?.[0])}`);
  });
}

function beginningOf(message: string | undefined): string {
  const lines = (message ?? '').split('\n').slice(0, LINES_OF_MESSAGE);
  return lines.map((line) => `      ${line.slice(0, CHARACTERS_OF_LINE)}`).join('\n');
}

function runOnPostgres(): Result {
  const missing = whyNoPostgres();
  if (!missing) return runVitest('postgresql', onPostgres, sameOnBoth);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return { name: 'postgresql', outcome: process.env['CI'] ? 'FAILED' : 'skipped', note: missing, counts, failures: [] };
}

const results = [runVitest('sqlite', []), runOnPostgres()];
rmSync(folder, { recursive: true, force: true });
console.log('\nTests');
for (const { name, outcome, note } of results) console.log(`  ${name.padEnd(12)} ${outcome.padEnd(8)} ${note}`);
for (const { name, failures } of results) {
  for (const failure of failures) console.log(`\nFAILED on ${name}: ${failure}`);
}
const sum = (kind: keyof Counts) => results.reduce((total, { counts }) => total + counts[kind], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
if (results.some(({ outcome }) => outcome === 'FAILED')) process.exitCode = 1;

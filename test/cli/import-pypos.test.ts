import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/db/index.ts';
import type { ImportReport } from '../../server/domain/import-pypos/index.ts';
import { verify } from '../../server/domain/verification/index.ts';
import { hubSums, makeFile, type Shop, someShop, sourceSums } from '../domain/import-pypos/support.ts';
import { runProgram } from '../support/command.ts';
import { cloneTemplate } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gate-cli-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands are processes: each takes seconds to start. */
const slow = { timeout: 180_000 };

const envOf = (url: string) => ({ DATABASE_URL: url, GATE_DATA_DIR: folder, NODE_ENV: 'test', LOG_LEVEL: 'error' });

/** A hub with a shop that waits for its till. */
async function hub(url: string): Promise<{ shop: Shop; slug: string }> {
  const db = await openDatabase({ url });
  try {
    const shop = await someShop(db);
    const { slug } = await db.reader.company.findUniqueOrThrow({ where: { id: shop.companyId } });
    return { shop, slug };
  } finally {
    await db.close();
  }
}

/** What the hub holds afterwards, and whether it agrees with itself. */
async function outcome(url: string, shop: Shop) {
  const db = await openDatabase({ url });
  try {
    const documents = await db.reader.transaction.count({ where: { companyId: shop.companyId } });
    return { documents, sums: await hubSums(db, shop), verified: await verify(hubCtx(db)) };
  } finally {
    await db.close();
  }
}

describe('gate import-pypos', slow, () => {
  it('explains itself with examples', async () => {
    const { status, stdout } = await runProgram('main.ts', ['import-pypos', '--help'], {
      env: envOf('file:unused.db'),
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:.*--dry-run.*--create-terminal/s);
  });

  it('tells what would happen, does it, and tells that all is known', async () => {
    await using database = await cloneTemplate();
    const { shop, slug } = await hub(database.url);
    const file = makeFile(folder, { days: 2, perDay: 20 });
    const run = (...options: string[]) =>
      runProgram('main.ts', ['import-pypos', file, '--company', slug, ...options], { env: envOf(database.url) });
    const dry = await run('--dry-run');
    expect(dry).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^This is what would happen: till POS-001 of store STORE-001/),
    });
    expect(dry.stdout).toMatch(/Nothing was written\.\s*$/);
    expect(dry.stderr).toMatch(/checking 100 %/);
    expect((await outcome(database.url, shop)).documents).toBe(0);
    const done = await run();
    expect(done).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Done: till POS-001/) });
    expect(done.stdout).toMatch(/transaction_head +41 +0 +0 +4\n +1 skipped: suspended: not final \(suspended\)/);
    const again = await run('--json');
    const { tables } = JSON.parse(again.stdout) as ImportReport;
    expect(tables.find(({ table }) => table === 'transaction_head')).toMatchObject({ new: 0, known: 41, skipped: 4 });
    const { sums, verified } = await outcome(database.url, shop);
    expect(sums).toEqual(sourceSums(file));
    expect(verified.differences).toEqual([]);
  });

  it('killed in the middle and started again, ends with every document once', async () => {
    await using database = await cloneTemplate();
    const { shop, slug } = await hub(database.url);
    const file = makeFile(folder, { days: 12, perDay: 100 });
    const args = ['--import', 'tsx', path.resolve('server/cli/main.ts'), 'import-pypos', file, '--company', slug];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...envOf(database.url) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stderr }))
      if (/ [3-9]0 %/.test(line)) child.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');
    const broken = await outcome(database.url, shop);
    expect(broken.documents).toBeGreaterThan(0);
    expect(broken.documents).toBeLessThan(1201);
    const { status, stderr } = await runProgram('main.ts', args.slice(3), { env: envOf(database.url) });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const whole = await outcome(database.url, shop);
    expect(whole.documents).toBe(1201);
    expect(whole.sums).toEqual(sourceSums(file));
    expect(whole.verified.differences).toEqual([]);
    expect(readdirSync(path.join(folder, 'scratch'))).toEqual([]);
  });

  it('refuses a company that is not there, naming those that are, and a file that is none, without a stack', async () => {
    await using database = await cloneTemplate();
    const { slug } = await hub(database.url);
    const run = (...args: string[]) => runProgram('main.ts', ['import-pypos', ...args], { env: envOf(database.url) });
    const unknown = await run('x.sqlite3', '--company', 'nobody');
    expect(unknown).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `error: There is no company nobody. Right would be one of: ${slug}.\n`,
    });
    const missing = await run(path.join(folder, 'x.sqlite3'), '--company', slug);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toMatch(/error: There is no file .*x\.sqlite3\.\n$/);
    expect(missing.stderr).not.toMatch(/ {4}at /);
  });
});

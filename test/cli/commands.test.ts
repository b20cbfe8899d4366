import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inTransaction, openDatabase } from '../../server/db/index.ts';
import { runProgram } from '../support/command.ts';
import { cloneTemplate, createEmptyDatabase } from '../support/database.ts';
import { someCompany } from '../support/hub.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gate-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const envOf = (url: string) => ({ DATABASE_URL: url, GATE_DATA_DIR: folder, NODE_ENV: 'test', LOG_LEVEL: 'error' });
const gate = (url: string, args: readonly string[], stdin = '') =>
  runProgram('main.ts', args, { env: envOf(url), stdin });
/** Commands are processes: each takes a second or two to start. */
const slow = { timeout: 120_000 };

describe('every command', slow, () => {
  it.each(['migrate', 'create-staff', 'verify', 'doctor', 'backup', 'simulate'])(
    '%s explains itself with examples',
    async (command) => {
      const { status, stdout } = await gate('file:unused.db', [command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples');
      expect(stdout).toContain(`npm run`);
    },
  );

  it('ends with a status other than zero when it is none', async () => {
    const { status, stderr } = await gate('file:unused.db', ['verfy']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('verify');
  });

  it('says what is wrong with the configuration instead of a stack', async () => {
    const { status, stderr } = await runProgram('main.ts', ['verify'], {
      env: { ...envOf('mysql://x'), PORT: 'http' },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/DATABASE_URL/);
    expect(stderr).toMatch(/PORT/);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});

describe('gate migrate', slow, () => {
  it('brings an empty database to the newest schema, and finds nothing to do the second time', async () => {
    await using database = await createEmptyDatabase();
    const first = await gate(database.url, ['migrate']);
    const second = await gate(database.url, ['migrate']);
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(first.stdout).toMatch(/Applied/);
    expect(second.stdout).toMatch(/up to date/);
  });
});

describe('gate backup', slow, () => {
  it('writes a whole copy that only its owner reads, and the hub knows when', async () => {
    await using database = await cloneTemplate();
    const file = path.join(folder, 'copy', 'gate.copy');
    const first = await gate(database.url, ['backup', file]);
    if (/pg_dump/.test(first.stderr)) {
      // This machine's pg_dump is missing or older than the server: said in words, and nothing is noted or left behind.
      expect(first.stderr).toMatch(/^error: pg_dump (failed|could not be started)/);
      expect(readdirSync(path.dirname(file))).toEqual([]);
      return;
    }
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: '' });
    expect(first.stdout).toContain(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['gate.copy']);
    const db = await openDatabase({ url: database.url });
    try {
      const noted = await db.reader.hubState.findUnique({ where: { key: 'backup' } });
      expect(JSON.parse(noted?.value ?? '{}')).toMatchObject({ bytes: statSync(file).size });
    } finally {
      await db.close();
    }
    if (!database.url.startsWith('file:')) return;
    const copy = await openDatabase({ url: `file:${file}` });
    expect(await copy.reader.currency.count()).toBe(0);
    await copy.close();
  });

  it('leaves the last copy alone when a new one fails', async () => {
    await using database = await cloneTemplate();
    const place = path.join(folder, 'taken');
    mkdirSync(place);
    const { status, stderr } = await gate(database.url, ['backup', place]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: /);
    expect(readdirSync(place)).toEqual([]);
  });
});

describe('gate create-staff', slow, () => {
  it('reads the password from standard input and creates an account that is staff', async () => {
    await using database = await cloneTemplate();
    const { status, stdout } = await gate(
      database.url,
      ['create-staff', '--username', 'Ada', '--role', 'operator'],
      'correct horse battery\n',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('Ada');
    const db = await openDatabase({ url: database.url });
    const user = await db.reader.user.findUnique({ where: { usernameFolded: 'ada' } });
    await db.close();
    expect(user).toMatchObject({ username: 'Ada', staffRole: 'operator', isActive: true });
  });

  it('refuses a weak password with the reason, and creates nobody', async () => {
    await using database = await cloneTemplate();
    const { status, stderr } = await gate(database.url, ['create-staff', '--username', 'ada'], '12345678\n');
    expect(status).toBe(1);
    expect(stderr).toMatch(/guess/);
    const db = await openDatabase({ url: database.url });
    expect(await db.reader.user.count()).toBe(0);
    await db.close();
  });
});

describe('gate verify', slow, () => {
  it('prints JSON and nothing else, and ends with zero when everything agrees', async () => {
    await using database = await cloneTemplate();
    const { status, stdout } = await gate(database.url, ['verify', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, terminals: [], differences: [] });
    expect(status).toBe(0);
  });

  it('ends with one when a rollup says what no document says', async () => {
    await using database = await cloneTemplate();
    const db = await openDatabase({ url: database.url });
    const companyId = await someCompany(db);
    await inTransaction(db, async (tx) => {
      const store = { uuid: crypto.randomUUID(), companyId, code: 'S', name: 'S', timeZone: 'UTC', currency: 'GBP' };
      const { id: storeId } = await tx.store.create({ data: store });
      const figures = { documents: 1, grossE4: 10_000n, discountE4: 0n, vatE4: 0n };
      await tx.hourTotal.create({
        data: { storeId, companyId, businessDay: '2026-11-20', hour: 9, currency: 'GBP', ...figures },
      });
    });
    await db.close();
    const { status, stdout } = await gate(database.url, ['verify', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  });
});

describe('gate doctor', slow, () => {
  it('says for each store what a till would miss, as text and as JSON, and ends with one when there is anything', async () => {
    await using database = await cloneTemplate();
    const empty = await gate(database.url, ['doctor']);
    expect([empty.status, empty.stdout.trim()]).toEqual([0, 'There is no active store.']);
    const db = await openDatabase({ url: database.url });
    const companyId = await someCompany(db);
    const store = { uuid: crypto.randomUUID(), companyId, code: 'S-1', name: 'Bare', timeZone: 'UTC', currency: 'GBP' };
    await inTransaction(db, (tx) => tx.store.create({ data: store }));
    await db.close();
    const { status, stdout } = await gate(database.url, ['doctor']);
    expect(status).toBe(1);
    expect(stdout).toContain('No cashier is an active administrator');
    const json = await gate(database.url, ['doctor', '--json', '--store', 'S-1']);
    expect(json.status).toBe(1);
    const { ok, stores } = JSON.parse(json.stdout);
    expect([ok, stores.length, stores[0].ok]).toEqual([false, 1, false]);
    expect(stores[0].findings.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['no_administrator', 'no_department', 'no_layout']),
    );
    expect((await gate(database.url, ['doctor', '--store', 'S-2'])).stderr).toContain('No active store');
  });
});

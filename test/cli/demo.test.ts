import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inTransaction, openDatabase } from '../../server/db/index.ts';
import { createUser } from '../../server/domain/tenancy/index.ts';
import { runProgram } from '../support/command.ts';
import { createDatabase, createEmptyDatabase } from '../support/database.ts';
import { cloneDemo } from '../support/demo-hub.ts';
import { hubCtx } from '../support/hub.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gate-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds the demonstration with few days of history and ends. */
const prepare = (url: string) =>
  runProgram('demo.ts', ['--prepare-only', '--days', '3'], {
    env: { DATABASE_URL: url, GATE_DATA_DIR: folder, NODE_ENV: 'test' },
  });

describe('npm run demo', { timeout: 300_000 }, () => {
  it('builds what was promised, once, and proves against itself', async () => {
    await using database = await createEmptyDatabase();
    const first = await prepare(database.url);
    expect(first.stderr).toMatch(/Built .* documents/);
    expect(first.status).toBe(0);
    const again = await prepare(database.url);
    expect(again.status).toBe(0);
    expect(again.stderr).toBe('');
    const verified = await runProgram('main.ts', ['verify', '--json'], {
      env: { DATABASE_URL: database.url, GATE_DATA_DIR: folder, NODE_ENV: 'test' },
    });
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, differences: [] });

    const db = await openDatabase({ url: database.url });
    const { reader } = db;
    const company = await reader.company.findUniqueOrThrow({ where: { slug: 'harbour-grocers-ltd' } });
    const ofCompany = { where: { companyId: company.id } };
    expect(company).toMatchObject({ officeCode: 'OFFICE-001', currency: 'GBP', timeZone: 'Europe/London' });
    const terminals = await reader.terminal.findMany({ ...ofCompany, include: { store: true } });
    expect(terminals.map(({ code, store }) => `${store.code}/${code}`)).toEqual(
      expect.arrayContaining([
        'STORE-001/POS-001',
        'STORE-001/POS-002',
        'STORE-001/POS-003',
        'STORE-002/POS-001',
        'STORE-003/POS-001',
      ]),
    );
    expect(await reader.price.count(ofCompany)).toBeGreaterThanOrEqual(200);
    expect(await reader.productBarcode.count(ofCompany)).toBeGreaterThanOrEqual(200);
    expect(await reader.departmentMainGroup.count(ofCompany)).toBe(8);
    expect(await reader.vatRate.count(ofCompany)).toBe(4);
    expect(await reader.customer.count({ where: { companyId: company.id, isWalkIn: true } })).toBe(1);
    expect(await reader.cashier.count({ where: { companyId: company.id, isAdministrator: true } })).toBe(1);
    expect(await reader.quarantinedItem.count()).toBe(3);
    expect(await reader.conflict.count()).toBe(1);
    // A message, a schedule, and events: nobody's first look is at an empty list.
    const [shown, fetched, ...waiting] = await reader.notificationDelivery.findMany({
      where: { companyId: company.id, notification: { notificationType: 'terminal_message' } },
      orderBy: { terminalId: 'asc' },
    });
    expect([shown?.shownAt, fetched?.deliveredAt].every((at) => at !== null)).toBe(true);
    expect(waiting.map(({ deliveredAt }) => deliveredAt)).toEqual(waiting.map(() => null));
    expect(waiting.length).toBeGreaterThan(0);
    expect(await reader.reportSchedule.count(ofCompany)).toBe(1);
    expect(await reader.deviceEvent.count(ofCompany)).toBe(3);
    expect(await reader.company.findUnique({ where: { slug: 'northgate-books' } })).toMatchObject({ currency: 'EUR' });
    await db.close();
  });

  it('starts over when an earlier start was interrupted while building', async () => {
    await using database = await cloneDemo();
    const db = await openDatabase({ url: database.url });
    await inTransaction(db, (tx) =>
      tx.hubState.update({ where: { key: 'demonstration' }, data: { value: 'building' } }),
    );
    await db.close();
    const again = await prepare(database.url);
    expect(again.stderr).toMatch(/interrupted/);
    expect(again.stderr).toMatch(/Built .* documents/);
    expect(again.status).toBe(0);
  });

  it('does not touch a hub that is somebody’s own', async () => {
    await using database = await createDatabase();
    await createUser(hubCtx(database.db), { username: 'ada', password: 'correct horse battery' });
    const { status, stderr } = await prepare(database.url);
    expect(status).toBe(1);
    expect(stderr).toMatch(/not the demonstration/);
    expect(await database.db.reader.company.count()).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveData } from '../../admin/components/live/live-data.ts';
import { inTransaction } from '../../server/db/index.ts';
import { noteBackup, noteProcess, readIngest, readMachine } from '../../server/domain/hub-status/index.ts';
import { noteRequest, slowestRoutes } from '../../server/http/slow-requests.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { everything, type Rows } from './everything.ts';
import { Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
const address = '/admin/api/hub/live';
let office: Office;
let alpha: Rows;
let beta: Rows;
let superuser: Browser;
let limited: Browser;
let nowhere: Browser;

const companyOf = (rows: Rows) => Number(rows.get('Company')?.['id']);
const live = async (person: Browser) => (await person.json(address)) as unknown as LiveData;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The transaction of a company as if it had been received at a moment. */
const receivedAt = (rows: Rows, at: Date) =>
  inTransaction(test.db, (tx) =>
    tx.transaction.updateMany({ where: { companyId: companyOf(rows) }, data: { receivedAt: at } }),
  );

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  beta = await everything(test.db, 'beta');
  const now = Date.now();
  await receivedAt(alpha, new Date(now - 10 * 60_000));
  await receivedAt(beta, new Date(now - 5 * 60_000));
  superuser = await office.person('boss', { role: 'superuser' });
  limited = await office.person('limited', { role: 'operator', companyIds: [companyOf(alpha)] });
  nowhere = await office.person('nowhere', { role: 'support', companyIds: [] });
});
afterAll(() => office[Symbol.asyncDispose]());

describe('the live figures of the first page', () => {
  it('are for staff only', async () => {
    expect((await new Browser(office.url, '').get(address)).status).toBe(302);
    expect((await (await office.person('merchant')).get(address)).status).toBe(404);
    expect((await superuser.post(address)).status).toBe(404);
    expect((await superuser.get(address)).headers.get('cache-control')).toBe('no-store');
  });

  it('say what arrived in the last hour, what waits, and what the machine has left', async () => {
    const data = await live(superuser);
    const documents = await test.db.reader.transaction.count();
    expect(data.ingest.minutes).toHaveLength(60);
    expect(sum(data.ingest.minutes)).toBe(documents);
    expect(data.terminals).toBe(await test.db.reader.terminal.count({ where: { isActive: true, deletedAt: null } }));
    expect(data.quarantined).toBe(await test.db.reader.quarantinedItem.count({ where: { resolvedAt: null } }));
    expect(data.machine?.disk.freeBytes).toBeGreaterThan(0);
    expect(data.machine?.disk.totalBytes).toBeGreaterThan(data.machine?.disk.freeBytes ?? 0);
    expect(data.machine?.backup).toBeNull();
  });

  it('are of the person’s own companies, and say nothing of the machine, for limited staff', async () => {
    const own = await live(limited);
    const companyId = companyOf(alpha);
    expect(sum(own.ingest.minutes)).toBe(await test.db.reader.transaction.count({ where: { companyId } }));
    expect(own.quarantined).toBe(
      await test.db.reader.quarantinedItem.count({ where: { companyId, resolvedAt: null } }),
    );
    expect(own.machine).toBeNull();
    expect(JSON.stringify(own)).not.toContain('beta');
    const none = await live(nowhere);
    expect({ documents: sum(none.ingest.minutes), terminals: none.terminals, conflicts: none.conflicts }).toEqual({
      documents: 0,
      terminals: 0,
      conflicts: 0,
    });
    expect(none.machine).toBeNull();
  });

  it('name the last backup and the processes that are there', async () => {
    const ctx = hubCtx(test.db, new Date());
    const place = { dataDir: office.deps.config.dataDir, databaseUrl: test.url };
    await noteProcess(ctx, 'one', place);
    await noteBackup(ctx, 4711);
    expect((await readMachine(ctx, place)).database.bytes).toBeGreaterThan(0);
    const fresh = await openOffice(test.db);
    try {
      const { machine } = await live(await fresh.person('another', { role: 'superuser' }));
      expect(machine?.backup?.bytes).toBe(4711);
      expect(machine?.processes).toMatchObject([{ pid: process.pid }]);
      const later = hubCtx(test.db, new Date(Date.now() + 10 * 60_000));
      await noteProcess(later, 'two', place);
      const keys = await test.db.reader.hubState.findMany({ where: { key: { startsWith: 'process:' } } });
      expect(keys.map(({ key }) => key)).toContain('process:two');
    } finally {
      await fresh[Symbol.asyncDispose]();
    }
  });
});

describe('documents by the minute', () => {
  it('are read on from where the last reading was sure, and forgotten after an hour', async () => {
    const start = new Date('2030-01-01T12:00:30Z');
    await receivedAt(alpha, new Date('2030-01-01T11:59:10Z'));
    await receivedAt(beta, start);
    const at = (seconds: number) => hubCtx(test.db, new Date(start.getTime() + seconds * 1000));
    const counts = async (seconds: number) =>
      (await readIngest(at(seconds), null)).minutes.map(({ documents }) => documents).filter((count) => count > 0);
    expect(await counts(0)).toEqual([1, 1]);
    expect(await counts(60)).toEqual([1, 1]);
    expect(await counts(300)).toEqual([1, 1]);
    expect(await counts(3000)).toEqual([1, 1]);
    expect(await counts(3600)).toEqual([]);
  });
});

describe('the slowest requests', () => {
  it('are kept by route for an hour, the slowest first', () => {
    const now = Date.parse('2040-01-01T00:00:00Z');
    noteRequest('portal GET /old', 9000, now - 3 * 3_600_000);
    noteRequest('portal GET /slow', 700, now - 60_000);
    noteRequest('portal GET /slow', 20, now);
    noteRequest('portal GET /quick', 3, now);
    expect(slowestRoutes(2, now)).toEqual([
      { route: 'portal GET /slow', count: 2, slowestMs: 700, at: new Date(now - 60_000) },
      { route: 'portal GET /quick', count: 1, slowestMs: 3, at: new Date(now) },
    ]);
  });
});

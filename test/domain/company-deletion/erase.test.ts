/** Everything that a company had is erased, and nothing else. */
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { type Batch, eraseCompany, listErasures } from '../../../server/domain/company-deletion/index.ts';
import { ownedTables } from '../../../server/domain/company-deletion/tables.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { startChild } from '../../support/child.ts';
import { countRows, digestRows, fillCompany } from '../../support/company-rows.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, makeUser } from '../../support/people.ts';
import { makeTransaction } from '../sales/support.ts';
import { ownedCompany, start } from './support.ts';

const test = withDatabase();
let people = 0;

async function someUsers(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    people += 1;
    ids.push((await makeUser(test.db, `somebody.${people}`)).id);
  }
  return ids;
}

/** A company with rows in every table. */
async function fullCompany(rows: number) {
  const shop = await ownedCompany(test.db, 1);
  await fillCompany(test.db, shop.id, await someUsers(rows), rows);
  return shop;
}

/** What the global search could find of it. */
async function countEntries(companyId: number): Promise<number> {
  const count = `SELECT count(*) AS n FROM search_entries WHERE company_id = ${companyId}`;
  return Number((await test.db.reader.$queryRawUnsafe<{ n: bigint }[]>(count))[0]?.n);
}

async function till(companyId: number, officeCode: string) {
  const hub = hubCtx(test.db);
  const store = await createStore(hub, { companyId, code: 'S1', name: 'One' });
  const terminal = await createTerminal(hub, { storeId: store.id, code: 'T1', name: 'Till', number: 1 });
  return {
    terminalId: terminal.id,
    storeId: store.id,
    companyId,
    officeCode,
    storeCode: 'S1',
    terminalCode: 'T1',
    timeZone: 'Europe/London',
    dayStartMinutes: 0,
    currency: 'GBP',
  };
}

describe('erasing a deleted company', () => {
  it('leaves nothing of it in any table, and every row of every other company as it was', async () => {
    const shop = await fullCompany(3);
    const neighbour = await fullCompany(2);
    expect(Object.keys(await countRows(test.db, shop.id)).length).toBeGreaterThan(ownedTables.length);
    // What is deleted is not searched for: here it lives.
    const living = { where: { companyId: shop.id }, data: { deletedAt: null } };
    await inTransaction(test.db, async (tx) => {
      await tx.product.updateMany(living);
      await tx.customer.updateMany(living);
    });
    await start(shop, 0, 0);
    const before = await digestRows(test.db, neighbour.id);
    expect(await listErasures(shop.hub)).toContain(shop.id);
    expect(await countEntries(shop.id)).toBeGreaterThanOrEqual(3);
    expect(await eraseCompany(shop.hub, shop.id)).toBe(true);
    expect(Object.keys(await countRows(test.db, shop.id))).toEqual(['AuditEntry']);
    expect(await countEntries(shop.id)).toBe(0);
    expect(await digestRows(test.db, neighbour.id)).toEqual(before);
    expect(await listErasures(shop.hub)).not.toContain(shop.id);
  });

  it('keeps time, actor, action and digest in its audit trail, which still proves', async () => {
    const shop = await fullCompany(1);
    const before = await test.db.reader.auditEntry.findMany({
      where: { chain: shop.id },
      orderBy: { position: 'asc' },
    });
    await start(shop, 0, 0);
    await eraseCompany(shop.hub, shop.id);
    const after = await test.db.reader.auditEntry.findMany({ where: { chain: shop.id }, orderBy: { position: 'asc' } });
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.every(({ content }) => content === null)).toBe(true);
    for (const [index, entry] of before.entries()) expect(after[index]).toEqual({ ...entry, content: null });
    expect(await verifyAuditChain(test.db, shop.id)).toMatchObject({ ok: true, erased: after.length });
    const last = await test.db.reader.auditEntry.findFirstOrThrow({
      where: { chain: 0 },
      orderBy: { position: 'desc' },
    });
    expect(last).toMatchObject({ action: 'company.erased', subjectId: String(shop.id) });
  });

  it('leaves its people, their accounts and their sessions in peace', async () => {
    const shop = await ownedCompany(test.db, 2);
    const users = await test.db.reader.user.findMany({ orderBy: { id: 'asc' } });
    const sessions = await test.db.reader.session.findMany({ orderBy: { id: 'asc' } });
    await start(shop, 0, 0);
    expect(await eraseCompany(shop.hub, shop.id)).toBe(true);
    expect(await test.db.reader.user.findMany({ orderBy: { id: 'asc' } })).toEqual(users);
    expect(await test.db.reader.session.findMany({ orderBy: { id: 'asc' } })).toEqual(sessions);
  });

  it('stops where it is told to, goes on later, and may run twice at once', async () => {
    const shop = await fullCompany(3);
    await start(shop, 0, 0);
    let batches = 0;
    const isStopping = () => batches >= 4;
    expect(await eraseCompany(shop.hub, shop.id, { isStopping, onBatch: () => (batches += 1) })).toBe(false);
    expect(await listErasures(shop.hub)).toContain(shop.id);
    const runs = await Promise.all([eraseCompany(shop.hub, shop.id), eraseCompany(shop.hub, shop.id)]);
    expect(runs).toEqual([true, true]);
    expect(Object.keys(await countRows(test.db, shop.id))).toEqual(['AuditEntry']);
  });

  it('goes on where a process was killed in the middle', async () => {
    const shop = await fullCompany(3);
    await start(shop, 0, 0);
    const child = startChild('test/domain/company-deletion/children/erase.ts', [test.url, String(shop.id)]);
    for (let line = 0; line < 12; line += 1) await child.nextLine();
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    const left = Object.keys(await countRows(test.db, shop.id));
    expect(left.length).toBeGreaterThan(10);
    expect(await listErasures(shop.hub)).toContain(shop.id);
    expect(await eraseCompany(shop.hub, shop.id)).toBe(true);
    expect(Object.keys(await countRows(test.db, shop.id))).toEqual(['AuditEntry']);
    expect(await verifyAuditChain(test.db, shop.id)).toMatchObject({ ok: true });
  });

  it('begins again for a push that was on its way when the company ended', async () => {
    const shop = await ownedCompany(test.db, 1);
    const identity = await till(shop.id, shop.officeCode);
    const push = () => recordTransactions(hubCtx(test.db), identity, [makeTransaction()], undefined);
    await push();
    await start(shop, 0, 0);
    const models: string[] = [];
    const onBatch = async ({ model }: Batch) => {
      models.push(model);
      // The documents are gone, the till is still there.
      if (models.filter((each) => each === 'DayTotal').length === 1 && model === 'DayTotal') await push();
    };
    expect(await eraseCompany(shop.hub, shop.id, { onBatch })).toBe(true);
    expect(models.filter((model) => model === 'Transaction')).toHaveLength(2);
    expect(Object.keys(await countRows(test.db, shop.id))).toEqual(['AuditEntry']);
  });

  it('half-way is no fault of the hub: verify agrees before, during and after', async () => {
    const shop = await ownedCompany(test.db, 1);
    const identity = await till(shop.id, shop.officeCode);
    const items = Array.from({ length: 30 }, () => makeTransaction());
    await recordTransactions(hubCtx(test.db), identity, items, undefined);
    // Rows that other tests made up mean nothing and add up to nothing.
    const mine = async () =>
      (await verify(hubCtx(test.db))).differences.filter(
        ({ key }) => key['officeCode'] === shop.officeCode || String(key['officeCode']).startsWith('~'),
      );
    expect(await mine()).toEqual([]);
    await start(shop, 0, 0);
    let batches = 0;
    for (const stopAfter of [1, 3, 6]) {
      const isStopping = () => batches >= stopAfter;
      await eraseCompany(shop.hub, shop.id, { isStopping, onBatch: () => (batches += 1) });
      expect(await mine()).toEqual([]);
    }
    expect(await eraseCompany(shop.hub, shop.id)).toBe(true);
    expect(await mine()).toEqual([]);
  });

  it('a company that is only switched off by the back office is never erased', async () => {
    const shop = await ownedCompany(test.db, 1);
    await inTransaction(test.db, (tx) =>
      tx.company.update({ where: { id: shop.id }, data: { deletedAt: shop.clock.now() } }),
    );
    expect(await listErasures(shop.hub)).not.toContain(shop.id);
  });
});

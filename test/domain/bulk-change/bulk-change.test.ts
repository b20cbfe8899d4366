import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import {
  applyBulkChange,
  beginBulkChange,
  cancelBulkChange,
  getBulkChange,
  listBulkChanges,
  readBulkRows,
  undoBulkChange,
  workOnBulkChange,
} from '../../../server/domain/bulk-change/index.ts';
import { putProducts } from '../../../server/domain/catalog/index.ts';
import { startChild } from '../../support/child.ts';
import { digestRows } from '../../support/company-rows.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, testClock } from '../../support/people.ts';
import { fillShelf, type Shelf, staffCtx, tried, workerOf } from '../../support/shelf.ts';

const test = withDatabase();

const dearer = { column: 'purchasePriceE4', percent: 500n, step: 100n, rounding: 'half-up' } as const;

async function digest(companyId: number) {
  const { BulkChange: _, BulkChangeRow: __, ...others } = await digestRows(test.db, companyId);
  return others;
}

function products(shelf: Shelf) {
  return test.db.reader.product.findMany({ where: { companyId: shelf.companyId }, orderBy: { code: 'asc' } });
}

/** What does not come back: when it was written, and as the how-manieth. */
async function values(shelf: Shelf) {
  return (await products(shelf)).map(({ version: _, updatedAt: __, ...row }) => row);
}

describe('a change of many rows', () => {
  it('changes nothing while it is tried, and then what the trial promised', async () => {
    const shelf = await fillShelf(test.db, 600);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const before = await digest(shelf.companyId);
    const id = await tried(ctx, {
      ids: shelf.ids,
      changes: [dearer, { column: 'allowsDiscount', set: false }],
    });
    expect(await digest(shelf.companyId)).toEqual(before);
    const change = await getBulkChange(ctx, id);
    expect(change).toMatchObject({ state: 'checked', rowCount: 600, changed: 600, unchanged: 0, refused: 0 });
    expect(change.companyId).toBe(shelf.companyId);
    const promised = await readBulkRows(ctx, { id, outcome: '', after: -1, most: 1000 });
    expect(promised[6]).toMatchObject({
      before: { purchasePriceE4: 70_000n, allowsDiscount: true },
      after: { purchasePriceE4: 73_500n, allowsDiscount: false },
    });

    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'done', changed: 600, canUndo: true });
    const rows = new Map((await products(shelf)).map((row) => [row.id, row]));
    for (const { rowId, after } of promised) expect(rows.get(rowId)).toMatchObject(after);
    const done = await readBulkRows(ctx, { id, outcome: 'changed', after: -1, most: 1000 });
    expect(done.map(({ before, after }) => [before, after])).toEqual(promised.map((row) => [row.before, row.after]));
  });

  it('leaves a trace for each row and one for the whole, by the person who asked', async () => {
    const shelf = await fillShelf(test.db, 3);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    const name = ctx.actor.kind === 'user' ? ctx.actor.username : '';
    const trail = await test.db.reader.auditEntry.findMany({ where: { requestId: `bulk:${id}` } });
    expect(trail.map(({ actorName, door }) => [actorName, door])).toEqual(Array(4).fill([name, 'admin']));
    expect(trail.filter(({ subjectType }) => subjectType === 'product')).toHaveLength(3);
    const [whole] = trail.filter(({ subjectType, subjectId }) => subjectType === 'bulk_change' && subjectId === id);
    expect(whole?.content).toContain(`/admin/pages/bulk?change=${id}`);
    expect(whole?.content).toContain('"changed":3');
    expect(await verifyAuditChain(test.db, shelf.companyId)).toMatchObject({ ok: true });
  });

  it('is undone within a day: every value is as it was, with a version of its own', async () => {
    const shelf = await fillShelf(test.db, 300);
    const ctx = await staffCtx(test.db, { role: 'superuser' });
    const before = await values(shelf);
    const versions = (await products(shelf)).map(({ version }) => version);
    const changes = [dearer, { column: 'description', set: 'On sale' }, { column: 'minStockE4', add: 30_000n }];
    const id = await tried(ctx, { ids: shelf.ids, changes });
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect((await products(shelf))[0]).toMatchObject({ description: 'On sale', minStockE4: 30_000n });
    await undoBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'undone', undone: 300, kept: 0, canUndo: false });
    expect(await values(shelf)).toEqual(before);
    for (const [index, { version }] of (await products(shelf)).entries()) {
      expect(version).toBeGreaterThan(versions[index] as number);
    }
    await expect(undoBulkChange(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    const trail = await test.db.reader.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['bulk_change.apply', 'bulk_change.undo']);
  });

  it('cannot be undone after a day', async () => {
    const clock = testClock();
    const shelf = await fillShelf(test.db, 2);
    const ctx = await staffCtx(test.db, { role: 'operator' }, clock.now);
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    clock.pass(24 * 3_600_000);
    await expect(undoBulkChange(ctx, id)).rejects.toMatchObject({ code: 'expired' });
    expect((await getBulkChange(ctx, id)).canUndo).toBe(false);
  });

  it('keeps rows that somebody changed since when it is undone, and says who', async () => {
    const shelf = await fillShelf(test.db, 5);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const other = await staffCtx(test.db, { role: 'superuser' });
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    const [touched = ''] = shelf.ids;
    await rename(other, shelf, { id: touched, name: 'Coffee' });
    await undoBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ undone: 4, kept: 1 });
    const [kept] = await readBulkRows(ctx, { id, outcome: 'kept', after: -1, most: 10 });
    const name = other.actor.kind === 'user' ? other.actor.username : '';
    expect(kept).toMatchObject({ rowId: touched, faults: [{ message: `It was changed since by “${name}”.` }] });
    const row = await test.db.reader.product.findUniqueOrThrow({ where: { id: touched } });
    expect(row).toMatchObject({ name: 'Coffee', purchasePriceE4: 10_500n });
  });

  it('leaves alone what somebody changed between the trial and the change', async () => {
    const shelf = await fillShelf(test.db, 4);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    const [touched = '', gone = ''] = shelf.ids;
    await rename(ctx, shelf, { id: touched, name: 'Coffee' });
    await inTransaction(ctx, (tx) => tx.product.delete({ where: { id: gone } }));
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'done', changed: 2, refused: 2 });
    const refused = await readBulkRows(ctx, { id, outcome: 'refused', after: -1, most: 10 });
    expect(refused.map(({ rowId, faults }) => [rowId, faults[0]?.message])).toEqual([
      [touched, 'Somebody else has changed this row meanwhile.'],
      [gone, 'It is not there any more.'],
    ]);
    const row = await test.db.reader.product.findUniqueOrThrow({ where: { id: touched } });
    expect(row.purchasePriceE4).toBe(10_000n);
  });

  it('refuses rows for their own reasons and does the others', async () => {
    const shelf = await fillShelf(test.db, 12);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const less = { column: 'purchasePriceE4', add: -50_000n };
    const id = await tried(ctx, { ids: shelf.ids, changes: [less] });
    expect(await getBulkChange(ctx, id)).toMatchObject({ changed: 8, refused: 4 });
    const refused = await readBulkRows(ctx, { id, outcome: 'refused', after: -1, most: 10 });
    expect(refused.map(({ faults }) => faults[0]?.column)).toEqual(Array(4).fill('purchasePriceE4'));
    const nowhere = { column: 'unitId', set: crypto.randomUUID() };
    const wrong = await tried(ctx, { ids: shelf.ids, changes: [nowhere] });
    expect(await getBulkChange(ctx, wrong)).toMatchObject({ changed: 0, refused: 12 });
    await expect(applyBulkChange(ctx, wrong)).rejects.toMatchObject({ code: 'conflict' });
    const same = await tried(ctx, { ids: shelf.ids, changes: [{ column: 'allowsReturn', set: true }] });
    expect(await getBulkChange(ctx, same)).toMatchObject({ changed: 0, unchanged: 12 });
  });

  it('moves rows to the trash and back', async () => {
    const shelf = await fillShelf(test.db, 20);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const before = await values(shelf);
    const id = await tried(ctx, { ids: shelf.ids, kind: 'delete' });
    expect((await products(shelf)).every(({ deletedAt }) => deletedAt === null)).toBe(true);
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect((await products(shelf)).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
    const back = await tried(ctx, { ids: shelf.ids.slice(0, 5), kind: 'restore' });
    await applyBulkChange(ctx, back);
    await workOnBulkChange(workerOf(ctx));
    await undoBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    // Five of them were touched since.
    expect(await getBulkChange(ctx, id)).toMatchObject({ undone: 15, kept: 5 });
    expect(await values(shelf)).toEqual(before);
  });

  it('is stopped between batches, and what was done is undone', async () => {
    const shelf = await fillShelf(test.db, 600);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const before = await values(shelf);
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx), () => true);
    await cancelBulkChange(ctx, id);
    const cancelled = await getBulkChange(ctx, id);
    expect(cancelled).toMatchObject({ state: 'cancelled', canUndo: true });
    expect(cancelled.changed).toBeGreaterThan(0);
    expect(cancelled.changed).toBeLessThan(600);
    expect(await workOnBulkChange(workerOf(ctx))).toBe(false);
    await undoBulkChange(ctx, id);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'undone', undone: cancelled.changed });
    expect(await values(shelf)).toEqual(before);
  });

  it('goes on where another process stopped, and changes no row twice', async () => {
    const clock = testClock();
    const shelf = await fillShelf(test.db, 600);
    const ctx = await staffCtx(test.db, { role: 'operator' }, clock.now);
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    // Two at once: one of them finds it taken.
    await Promise.all([workOnBulkChange(workerOf(ctx), () => true), workOnBulkChange(workerOf(ctx), () => true)]);
    await workOnBulkChange(workerOf(ctx));
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'done', changed: 600 });
    for (const row of await products(shelf)) {
      expect(row.purchasePriceE4).toBe(BigInt(row.code) * 10_500n);
    }
  });
});

describe('a worker that is killed', () => {
  it('has done whole batches; the next one goes on and changes no row twice', async () => {
    const shelf = await fillShelf(test.db, 1500);
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const id = await tried(ctx, { ids: shelf.ids, changes: [dearer] });
    await applyBulkChange(ctx, id);
    const child = startChild('test/domain/bulk-change/children/worker.ts', [test.url]);
    expect(await child.nextLine()).toBe('batch');
    child.process.kill('SIGKILL');
    await child.ended;
    const half = await getBulkChange(ctx, id);
    expect(half.state).toBe('applying');
    expect(half.changed).toBeGreaterThan(0);
    expect(half.changed).toBeLessThan(1500);
    expect(await workOnBulkChange(workerOf(ctx))).toBe(false);
    const later = hubCtx(test.db, () => new Date(Date.now() + 120_000));
    expect(await workOnBulkChange(later)).toBe(true);
    expect(await getBulkChange(ctx, id)).toMatchObject({ state: 'done', changed: 1500, refused: 0 });
    for (const row of await products(shelf)) expect(row.purchasePriceE4).toBe(BigInt(row.code) * 10_500n);
    const traces = { requestId: `bulk:${id}`, subjectType: 'product' };
    expect(await test.db.reader.auditEntry.count({ where: traces })).toBe(1500);
  }, 120_000);
});

describe('who may change many rows', () => {
  it('is staff that writes: within their companies, with the rights they have when it happens', async () => {
    const [own, foreign] = [await fillShelf(test.db, 3), await fillShelf(test.db, 3)];
    const limited = await staffCtx(test.db, { role: 'operator', companyIds: [own.companyId] });
    const id = await tried(limited, { ids: [...own.ids, ...foreign.ids], changes: [dearer] });
    expect(await getBulkChange(limited, id)).toMatchObject({ rowCount: 3, changed: 3 });
    const userId = limited.actor.kind === 'user' ? limited.actor.userId : '';
    await inTransaction(test.db, (tx) => tx.user.update({ where: { id: userId }, data: { staffRole: 'support' } }));
    await applyBulkChange(limited, id);
    await workOnBulkChange(workerOf(limited));
    const all = await staffCtx(test.db, { role: 'superuser' });
    expect(await getBulkChange(all, id)).toMatchObject({ state: 'failed', failure: 'no_rights', changed: 0 });
  });

  it('is nobody who only reads, and nobody else', async () => {
    const shelf = await fillShelf(test.db, 1);
    const support = await staffCtx(test.db, { role: 'support' });
    await expect(tried(support, { ids: shelf.ids, changes: [dearer] })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listBulkChanges(support, 5)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tried(hubCtx(test.db), { ids: shelf.ids })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('sees the changes of their own companies only', async () => {
    const [own, foreign] = [await fillShelf(test.db, 1), await fillShelf(test.db, 1)];
    const all = await staffCtx(test.db, { role: 'operator' });
    const limited = await staffCtx(test.db, { role: 'operator', companyIds: [own.companyId] });
    const seen = await tried(all, { ids: own.ids, changes: [dearer] });
    const unseen = await tried(all, { ids: foreign.ids, changes: [dearer] });
    const both = await tried(all, { ids: [...own.ids, ...foreign.ids], changes: [dearer] });
    expect((await listBulkChanges(limited, 50)).map(({ id }) => id)).toEqual([seen]);
    for (const id of [unseen, both]) {
      for (const step of [getBulkChange, applyBulkChange, cancelBulkChange, undoBulkChange]) {
        await expect(step(limited, id)).rejects.toMatchObject({ code: 'not_found' });
      }
    }
  });
});

describe('a change that makes no sense', () => {
  it('is refused before anything is collected', async () => {
    const ctx = await staffCtx(test.db, { role: 'operator' });
    const wrong: object[] = [
      { model: 'Transaction', changes: [dearer] },
      { changes: [] },
      { changes: [dearer, dearer] },
      { changes: [{ column: 'companyId', set: 1 }] },
      { changes: [{ column: 'id', set: 'x' }] },
      { changes: [{ column: 'code', set: 'x' }] },
      { changes: [{ column: 'version', set: 1 }] },
    ];
    const before = await test.db.reader.bulkChange.count();
    for (const input of wrong) {
      const whole = { model: 'Product', kind: 'edit' as const, changes: [], filter: {}, rows: nothing(), ...input };
      await expect(beginBulkChange(ctx, whole)).rejects.toMatchObject({
        code: expect.stringMatching(/^(invalid_input|not_found)$/),
      });
    }
    expect(await test.db.reader.bulkChange.count()).toBe(before);
    expect(await getBulkChange(ctx, await tried(ctx, { ids: [], changes: [dearer] }))).toMatchObject({
      state: 'failed',
      failure: 'nothing',
    });
  });
});

async function* nothing() {
  yield [];
}

async function rename(ctx: Parameters<typeof putProducts>[0], shelf: Shelf, row: { id: string; name: string }) {
  const before = await test.db.reader.product.findUniqueOrThrow({ where: { id: row.id } });
  const { companyId, mainGroupId, subGroupId } = shelf;
  const { code, purchasePriceE4 } = before;
  await putProducts(ctx, { companyId, rows: [{ ...row, code, mainGroupId, subGroupId, purchasePriceE4 }] });
}

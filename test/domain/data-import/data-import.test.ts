import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '../../../server/db/index.ts';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import {
  bringTable,
  checkTable,
  getTable,
  previewTable,
  readFaults,
  runTable,
  workOnTable,
} from '../../../server/domain/data-import/index.ts';
import { rowOperationsOf } from '../../../server/domain/row-operations/index.ts';
import { startChild } from '../../support/child.ts';
import { withDatabase } from '../../support/database.ts';
import { someCompany } from '../../support/hub.ts';
import { hubCtx, makeStaff, signedIn } from '../../support/people.ts';

const test = withDatabase();
let ctx: Ctx;
let companyId: number;

beforeAll(async () => {
  await makeStaff(test.db, 'the.operator', { role: 'operator' });
  ctx = await signedIn(test.db, 'the.operator');
  companyId = await someCompany(test.db);
  const put = (model: string, rows: object[]) =>
    rowOperationsOf(model)?.put(ctx, { companyId, rows: rows as never }) as Promise<{ ids: string[] }>;
  const rates = await put('VatRate', [{ number: 1, name: 'Standard', rateBasisPoints: 2000 }]);
  const groups = await put('DepartmentMainGroup', [{ code: '1', name: 'Food', vatRateId: rates.ids[0] }]);
  await put('DepartmentSubGroup', [
    { code: '151', name: 'Bakery', mainGroupId: groups.ids[0] },
    { code: '152', name: 'Dairy · cold', mainGroupId: groups.ids[0] },
  ]);
});

const work = (isStopping?: () => boolean) => workOnTable(hubCtx(test.db), isStopping);

async function collect<T>(groups: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const group of groups) all.push(group);
  return all;
}

async function bring(model: string, text: string, whose: number | null = companyId): Promise<string> {
  const columns = [...(rowOperationsOf(model)?.columns ?? []), 'id'];
  const names = new Map(columns.map((name) => [name, [name]] as const));
  return bringTable(ctx, { model, companyId: whose, fileName: 'a.csv', bytes: Buffer.from(text), names });
}

async function check(id: string, numberForm: 'en' | 'de' = 'en') {
  const { mapping } = await getTable(ctx, id);
  await checkTable(ctx, { id, mapping, numberForm });
  expect(await work()).toBe(true);
  return getTable(ctx, id);
}

async function take(id: string) {
  await runTable(ctx, id);
  expect(await work()).toBe(true);
  return getTable(ctx, id);
}

const head = 'code,name,mainGroupId,subGroupId,purchasePriceE4,isScalable\n';

describe('a table of products', () => {
  it('is checked in full and written by its natural key, with departments by code, name or title', async () => {
    const id = await bring(
      'Product',
      `${head}001,"Bread ""white""",1,151,1.2345,yes\n002,Milk,Food,Dairy · cold,,no\n003,Cheese,1 · Food,152 · Dairy · cold,12,false\n`,
    );
    const checked = await check(id);
    expect(checked).toMatchObject({ state: 'checked', created: 3, changed: 0, unchanged: 0, wrong: 0, rowCount: 3 });
    expect(await test.db.reader.product.count({ where: { companyId } })).toBe(0);

    expect(await take(id)).toMatchObject({ state: 'done', created: 3, wrong: 0 });
    const rows = await test.db.reader.product.findMany({
      where: { companyId },
      orderBy: { code: 'asc' },
      include: { subGroup: true },
    });
    expect(rows.map((row) => [row.code, row.name, row.subGroup.code, row.purchasePriceE4, row.isScalable])).toEqual([
      ['001', 'Bread "white"', '151', 12345n, true],
      ['002', 'Milk', '152', null, false],
      ['003', 'Cheese', '152', 120000n, false],
    ]);
    expect(await verifyAuditChain(test.db, companyId)).toMatchObject({ ok: true });
  });

  it('changes nothing when it comes again, and then only what differs', async () => {
    const text = `${head}001,"Bread ""white""",1,151,1.2345,yes\n002,Milk,Food,Dairy · cold,,no\n`;
    expect(await take((await check(await bring('Product', text))).id)).toMatchObject({ unchanged: 2, changed: 0 });
    const before = await test.db.reader.product.findFirstOrThrow({ where: { companyId, code: '001' } });
    const id = await bring('Product', 'code,name\n001,Loaf\n002,Milk\n');
    await check(id);
    const [[first, second] = []] = await collect(previewTable(ctx, id));
    expect([first?.outcome, first?.differs, second?.outcome]).toEqual(['changed', ['name'], 'unchanged']);
    expect(await take(id)).toMatchObject({ unchanged: 1, changed: 1 });
    const after = await test.db.reader.product.findFirstOrThrow({ where: { companyId, code: '001' } });
    expect(after).toMatchObject({ name: 'Loaf', purchasePriceE4: 12345n, id: before.id });
    expect(after.version).toBeGreaterThan(before.version);
  });

  it('names people by their first and last names, however many words that are, and knows who is meant by neither', async () => {
    const put = (model: string, rows: object[]) => rowOperationsOf(model)?.put(ctx, { companyId, rows: rows as never });
    await put('CustomerSegment', [{ code: 'REG', name: 'Regulars', segmentType: 'BEHAVIOUR' }]);
    const people = ['Katya Adams', 'Mary|Ann Lee', 'Mary Ann|Leeson', 'Liam|Adams'].map((full) => full.split('|'));
    await put(
      'Customer',
      people.map(([name, lastName]) => ({ name, ...(lastName && { lastName }) })),
    );
    const lines = ['Mary Ann Lee', 'Mary Ann Leeson', 'Liam · Adams', 'Katya Adams', 'Liam Adam'];
    const id = await bring(
      'CustomerSegmentMember',
      `customerId,segmentId\n${lines.map((name) => `${name},REG\n`).join('')}`,
    );
    expect(await check(id)).toMatchObject({ rowCount: 5, created: 4, wrong: 1 });
  });

  it('leaves wrong rows out and lists them with field and reason, beside right ones', async () => {
    const id = await bring(
      'Product',
      `${head}010,Right,1,151,1,no\n011,No such department,1,999,1,no\n012,Bad price,1,151,1x,no\n,No code,1,151,1,no\n010,Twice,1,151,1,no\n013,${'n'.repeat(101)},1,151,1,no\n`,
    );
    const checked = await check(id);
    expect(checked).toMatchObject({ created: 1, wrong: 5 });
    const done = await take(id);
    expect(done).toMatchObject({ state: 'done', created: 1, wrong: 5 });
    const faults = (await collect(readFaults(ctx, id))).flat();
    expect(faults.map(({ line, faults: [fault] }) => [line, fault?.field])).toEqual([
      [3, 'subGroupId'],
      [4, 'purchasePriceE4'],
      [5, 'code'],
      [6, ''],
      [7, 'name'],
    ]);
    expect(faults[0]?.cells).toEqual(['011', 'No such department', '1', '999', '1', 'no']);
  });

  it('goes on where it was broken off', async () => {
    const rows = Array.from({ length: 600 }, (_, index) => `L${index},Line ${index},1,151,,no`);
    const id = await bring('Product', head + rows.join('\n'));
    await check(id);
    await runTable(ctx, id);
    let batches = 0;
    await work(() => {
      batches += 1;
      return batches === 1;
    });
    expect(await getTable(ctx, id)).toMatchObject({ state: 'importing', created: 500, nextRow: 500 });
    await work();
    expect(await getTable(ctx, id)).toMatchObject({ state: 'done', created: 600, unchanged: 0, wrong: 0 });
    expect(await test.db.reader.product.count({ where: { companyId, name: { startsWith: 'Line ' } } })).toBe(600);
  });

  it('goes on after kill -9 as if nothing had been: each row once, no count lost', async () => {
    const rows = Array.from({ length: 1_700 }, (_, index) => `K${index},Killed ${index},1,151,,no`);
    const id = await bring('Product', head + rows.join('\n'));
    await check(id);
    await runTable(ctx, id);
    const child = startChild('test/domain/data-import/children/work.ts', [test.url]);
    await child.nextLine();
    await child.nextLine();
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    const { created } = await getTable(ctx, id);
    expect(created).toBeGreaterThanOrEqual(1_000);
    expect(created).toBeLessThan(1_700);
    // The dead worker's turn lapses.
    const later = () => new Date(Date.now() + 120_000);
    expect(await work()).toBe(false);
    expect(await workOnTable(hubCtx(test.db, later))).toBe(true);
    expect(await getTable(ctx, id)).toMatchObject({ state: 'done', created: 1_700, unchanged: 0, wrong: 0 });
    expect(await test.db.reader.product.count({ where: { companyId, name: { startsWith: 'Killed ' } } })).toBe(1_700);
    const trail = await test.db.reader.auditEntry.count({
      where: { companyId, action: 'product.create', content: { contains: 'Killed ' } },
    });
    expect(trail).toBe(1_700);
    expect(await verifyAuditChain(test.db, companyId)).toMatchObject({ ok: true });
  }, 120_000);

  it('is on record: who brought it, who had it taken over, and what came of it', async () => {
    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId, subjectType: 'data_import' },
      orderBy: { position: 'asc' },
    });
    const last = trail.slice(-3);
    expect(last.map(({ action, actorName, door }) => [action, actorName, door])).toEqual([
      ['data_import.bring', 'the.operator', expect.any(String)],
      ['data_import.run', 'the.operator', expect.any(String)],
      ['data_import.done', 'the.operator', 'admin'],
    ]);
    expect(JSON.parse(last[2]?.content ?? '{}')).toMatchObject({ after: { created: 1_700, wrong: 0 } });
  });
});

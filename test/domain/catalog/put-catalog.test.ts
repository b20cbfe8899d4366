import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { deriveContext } from '../../../server/db/index.ts';
import { putDepartments, putProducts, putSubDepartments, putVatRates } from '../../../server/domain/catalog/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();

async function shelf(companyId: number) {
  const ctx = hubCtx(test.db);
  const vat = await putVatRates(ctx, { companyId, rows: [{ number: 1, name: 'Standard', rateBasisPoints: 2000 }] });
  const main = await putDepartments(ctx, {
    companyId,
    rows: [{ code: '1', name: 'Drinks', vatRateId: vat.ids[0] as string }],
  });
  const sub = await putSubDepartments(ctx, {
    companyId,
    rows: [{ code: '101', name: 'Water', mainGroupId: main.ids[0] as string }],
  });
  return { ctx, mainGroupId: main.ids[0] as string, subGroupId: sub.ids[0] as string };
}

const product = (code: string, name: string, groups: { mainGroupId: string; subGroupId: string }) => ({
  code,
  name,
  mainGroupId: groups.mainGroupId,
  subGroupId: groups.subGroupId,
});

describe('putting master data', () => {
  it('creates rows, then finds them again by their code', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const first = await putProducts(ctx, {
      companyId,
      rows: [product('A', 'Still Wäter', groups), product('B', 'Tea', groups)],
    });
    const again = await putProducts(ctx, {
      companyId,
      rows: [product('B', 'Green Tea', groups), product('A', 'Still Wäter', groups)],
    });
    expect(first).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(again).toMatchObject({ created: 0, updated: 1, unchanged: 1, ids: [first.ids[1], first.ids[0]] });
    const row = await test.db.reader.product.findUniqueOrThrow({ where: { id: first.ids[0] as string } });
    expect(row).toMatchObject({ name: 'Still Wäter', nameFolded: 'still wäter', companyId });
  });

  it('gives a new version only to what changed', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const rows = [product('A', 'One', groups), product('B', 'Two', groups)];
    await putProducts(ctx, { companyId, rows });
    const before = await test.db.reader.product.findMany({ where: { companyId }, orderBy: { code: 'asc' } });
    await putProducts(ctx, { companyId, rows: [product('A', 'One', groups), product('B', 'Deux', groups)] });
    const after = await test.db.reader.product.findMany({ where: { companyId }, orderBy: { code: 'asc' } });
    const company = await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
    expect(after[0]?.version).toBe(before[0]?.version);
    expect(after[1]?.version).toBe(company.versionCounter);
    expect(after[1]?.version).toBeGreaterThan(before[1]?.version ?? 0);
  });

  it('writes one audit entry per batch, and none when nothing changed', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const rows = [product('A', 'One', groups), product('B', 'Two', groups)];
    const count = () => test.db.reader.auditEntry.count({ where: { companyId, subjectType: 'product' } });
    await putProducts(ctx, { companyId, rows });
    expect(await count()).toBe(1);
    await putProducts(ctx, { companyId, rows });
    expect(await count()).toBe(1);
  });

  it('stores all rows or none, and names every broken one', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const rows = [
      product('A', 'One', groups),
      product('', 'Two', groups),
      { ...product('C', 'Three', groups), vatNumber: 1.5 },
    ];
    await expect(putProducts(ctx, { companyId, rows })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'rows.1.code' }, { path: 'rows.2.vatNumber' }] },
    });
    expect(await test.db.reader.product.count({ where: { companyId } })).toBe(0);
  });

  it('refuses rows that name departments of another company', async () => {
    const [mine, theirs] = [await someCompany(test.db), await someCompany(test.db)];
    const { ctx } = await shelf(mine);
    const { ctx: _other, ...foreign } = await shelf(theirs);
    await expect(putProducts(ctx, { companyId: mine, rows: [product('A', 'One', foreign)] })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'rows.0.mainGroupId' }, { path: 'rows.0.subGroupId' }] },
    });
  });

  it('never takes over a row of another company by its id', async () => {
    const [mine, theirs] = [await someCompany(test.db), await someCompany(test.db)];
    const { ctx, ...groups } = await shelf(mine);
    const { ctx: _other, ...foreign } = await shelf(theirs);
    const { ids } = await putProducts(ctx, { companyId: theirs, rows: [product('A', 'Theirs', foreign)] });
    const row = { ...product('A', 'Mine', groups), id: ids[0] as string };
    await expect(putProducts(ctx, { companyId: mine, rows: [row] })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('answers a taken code with already_exists', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    await putProducts(ctx, { companyId, rows: [product('A', 'One', groups)] });
    const row = { ...product('A', 'Another', groups), id: newId() };
    await expect(putProducts(ctx, { companyId, rows: [row] })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('leaves a tombstone when a row is put as deleted', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const { ids } = await putProducts(ctx, { companyId, rows: [product('A', 'One', groups)] });
    const deletedAt = new Date('2026-11-20T11:00:00Z');
    await putProducts(ctx, { companyId, rows: [{ ...product('A', 'One', groups), deletedAt }] });
    const row = await test.db.reader.product.findUniqueOrThrow({ where: { id: ids[0] as string } });
    const company = await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
    expect(row).toMatchObject({ deletedAt, version: company.versionCounter });
  });

  it('is refused to somebody without the right', async () => {
    const companyId = await someCompany(test.db);
    const { ctx, ...groups } = await shelf(companyId);
    const grants = [{ companyId, isOwner: false, isAdministrator: false, roles: [] }];
    const actor = {
      kind: 'user',
      userId: newId(),
      username: 'm',
      staffRole: null,
      staffCompanyIds: null,
      grants,
    } as const;
    const member = deriveContext(ctx, { actor });
    const rows = [product('A', 'One', groups)];
    await expect(putProducts(member, { companyId, rows })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

/** VAT rates, departments and divisions that go and come back. What products or departments still hang on does not go. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import * as tables from './tables.ts';

interface Named {
  companyId: number;
  id: string;
  seen: number;
  /** False: it goes. True: it comes back. */
  isBack: boolean;
}

type At = { tx: Tx; ctx: Ctx };

/** Deletes or restores a VAT rate.
 *  @throws conflict  departments or products have this rate
 *  @throws not_found, stale, forbidden */
export function moveVatRate(ctx: Ctx, named: Named): Promise<void> {
  return moving(ctx, named, async (at, deletedAt) => {
    const { companyId, id } = named;
    const row = await judged(await at.tx.vatRate.findFirst({ where: { id, companyId } }), named);
    if (!named.isBack) {
      const users = await at.tx.departmentMainGroup.count({ where: { vatRateId: id, deletedAt: null } });
      if (users > 0) refuseUsed('Departments have this rate: give them another first.', users);
      // What was taken over from elsewhere may name a rate other than its department's.
      const products = await at.tx.product.count({ where: { companyId, vatRateId: id, deletedAt: null } });
      if (products > 0) refuseUsed('Products have this rate of their own: give them another first.', products);
    }
    const { number, name, rateBasisPoints, description } = row;
    const rows = [{ id, number, name, rateBasisPoints, description, deletedAt }];
    await putRowsIn(at, tables.vatRates, { companyId, rows });
  });
}

/** Deletes or restores a department with its divisions.
 *  @throws conflict  products are in it, or its VAT rate was deleted
 *  @throws not_found, stale, forbidden */
export function moveDepartment(ctx: Ctx, named: Named): Promise<void> {
  return moving(ctx, named, async (at, deletedAt) => {
    const { companyId, id } = named;
    const found = await at.tx.departmentMainGroup.findFirst({ where: { id, companyId }, include: { vatRate: true } });
    const row = await judged(found, named);
    if (!named.isBack) await refuseWithProducts(at, { companyId, mainGroupId: id });
    else if (row.vatRate?.deletedAt) {
      throw new DomainError('conflict', { id }, 'Its VAT rate was deleted: restore that first.');
    }
    const divisions = await at.tx.departmentSubGroup.findMany({ where: { companyId, mainGroupId: id } });
    // Those that went together come back together.
    const along = divisions.filter((each) =>
      named.isBack ? each.deletedAt?.getTime() === row.deletedAt?.getTime() : each.deletedAt === null,
    );
    await putRowsIn(at, tables.mainGroups, {
      companyId,
      rows: [{ ...groupFields(row), vatRateId: row.vatRateId, deletedAt }],
    });
    const rows = along.map((each) => ({ ...groupFields(each), mainGroupId: id, deletedAt }));
    await putRowsIn(at, tables.subGroups, { companyId, rows });
  });
}

/** Deletes or restores a division.
 *  @throws conflict  products are in it, or its department was deleted
 *  @throws not_found, stale, forbidden */
export function moveDivision(ctx: Ctx, named: Named): Promise<void> {
  return moving(ctx, named, async (at, deletedAt) => {
    const { companyId, id } = named;
    const found = await at.tx.departmentSubGroup.findFirst({ where: { id, companyId }, include: { mainGroup: true } });
    const row = await judged(found, named);
    if (!named.isBack) await refuseWithProducts(at, { companyId, subGroupId: id });
    else if (row.mainGroup?.deletedAt) {
      throw new DomainError('conflict', { id }, 'Its department was deleted: restore that first.');
    }
    const rows = [{ ...groupFields(row), mainGroupId: row.mainGroupId, deletedAt }];
    await putRowsIn(at, tables.subGroups, { companyId, rows });
  });
}

async function moving(ctx: Ctx, named: Named, work: (at: At, deletedAt: Date | null) => Promise<void>): Promise<void> {
  authorize(ctx, 'catalog.write', { companyId: named.companyId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, named.companyId);
    await work({ tx, ctx }, named.isBack ? null : ctx.now());
  });
}

async function judged<T extends { deletedAt: Date | null; version: number }>(
  row: T | null,
  { seen, isBack }: Named,
): Promise<T> {
  if (!row || (row.deletedAt === null) === isBack) throw new DomainError('not_found');
  refuseStale(row, seen);
  return row;
}

async function refuseWithProducts(
  { tx }: At,
  where: { companyId: number; mainGroupId?: string; subGroupId?: string },
): Promise<void> {
  const products = await tx.product.count({ where: { ...where, deletedAt: null } });
  if (products > 0) refuseUsed('Products are in it: move or delete them first.', products);
}

function refuseUsed(message: string, users: number): never {
  throw new DomainError('conflict', { users }, message);
}

function groupFields(row: {
  id: string;
  code: string;
  name: string;
  description: string | null;
  maxPriceE4: bigint | null;
  discountRateBasisPoints: number | null;
}) {
  const { id, code, name, description, maxPriceE4, discountRateBasisPoints } = row;
  return { id, code, name, description, maxPriceE4, discountRateBasisPoints };
}

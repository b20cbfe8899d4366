/** Companies with products by the hundred, and staff who changes them at once. */

import { newId } from '../../server/core/ids.ts';
import { type Ctx, type Database, inTransaction } from '../../server/db/index.ts';
import { beginBulkChange, type ColumnChange, workOnBulkChange } from '../../server/domain/bulk-change/index.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../server/domain/catalog/index.ts';
import { readStaff } from '../../server/domain/tenancy/index.ts';
import { contextOf, hubCtx, makeStaff } from './people.ts';

export interface Shelf {
  companyId: number;
  mainGroupId: string;
  subGroupId: string;
  ids: string[];
}

/** A company whose products are called "Tea 1", "Tea 2" … and cost 1.00, 2.00 … to buy. */
export async function fillShelf(db: Database, count: number, code = newId().slice(0, 8)): Promise<Shelf> {
  const ctx = hubCtx(db);
  const data = { uuid: newId(), name: `Shop ${code}`, slug: `shop-${code}`, officeCode: `OFFICE-${code}` };
  const { id: companyId } = await inTransaction(db, (tx) => tx.company.create({ data, select: { id: true } }));
  const [mainGroupId = ''] = (await putDepartments(ctx, { companyId, rows: [{ code: '1', name: 'Drinks' }] })).ids;
  const divisions = await putSubDepartments(ctx, { companyId, rows: [{ code: '101', name: 'Tea', mainGroupId }] });
  const [subGroupId = ''] = divisions.ids;
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ code: String(index + 1), name: `Tea ${index + 1}`, mainGroupId, subGroupId },
    purchasePriceE4: BigInt(index + 1) * 10_000n,
  }));
  const ids: string[] = [];
  for (let from = 0; from < count; from += 5000) {
    ids.push(...(await putProducts(ctx, { companyId, rows: rows.slice(from, from + 5000) })).ids);
  }
  return { companyId, mainGroupId, subGroupId, ids };
}

/** Somebody of the hub's staff, at the back office. */
export async function staffCtx(
  db: Database,
  staff: { role: 'superuser' | 'operator' | 'support'; companyIds?: number[] },
  now: () => Date = () => new Date(),
): Promise<Ctx> {
  const { id } = await makeStaff(db, `staff-${newId()}`, staff);
  const actor = await readStaff(db, id);
  if (!actor) throw new Error('There is nobody');
  return { ...contextOf(hubCtx(db, now), actor), door: 'admin' };
}

/** The worker, by the same clock. */
export function workerOf(ctx: Ctx): Ctx {
  return hubCtx(ctx.db, () => ctx.now());
}

/** Collects the rows and finds out what would happen. */
export async function tried(
  ctx: Ctx,
  {
    ids,
    kind = 'edit',
    changes = [],
    model = 'Product',
  }: {
    ids: readonly string[];
    kind?: 'edit' | 'delete' | 'restore';
    changes?: readonly ColumnChange[];
    model?: string;
  },
): Promise<string> {
  const { id, collected } = await beginBulkChange(ctx, { model, kind, changes, filter: { ids }, rows: inParts(ids) });
  await collected;
  await workOnBulkChange(workerOf(ctx));
  return id;
}

async function* inParts(ids: readonly string[]) {
  for (let from = 0; from < ids.length; from += 500) {
    yield ids.slice(from, from + 500).map((id) => ({ id, title: `row ${id}` }));
  }
}

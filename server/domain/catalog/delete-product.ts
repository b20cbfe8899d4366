import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { keptFields, readProduct } from './save-product.ts';
import * as tables from './tables.ts';

interface Named {
  companyId: number;
  productId: string;
  /** What `getProduct` gave. */
  seen: number;
}

/** Takes a product out of sale: tills forget it at their next refresh. It keeps its code, and can be restored.
 *  @throws not_found there is no such product, or the actor sees none
 *  @throws stale     somebody changed it since the page was read */
export function deleteProduct(ctx: Ctx, named: Named): Promise<void> {
  return setDeleted(ctx, named, { deletedAt: ctx.now(), action: 'product.delete' });
}

/** Brings a deleted product back with its code, barcodes and prices.
 *  @throws conflict its department, or a VAT rate of its own, was deleted meanwhile */
export function restoreProduct(ctx: Ctx, named: Named): Promise<void> {
  return setDeleted(ctx, named, { deletedAt: null, action: 'product.restore' });
}

async function setDeleted(
  ctx: Ctx,
  { companyId, productId, seen }: Named,
  { deletedAt, action }: { deletedAt: Date | null; action: string },
): Promise<void> {
  authorize(ctx, 'catalog.write', { companyId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = await readProduct(tx, { companyId, productId });
    if ((before.deletedAt === null) === (deletedAt === null)) return;
    refuseStale({ version: before.seen }, seen);
    if (deletedAt === null) await refuseOrphan(tx, before);
    const { id, code, name, shortName, description, mainGroupId, subGroupId, vatRateId, unitId, vatNumber } = before;
    const { purchasePriceE4, isScalable, allowsDiscount, allowsReturn } = before;
    const row = {
      ...keptFields(before),
      ...{ id, code, name, shortName, description, mainGroupId, subGroupId, vatRateId, unitId, vatNumber },
      ...{ purchasePriceE4, isScalable, allowsDiscount, allowsReturn, deletedAt },
    };
    await putRowsIn({ tx, ctx }, tables.products, { companyId, rows: [row], isAudited: false });
    await recordAudit(tx, ctx, {
      ...{ companyId, action, subjectType: 'product', subjectId: productId },
      before: { deletedAt: before.deletedAt },
      after: { deletedAt, code, name },
    });
  });
}

/** What it hangs on must be there. */
async function refuseOrphan(
  tx: Tx,
  { id: productId, mainGroupId, subGroupId, vatRateId }: Awaited<ReturnType<typeof readProduct>>,
): Promise<void> {
  const alive = { id: mainGroupId, deletedAt: null, subGroups: { some: { id: subGroupId, deletedAt: null } } };
  if (!(await tx.departmentMainGroup.findFirst({ where: alive, select: { id: true } }))) {
    throw new DomainError('conflict', { productId }, 'Its department was deleted: restore that first.');
  }
  if (vatRateId === null) return;
  const rate = await tx.vatRate.findUnique({ where: { id: vatRateId }, select: { deletedAt: true } });
  if (rate?.deletedAt) {
    throw new DomainError('conflict', { productId }, 'Its own VAT rate was deleted: restore that first.');
  }
}

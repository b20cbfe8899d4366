import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';

/** Who is to get a layout: one terminal, the terminals of a store, or all of the company that have no other. */
export interface LayoutTarget {
  companyId: number;
  storeId?: number | undefined;
  terminalId?: number | undefined;
}

/** Gives a company, store or terminal its layout; null: none of its own, so that it gets that of its store, of its company, or
 *  the hub's. Tills show it after their next refresh.
 *  @throws not_found the target or the layout is none that the actor sees */
export async function assignLayout(ctx: Ctx, target: LayoutTarget, layoutId: string | null): Promise<void> {
  const { companyId } = target;
  authorize(ctx, 'layout.manage', { companyId });
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    if (layoutId !== null) await requireLayout(tx, companyId, layoutId);
    const { subjectType, subjectId, before } = await assign(tx, target, { layoutId, version });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'layout.assign',
      subjectType,
      subjectId,
      before: { layoutId: before },
      after: { layoutId },
    });
  });
}

async function requireLayout(tx: Tx, companyId: number, layoutId: string): Promise<void> {
  const layout = await tx.terminalLayout.findFirst({
    where: { id: layoutId, deletedAt: null, OR: [{ companyId }, { companyId: null }] },
    select: { id: true },
  });
  if (!layout) throw new DomainError('not_found', { layoutId });
}

async function assign(
  tx: Tx,
  { companyId, storeId, terminalId }: LayoutTarget,
  data: { layoutId: string | null; version: number },
): Promise<{ subjectType: string; subjectId: number; before: string | null }> {
  const select = { id: true, layoutId: true } as const;
  if (terminalId !== undefined) {
    const found = await tx.terminal.findFirst({ where: { id: terminalId, companyId, deletedAt: null }, select });
    if (!found) throw new DomainError('not_found', { terminalId });
    await tx.terminal.update({ where: { id: terminalId }, data });
    return { subjectType: 'terminal', subjectId: terminalId, before: found.layoutId };
  }
  if (storeId !== undefined) {
    const found = await tx.store.findFirst({ where: { id: storeId, companyId, deletedAt: null }, select });
    if (!found) throw new DomainError('not_found', { storeId });
    await tx.store.update({ where: { id: storeId }, data });
    return { subjectType: 'store', subjectId: storeId, before: found.layoutId };
  }
  const found = await tx.company.findFirst({ where: { id: companyId, deletedAt: null }, select });
  if (!found) throw new DomainError('not_found', { companyId });
  await tx.company.update({ where: { id: companyId }, data: { layoutId: data.layoutId } });
  return { subjectType: 'company', subjectId: companyId, before: found.layoutId };
}

/** Chooses what the product keys of a store sell, in their order; an empty list leaves it to the best sellers.
 *  @param codes product codes, as people know them
 *  @throws invalid_input a code is none of the company's products
 *  @throws not_found     the store is none that the actor sees */
export async function chooseKeyProducts(
  ctx: Ctx,
  { companyId, storeId }: { companyId: number; storeId: number },
  codes: readonly string[],
): Promise<void> {
  authorize(ctx, 'store.manage', { companyId, storeId });
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    const store = await tx.store.findFirst({
      where: { id: storeId, companyId, deletedAt: null },
      select: { keyProducts: true },
    });
    if (!store) throw new DomainError('not_found', { storeId });
    const products = await tx.product.findMany({
      where: { companyId, code: { in: [...codes] }, deletedAt: null },
      select: { id: true, code: true },
    });
    const ids = new Map(products.map(({ id, code }) => [code, id]));
    const unknown = codes.filter((code) => !ids.has(code));
    if (unknown.length > 0) {
      const errors = unknown.map((code) => ({ path: 'codes', message: `${code} is no product of this company` }));
      throw new DomainError('invalid_input', { errors });
    }
    const keyProducts = JSON.stringify([...new Set(codes)].map((code) => ids.get(code)));
    await tx.store.update({ where: { id: storeId }, data: { keyProducts, version } });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'store.key-products',
      subjectType: 'store',
      subjectId: storeId,
      before: { keyProducts: store.keyProducts },
      after: { keyProducts },
    });
  });
}

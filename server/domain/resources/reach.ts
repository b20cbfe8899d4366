/** Whose rows somebody sees, as conditions of a list. */

import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { type ListCondition, type ListScope, listTableOf } from '../listing/index.ts';
import { type Action, authorize, can, scopeFor } from '../tenancy/index.ts';

/** The stores of a company in which the actor holds an action; null: all of them, those of later days included.
 *  @throws not_found the company is hidden from the actor
 *  @throws forbidden the actor holds it nowhere there */
export function storesReached(ctx: Ctx, action: Action, companyId: number): readonly number[] | null {
  if (can(ctx, action, { companyId })) return null;
  authorize(ctx, 'company.see', { companyId });
  const { companyIds, storeIds } = scopeFor(ctx, action);
  const holds = companyIds === null || companyIds.includes(companyId);
  if (!holds || storeIds === null) throw new DomainError('forbidden', { action, companyId });
  return storeIds;
}

/** Whether the actor may do something to a row, asked before anything else is judged: who may not learns nothing of what else is
 *  wrong. The operation itself judges again.
 *  @param storeId of the row; null: it is of the whole company; undefined: a right for any store there is enough
 *  @throws not_found, forbidden as `authorize` */
export function requireRight(
  ctx: Ctx,
  action: Action,
  { companyId, storeId }: { companyId: number; storeId: number | null | undefined },
): void {
  if (storeId === undefined) storesReached(ctx, action, companyId);
  else authorize(ctx, action, storeId === null ? { companyId } : { companyId, storeId });
}

const present: ListCondition = { is: 'empty', column: 'deletedAt' };

/** Rows that no store divides.
 *  @param further other conditions; those in the trash are never seen */
export function ofCompany(action: Action, companyId: number, further: readonly ListCondition[] = []) {
  return (ctx: Ctx): ListScope => {
    authorize(ctx, action, { companyId });
    return [[{ is: 'equal', column: 'companyId', value: companyId }, ...further]];
  };
}

/** The same without rows in the trash. */
export function presentOfCompany(action: Action, companyId: number) {
  return ofCompany(action, companyId, [present]);
}

/** Facts, each of one store.
 *  @param column says which store a row is of */
export function ofStores(action: Action, companyId: number, column = 'storeId') {
  return (ctx: Ctx): ListScope => {
    const stores = storesReached(ctx, action, companyId);
    const own: ListCondition[] = stores === null ? [] : [{ is: 'among', column, values: stores }];
    return [[{ is: 'equal', column: 'companyId', value: companyId }, ...own]];
  };
}

/** Rows of stores without those in the trash. */
export function presentOfStores(action: Action, companyId: number, column = 'storeId') {
  const reach = ofStores(action, companyId, column);
  return (ctx: Ctx): ListScope => reach(ctx).map((conditions) => [...conditions, present]);
}

/** Somewhere in a warehouse of one of the stores.
 *  @param column names a location */
export function inWarehouseOf(column: string, stores: readonly number[]): ListCondition {
  const warehouses: ListCondition = {
    is: 'related',
    column: 'warehouseId',
    table: listTableOf('Warehouse'),
    key: 'id',
    where: { is: 'among', column: 'storeId', values: stores },
  };
  return { is: 'related', column, table: listTableOf('WarehouseLocation'), key: 'id', where: warehouses };
}

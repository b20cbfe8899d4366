/** Creating and updating the places that hold goods. Both operations take many rows at once, store all of them or none, and
 *  are safe to repeat; see `putRows` for errors. */

import type { Ctx } from '../../db/index.ts';
import { type PutResult, putRows, type RowInput } from '../master-data/index.ts';
import * as tables from './tables.ts';

/** Warehouses, recognised by their code. */
export function putWarehouses(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.warehouses>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.warehouses, input);
}

/** Places in warehouses, recognised by their code. */
export function putLocations(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.locations>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.locations, input);
}

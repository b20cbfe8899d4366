/** Creating and updating the catalogue. Every operation takes many rows at once, stores all of them or none, and is safe to
 *  repeat; see `putRows` for errors. */

import type { Ctx } from '../../db/index.ts';
import { type PutResult, putRows, type RowInput } from '../master-data/index.ts';
import * as tables from './tables.ts';

/** VAT rates, recognised by their number. */
export function putVatRates(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.vatRates>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.vatRates, input);
}

/** Units of measure, recognised by their code. */
export function putUnits(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.units>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.units, input);
}

/** Manufacturers, recognised by their name. */
export function putManufacturers(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.manufacturers>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.manufacturers, input);
}

/** Departments (main groups), recognised by their code 1 to 99. The VAT of a sale comes from here. */
export function putDepartments(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.mainGroups>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.mainGroups, input);
}

/** Divisions of departments, recognised by their code from 100 on. */
export function putSubDepartments(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.subGroups>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.subGroups, input);
}

/** Products, recognised by their code. Prices are put apart (`putPrices`). */
export function putProducts(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.products>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.products, input);
}

/** Variants of products (size, colour), recognised by their code. */
export function putVariants(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.variants>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.variants, input);
}

/** Properties of products, recognised by product, variant and name. */
export function putAttributes(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.attributes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.attributes, input);
}

/** How scale and price barcodes are read. */
export function putBarcodeMasks(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.barcodeMasks>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.barcodeMasks, input);
}

/** Barcodes of products, recognised by the barcode. */
export function putBarcodes(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.barcodes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.barcodes, input);
}

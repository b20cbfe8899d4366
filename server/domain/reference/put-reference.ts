/** Creating and updating reference data: of the hub (no company), or of a company that brings its own along. Every operation
 *  takes many rows at once, stores all of them or none, and is safe to repeat; see `putRows` for errors. */

import type { Ctx } from '../../db/index.ts';
import { type PutResult, putRows, type RowInput } from '../master-data/index.ts';
import * as tables from './tables.ts';

/** Countries, recognised by their ISO letters. */
export function putCountries(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.countries>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.countries, input);
}

/** Regions of countries, recognised by their code. */
export function putRegions(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.regions>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.regions, input);
}

/** Cities, recognised by their code. */
export function putCities(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.cities>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.cities, input);
}

/** Districts of cities, recognised by their code. */
export function putDistricts(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.districts>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.districts, input);
}

/** Currencies, recognised by their ISO letters. */
export function putCurrencies(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.currencies>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.currencies, input);
}

/** Reasons of discounts, recognised by their code. */
export function putDiscountTypes(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.discountTypes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.discountTypes, input);
}

/** Kinds of documents, recognised by their number. */
export function putDocumentTypes(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.documentTypes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.documentTypes, input);
}

/** Kinds of campaigns, recognised by their code. */
export function putCampaignTypes(
  ctx: Ctx,
  input: { companyId: number | null; rows: readonly RowInput<typeof tables.campaignTypes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.campaignTypes, input);
}

/** Kinds of payment that tills of a company offer, recognised by their number. */
export function putPaymentTypes(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.paymentTypes>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.paymentTypes, input);
}

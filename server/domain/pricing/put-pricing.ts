/** Creating and updating prices and offers. Every operation takes many rows at once, stores all of them or none, and is
 *  safe to repeat; see `putRows` for errors. */

import type { Ctx } from '../../db/index.ts';
import { type PutResult, putRows, type RowInput } from '../master-data/index.ts';
import * as tables from './tables.ts';

/** Prices gross of VAT, recognised by product, store, currency and start. Without a store: the price of the whole company. */
export function putPrices(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.prices>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.prices, input);
}

/** Exchange rates: 1 base = rate × target. */
export function putCurrencyRates(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.currencyRates>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.currencyRates, input);
}

/** Campaigns, recognised by their code, which must differ from others in its first 15 characters. */
export function putCampaigns(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.campaigns>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.campaigns, input);
}

/** Conditions of campaigns. */
export function putCampaignRules(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.campaignRules>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.campaignRules, input);
}

/** Products of campaigns. */
export function putCampaignProducts(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.campaignProducts>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.campaignProducts, input);
}

/** Coupons, recognised by their code. */
export function putCoupons(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.coupons>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.coupons, input);
}

/** Creating and updating customers and loyalty programmes. Every operation takes many rows at once, stores all of them or
 *  none, and is safe to repeat; see `putRows` for errors. */

import type { Ctx } from '../../db/index.ts';
import { type PutResult, putRows, type RowInput } from '../master-data/index.ts';
import * as tables from './tables.ts';

/** Customers. They have no natural key: give the id of one that exists. */
export function putCustomers(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.customers>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.customers, input);
}

/** Customer segments, recognised by their code. */
export function putSegments(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.segments>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.segments, input);
}

/** Who is in which segment. */
export function putSegmentMembers(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.segmentMembers>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.segmentMembers, input);
}

/** Loyalty programmes, recognised by their name. */
export function putLoyaltyPrograms(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyPrograms>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyPrograms, input);
}

/** Tiers of programmes, recognised by their code. */
export function putLoyaltyTiers(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyTiers>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyTiers, input);
}

/** How points are earned. */
export function putLoyaltyEarnRules(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyEarnRules>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyEarnRules, input);
}

/** How points are spent; one row per programme. */
export function putLoyaltyRedemptionPolicies(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyRedemptionPolicies>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyRedemptionPolicies, input);
}

/** How customers are recognised; one row per programme. */
export function putLoyaltyProgramPolicies(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyProgramPolicies>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyProgramPolicies, input);
}

/** Customers in a programme; one membership per customer. */
export function putLoyaltyMemberships(
  ctx: Ctx,
  input: { companyId: number; rows: readonly RowInput<typeof tables.loyaltyMemberships>[] },
): Promise<PutResult> {
  return putRows(ctx, tables.loyaltyMemberships, input);
}

/** How far a search goes. */

import type { Ctx } from '../../db/index.ts';
import { authorize, seesPersonalData } from '../tenancy/index.ts';

export interface Reach {
  /** Companies whose rows may be found; null: every company; empty: none. */
  companyIds: readonly number[] | null;
  /** Whether rows may be found by personal data. */
  seesPersonal: boolean;
  userId: string;
}

/** Of the hub's staff. Memberships of their own do not widen it.
 *  @throws DomainError not_signed_in, forbidden: nobody of the staff */
export function reachOf(ctx: Ctx): Reach {
  authorize(ctx, 'hub.see');
  const { actor } = ctx;
  const seesPersonal = seesPersonalData(ctx);
  if (actor.kind !== 'user') return { companyIds: null, seesPersonal, userId: '' };
  return { companyIds: actor.staffCompanyIds, seesPersonal, userId: actor.userId };
}

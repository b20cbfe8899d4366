/** The company that an address names. */

import type { Ctx } from '../server/db/index.ts';
import { getCompanyBySlug } from '../server/domain/tenancy/index.ts';

type Company = ReturnType<typeof getCompanyBySlug>;

const ofRequests = new WeakMap<Ctx, Map<string, Company>>();

/** As `getCompanyBySlug`, which is asked once for a request: the rule of its route asks, and so does each procedure that its page
 *  calls. Whoever changes something reads under a lock what it rests on.
 *  @throws not_found there is none, or the actor is not of it */
export function companyOf(ctx: Ctx, slug: string): Company {
  const known = ofRequests.get(ctx) ?? new Map<string, Company>();
  ofRequests.set(ctx, known);
  const company = known.get(slug) ?? getCompanyBySlug(ctx, slug);
  known.set(slug, company);
  return company;
}

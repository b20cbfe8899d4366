import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { unpackBody } from '../sales/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';

/** One closure as its terminal said it: typed head, summaries in the order of their lists, and `document`, the object as it was
 *  received. Amounts are ten-thousandths; `conflicts` counts differing bodies that came under the same id.
 *  @param which the number of the closure, or its wire id in a company
 *  @throws not_found it does not exist, or not for this actor */
export async function getClosure(ctx: Ctx, which: { id: number } | { companyId: number; uuid: string }) {
  authorize(ctx, 'closure.see');
  const { reader } = ctx.db;
  const found = await reader.closure.findFirst({
    where: { AND: [scopeWhere(scopeFor(ctx, 'closure.see')), which] },
    include: {
      company: { select: { id: true, name: true, slug: true } },
      store: { select: { id: true, code: true, name: true, currency: true, timeZone: true } },
      terminal: { select: { id: true, code: true, name: true } },
      summaries: { orderBy: [{ kind: 'asc' }, { position: 'asc' }] },
      body: true,
    },
  });
  if (!found?.body) throw new DomainError('not_found', { ...which });
  const { body, summaries, ...closure } = found;
  const conflicts = await reader.conflict.count({
    where: { companyId: closure.companyId, kind: 'closure', documentUuid: closure.uuid },
  });
  return { closure, summaries, conflicts, document: JSON.parse(unpackBody(body)) as unknown };
}

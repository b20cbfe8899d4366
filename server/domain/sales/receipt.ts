import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';
import { unpackBody } from './body-codec.ts';

const byPosition = { orderBy: { position: 'asc' } } as const;

export type Receipt = Awaited<ReturnType<typeof getReceipt>>;

/** One receipt: its typed head with the codes and names of its store and terminal, the typed rows of every section that has a
 *  table, and `document`, the object as it was received, in which every field of every section is. Amounts and quantities are
 *  ten-thousandths; `conflicts` counts differing bodies that came under the same id; `closures` are those of its period.
 *  @param which the number of the transaction, or its wire id in a company
 *  @throws not_found it does not exist, or not for this actor */
export async function getReceipt(ctx: Ctx, which: { id: number } | { companyId: number; uuid: string }) {
  authorize(ctx, 'document.see');
  const { reader } = ctx.db;
  const found = await reader.transaction.findFirst({
    where: { AND: [scopeWhere(scopeFor(ctx, 'document.see')), which] },
    include: {
      company: { select: { id: true, name: true, slug: true } },
      store: { select: { id: true, code: true, name: true, timeZone: true } },
      terminal: { select: { id: true, code: true, name: true } },
      lines: byPosition,
      payments: byPosition,
      discounts: byPosition,
      departments: byPosition,
      taxes: byPosition,
      loyalty: byPosition,
      refunds: byPosition,
      changes: byPosition,
      body: true,
    },
  });
  if (!found?.body) throw new DomainError('not_found', { ...which });
  const { body, lines, payments, discounts, departments, taxes, loyalty, refunds, changes, ...head } = found;
  const [conflicts, closures] = await Promise.all([
    reader.conflict.count({ where: { companyId: head.companyId, kind: 'transaction', documentUuid: head.uuid } }),
    reader.closure.findMany({
      where: { terminalId: head.terminalId, number: head.closureNumber },
      select: { id: true, uuid: true, kind: true, number: true, businessDay: true },
      orderBy: { id: 'asc' },
    }),
  ]);
  const sections = { lines, payments, discounts, departments, taxes, loyalty, refunds, changes };
  return { head, ...sections, conflicts, closures, document: JSON.parse(unpackBody(body)) as unknown };
}

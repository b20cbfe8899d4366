import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { type Action, authorize, companyWhere, scopeFor } from '../tenancy/index.ts';

export const seenKinds = ['product', 'customer', 'cashier'] as const;
type SeenKind = (typeof seenKinds)[number];

/** What the right to change rows of a kind is called: whoever settles a record speaks for such a row. */
export const actionOf = {
  product: 'catalog.write',
  customer: 'customer.write',
  cashier: 'cashier.manage',
} as const satisfies Record<SeenKind, Action>;

/** A record with where it was first seen.
 *  @throws not_found it does not exist, or not for this actor */
export async function getSeen(ctx: Ctx, id: number, client: Pick<Tx, 'seenRecord' | 'transaction'> = ctx.db.reader) {
  authorize(ctx, 'quarantine.see');
  const found = await client.seenRecord.findFirst({
    where: { AND: [companyWhere(scopeFor(ctx, 'quarantine.see')), { id }] },
  });
  if (!found) throw new DomainError('not_found', { seenRecordId: id });
  return { ...found, kind: kindOf(found.kind) };
}

export type Seen = Awaited<ReturnType<typeof getSeen>>;

function kindOf(text: string): SeenKind {
  const kind = seenKinds.find((known) => known === text);
  if (!kind) throw new Error(`There is no kind ${text} of seen records`);
  return kind;
}

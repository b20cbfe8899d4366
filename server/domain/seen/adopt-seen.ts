import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { putProducts } from '../catalog/index.ts';
import { putCustomers } from '../customers/index.ts';
import { authorize } from '../tenancy/index.ts';
import { actionOf, getSeen, type Seen } from './get-seen.ts';
import { settle } from './merge-seen.ts';

/** Makes a row of a record, under the very id that tills use: whatever was sold under it belongs to the row at once. Cashiers
 *  are not made so, because nobody knows their password: they are added as such and merged. Audited.
 *  @param name what it shall be called; a product keeps its code, department and VAT from its first document
 *  @throws invalid_input  the name breaks its rules, or the document's department is none of the company's
 *  @throws already_exists another row has the code
 *  @throws not_found      the record does not exist, or not for this actor
 *  @throws conflict       it is settled already, or a cashier */
export async function adoptSeen(ctx: Ctx, { id, name }: { id: number; name: string }): Promise<void> {
  const seen = await getSeen(ctx, id);
  const { companyId, kind, uuid } = seen;
  authorize(ctx, actionOf[kind], { companyId });
  if (seen.settledAt !== null) {
    throw new DomainError('conflict', { seenRecordId: id }, 'This record has been settled already.');
  }
  if (kind === 'cashier') {
    throw new DomainError('conflict', { seenRecordId: id }, 'Add the cashier first, then say that it is the same.');
  }
  if (kind === 'customer') await putCustomers(ctx, { companyId, rows: [{ id: uuid, name }] });
  else await putProducts(ctx, { companyId, rows: [await productOf(ctx, seen, name)] });
  await settle(ctx, id, async () => ({ mergedIntoId: uuid, settledAt: ctx.now() }));
}

interface Details {
  mainGroupId?: string | null;
  subGroupId?: string | null;
}

async function productOf(ctx: Ctx, { companyId, uuid, code, details }: Seen, name: string) {
  const said = JSON.parse(details) as Details;
  const { departmentMainGroup, departmentSubGroup } = ctx.db.reader;
  const main = await departmentMainGroup.findFirst({
    where: { companyId, deletedAt: null, id: said.mainGroupId ?? '' },
    select: { id: true, vatRateId: true, vatRate: { select: { number: true } } },
  });
  const subs = await departmentSubGroup.findMany({
    where: { companyId, deletedAt: null, mainGroupId: main?.id ?? '' },
    select: { id: true },
    orderBy: { code: 'asc' },
  });
  const sub = subs.find((one) => one.id === said.subGroupId) ?? subs[0];
  if (!main || !sub) {
    const message = 'The department of its first document is none of the company: merge it into a product instead.';
    throw new DomainError('invalid_input', { errors: [{ path: 'mainGroupId', message }] }, message);
  }
  return {
    id: uuid,
    code: code || uuid.slice(0, 8),
    name,
    mainGroupId: main.id,
    subGroupId: sub.id,
    vatRateId: main.vatRateId,
    vatNumber: main.vatRate?.number ?? 1,
  };
}

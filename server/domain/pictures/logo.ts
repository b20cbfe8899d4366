import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, holdCompany } from '../tenancy/index.ts';
import { readPicture } from './read-picture.ts';

/** The logo of a company, for whoever may change it.
 *  @throws not_found, forbidden, not_signed_in */
export async function getLogo(ctx: Ctx, companyId: number): Promise<string | null> {
  authorize(ctx, 'company.edit', { companyId });
  const company = await ctx.db.reader.company.findFirst({
    where: { id: companyId, deletedAt: null },
    select: { logoId: true },
  });
  if (company === null) throw new DomainError('not_found', { companyId });
  return company.logoId;
}

/** Gives a company another logo; the one before is gone. Answers the new one's id.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws invalid_input, too_many_requests  as `readPicture` */
export async function putLogo(
  ctx: Ctx,
  { companyId, bytes }: { companyId: number; bytes: Uint8Array },
): Promise<string> {
  authorize(ctx, 'company.edit', { companyId });
  const picture = await readPicture(bytes, 'logo');
  await inTransaction(ctx, async (tx) => {
    await tx.picture.create({ data: { ...picture, companyId, createdAt: ctx.now() }, select: { id: true } });
    await change(ctx, tx, { companyId, logoId: picture.id });
  });
  return picture.id;
}

/** Takes the logo of a company away; without one nothing happens.
 *  @throws not_found, forbidden, not_signed_in */
export async function removeLogo(ctx: Ctx, companyId: number): Promise<void> {
  await inTransaction(ctx, (tx) => change(ctx, tx, { companyId, logoId: null }));
}

async function change(
  ctx: Ctx,
  tx: Tx,
  { companyId, logoId }: { companyId: number; logoId: string | null },
): Promise<void> {
  authorize(await holdCompany(ctx, tx, companyId), 'company.edit', { companyId });
  const before = await tx.company.findUniqueOrThrow({ where: { id: companyId }, select: { logoId: true } });
  if (before.logoId === logoId) return;
  // No new version of the company: nothing that a till pulls has changed, and nobody's open form is out of date.
  await tx.company.update({ where: { id: companyId }, data: { logoId }, select: { id: true } });
  await tx.picture.deleteMany({ where: { companyId, ...(logoId === null ? {} : { id: { not: logoId } }) } });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'company.logo',
    subjectType: 'Company',
    subjectId: companyId,
    before,
    after: { logoId },
  });
}

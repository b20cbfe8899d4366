import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { readPicture } from './read-picture.ts';

/** The picture of the signed-in person, or null.
 *  @throws not_signed_in */
export async function getAvatar(ctx: Ctx): Promise<string | null> {
  const { userId } = personOf(ctx);
  const user = await ctx.db.reader.user.findUnique({ where: { id: userId }, select: { pictureId: true } });
  return user?.pictureId ?? null;
}

/** Gives the signed-in person another picture; the one before is gone. Answers the new one's id.
 *  @throws not_signed_in
 *  @throws invalid_input, too_many_requests  as `readPicture` */
export async function putAvatar(ctx: Ctx, bytes: Uint8Array): Promise<string> {
  const { userId } = personOf(ctx);
  const picture = await readPicture(bytes, 'avatar');
  await inTransaction(ctx, async (tx) => {
    await tx.picture.create({ data: { ...picture, userId, createdAt: ctx.now() }, select: { id: true } });
    await change(ctx, tx, picture.id);
  });
  return picture.id;
}

/** Takes the picture of the signed-in person away; without one nothing happens.
 *  @throws not_signed_in */
export async function removeAvatar(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, (tx) => change(ctx, tx, null));
}

async function change(ctx: Ctx, tx: Tx, pictureId: string | null): Promise<void> {
  const { userId } = personOf(ctx);
  // The counter's row is locked by this, so that of two who change the picture at once one waits.
  const version = await nextVersions(tx, null);
  const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { pictureId: true } });
  if (before.pictureId === pictureId) return;
  await tx.user.update({ where: { id: userId }, data: { pictureId, version }, select: { id: true } });
  await tx.picture.deleteMany({ where: { userId, ...(pictureId === null ? {} : { id: { not: pictureId } }) } });
  await recordAudit(tx, ctx, {
    companyId: null,
    action: 'user.picture',
    subjectType: 'User',
    subjectId: userId,
    before,
    after: { pictureId },
  });
}

function personOf(ctx: Ctx): Extract<Actor, { kind: 'user' }> {
  if (ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  return ctx.actor;
}

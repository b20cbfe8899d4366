import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { release, reserve, verifyPassword } from '../tenancy/index.ts';
import { type Person, personOf } from './person.ts';
import { takeSecondFactor } from './second-factor.ts';

/** Has the signed-in person prove once more who they are, before something that cannot be taken back: by their password or,
 *  with two-factor on, by a code of it (which is used up). Call it before the transaction of what is to be done.
 *
 *  Tries are counted per session: whoever has stolen one uses up its tries and nobody else's.
 *  @throws wrong_credentials the proof does not hold; `facts.errors` names the field `proof`
 *  @throws too_many_requests with `retryAfterSeconds`
 *  @throws not_signed_in     nobody is */
export async function proveIdentity(ctx: Ctx, proof: string): Promise<void> {
  await prove(
    ctx,
    'proof',
    async (person) => (await isSecondFactor(ctx, person, proof)) || isPassword(ctx, person, proof),
  );
}

/** Has the signed-in person name their present password; a code will not do.
 *  @throws as `proveIdentity`, naming the field `current` */
export async function provePassword(ctx: Ctx, password: string): Promise<void> {
  await prove(ctx, 'current', (person) => isPassword(ctx, person, password));
}

async function prove(
  ctx: Ctx,
  path: 'proof' | 'current',
  isProved: (person: Person) => Promise<boolean>,
): Promise<void> {
  const person = personOf(ctx);
  const counts = [{ by: 'proof', key: ctx.sessionId ?? person.userId }] as const;
  await reserve(ctx, counts);
  if (!(await isProved(person))) {
    const message = path === 'proof' ? 'This does not prove that it is you.' : 'This is not your present password.';
    throw new DomainError('wrong_credentials', { errors: [{ path, message }] }, message);
  }
  await inTransaction(ctx, (tx) => release(tx, counts, ctx.now()));
}

async function isSecondFactor(ctx: Ctx, { userId }: Person, code: string): Promise<boolean> {
  if (code.length > 40) return false;
  const user = await ctx.db.reader.user.findUnique({ where: { id: userId }, select: { totpConfirmedAt: true } });
  if (!user?.totpConfirmedAt) return false;
  return inTransaction(ctx, (tx) => takeSecondFactor(ctx, tx, { userId, code }));
}

async function isPassword(ctx: Ctx, { userId }: Person, password: string): Promise<boolean> {
  const user = await ctx.db.reader.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return verifyPassword(user?.passwordHash ?? null, password);
}

import { type Ctx, inTransaction } from '../../db/index.ts';
import {
  insertPerson,
  networkOf,
  type OpenedSession,
  onTakenUsername,
  openSession,
  preparePerson,
  release,
  reserve,
  type Visitor,
} from '../tenancy/index.ts';
import { mayMail, sendConfirmation } from './addresses.ts';

export interface Register {
  username: string;
  /** Empty: none. It counts for nothing until it is confirmed. */
  email: string;
  password: string;
  /** In which the person reads just now; becomes that of the account. */
  language: string;
  visitor: Visitor;
}

/** Makes an account and signs the person in. Nobody needs a right for it; the account reaches nothing until a company takes the
 *  person in or they create one. An address that somebody else has confirmed is taken like any other: only its owner learns
 *  more, by the mail that is sent there.
 *  @throws invalid_input     a field breaks a rule; `facts.errors` names them all
 *  @throws already_exists    the user name is taken, in any case or composition
 *  @throws too_many_requests too many accounts, or tries of names, from this address */
export async function register(ctx: Ctx, input: Register): Promise<OpenedSession> {
  const { username, password, language, visitor } = input;
  const email = input.email.trim();
  const counts = [{ by: 'register', key: networkOf(visitor.address) }] as const;
  await reserve(ctx, counts);
  const prepared = await preparePerson(
    { username, password, language, email: email === '' ? null : email },
    { staffRole: null, companyIds: null },
  ).catch(async (error: unknown) => {
    // A form that is not filled in well tells nothing about who has an account.
    await inTransaction(ctx, (tx) => release(tx, counts, ctx.now()));
    throw error;
  });
  const isMailed = email !== '' && (await mayMail(ctx, 'confirm', email));
  const writing = inTransaction(ctx, async (tx) => {
    const { id: userId } = await insertPerson(tx, ctx, prepared);
    if (isMailed) await sendConfirmation(ctx, tx, { userId, username: prepared.person.username, email, language });
    return openSession(tx, { userId, visitor, now: ctx.now() });
  });
  return onTakenUsername(writing);
}

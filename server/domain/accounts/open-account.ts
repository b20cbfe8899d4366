/** Accounts that staff of the hub makes for people: nobody but the person ever knows a password of it. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { isLanguage } from '../../core/languages.ts';
import { isMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';
import { authorize, insertPerson, onTakenUsername, parseInput, preparePerson, shortLine } from '../tenancy/index.ts';
import { mayMail } from './addresses.ts';
import { makeLink } from './links.ts';

const input = z.object({
  username: z.string(),
  email: z.string().trim().refine(isMailAddress, 'This is not an e-mail address.'),
  firstName: shortLine(150).default(''),
  lastName: shortLine(150).default(''),
  /** Empty: as the browser asks; the mail is in English then. */
  language: z
    .string()
    .refine((code) => code === '' || isLanguage(code), 'Choose one of the languages.')
    .default(''),
});

/** Makes an account and mails a link to its address, by which the person chooses a password; using it confirms the address.
 *  @throws invalid_input     a field breaks a rule
 *  @throws already_exists    the user name is taken
 *  @throws too_many_requests the address was sent several links just now
 *  @throws forbidden         the actor may not, or sees chosen companies only: the account belongs to none */
export async function openAccount(ctx: Ctx, raw: z.input<typeof input>): Promise<{ id: string }> {
  authorize(ctx, 'person.manage');
  if (ctx.actor.kind === 'user' && ctx.actor.staffCompanyIds !== null) {
    throw new DomainError(
      'forbidden',
      {},
      'This reaches beyond your companies: only staff of the whole hub may do it.',
    );
  }
  const person = parseInput(input, raw);
  const password = randomBytes(48).toString('base64url');
  const prepared = await preparePerson({ ...person, password }, { staffRole: null, companyIds: null });
  if (!(await mayMail(ctx, 'confirm', person.email))) {
    throw new DomainError(
      'too_many_requests',
      {},
      'This address was sent several mails just now. Try again in an hour.',
    );
  }
  return onTakenUsername(
    inTransaction(ctx, async (tx) => {
      const { email, language } = person;
      const { id: userId } = await insertPerson(tx, ctx, prepared);
      const token = await makeLink(ctx, tx, { userId, purpose: 'choose-password', email });
      const facts = { username: prepared.person.username };
      const path = `/accounts/password/reset/${token}/`;
      await queueMail(ctx, tx, { to: email, language, kind: 'account-made', facts, path });
      return { id: userId };
    }),
  );
}

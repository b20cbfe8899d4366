import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { isLanguage } from '../../core/languages.ts';
import { isMailAddress } from '../../core/mail-address.ts';
import { signal } from '../../core/signals.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import type { MailKind } from './kinds.ts';

export type MailFacts = Readonly<Record<string, string | number>>;

export interface Mail {
  /** One address. Only `confirm-address` and `invitation` go to one that nobody has confirmed. */
  to: string;
  /** The receiver's; none of the hub's (or empty) means English. */
  language: string;
  kind: MailKind;
  /** What is put into the texts. `message` is somebody's own words: it is shown as a quotation. */
  facts: MailFacts;
  /** Of the hub, behind the mail's button, such as `/companies/corner-shop/`; empty: no button. */
  path: string;
  /** Of which company it tells: erased with the company. */
  companyId?: number | null;
}

/** A path of this hub, and no way to another host. */
const ownPath = /^\/(?![/\\])[\x21-\x7e]*$/;

/** Puts a mail on its way, inside the caller's transaction: it is sent if and only if that is kept. A job sends it within
 *  about a second, at least once.
 *  @throws DomainError invalid_input: `to` is no address that mail can be sent to */
export async function queueMail(ctx: Ctx, tx: Tx, mail: Mail): Promise<void> {
  const { to, language, kind, facts, path, companyId = null } = mail;
  if (!isMailAddress(to)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'email', message: 'Write a full e-mail address.' }] });
  }
  if (path !== '' && !ownPath.test(path)) throw new Error('a mail links to a path of the hub only');
  const now = ctx.now();
  await tx.mailMessage.create({
    data: {
      id: newId(),
      companyId,
      toAddress: to,
      language: isLanguage(language) ? language : 'en',
      kind,
      facts: JSON.stringify(facts),
      path,
      createdAt: now,
      availableAt: now,
    },
    select: { id: true },
  });
  signal('mailQueued', {});
}

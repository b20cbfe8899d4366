/** Mail as hub staff looks after it. */
import { DomainError } from '../../core/errors.ts';
import { isLanguage } from '../../core/languages.ts';
import { foldMailAddress } from '../../core/mail-address.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, can, foldUsername } from '../tenancy/index.ts';
import { type MailWords, wordsOfMail } from './compose.ts';
import { hasSecret, isMailKind } from './kinds.ts';
import { factsOf } from './stored-facts.ts';

/** What became of a mail. */
export type MailState = 'waiting' | 'sending' | 'sent' | 'given up';

interface StaffMail {
  id: string;
  companyId: number | null;
  toAddress: string;
  language: string;
  kind: string;
  state: MailState;
  attempts: number;
  createdAt: Date;
  /** When it is tried next; of a mail that waits. */
  availableAt: Date;
  sentAt: Date | null;
  failedAt: Date | null;
  lastError: string | null;
  erasedAt: Date | null;
  /** Null: erased, or of a kind that is no longer known, or the actor may not read it. */
  words: MailWords | null;
  /** Of the hub; null: there is none, or it is a secret. */
  path: string | null;
  /** `kept`: a link that lets people in, shown by `revealMailLink` only; `handed over`: it is not here any more. */
  secret: 'none' | 'kept' | 'handed over';
  mayRead: boolean;
}

/** One mail. Every member of staff sees that it was written and what became of it, only those who may see what it says.
 *  @throws not_found, forbidden, not_signed_in */
export async function getMail(ctx: Ctx, id: string): Promise<StaffMail> {
  const { facts, path, leasedBy, leasedUntil, ...mail } = await findMail(ctx, ctx.db.reader, id);
  const mayRead = can(ctx, 'mail.read');
  const language = isLanguage(mail.language) ? mail.language : 'en';
  const isSecret = hasSecret(mail.kind);
  const isReadable = mayRead && mail.erasedAt === null && isMailKind(mail.kind);
  return {
    ...mail,
    state: stateOf({ ...mail, leasedUntil }, ctx.now()),
    words: isReadable ? wordsOfMail({ language, kind: mail.kind, facts: factsOf(facts) }) : null,
    path: mayRead && !isSecret && path !== '' ? path : null,
    secret: isSecret ? (path === '' ? 'handed over' : 'kept') : 'none',
    mayRead,
  };
}

/** The link of a mail that lets whoever has it do something, for passing it on where the hub sends no mail itself. Asking for
 *  it is on record. What is meant for staff only a superuser sees: nobody rises by it.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws expired  the link is not kept any more */
export async function revealMailLink(ctx: Ctx, id: string): Promise<string> {
  authorize(ctx, 'mail.read');
  return inTransaction(ctx, async (tx) => {
    const mail = await findMail(ctx, tx, id);
    if (mail.path === '') throw new DomainError('expired', { mail: id }, 'The link of this mail is not kept any more.');
    if (!can(ctx, 'staff.admin') && (await isForStaff(tx, mail))) {
      throw new DomainError('forbidden', { mail: id }, 'This is meant for hub staff: only a superuser can pass it on.');
    }
    await note(ctx, tx, { mail, action: 'mail.reveal-link' });
    return mail.path;
  });
}

/** Lets a mail that was given up start anew.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict  it was not given up, or what it said is erased */
export async function sendMailAgain(ctx: Ctx, id: string): Promise<void> {
  authorize(ctx, 'mail.read');
  await inTransaction(ctx, async (tx) => {
    const mail = await findMail(ctx, tx, id);
    const { count } = await tx.mailMessage.updateMany({
      where: { id, failedAt: { not: null }, sentAt: null, erasedAt: null },
      data: { failedAt: null, attempts: 0, availableAt: ctx.now(), leasedUntil: null, leasedBy: null },
    });
    if (count === 0)
      throw new DomainError('conflict', { mail: id }, 'Only a mail that was given up can be sent again.');
    await note(ctx, tx, { mail, action: 'mail.send-again' });
  });
  signal('mailQueued', {});
}

/** Within what the actor sees: mails of the hub itself are for staff of the whole hub. */
export async function findMail(ctx: Ctx, client: Pick<Tx, 'mailMessage'>, id: string) {
  authorize(ctx, 'hub.see');
  const { actor } = ctx;
  const limits = actor.kind === 'user' ? actor.staffCompanyIds : null;
  const mail = await client.mailMessage.findFirst({
    where: { id, ...(limits === null ? {} : { companyId: { in: [...limits] } }) },
  });
  if (mail === null) throw new DomainError('not_found', { mail: id });
  return mail;
}

interface Progress {
  sentAt: Date | null;
  failedAt: Date | null;
  leasedUntil: Date | null;
}

function stateOf({ sentAt, failedAt, leasedUntil }: Progress, now: Date): MailState {
  if (sentAt !== null) return 'sent';
  if (failedAt !== null) return 'given up';
  return leasedUntil !== null && leasedUntil > now ? 'sending' : 'waiting';
}

/** Whether the mail is about an account of hub staff, by its address or by the name in it. */
async function isForStaff(tx: Tx, { toAddress, facts }: { toAddress: string; facts: string }): Promise<boolean> {
  const username = factsOf(facts)['username'];
  const person = await tx.user.findFirst({
    where: {
      staffRole: { not: null },
      OR: [
        { email: toAddress },
        { emailKey: foldMailAddress(toAddress) },
        ...(username === undefined ? [] : [{ usernameFolded: foldUsername(String(username)) }]),
      ],
    },
    select: { id: true },
  });
  return person !== null;
}

interface Noted {
  reason?: string;
  mail: { id: string; companyId: number | null; kind: string; toAddress: string };
  action: string;
}

export async function note(ctx: Ctx, tx: Tx, { mail, action, reason }: Noted): Promise<void> {
  const { id, companyId, kind, toAddress } = mail;
  await recordAudit(tx, ctx, {
    companyId,
    action,
    subjectType: 'MailMessage',
    subjectId: id,
    after: { kind, toAddress, ...(reason !== undefined && { reason }) },
  });
}

/** What people decide about themselves. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { isLanguage } from '../../core/languages.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';
import { refuseStale } from '../master-data/index.ts';
import { authorize, can, parseInput, shortLine } from '../tenancy/index.ts';
import { addressColumns, addressFrom } from './addresses.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';

const fields = {
  displayName: z
    .string()
    .trim()
    .max(150, 'A name has at most 150 characters.')
    .refine((name) => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name), 'A name is one line of text.'),
  language: z.string().refine((code) => code === '' || isLanguage(code), 'Choose one of the languages.'),
  timeZone: z
    .string()
    .refine((zone) => zone === '' || isTimeZone(zone), 'This is no time zone; one is for example Europe/London.'),
  theme: z
    .string()
    .refine((theme) => ['', 'light', 'dark'].includes(theme), 'Choose light, dark, or as the device is set.'),
  notifyByMail: z.boolean(),
};

const profileSchema = z.object(fields).partial();

/** What is left out stays as it is; an empty text is the default: the user name, what the browser asks for, the company's zone,
 *  what the device is set to. */
export type ProfileChange = z.input<typeof profileSchema>;

export interface Profile {
  username: string;
  displayName: string;
  language: string;
  timeZone: string;
  theme: string;
  notifyByMail: boolean;
  pictureId: string | null;
}

const chosen = { displayName: true, language: true, timeZone: true, theme: true, notifyByMail: true } as const;

/** The signed-in person's own account, as far as its page shows it. */
export async function readAccount(ctx: Ctx) {
  const { userId, username } = personOf(ctx);
  const { email, emailConfirmedAt, tokens, totpConfirmedAt, ...user } = await ctx.db.reader.user.findUniqueOrThrow({
    where: { id: userId },
    select: { ...chosen, pictureId: true, totpConfirmedAt: true, ...addressColumns(ctx.now()) },
  });
  const profile: Profile = { username, ...user };
  const address = addressFrom({ email, emailConfirmedAt, tokens });
  return { profile, address, isTwoFactorOn: totpConfirmedAt !== null };
}

/** Changes what the signed-in person has decided about themselves, and nothing else of their account.
 *  @throws invalid_input a field breaks a rule; `facts.errors` names them all */
export async function updateProfile(ctx: Ctx, input: ProfileChange): Promise<void> {
  const { userId } = personOf(ctx);
  const wanted = definedOf(parseInput(profileSchema, input));
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, null);
    const all = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: chosen });
    const names = Object.keys(wanted).filter(
      (name) => all[name as keyof typeof all] !== wanted[name as keyof typeof all],
    );
    if (names.length === 0) return;
    const only = (values: object) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
    await tx.user.update({ where: { id: userId }, data: { ...only(wanted), version }, select: { id: true } });
    await note(ctx, tx, { userId, action: 'account.profile', before: only(all), after: only(wanted) });
  });
}

const personSchema = z
  .object({
    ...fields,
    firstName: shortLine(150),
    lastName: shortLine(150),
  })
  .partial()
  .extend({ userId: z.string(), seen: z.int().optional() });

/** Changes what staff may of somebody else's account, inside the caller's transaction: names and preferences, never how they
 *  sign in. Accounts of the hub's staff need the right over staff; limited staff reaches people of its companies.
 *  @throws not_found, forbidden, stale, invalid_input */
export async function updatePersonIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  raw: z.input<typeof personSchema>,
): Promise<void> {
  const { userId, seen, ...said } = parseInput(personSchema, raw);
  const version = await nextVersions(tx, null);
  const person = await tx.user.findFirst({
    where: { id: userId, deletedAt: null },
    select: { ...chosen, firstName: true, lastName: true, staffRole: true, version: true, memberships: true },
  });
  if (!person) throw new DomainError('not_found', { userId });
  authorizeOver(ctx, person);
  refuseStale(person, seen);
  const { memberships: _, ...before } = person;
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== undefined && value !== before[name as keyof typeof before],
  );
  if (changed.length === 0) return;
  await tx.user.update({
    where: { id: userId },
    data: { ...Object.fromEntries(changed), version },
    select: { id: true },
  });
  const old = Object.fromEntries(changed.map(([name]) => [name, before[name as keyof typeof before]]));
  await note(ctx, tx, { userId, action: 'account.edit', before: old, after: Object.fromEntries(changed) });
}

function authorizeOver(
  ctx: Ctx,
  person: { staffRole: string | null; memberships: readonly { companyId: number }[] },
): void {
  const { actor } = ctx;
  const isOfWholeHub = actor.kind === 'user' && actor.staffRole !== null && actor.staffCompanyIds === null;
  if (person.staffRole !== null || isOfWholeHub) {
    authorize(ctx, person.staffRole === null ? 'member.manage' : 'staff.admin');
    return;
  }
  const shared = person.memberships.find(({ companyId }) => can(ctx, 'member.manage', { companyId }));
  if (!shared || actor.kind !== 'user' || actor.staffRole === null) throw new DomainError('not_found');
}

function definedOf(values: z.output<typeof profileSchema>): Partial<Omit<Profile, 'username' | 'pictureId'>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** What the pages about companies and people say in the same way. */
import { TRPCError } from '@trpc/server';
import { DomainError, type ErrorCode } from '../../../server/core/errors.ts';
import { localeOf } from '../../../server/core/languages.ts';
import type { Flash } from '../../../server/http/cookies.ts';
import { spokenProblem, toProblem } from '../../../server/http/problem.ts';
import type { Redirect, Visit } from '../../visit.ts';
import { fieldErrors, formProblem } from '../problems.ts';

type Speaking = Pick<Visit, 't' | 'language' | 'timeZone'>;

/** A day and time on the person's own clocks; without a zone of their own in UTC, and it says so. */
export function whenText(at: Date, { language, timeZone }: Speaking): string {
  const form = new Intl.DateTimeFormat(localeOf[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timeZone ?? 'UTC',
  });
  return timeZone === null ? `${form.format(at)} UTC` : form.format(at);
}

interface Person {
  username: string;
  displayName: string;
  pictureId: string | null;
}

/** A person with a face: their picture, or letters of their name. */
export function faceOf({ username, displayName, pictureId }: Person) {
  const name = displayName || username;
  // Of an address only the part before the @ is the person's own.
  const words = (name.split('@')[0] || name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const initials = words.slice(0, 2).map((word) => [...word][0]?.toUpperCase());
  return {
    name,
    username: name === username ? null : username,
    initials: initials.join('') || '?',
    pictureHref: pictureId && `/pictures/${pictureId}/`,
  };
}

interface Flags {
  isOwner: boolean;
  isAdministrator: boolean;
}

/** Owner, administrator, or member alone. An owner is an administrator too, unless staff took that away. */
export function badgesOf({ isOwner, isAdministrator }: Flags, { t }: Speaking) {
  return [
    ...(isOwner ? [{ name: t('companies.badges.owner'), badgeClass: 'is-owner' }] : []),
    ...(isAdministrator ? [{ name: t('companies.badges.administrator'), badgeClass: 'is-administrator' }] : []),
    ...(isOwner || isAdministrator ? [] : [{ name: t('companies.badges.member'), badgeClass: '' }]),
  ];
}

/** "Manager: every store". */
export function roleTexts(roles: readonly { role: string; store: string | null }[], { t }: Speaking): string[] {
  return roles.map(({ role, store }) =>
    t('companies.roles.of', { role: t(`companies.roles.${role}`), store: store ?? t('companies.roles.everyStore') }),
  );
}

/** A form's refusal: sentences by field; what has no field stands above the form. */
export function refusalOf(error: unknown) {
  const problem = formProblem(error);
  const byPath = fieldErrors({
    ...problem,
    errors: problem.errors.map(({ path, ...rest }) => ({ ...rest, path: path.split('.')[0] ?? '' })),
  });
  const isNamed = problem.errors.length > 0;
  return { errors: byPath, message: isNamed ? null : (problem.detail ?? problem.title) };
}

/** What a button cannot do is said on the page that it leads to. */
const saidAfterwards = new Set<ErrorCode>([
  'forbidden',
  'conflict',
  'already_exists',
  'too_many_requests',
  'expired',
  'stale',
  'invalid_input',
]);

/** Does what a button asks for and goes on, with a message either way. What does not exist for the visitor stays a 404. */
export async function act(visit: Visit, onTo: string, work: () => Promise<Flash>): Promise<Redirect> {
  try {
    return { redirect: onTo, flash: await work() };
  } catch (error) {
    return { redirect: onTo, flash: { level: 'error', text: refusedText(error, visit) } };
  }
}

/** Why it was refused, in one sentence; errors of other kinds are thrown again. */
export function refusedText(error: unknown, { language, t }: Speaking): string {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  if (!(cause instanceof DomainError) || !saidAfterwards.has(cause.code)) throw cause;
  const problem = spokenProblem(toProblem(cause), language);
  const sentence = problem.detail ?? problem.errors[0]?.message;
  return sentence ?? (cause.code === 'forbidden' ? t('companies.forbidden') : problem.title);
}

/** The company that an address names. */
export function companyOf({ params }: Pick<Visit, 'params'>): { company: string } {
  return { company: params['slug'] ?? '' };
}

export function memberOf({ params }: Pick<Visit, 'params'>): { company: string; userId: string } {
  return { company: params['slug'] ?? '', userId: params['user'] ?? '' };
}

/** Minutes after midnight as a clock shows them: "06:00". */
export function clockOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

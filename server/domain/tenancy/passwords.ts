/** What a password must be, and how it is kept. */

import { hash, verify } from '@node-rs/argon2';
import type { InputError } from '../../core/errors.ts';
import { isPattern, minPasswordLength, type PasswordStrength, passwordStrength } from '../../core/password-strength.ts';
import { isCommonPassword } from './common-passwords.ts';
import { similarity } from './similarity.ts';

/** Argon2id with 19 MiB, two passes, one lane: the smallest setting that OWASP's cheat sheet still recommends. About 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Longer ones are refused so that nobody makes us hash a novel. */
const maxLength = 500;
/** A password this much like a name is refused; the limit is that of the old hub. */
const maxSimilarity = 0.7;

let decoy: Promise<string> | undefined;

/** Names of a person that the password must not resemble. */
interface PersonalNames {
  username: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  email?: string | null | undefined;
}

/** Every rule that the password breaks, as sentences for the form; empty when it will do. Which kinds of characters it is made
 *  of is nobody's business; how soon it would be guessed is. */
export function passwordFaults(password: string, names: PersonalNames): InputError[] {
  if (password.length > maxLength) return [fault(`Use at most ${maxLength} characters.`)];
  const faults: string[] = [];
  const text = composed(password);
  const length = [...text].length;
  if (length < minPasswordLength) faults.push(`Use at least ${minPasswordLength} characters.`);
  if (isNumber(text)) faults.push('Numbers like this, dates and telephone numbers among them, are soon guessed.');
  else if (isCommonPassword(text) || isPattern(text)) faults.push(isGuessed);
  if (isLikeName(text, names)) faults.push('This password is too much like the username, name or e-mail address.');
  return faults.map(fault);
}

/** How strong it is, for people: what is common is weak, however long. */
export function judgeStrength(password: string): PasswordStrength {
  return isCommonPassword(password) ? 'weak' : passwordStrength(password);
}

const isGuessed = 'This password is one of the first that a guesser tries.';

/** A date, a telephone number: few enough to try them all. */
function isNumber(text: string): boolean {
  return /^[\p{N}\s./+-]+$/u.test(text) && text.replace(/\P{N}/gu, '').length <= 12;
}

/** The form that is hashed: keyboards and systems compose the same characters in different ways. */
function composed(password: string): string {
  return password.normalize('NFKC');
}

/** The stored form: argon2id with its own salt, in PHC text form. */
export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), cost);
}

/** Whether the password fits. Without a stored hash (unknown account, or one without a password) the same work is done and the
 *  answer is no, so that the time taken tells nothing. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  if (password.length > maxLength) return false;
  decoy ??= hash(crypto.randomUUID(), cost);
  const isRight = await verify(storedHash ?? (await decoy), composed(password));
  return isRight && storedHash !== null;
}

function fault(message: string): InputError {
  return { path: 'password', message };
}

function isLikeName(password: string, names: PersonalNames): boolean {
  const folded = password.toLowerCase();
  const values = [names.username, names.firstName, names.lastName, names.email]
    .filter((value): value is string => typeof value === 'string')
    .map((value) => value.toLowerCase());
  const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)]);
  return parts.some((part) => part.length >= 3 && similarity(folded, part) >= maxSimilarity);
}

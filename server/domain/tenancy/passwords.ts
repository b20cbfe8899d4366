/** What a password must be, and how it is kept. */

import { readFileSync } from 'node:fs';
import { hash, verify } from '@node-rs/argon2';
import type { InputError } from '../../core/errors.ts';
import { similarity } from './similarity.ts';

/** Argon2id with 19 MiB, two passes, one lane: the smallest setting that OWASP's cheat sheet still recommends. About 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const minLength = 8;
/** Longer ones are refused so that nobody makes us hash a novel. */
const maxLength = 500;
/** A password this much like a name is refused; the limit is that of the old hub. */
const maxSimilarity = 0.7;

let common: ReadonlySet<string> | undefined;
let decoy: Promise<string> | undefined;

/** Names of a person that the password must not resemble. */
interface PersonalNames {
  username: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  email?: string | null | undefined;
}

/** Every rule that the password breaks, as sentences for the form; empty when it will do. */
export function passwordFaults(password: string, names: PersonalNames): InputError[] {
  const faults: string[] = [];
  const length = [...password].length;
  if (length < minLength) faults.push(`Use at least ${minLength} characters.`);
  if (password.length > maxLength) return [fault(`Use at most ${maxLength} characters.`)];
  if (/^\p{N}+$/u.test(password)) faults.push('Use more than digits alone.');
  if (isCommon(password)) faults.push('This password is one of the first that a guesser tries.');
  if (isLikeName(password, names)) faults.push('This password is too much like the username, name or e-mail address.');
  return faults.map(fault);
}

/** The stored form: argon2id with its own salt, in PHC text form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether the password fits. Without a stored hash (unknown account, or one without a password) the same work is done and the
 *  answer is no, so that the time taken tells nothing. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  if (password.length > maxLength) return false;
  decoy ??= hash(crypto.randomUUID(), cost);
  const isRight = await verify(storedHash ?? (await decoy), password);
  return isRight && storedHash !== null;
}

function fault(message: string): InputError {
  return { path: 'password', message };
}

function isCommon(password: string): boolean {
  common ??= new Set(
    readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
  return common.has(password.toLowerCase());
}

function isLikeName(password: string, names: PersonalNames): boolean {
  const folded = password.toLowerCase();
  const values = [names.username, names.firstName, names.lastName, names.email]
    .filter((value): value is string => typeof value === 'string')
    .map((value) => value.toLowerCase());
  const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)]);
  return parts.some((part) => part.length >= 3 && similarity(folded, part) >= maxSimilarity);
}

import { z } from 'zod';

/** The form in which names are compared, at registration and at sign-in alike: two names that differ only in case or in the
 *  way their characters are composed belong to one account. */
export function foldUsername(username: string): string {
  // Composing may bring out a blank (U+1FED is one with accents), so blanks go last.
  return username.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}

/** A username as a person chooses it: letters and digits of any script and `@ . + - _`, up to 150 characters. */
export const usernameSchema = z
  .string()
  .trim()
  .min(1, 'Choose a username.')
  .max(150, 'A username has at most 150 characters.')
  .transform((name) => name.normalize('NFKC'))
  .refine(
    (name) => name === '' || /^[\p{L}\p{M}\p{N}@.+_-]+$/u.test(name),
    'Use letters, digits and @ . + - _ only, without blanks.',
  );

/** What a cashier types to sign in at a till. It has to survive the way there: the till's keyboard may know no other letters
 *  than these, its comparison is exact, and the text must come back unchanged from its database. */

import { z } from 'zod';

/** Letters and digits that every till's keyboard has. */
const typeable = /^[A-Za-z0-9]+$/;

export const cashierPassword = z
  .string()
  .min(4, 'Use at least 4 digits or letters.')
  .max(20, 'Use at most 20 digits or letters.')
  .refine(
    (text) => typeable.test(text),
    'Use digits and the letters A to Z only: a till’s keyboard may have no others.',
  )
  .refine((text) => !isRow(text), 'Choose something less easy to guess: no row such as 1234, no digit repeated.');

/** All alike, or each one more (or less) than the one before. */
function isRow(text: string): boolean {
  const steps = [...text].slice(1).map((letter, index) => letter.charCodeAt(0) - text.charCodeAt(index));
  return steps.length > 0 && [0, 1, -1].some((step) => steps.every((each) => each === step));
}

/** What a device shows while it waits, and what it asks with. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

/** No vowels, so that no words come up, and no letter that looks or sounds like another. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const length = 8;
const half = length / 2;

/** Eight letters: 26 thousand million codes, of which a few wait. */
export function newUserCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

/** As people read it: BCDF-GHJK. */
export function shownCode(code: string): string {
  return `${code.slice(0, half)}-${code.slice(half)}`;
}

/** What somebody has typed, whatever case, dashes and blanks; null: no code is like that. */
export function readTypedCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s\-‐-―]/g, '');
  return code.length === length && [...code].every((letter) => letters.includes(letter)) ? code : null;
}

/** 256 random bits: it cannot be guessed. */
export function newDeviceCode(): { text: string; hash: string } {
  const text = randomBytes(32).toString('base64url');
  return { text, hash: hashDeviceCode(text) };
}

export function hashDeviceCode(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

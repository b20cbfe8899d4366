/** The text of a key: `gtk_` for a till, `gpk_` for a program, then random characters. The first ones are no secret: people and
 *  logs tell keys apart by them. */
import { createHash, randomBytes } from 'node:crypto';

export type KeyKind = 'terminal' | 'program';

const starts: Readonly<Record<KeyKind, string>> = { terminal: 'gtk_', program: 'gpk_' };
const form = /^g[tp]k_[A-Za-z0-9_-]{43}$/;
/** Of the whole key, its start included. */
const prefixLength = 12;

export interface NewKey {
  /** Shown once. */
  text: string;
  prefix: string;
  keyHash: string;
}

/** @param bits 256 of them, base64url; default: random ones */
export function newKey(kind: KeyKind, bits = randomBytes(32).toString('base64url')): NewKey {
  const text = starts[kind] + bits;
  return { text, prefix: text.slice(0, prefixLength), keyHash: hashKey(text) };
}

/** Whether a text can be a key at all. */
export function isKeyText(text: string): boolean {
  return form.test(text);
}

/** Whether a text can be the key of a terminal. */
export function isTerminalKeyText(text: string): boolean {
  return text.startsWith(starts.terminal) && form.test(text);
}

/** What is stored: 256 random bits cannot be guessed from a hash without salt, and the hash is what a request is found by. */
export function hashKey(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

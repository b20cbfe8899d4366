/** Short fingerprints and signatures, by a key that only the hub has: what they are made of cannot be guessed from them. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export class Signer {
  readonly #key: Uint8Array;

  /** @param secret the hub's own, from which a key for this purpose is derived */
  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, 'gate', 'pull cursors', 32));
  }

  /** 64 bits as text: equal for equal texts. */
  digest(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest().subarray(0, 8).toString('base64url');
  }

  /** The text with a signature of 128 bits, all in characters that an address can hold. */
  seal(text: string): string {
    return `${Buffer.from(text, 'utf8').toString('base64url')}.${this.#sign(text).toString('base64url')}`;
  }

  /** The text again; null: it was not sealed here, or was damaged. */
  open(sealed: string): string | null {
    const [body = '', signature = '', ...rest] = sealed.split('.');
    if (rest.length > 0) return null;
    const text = Buffer.from(body, 'base64url').toString('utf8');
    const given = Buffer.from(signature, 'base64url');
    const right = this.#sign(text);
    return given.length === right.length && timingSafeEqual(given, right) ? text : null;
  }

  #sign(text: string): Buffer {
    return createHmac('sha256', this.#key).update(`sealed ${text}`).digest().subarray(0, 16);
  }
}

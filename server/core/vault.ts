/** Text that must be kept secret at rest and yet be read again: passwords and PINs that tills compare as clear text. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Seals and opens with one key. `context` names what the text belongs to (`cashier:<id>`): a sealed text that was moved to
 *  another row does not open there. */
export interface Vault {
  seal(text: string, context: string): string;
  /** Null when the text was sealed with another key, for another context, or was changed. */
  open(sealed: string, context: string): string | null;
  /** 256 bits that nobody else can guess, base64url: the same ones again for the same context, so that they need not be kept. */
  derive(context: string): string;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
/** Names the format, so that another one can follow. */
const prefix = 'v1.';

/** A vault whose key is derived from the hub's own secret (HKDF-SHA-256), so that one secret serves several purposes.
 *  @param secret at least 16 random bytes, or a text of such strength */
export function createVault(secret: string | Uint8Array, purpose = 'till passwords'): Vault {
  const key = new Uint8Array(hkdfSync('sha256', secret, 'gate', purpose, 32));
  const deriving = new Uint8Array(hkdfSync('sha256', secret, 'gate', `${purpose}, derived`, 32));
  return {
    derive: (context) => createHmac('sha256', deriving).update(context, 'utf8').digest('base64url'),
    seal(text, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return prefix + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed, context) {
      if (!sealed.startsWith(prefix)) return null;
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url');
      if (bytes.length < ivBytes + tagBytes) return null;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(context, 'utf8'))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
        return text.toString('utf8');
      } catch {
        // final() throws exactly when the tag does not fit.
        return null;
      }
    },
  };
}

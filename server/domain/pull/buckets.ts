/** Rows in 256 buckets, and what tells whether two sides have the same ones. A till can do all of it with the standard library of
 *  Python: see the operation's description. */
import { createHash } from 'node:crypto';

/** Two hexadecimal digits. */
export function bucketOf(id: string): string {
  return sha256(id).slice(0, 2);
}

/** SHA-256 of a row, hexadecimal. */
export function hashOf(text: string): string {
  return sha256(asPythonWrites(text));
}

export interface Checksums {
  count: number;
  /** By bucket; those without rows are left out. */
  buckets: Record<string, string>;
}

/** Gathers the rows of one type. */
export class BucketSums {
  readonly #lines = new Map<string, string[]>();
  #count = 0;

  add(id: string, text: string): void {
    const bucket = bucketOf(id);
    const lines = this.#lines.get(bucket) ?? [];
    lines.push(`${id}:${hashOf(text)}`);
    this.#lines.set(bucket, lines);
    this.#count += 1;
  }

  sums(): Checksums {
    const buckets = [...this.#lines].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      count: this.#count,
      buckets: Object.fromEntries(
        buckets.map(([bucket, lines]) => [bucket, sha256(lines.sort().join('\n')).slice(0, 32)]),
      ),
    };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The bytes that Python writes for the same row: it differs in numbers below 0.0001 alone. */
function asPythonWrites(text: string): string {
  if (!/[:-](0\.0000|\d[\d.]*e-)/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.]*(?:e[+-]?\d+)?/g, (token) => {
    const value = Number(token);
    if (token.startsWith('"') || value === 0 || Math.abs(value) >= 0.0001) return token;
    return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
  });
}

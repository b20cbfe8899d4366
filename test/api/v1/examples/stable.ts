/** What is other in each run, made the same in all of them: ids, secrets and checksums by the order in which they are first met. */
import { createHash } from 'node:crypto';
import { stableId } from '../../../../server/core/ids.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const checksum = /^[0-9a-f]{32,64}$/;
/** Fields that hold what nobody can know beforehand. */
const drawn = new Set(['api_key', 'refresh', 'cursor', 'next', 'device_code', 'x', 'kid', 'secret']);
const token = 'eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJ0eXAiOiJKV1QifQ.c2lnbmF0dXJl';
const pairingCode = 'BCDF-GHJK';
/** Longer lists say nothing more. */
const mostItems = 2;

export class StableNames {
  readonly #known = new Map<string, string>();

  /** A copy of what was sent. */
  ofSent(value: unknown): unknown {
    return this.#walk(value, '', Number.POSITIVE_INFINITY);
  }

  /** A copy of what was answered, with the first entries of each list. */
  ofAnswer(value: unknown): unknown {
    return this.#walk(value, '', mostItems);
  }

  #walk(value: unknown, name: string, most: number): unknown {
    if (typeof value === 'string') return this.#text(value, name);
    if (Array.isArray(value)) {
      const shown = value.every(isVerdict) ? value : value.slice(0, most);
      return shown.map((each) => this.#walk(each, name, most));
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (name === 'buckets') return this.#bucket(entries);
    return Object.fromEntries(entries.map(([key, each]) => [key, this.#walk(each, key, most)]));
  }

  #text(text: string, name: string): string {
    if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return token;
    if (name === 'user_code') return pairingCode;
    if (name === 'verification_uri_complete') return text.replace(/code=.*/, `code=${pairingCode}`);
    if (checksum.test(text)) return this.#same(text, (n) => hash(`checksum ${n}`, 'hex').slice(0, text.length));
    // When a row was written is told by a clock that nobody sets.
    if (name === 'updated_at') return text.replace(/^[\d-]+T[\d:.]+/, '2026-11-21T10:00:30.000');
    if (name === 'prefix') return `${text.slice(0, 4)}A1b2C3d4`;
    if (drawn.has(name) || (name === 'id' && /^[\w-]{22}$/.test(text))) {
      const start = /^g[tp]k_/.exec(text)?.[0] ?? '';
      return this.#same(text, (n) => start + hash(`${name} ${n}`, 'base64url'));
    }
    return text.replace(uuid, (id) => this.#same(id, (n) => stableId(`example ${n}`)));
  }

  /** Which bucket a row is in follows from its id. */
  #bucket([first]: [string, unknown][]): object {
    return first ? { '1f': this.#text(String(first[1]), '') } : {};
  }

  #same(text: string, make: (n: number) => string): string {
    const known = this.#known.get(text) ?? make(this.#known.size + 1);
    this.#known.set(text, known);
    return known;
  }
}

/** One for each of what was sent: without one of them the numbers beside them are wrong. */
function isVerdict(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'outcome' in value;
}

function hash(text: string, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(text).digest(encoding);
}

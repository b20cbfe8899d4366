/** Numbers for the ids that packed totals are about: given once within a company and a subject, from 1 on, never taken back. What
 *  names nobody has the empty id and number 0, which is not written down. */
import { type Dialect, type RawClient, statement } from '../../db/index.ts';

/** What packed totals are about. */
export type PackedSubject = 'customer' | 'product';

interface Numbered {
  company_id: number;
  subject: PackedSubject;
}

const numbered = { company_id: 'int', subject: 'text' } as const;

const numbersOf = statement({
  params: { ...numbered, keys: ['text'] },
  returns: { number: 'int', key: 'text' },
  sql: (q) => `SELECT k.number, k.key FROM packed_keys k
    WHERE k.company_id = ${q.param('company_id')} AND k.subject = ${q.param('subject')} AND k.key IN ${q.list('keys')}`,
});

const keysOf = statement({
  params: { ...numbered, numbers: ['int'] },
  returns: { number: 'int', key: 'text' },
  sql: (q) => `SELECT k.number, k.key FROM packed_keys k
    WHERE k.company_id = ${q.param('company_id')} AND k.subject = ${q.param('subject')} AND k.number IN ${q.list('numbers')}`,
});

/** Somebody else may be giving out the same numbers: what does not fit is left for another try. */
const giveNumbers = statement({
  params: { ...numbered, keys: { place: 'int', key: 'text' } },
  sql: (q) => `INSERT INTO packed_keys (company_id, subject, number, key)
    SELECT ${q.param('company_id')}, ${q.param('subject')}, r.place + coalesce((SELECT max(k.number) FROM packed_keys k
      WHERE k.company_id = ${q.param('company_id')} AND k.subject = ${q.param('subject')}), 0), r.key
    FROM ${q.rows('keys', 'r')} WHERE true ORDER BY r.place ON CONFLICT DO NOTHING`,
});

/** Where packed totals are read and written. */
export interface PackedAccess {
  dialect: Dialect;
  client: RawClient;
}

/** @returns the number of each key that has one */
export async function numbersOfKeys(
  { dialect, client }: PackedAccess,
  of: Numbered,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await dialect.query(client, numbersOf, { ...of, keys });
  const numbers = new Map(found.map(({ number, key }) => [key, number]));
  if (keys.includes('')) numbers.set('', 0);
  return numbers;
}

/** @returns the key of each number that has been given out */
export async function keysOfNumbers(
  { dialect, client }: PackedAccess,
  of: Numbered,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const found = await dialect.query(client, keysOf, { ...of, numbers });
  const keys = new Map(found.map(({ number, key }) => [number, key]));
  if (numbers.includes(0)) keys.set(0, '');
  return keys;
}

/** Gives a number to each key that has none, in a transaction.
 *  @returns the numbers of all of them */
export async function numberKeys(
  access: PackedAccess,
  of: Numbered,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  for (;;) {
    const known = await numbersOfKeys(access, of, keys);
    const missing = keys.filter((key) => !known.has(key)).sort();
    if (missing.length === 0) return known;
    await access.dialect.execute(access.client, giveNumbers, {
      ...of,
      keys: missing.map((key, index) => ({ place: index + 1, key })),
    });
  }
}

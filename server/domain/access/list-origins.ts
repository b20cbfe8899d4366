import { z } from 'zod';
import { type Database, statement } from '../../db/index.ts';

const ofPrograms = statement({
  params: { now: 'instant' },
  returns: { origins: 'text' },
  sql: (q) => `SELECT DISTINCT k.origins FROM api_keys k
    WHERE k.kind = 'program' AND k.origins <> '[]' AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > ${q.param('now')})
      AND (k.replaced_at IS NULL OR k.overlap_until > ${q.param('now')})`,
});

const texts = z.array(z.string());

/** Web origins whose pages may call with some key that is good at present. A browser asks before it shows the key, so whose key
 *  it will be cannot be known then.
 *  @throws unavailable */
export async function listOrigins(db: Database, now: Date): Promise<ReadonlySet<string>> {
  const rows = await db.dialect.query(db.finder, ofPrograms, { now });
  return new Set(rows.flatMap(({ origins }) => texts.parse(JSON.parse(origins))));
}

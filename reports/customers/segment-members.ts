/** Which numbers of packed totals are in which segment. Members change by hand and seldom: what was read is kept until the company's
 *  feed has gone on or numbers were given. */
import { Latest } from '../../server/core/latest.ts';
import { type Ctx, type EngineWords, perDatabase, statement } from '../../server/db/index.ts';

/** Numbers of each segment, of those whom nobody knows and of those who are nobody. */
export type SegmentMembers = ReadonlyMap<string, Int32Array>;

/** Companies whose members are kept, four bytes a member. */
const mostKept = 50;

const keptOf = perDatabase(() => new Latest<SegmentMembers>(mostKept));

const standing = statement({
  params: { company_id: 'int' },
  returns: { epoch: 'text', feed: 'int', last_number: 'int' },
  sql: (
    q,
  ) => `SELECT c.feed_epoch AS epoch, c.version_counter AS feed, coalesce((SELECT max(k.number) FROM packed_keys k
      WHERE k.company_id = c.id AND k.subject = 'customer'), 0) AS last_number
    FROM companies c WHERE c.id = ${q.param('company_id')}`,
});

const numbersAsJson = (q: EngineWords) =>
  q.provider === 'sqlite' ? 'json_group_array(k.number)' : 'CAST(json_agg(k.number) AS text)';

/** Whoever is in no row is in no segment. Who is somebody's customer is told by an index alone, and so is who is in a segment: SQLite
 *  is told to begin with these, or it would look up everybody's segments. */
const members = statement({
  params: { company_id: 'int' },
  returns: { segment: 'text', numbers: 'text?' },
  sql: (
    q,
  ) => `SELECT CASE WHEN c.id IS NULL THEN 'unknown' ELSE 'walk-in' END AS segment, ${numbersAsJson(q)} AS numbers
      FROM packed_keys k LEFT JOIN customers c ON c.company_id = k.company_id AND c.id = k.key
      WHERE k.company_id = ${q.param('company_id')} AND k.subject = 'customer' AND (c.id IS NULL OR c.is_walk_in) GROUP BY 1
    UNION ALL
    SELECT s.id, (SELECT ${numbersAsJson(q)} FROM customer_segment_members x
        ${q.provider === 'sqlite' ? 'CROSS JOIN' : 'JOIN'} packed_keys k
          ON k.company_id = s.company_id AND k.subject = 'customer' AND k.key = x.customer_id
        WHERE x.segment_id = s.id AND x.is_active = true AND x.deleted_at IS NULL)
      FROM customer_segments s WHERE s.company_id = ${q.param('company_id')} AND s.deleted_at IS NULL`,
});

/** Who is one of these is in no segment. */
const alone: ReadonlySet<string> = new Set(['unknown', 'walk-in']);

/** One small query while nothing has changed. Asked after sums were read, it knows every number that is in them. */
export async function segmentMembers(ctx: Ctx, companyId: number): Promise<SegmentMembers> {
  const { dialect, reader } = ctx.db;
  const [now] = await dialect.query(reader, standing, { company_id: companyId });
  const { epoch = '', feed = 0, last_number = 0 } = now ?? {};
  // Members that are read after their standing are at least as new as it says.
  return keptOf(ctx.db).get(String(companyId), `${epoch} ${feed} ${last_number}`, () => readMembers(ctx, companyId));
}

async function readMembers({ db }: Ctx, companyId: number): Promise<SegmentMembers> {
  const found = await db.dialect.query(db.reader, members, { company_id: companyId });
  const numbers = new Map(found.map((row) => [row.segment, JSON.parse(row.numbers ?? '[]') as number[]]));
  const apart = new Set([...alone].flatMap((segment) => numbers.get(segment) ?? []));
  return new Map(
    [...numbers].map(([segment, each]) => [
      segment,
      Int32Array.from(alone.has(segment) ? each : each.filter((number) => !apart.has(number))),
    ]),
  );
}

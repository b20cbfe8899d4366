/** What each segment's customers bought in all stores: figures of customers by number, and the numbers of each segment. */
import { type Ctx, type EngineWords, statement } from '../../server/db/index.ts';
import { addFigures, type ColumnSums, type PackedSums } from '../../server/domain/sales/index.ts';
import { namedSums, packedSumsOf } from '../engine/packed-ranking.ts';
import { type SumRow, segmentOf } from '../engine/sum-rollup.ts';
import { askOnce, type Window } from '../engine/window.ts';

const subject = 'customer';

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
      WHERE k.company_id = ${q.param('company_id')} AND k.subject = '${subject}' AND (c.id IS NULL OR c.is_walk_in) GROUP BY 1
    UNION ALL
    SELECT s.id, (SELECT ${numbersAsJson(q)} FROM customer_segment_members x
        ${q.provider === 'sqlite' ? 'CROSS JOIN' : 'JOIN'} packed_keys k
          ON k.company_id = s.company_id AND k.subject = '${subject}' AND k.key = x.customer_id
        WHERE x.segment_id = s.id AND x.is_active = true AND x.deleted_at IS NULL)
      FROM customer_segments s WHERE s.company_id = ${q.param('company_id')} AND s.deleted_at IS NULL`,
});

/** The numbers of each segment, and of those who are in none because nobody knows them or they are nobody. */
async function readMembers({ db }: Ctx, companyId: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = await db.dialect.query(db.reader, members, { company_id: companyId });
  return new Map(found.map((row) => [row.segment, JSON.parse(row.numbers ?? '[]') as number[]]));
}

const { sql: segment, join } = segmentOf;

/** Of those that have no number yet: few, and of the last days. */
const segmentsOf = statement({
  params: { company_id: 'int', ids: { id: 'text' } },
  returns: { id: 'text', segment: 'text' },
  sql: (q) => `SELECT r.customer_id AS id, ${segment()} AS segment
    FROM (SELECT CAST(${q.param('company_id')} AS integer) AS company_id, v.id AS customer_id FROM ${q.rows('ids', 'v')}) r ${join.sql}`,
});

/** One row for each segment and currency, as `sumRollup` by segment has them.
 *  @param window one that `isPacked` */
export async function packedSegments(ctx: Ctx, window: Window): Promise<SumRow[]> {
  const { dialect, reader } = ctx.db;
  const company_id = window.company.id;
  const [perCurrency, numbersOf] = await Promise.all([
    packedSumsOf(ctx, window, subject),
    askOnce(window, 'members of segments', () => readMembers(ctx, company_id)),
  ]);
  const ids = [...new Set([...perCurrency.values()].flatMap(({ unnumbered }) => [...unnumbered.keys()]))];
  const others =
    ids.length === 0 ? [] : await dialect.query(reader, segmentsOf, { company_id, ids: ids.map((id) => ({ id })) });
  return [...perCurrency].flatMap(([currency, sums]) =>
    [...sumsBySegment(sums, { numbersOf, others })].map(([key, figures]) => ({
      ...{ segment: key, currency },
      ...namedSums(subject, figures),
    })),
  );
}

interface Membership {
  numbersOf: ReadonlyMap<string, readonly number[]>;
  others: readonly { id: string; segment: string }[];
}

/** Who is one of these is in no segment. */
const alone: ReadonlySet<string> = new Set(['unknown', 'walk-in']);

/** Segments of which nobody bought anything are left out. */
function sumsBySegment(sums: PackedSums, { numbersOf, others }: Membership): Map<string, bigint[]> {
  const { numbered, unnumbered } = sums;
  const found = new Map<string, bigint[]>();
  const add = (segment: string, figures: readonly bigint[]) => {
    const known = found.get(segment);
    found.set(segment, known ? addFigures(known, figures) : [...figures]);
  };
  const apart = new Set([...alone].flatMap((segment) => numbersOf.get(segment) ?? []));
  const isPlaced = new Uint8Array(numbered.size);
  isPlaced[0] = 1;
  add('nobody', numbered.at(0));
  for (const [segment, numbers] of numbersOf) {
    const own = alone.has(segment) ? numbers : numbers.filter((number) => !apart.has(number));
    for (const number of own) isPlaced[number] = 1;
    add(segment, sumOf(numbered, own));
  }
  const rest: number[] = [];
  for (let number = 1; number < numbered.size; number += 1) if (isPlaced[number] === 0) rest.push(number);
  add('none', sumOf(numbered, rest));
  for (const { id, segment } of others) {
    const figures = unnumbered.get(id);
    if (figures) add(segment, figures);
  }
  return new Map([...found].filter(([, figures]) => figures.some((figure) => figure !== 0n)));
}

function sumOf({ columns, size }: ColumnSums, numbers: readonly number[]): bigint[] {
  return columns.map((column) => {
    let sum = 0n;
    for (const number of numbers) if (number < size) sum += column[number] ?? 0n;
    return sum;
  });
}

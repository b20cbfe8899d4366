/** What each segment's customers bought in all stores: figures of customers by number, and the numbers of each segment. */
import { type Ctx, statement } from '../../server/db/index.ts';
import { addFigures, type PackedSums } from '../../server/domain/sales/index.ts';
import { namedSums, packedSumsOf } from '../engine/packed-ranking.ts';
import { type SumRow, segmentOf } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { type SegmentMembers, segmentMembers } from './segment-members.ts';

const subject = 'customer';

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
  const perCurrency = await packedSumsOf(ctx, window, subject);
  const members = await segmentMembers(ctx, company_id);
  const ids = [...new Set([...perCurrency.values()].flatMap(({ unnumbered }) => [...unnumbered.keys()]))];
  const others =
    ids.length === 0 ? [] : await dialect.query(reader, segmentsOf, { company_id, ids: ids.map((id) => ({ id })) });
  return [...perCurrency].flatMap(([currency, sums]) =>
    [...sumsBySegment(sums, { members, others })].map(([key, figures]) => ({
      ...{ segment: key, currency },
      ...namedSums(subject, figures),
    })),
  );
}

interface Membership {
  members: SegmentMembers;
  /** Who has no number yet. */
  others: readonly { id: string; segment: string }[];
}

/** Segments of which nobody bought anything are left out. */
function sumsBySegment(sums: PackedSums, { members, others }: Membership): Map<string, bigint[]> {
  const { numbered, unnumbered } = sums;
  const found = new Map<string, bigint[]>();
  const add = (segment: string, figures: readonly bigint[]) => {
    const known = found.get(segment);
    found.set(segment, known ? addFigures(known, figures) : [...figures]);
  };
  const isPlaced = new Uint8Array(numbered.size);
  isPlaced[0] = 1;
  add('nobody', numbered.at(0));
  for (const [segment, numbers] of members) {
    for (const number of numbers) isPlaced[number] = 1;
    add(segment, numbered.totalOf(numbers));
  }
  const rest: number[] = [];
  for (let number = 1; number < numbered.size; number += 1) if (isPlaced[number] === 0) rest.push(number);
  add('none', numbered.totalOf(Int32Array.from(rest)));
  for (const { id, segment } of others) {
    const figures = unnumbered.get(id);
    if (figures) add(segment, figures);
  }
  return new Map([...found].filter(([, figures]) => figures.some((figure) => figure !== 0n)));
}

/** One text, everything that it may mean. */

import { z } from 'zod';
import type { Ctx } from '../../db/index.ts';
import { parseInput } from '../tenancy/index.ts';
import { describe, type Found, type FoundKind, foundKinds } from './describe.ts';
import { findByCode } from './find-documents.ts';
import { findNames } from './find-names.ts';
import { reachOf } from './reach.ts';
import { plainForm, type ReadText, readText } from './read-text.ts';

export type { Detail, Found, FoundKind } from './describe.ts';

export interface FoundGroup {
  kind: FoundKind;
  /** Best first. */
  found: readonly Found[];
  /** There are more that are not told. */
  hasMore: boolean;
}

/** Rows that one kind may show. */
const mostEach = 20;

const inputSchema = z.object({
  text: z.string().max(1000),
  /** Rows of each kind. */
  limit: z.number().int().min(1).max(mostEach).default(6),
});

/** A row that may be shown; smaller is better. */
export interface Candidate {
  kind: FoundKind;
  id: string;
  rank: number;
}

/** What a text finds, by kind: names, codes, barcodes and card numbers by their beginning, documents by number, id and amount. For
 *  the hub's staff; whoever may not see personal data finds nobody by it.
 *  @param input `text` as typed, `limit` rows of each kind, default 6
 *  @throws DomainError not_signed_in, forbidden: nobody of the staff; invalid_input */
export async function searchHub(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<FoundGroup[]> {
  const reach = reachOf(ctx);
  const { text, limit } = parseInput(inputSchema, input);
  const read = readText(text);
  if (read.text === '' || reach.companyIds?.length === 0) return [];
  const companyIds = reach.companyIds ?? (await everyCompany(ctx));
  const [names, codes] = await Promise.all([
    findNames(ctx, reach, read),
    findByCode(ctx, read, { companyIds, seesPersonal: reach.seesPersonal }),
  ]);
  const candidates: Candidate[] = [
    ...codes.products.map((id, place) => ({ kind: 'product' as const, id, rank: place / 1000 })),
    ...codes.customers.map((id, place) => ({ kind: 'customer' as const, id, rank: place / 1000 })),
    ...codes.receipts.map((id, place) => ({ kind: 'receipt' as const, id, rank: place / 1000 })),
    ...codes.closures.map((id, place) => ({ kind: 'closure' as const, id, rank: place / 1000 })),
    ...names.map(({ kind, id, isWhole }) => ({ kind, id, rank: isWhole ? 3 : 4 })),
    ...(read.uuid === null ? [] : idsOf(read.uuid)),
  ];
  const found = await describe(ctx, reach, withoutRepeats(candidates));
  return foundKinds
    .map((kind) => ({
      kind,
      rows: sorted(
        found.filter((each) => each.kind === kind),
        read,
      ),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ kind, rows }) => ({
      ...{ kind, hasMore: rows.length > limit },
      found: rows.slice(0, limit).map(({ rank: _rank, ...row }) => row),
    }));
}

async function everyCompany(ctx: Ctx): Promise<number[]> {
  const rows = await ctx.db.reader.company.findMany({ select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Everything whose id a UUID may be. */
function idsOf(uuid: string): Candidate[] {
  return foundKinds
    .filter((kind) => kind !== 'receipt' && kind !== 'closure')
    .map((kind) => ({ kind, id: uuid, rank: 0 }));
}

/** The best way in which each row was found. */
function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = `${candidate.kind} ${candidate.id}`;
    const known = best.get(key);
    if (!known || candidate.rank < known.rank) best.set(key, candidate);
  }
  return [...best.values()];
}

type Ranked = Found & { rank: number };

/** What is called exactly so, then what begins so, then whole words, then beginnings; the same ones in the order of their titles. */
function sorted(rows: readonly Ranked[], read: ReadText): Ranked[] {
  const wanted = plainForm(read.text);
  const rankOf = ({ rank, title, code }: Ranked) => {
    if (rank < 1) return rank;
    const title_ = plainForm(title);
    if (title_ === wanted || (code !== null && plainForm(code) === wanted)) return 1;
    return title_.startsWith(wanted) ? 2 : rank;
  };
  const keyed = rows.map((row) => ({ row, rank: rankOf(row), name: plainForm(row.title) }));
  keyed.sort((a, b) => a.rank - b.rank || compare(a.name, b.name) || compare(a.row.id, b.row.id));
  return keyed.map(({ row }) => row);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

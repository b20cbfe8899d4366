/** What tills sent and the hub could not book, as the people of a company see it: what was refused, and what came again with
 *  other values, in one list. */
import { type Ctx, statement } from '../../db/index.ts';
import { unpackBody } from '../sales/index.ts';
import { authorize } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';
import { documentNumber, shownReason } from './readable-body.ts';

export interface TroubleFilter {
  companyId: number;
  /** Codes. */
  store?: string | undefined;
  till?: string | undefined;
  /** Absent: both. */
  what?: 'refused' | 'conflict' | undefined;
  /** `waiting`: what nobody has dealt with. */
  state: 'waiting' | 'settled';
  /** `next` of the page before. */
  after?: TroublePlace | null;
  /** Rows wanted, 1 to 200; default 50. */
  take?: number;
}

/** Where a page of the list ended: the ids of the last rows of both kinds; null: none was shown yet. */
export interface TroublePlace {
  refused: number | null;
  conflict: number | null;
}

const columns = {
  id: true,
  kind: true,
  documentUuid: true,
  repeatCount: true,
  firstReceivedAt: true,
  lastReceivedAt: true,
  resolvedAt: true,
  note: true,
  terminal: {
    select: { uuid: true, code: true, store: { select: { code: true, name: true, timeZone: true } } },
  },
} as const;

/** Refused items and conflicts of the stores in which the actor may see them, by their first arrival, latest first.
 *  @returns `rows`, and `next` to be handed back as `after`; null on the last page */
export async function listTroubles(ctx: Ctx, filter: TroubleFilter) {
  authorize(ctx, 'quarantine.see');
  const take = Math.min(Math.max(filter.take ?? 50, 1), 200);
  const after = filter.after ?? { refused: null, conflict: null };
  const [refused, conflicts] = await Promise.all([
    filter.what === 'conflict' ? [] : readRefused(ctx, filter, { after: after.refused, take: take + 1 }),
    filter.what === 'refused' ? [] : readConflicts(ctx, filter, { after: after.conflict, take: take + 1 }),
  ]);
  const page = merged(refused, conflicts).slice(0, take);
  const last = (what: 'refused' | 'conflict') => page.findLast((row) => row.what === what)?.id ?? after[what];
  const numbers = await readNumbers(ctx, page);
  return {
    rows: page.map((row) => ({ ...row, number: numbers.get(`${row.what}${row.id}`) ?? null })),
    next:
      refused.length + conflicts.length > page.length ? { refused: last('refused'), conflict: last('conflict') } : null,
  };
}

/** How many wait for somebody, of those that the actor may see. */
export async function countTroubles(ctx: Ctx, filter: Pick<TroubleFilter, 'companyId' | 'store' | 'till'>) {
  authorize(ctx, 'quarantine.see');
  const where = { AND: whereOf(ctx, { ...filter, state: 'waiting' }) };
  const [refused, conflicts] = await Promise.all([
    ctx.db.reader.quarantinedItem.count({ where }),
    ctx.db.reader.conflict.count({ where }),
  ]);
  return { refused, conflicts };
}

function whereOf(ctx: Ctx, { companyId, store, till, state }: TroubleFilter) {
  const terminal = { ...(store && { store: { code: store } }), ...(till && { code: till }) };
  return [
    quarantineWhere(ctx, 'quarantine.see'),
    { companyId, resolvedAt: state === 'waiting' ? null : { not: null } },
    ...(store || till ? [{ terminal }] : []),
  ];
}

interface Page {
  after: number | null;
  take: number;
}

async function readRefused(ctx: Ctx, filter: TroubleFilter, { after, take }: Page) {
  const rows = await ctx.db.reader.quarantinedItem.findMany({
    where: { AND: [...whereOf(ctx, filter), after === null ? {} : { id: { lt: after } }] },
    select: { ...columns, reasonCode: true, reason: true, resolution: true },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map((row) => ({ ...row, reason: shownReason(row.reason), what: 'refused' as const }));
}

async function readConflicts(ctx: Ctx, filter: TroubleFilter, { after, take }: Page) {
  const rows = await ctx.db.reader.conflict.findMany({
    where: { AND: [...whereOf(ctx, filter), after === null ? {} : { id: { lt: after } }] },
    select: { ...columns, differences: true },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(({ differences, ...row }) => {
    const paths = (JSON.parse(differences) as { path: string }[]).map(({ path }) => path);
    return { ...row, paths, what: 'conflict' as const };
  });
}

type Refused = Awaited<ReturnType<typeof readRefused>>[number];
type Conflicting = Awaited<ReturnType<typeof readConflicts>>[number];

/** Both lists as one; each stays in its own order, so that its last id says where the next page begins. */
function merged(refused: readonly Refused[], conflicts: readonly Conflicting[]): (Refused | Conflicting)[] {
  const rows: (Refused | Conflicting)[] = [];
  for (let [i, j] = [0, 0]; i < refused.length || j < conflicts.length; ) {
    const [a, b] = [refused[i], conflicts[j]];
    if (a && (!b || a.firstReceivedAt >= b.firstReceivedAt)) {
      rows.push(a);
      i += 1;
    } else if (b) {
      rows.push(b);
      j += 1;
    }
  }
  return rows;
}

/** Packed bodies up to this size are opened for the number in them. */
const largestBody = 16_384;

const bodyColumns = { id: 'int', kind: 'text', codec: 'int', body: 'bytes' } as const;

const bodiesOf = (table: 'quarantined_items' | 'conflicts') =>
  statement({
    params: { ids: ['int'], largest: 'int' },
    returns: bodyColumns,
    sql: (q) => `SELECT id, kind, codec, body FROM ${table}
      WHERE id IN ${q.list('ids')} AND length(body) <= ${q.param('largest')}`,
  });

const bodies = { refused: bodiesOf('quarantined_items'), conflict: bodiesOf('conflicts') } as const;

/** The numbers of receipts and closures, as far as they can be read, by kind and id. */
async function readNumbers(ctx: Ctx, rows: readonly (Refused | Conflicting)[]): Promise<ReadonlyMap<string, string>> {
  const numbers = new Map<string, string>();
  for (const what of ['refused', 'conflict'] as const) {
    const ids = rows.filter((row) => row.what === what).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const row of await ctx.db.dialect.query(ctx.db.reader, bodies[what], { ids, largest: largestBody })) {
      const number = documentNumber(row.kind, unpacked(row));
      if (number !== null) numbers.set(`${what}${row.id}`, number);
    }
  }
  return numbers;
}

/** A body that is damaged has no number; it must not keep people from the others. */
function unpacked(stored: { codec: number; body: Uint8Array }): string {
  try {
    return unpackBody(stored);
  } catch {
    return '';
  }
}

import type { Actor } from '../../core/scope.ts';
import { type Ctx, type RowOf, statement } from '../../db/index.ts';
import { scopeFor } from './authorize.ts';

type Person = Extract<Actor, { kind: 'user' }>;

export interface FrameCompany {
  id: number;
  slug: string;
  name: string;
  /** Somebody wants it deleted. `eraseAt` null: approvals are missing; else it is erased from then on. */
  deletion: { approvals: number; owners: number; eraseAt: Date | null } | null;
  /** Something that a till sent could not be booked and waits, in a store where the person may see it. */
  isWaiting: boolean;
}

/** What the frame of every page shows of a person's companies. */
export interface Frame {
  /** The person's own, by name; of staff also the one that the page is about. */
  companies: FrameCompany[];
  /** There are more than are listed. */
  hasMore: boolean;
  /** The company that the page is about, or that the person looked at last, or their only one. */
  current: FrameCompany | null;
}

/** Companies that the switcher lists. */
const listed = 50;

const columns = {
  id: 'int',
  slug: 'text',
  name: 'text',
  deletion_id: 'text?',
  erase_at: 'instant?',
  owners: 'int',
  approvals: 'int',
  is_waiting: 'bool',
} as const;

const waitsIn = (table: string, q: { param(name: 'all_stores'): string; list(name: 'stores'): string }) =>
  `EXISTS (SELECT 1 FROM ${table} w JOIN terminals t ON t.id = w.terminal_id WHERE w.resolved_at IS NULL
        AND w.company_id = c.id AND (${q.param('all_stores')} OR t.store_id IN ${q.list('stores')}))`;

/** The one that is asked for comes first, whatever the others are called. */
const selectFrame = statement({
  params: { ids: ['int'], any_slug: 'text', slug: 'text', most: 'int', all_stores: 'bool', stores: ['int'] },
  returns: columns,
  sql: (q) => `SELECT c.id, c.slug, c.name, d.id AS deletion_id, d.erase_at,
      CASE WHEN d.id IS NULL THEN 0 ELSE (SELECT count(*) FROM company_memberships m
        WHERE m.company_id = c.id AND m.is_owner) END AS owners,
      CASE WHEN d.id IS NULL THEN 0 ELSE (SELECT count(*) FROM company_deletion_approvals a
        JOIN company_memberships m ON m.user_id = a.user_id AND m.company_id = c.id AND m.is_owner
        WHERE a.request_id = d.id) END AS approvals,
      ${['quarantined_items', 'conflicts'].map((table) => waitsIn(table, q)).join(' OR ')} AS is_waiting
    FROM companies c LEFT JOIN company_deletion_requests d ON d.pending_key = c.id
    WHERE (c.id IN ${q.list('ids')} OR c.slug = ${q.param('any_slug')}) AND c.deleted_at IS NULL
    ORDER BY CASE WHEN c.slug = ${q.param('slug')} THEN 0 ELSE 1 END, lower(c.name), c.id
    LIMIT ${q.param('most')}`,
});

/** Reads what the frame shows; one query.
 *  @param asked slugs: of the company that the page is about, and of the one that was looked at last; empty without one.
 *  One that the person may not see counts as none. */
export async function readFrame(ctx: Ctx, asked: { here: string; last: string }): Promise<Frame> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return { companies: [], hasMore: false, current: null };
  const slug = asked.here || asked.last;
  const { storeIds } = scopeFor(ctx, 'quarantine.see');
  const rows = await ctx.db.dialect.query(ctx.db.reader, selectFrame, {
    ids: companyIds(actor),
    // Staff who see every company do not have them all listed.
    any_slug: actor.staffCompanyIds === null ? slug : '',
    slug,
    most: listed + 1,
    all_stores: storeIds === null,
    stores: storeIds ?? [],
  });
  const found = rows.map(companyOf);
  const current = found.find((company) => company.slug === slug) ?? (found.length === 1 ? found[0] : undefined) ?? null;
  const companies = found.slice(0, listed).sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id);
  return { companies, hasMore: rows.length > listed, current };
}

function companyIds(person: Person): number[] {
  return [...new Set([...person.grants.map(({ companyId }) => companyId), ...(person.staffCompanyIds ?? [])])];
}

function companyOf({
  deletion_id,
  erase_at,
  owners,
  approvals,
  is_waiting,
  ...named
}: RowOf<typeof columns>): FrameCompany {
  const deletion = deletion_id === null ? null : { approvals, owners, eraseAt: erase_at };
  return { ...named, deletion, isWaiting: is_waiting };
}

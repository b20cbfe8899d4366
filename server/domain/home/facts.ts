/** Everything about a company that is a count or a yes, in one query. */
import { type Ctx, type RowOf, statement } from '../../db/index.ts';

const columns = {
  id: 'int',
  slug: 'text',
  name: 'text',
  time_zone: 'text',
  checklist_hidden_at: 'instant?',
  store_uuid: 'text?',
  waiting_till_uuid: 'text?',
  has_paired: 'bool',
  has_sale: 'bool',
  has_closure: 'bool',
  owners: 'int',
  deletion_id: 'text?',
  erase_at: 'instant?',
  unexplained: 'int',
} as const;

/** A closure counts while somebody is likely to remember its day. */
export const closureDays = 30;

const selectFacts = statement({
  params: { slug: 'text', all_closures: 'bool', closure_stores: ['int'], closures_since: 'text' },
  returns: columns,
  sql: (q) => `SELECT c.id, c.slug, c.name, c.time_zone, c.checklist_hidden_at,
      (SELECT s.uuid FROM stores s WHERE s.company_id = c.id AND s.deleted_at IS NULL ORDER BY s.id LIMIT 1) AS store_uuid,
      (SELECT t.uuid FROM terminals t WHERE t.company_id = c.id AND t.deleted_at IS NULL AND t.secret_hash IS NULL
        AND t.kind <> 'kitchen' ORDER BY t.id LIMIT 1) AS waiting_till_uuid,
      EXISTS (SELECT 1 FROM terminals t LEFT JOIN terminal_states k ON k.terminal_id = t.id
        WHERE t.company_id = c.id AND t.deleted_at IS NULL AND t.kind <> 'kitchen'
          AND (t.secret_hash IS NOT NULL OR k.last_push_at IS NOT NULL)) AS has_paired,
      EXISTS (SELECT 1 FROM day_totals d WHERE d.company_id = c.id AND d.documents > 0) AS has_sale,
      EXISTS (SELECT 1 FROM closure_judgements j WHERE j.company_id = c.id AND j.verdict IN ('matched', 'explained'))
        AS has_closure,
      (SELECT count(*) FROM company_memberships m WHERE m.company_id = c.id AND m.is_owner) AS owners,
      d.id AS deletion_id, d.erase_at,
      (SELECT count(*) FROM closure_judgements j JOIN closures z ON z.id = j.closure_id
        WHERE j.company_id = c.id AND j.rank = 2 AND z.business_day >= ${q.param('closures_since')}
        AND (${q.param('all_closures')} OR j.store_id IN ${q.list('closure_stores')})) AS unexplained
    FROM companies c LEFT JOIN company_deletion_requests d ON d.pending_key = c.id
    WHERE c.slug = ${q.param('slug')} AND c.deleted_at IS NULL`,
});

export type Facts = RowOf<typeof columns>;

/** @param closures stores whose closures count; null: all. `since`: business day */
export async function readFacts(
  ctx: Ctx,
  slug: string,
  closures: { storeIds: readonly number[] | null; since: string },
): Promise<Facts | null> {
  const [facts] = await ctx.db.dialect.query(ctx.db.reader, selectFacts, {
    slug,
    all_closures: closures.storeIds === null,
    closure_stores: closures.storeIds ?? [],
    closures_since: closures.since,
  });
  return facts ?? null;
}

const tillColumns = {
  store_id: 'int',
  store_uuid: 'text',
  store_code: 'text',
  store_name: 'text',
  store_active: 'bool',
  time_zone: 'text',
  day_start_minutes: 'int',
  currency: 'text',
  uuid: 'text?',
  code: 'text?',
  is_open: 'bool?',
  last_seen_at: 'instant?',
  last_push_at: 'instant?',
  last_init_at: 'instant?',
  quarantined: 'int',
  conflicts: 'int',
} as const;

export type TillRow = RowOf<typeof tillColumns>;

/** Stores with their tills; a store without one has one row. Quarantine and conflicts also count those of retired tills. */
const selectTills = statement({
  params: { company: 'int', now: 'instant' },
  returns: tillColumns,
  sql: (q) => `SELECT s.id AS store_id, s.uuid AS store_uuid, s.code AS store_code, s.name AS store_name,
      s.is_active AS store_active, s.time_zone, s.day_start_minutes, s.currency, t.uuid, t.code,
      t.is_active AND t.deleted_at IS NULL AND t.kind <> 'kitchen'
        AND (t.revoked_at IS NULL OR t.revoked_at > ${q.param('now')}) AS is_open,
      k.last_seen_at, k.last_push_at, k.last_init_at,
      CASE WHEN t.id IS NULL THEN 0 ELSE (SELECT count(*) FROM quarantined_items i
        WHERE i.terminal_id = t.id AND i.resolved_at IS NULL) END AS quarantined,
      CASE WHEN t.id IS NULL THEN 0 ELSE (SELECT count(*) FROM conflicts x
        WHERE x.terminal_id = t.id AND x.resolved_at IS NULL) END AS conflicts
    FROM stores s LEFT JOIN terminals t ON t.store_id = s.id LEFT JOIN terminal_states k ON k.terminal_id = t.id
    WHERE s.company_id = ${q.param('company')} AND s.deleted_at IS NULL
    ORDER BY s.code, t.code`,
});

export function readTills(ctx: Ctx, companyId: number): Promise<TillRow[]> {
  return ctx.db.dialect.query(ctx.db.reader, selectTills, { company: companyId, now: ctx.now() });
}

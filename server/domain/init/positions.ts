/** Which state of the hub a shared part of init shows: whatever could change one byte of it is named here. */
import { type Ctx, type EngineWords, type RawClient, statement } from '../../db/index.ts';
import type { Owner } from './own-rows.ts';

/** Tables whose rows may be the hub's. Their versions come from a counter that people's accounts raise as well, and plain rows
 *  are written without one: so they are looked at themselves. All are small. */
export const sharedTables: readonly string[] = [
  ...['countries', 'country_regions', 'cities', 'districts', 'currencies'],
  ...['discount_types', 'document_types', 'campaign_types'],
];

const mine = (company: string) => `(t.company_id IS NULL OR t.company_id = ${company})`;

/** How many rows, and when one was last written. */
const trace = (q: EngineWords) => `count(*) AS rows_found, max(${q.millis('t.updated_at')}) AS written_at`;

const company = statement({
  params: { company: 'int' },
  returns: { feed: 'int' },
  sql: (q) => `SELECT version_counter AS feed FROM companies WHERE id = ${q.param('company')}`,
});

const shared = statement({
  params: { company: 'int' },
  returns: { place: 'int', rows_found: 'int', written_at: 'bigint?' },
  sql: (q) =>
    sharedTables
      .map((table, place) => `SELECT ${place} AS place, ${trace(q)} FROM ${table} t WHERE ${mine(q.param('company'))}`)
      .join(' UNION ALL ')
      .concat(' ORDER BY place'),
});

/** Stock changes with every sale and without a version. */
const stock = statement({
  params: { store: 'int' },
  returns: { rows_found: 'int', written_at: 'bigint?', units_e4: 'bigint?' },
  sql: (q) => `SELECT ${trace(q)}, ${q.sumBig('t.on_hand_e4 - t.reserved_e4 - t.damaged_e4')} AS units_e4
    FROM stock_levels t WHERE t.location_id IN (SELECT l.id FROM warehouse_locations l
      JOIN warehouses w ON w.id = l.warehouse_id WHERE w.store_id = ${q.param('store')})`,
});

const layouts = statement({
  params: { company: 'int' },
  returns: { id: 'text', number: 'int', written_at: 'bigint', versions: 'int' },
  sql: (q) => `SELECT t.id, t.current_number AS number, ${q.millis('t.updated_at')} AS written_at,
      (SELECT count(*) FROM terminal_layout_versions v WHERE v.layout_id = t.id) AS versions
    FROM terminal_layouts t WHERE ${mine(q.param('company'))} ORDER BY t.id`,
});

const nextPrice = statement({
  params: { company: 'int', store: 'int', now: 'instant' },
  returns: { at: 'instant?' },
  sql: (q) => {
    // Asked for anew each time: every mention of a parameter is one of its own on SQLite.
    const of = () => `FROM prices p WHERE p.company_id = ${q.param('company')} AND p.deleted_at IS NULL
      AND (p.store_id IS NULL OR p.store_id = ${q.param('store')})`;
    return `SELECT min(at) AS at FROM (SELECT min(p.valid_from) AS at ${of()} AND p.valid_from > ${q.param('now')}
      UNION ALL SELECT min(p.valid_until) AS at ${of()} AND p.valid_until > ${q.param('now')}) changes`;
  },
});

type Asking = Pick<Ctx, 'db'>;

/** The state of everything in the catalogue's part: the company's feed, the hub's own rows, what of the store decides, and the
 *  stock where the hub keeps it. */
export async function catalogState({ db }: Asking, client: RawClient, owner: Owner): Promise<string> {
  const { companyId, storeId, store } = owner;
  const { dialect } = db;
  const feed = await dialect.query(client, company, { company: companyId });
  const hub = await dialect.query(client, shared, { company: companyId });
  const levels = store.stockPolicy === 'hub' ? await dialect.query(client, stock, { store: storeId }) : [];
  return said([feed, hub, levels, store.currency, store.stockPolicy, store.warehouseId]);
}

/** The state of everything in the screens' part. Their keys sell the company's goods, best sellers before others: those are
 *  counted anew once a day. */
export async function screenState({ db, now }: Pick<Ctx, 'db' | 'now'>, client: RawClient, owner: Owner) {
  const { companyId, store } = owner;
  const feed = await db.dialect.query(client, company, { company: companyId });
  const all = await db.dialect.query(client, layouts, { company: companyId });
  return said([feed, all, store.currency, store.keyProducts, now().toISOString().slice(0, 10)]);
}

/** The next instant at which a price of the store begins or ends; null: none is foreseen. Campaigns travel with their dates and
 *  change by themselves. */
export async function nextPriceChange({ db }: Asking, client: RawClient, { owner, now }: { owner: Owner; now: Date }) {
  const params = { company: owner.companyId, store: owner.storeId, now };
  const [found] = await db.dialect.query(client, nextPrice, params);
  return found?.at ?? null;
}

function said(facts: unknown): string {
  return JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

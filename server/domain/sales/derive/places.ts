/** Where a store's sales take goods from: the first location of the store's own warehouse, else of its shop floor; a store that
 *  has neither gets a shop floor, so that no movement is lost. Found once and kept in `stores.stock_location_id`, from where every
 *  document takes it; changing the store's warehouse clears it. */
import { newId } from '../../../core/ids.ts';
import { statement } from '../../../db/index.ts';
import type { Write } from '../kinds.ts';

/** Changes nothing. Whoever changes a store takes its company's counter first and the store second; the other way round two of
 *  them would wait for each other. */
const lockCompany = statement({
  params: { store: 'int' },
  sql: (q) => `UPDATE companies SET version_counter = version_counter
    WHERE id = (SELECT company_id FROM stores WHERE id = ${q.param('store')})`,
});

/** Changes nothing: on PostgreSQL two pushes that find no place wait here for each other. */
const lockStore = statement({
  params: { id: 'int' },
  returns: { company_id: 'int', code: 'text', name: 'text', warehouse_id: 'text?', stock_location_id: 'text?' },
  sql: (q) => `UPDATE stores SET version = version WHERE id = ${q.param('id')}
    RETURNING company_id, code, name, warehouse_id, stock_location_id`,
});

const findLocation = statement({
  params: { company: 'int', store: 'int', warehouse: 'text?' },
  returns: { id: 'text' },
  sql: (q) => `SELECT l.id FROM warehouse_locations l JOIN warehouses w ON w.id = l.warehouse_id
    WHERE w.company_id = ${q.param('company')} AND l.deleted_at IS NULL AND w.deleted_at IS NULL
      AND (w.id = ${q.param('warehouse')} OR (w.store_id = ${q.param('store')} AND w.warehouse_type = 'SALES_FLOOR'))
    ORDER BY CASE WHEN w.id = ${q.param('warehouse')} THEN 0 ELSE 1 END, l.created_at, l.code, l.id LIMIT 1`,
});

const findWarehouse = statement({
  params: { company: 'int', store: 'int', warehouse: 'text?' },
  returns: { id: 'text' },
  sql: (q) => `SELECT w.id FROM warehouses w WHERE w.company_id = ${q.param('company')} AND w.deleted_at IS NULL
      AND (w.id = ${q.param('warehouse')} OR (w.store_id = ${q.param('store')} AND w.warehouse_type = 'SALES_FLOOR'))
    ORDER BY CASE WHEN w.id = ${q.param('warehouse')} THEN 0 ELSE 1 END, w.created_at, w.code, w.id LIMIT 1`,
});

const nextVersion = statement({
  params: { company: 'int' },
  returns: { version: 'int' },
  sql: (q) => `UPDATE companies SET version_counter = version_counter + 1 WHERE id = ${q.param('company')}
    RETURNING version_counter AS version`,
});

const insertWarehouse = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      store_id: 'int',
      code: 'text',
      name: 'text',
      warehouse_type: 'text',
      created_at: 'instant',
      updated_at: 'instant',
      version: 'int',
    },
  },
  returns: { id: 'text' },
  sql: (q) => `INSERT INTO warehouses (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (company_id, code) DO NOTHING RETURNING id`,
});

const insertLocation = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      warehouse_id: 'text',
      code: 'text',
      name: 'text',
      location_type: 'text',
      created_at: 'instant',
      updated_at: 'instant',
      version: 'int',
    },
  },
  returns: { id: 'text' },
  sql: (q) => `INSERT INTO warehouse_locations (${q.names('rows')}) SELECT ${q.names('rows', 'r')}
    FROM ${q.rows('rows', 'r')} WHERE true ON CONFLICT (company_id, code) DO NOTHING RETURNING id`,
});

const keepLocation = statement({
  params: { id: 'int', location: 'text' },
  sql: (q) => `UPDATE stores SET stock_location_id = ${q.param('location')} WHERE id = ${q.param('id')}`,
});

interface Shop {
  id: number;
  company_id: number;
  code: string;
  name: string;
  warehouse_id: string | null;
}

/** Finds the place of each store, or makes one. What it makes follows from a pushed document, which is its record: it has a
 *  version for the terminals and no entry in the audit trail. */
export async function findPlaces(
  write: Write,
  storeIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, string>> {
  const { tx, dialect } = write;
  const places = new Map<number, string>();
  for (const id of [...storeIds].sort((a, b) => a - b)) {
    await dialect.execute(tx, lockCompany, { store: id });
    const [store] = await dialect.query(tx, lockStore, { id });
    if (!store) continue;
    const place = store.stock_location_id ?? (await chooseLocation(write, { ...store, id }, now));
    if (store.stock_location_id === null) await dialect.execute(tx, keepLocation, { id, location: place });
    places.set(id, place);
  }
  return places;
}

async function chooseLocation(write: Write, store: Shop, now: Date): Promise<string> {
  const { tx, dialect } = write;
  const where = { company: store.company_id, store: store.id, warehouse: store.warehouse_id };
  const [location] = await dialect.query(tx, findLocation, where);
  if (location) return location.id;
  const [warehouse] = await dialect.query(tx, findWarehouse, where);
  const warehouseId = warehouse?.id ?? (await makeWarehouse(write, store, now));
  return withFreeCode(store, async (code) => {
    const row = {
      ...(await common(write, store.company_id, now)),
      warehouse_id: warehouseId,
      code,
      name: 'Sales floor',
      location_type: 'SHELF',
    };
    return dialect.query(tx, insertLocation, { rows: [row] });
  });
}

function makeWarehouse(write: Write, store: Shop, now: Date): Promise<string> {
  return withFreeCode(store, async (code) => {
    const row = {
      ...(await common(write, store.company_id, now)),
      store_id: store.id,
      code,
      name: `${store.name} sales floor`.slice(0, 100),
      warehouse_type: 'SALES_FLOOR',
    };
    return write.dialect.query(write.tx, insertWarehouse, { rows: [row] });
  });
}

async function common({ tx, dialect }: Write, companyId: number, now: Date) {
  const [counter] = await dialect.query(tx, nextVersion, { company: companyId });
  if (!counter) throw new Error(`The company ${companyId} is gone`);
  return { id: newId(), company_id: companyId, created_at: now, updated_at: now, version: counter.version };
}

/** Codes are at most 20 characters long, and people may have used the first of these. */
async function withFreeCode(store: Shop, insert: (code: string) => Promise<{ id: string }[]>): Promise<string> {
  for (const code of [`FLOOR-${store.code}`.slice(0, 20), `FLOOR-${store.id}`, `FLOOR-${newId().slice(0, 8)}`]) {
    const [made] = await insert(code);
    if (made) return made.id;
  }
  throw new Error(`No code is free for the shop floor of the store ${store.id}`);
}

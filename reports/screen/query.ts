/** What the choices of a report's page offer by name: tills, departments, cashiers, kinds of payment. */
import { type Ctx, statement } from '../../server/db/index.ts';
import type { ReportCompany, ReportStore } from '../companies.ts';
import { paymentKinds } from '../engine/chosen.ts';
import { namesOf } from '../engine/names.ts';
import { type Asked, type FilterName, unknownKey } from '../engine/window.ts';

/** One value of a filter. Null: it is the one that documents do not say. */
export interface Choice {
  value: string;
  name: string | null;
}

export interface Picks {
  choices: readonly Choice[];
  /** `stores`: too many for a list, until fewer stores are chosen. `names`: the first ones by name. Either way what is chosen
   *  already is among the choices. Null: they are all there. */
  shortened: 'stores' | 'names' | null;
}

/** The most values that one list offers: a longer one is found through by nobody, and each page would carry it. */
export const mostPicks = 200;

const unknown: Choice = { value: unknownKey, name: null };

/** The values of a filter, by name. One query; two where they are too many.
 *  @param company with the stores that the person may see: tills of others are not offered */
export async function readPicks(
  ctx: Ctx,
  { company, asked }: { company: ReportCompany; asked: Asked },
  filter: FilterName,
): Promise<Picks> {
  const chosen = asked[filter] ?? [];
  switch (filter) {
    case 'terminal':
      return terminals(ctx, { stores: company.stores, storeCodes: asked.store ?? [], chosen });
    case 'department':
    case 'cashier':
      return named(ctx, filter, { companyId: company.id, chosen });
    case 'payment':
      return { choices: paymentKinds.map((value) => ({ value, name: value })), shortened: null };
  }
}

const tillColumns = { uuid: 'text', code: 'text', store_name: 'text' } as const;

const tillsOfStores = statement({
  params: { stores: ['int'], most: 'int' },
  returns: tillColumns,
  sql: (q) => `SELECT t.uuid, t.code, s.name AS store_name FROM terminals t JOIN stores s ON s.id = t.store_id
    WHERE t.store_id IN ${q.list('stores')} ORDER BY s.code, t.code LIMIT ${q.param('most')}`,
});

const chosenTills = statement({
  params: { uuids: ['text'], stores: ['int'] },
  returns: tillColumns,
  sql: (q) => `SELECT t.uuid, t.code, s.name AS store_name FROM terminals t JOIN stores s ON s.id = t.store_id
    WHERE t.uuid IN ${q.list('uuids')} AND t.store_id IN ${q.list('stores')} ORDER BY s.code, t.code`,
});

interface Tills {
  stores: readonly ReportStore[];
  /** Of the stores that the report is narrowed to; none: all. */
  storeCodes: readonly string[];
  chosen: readonly string[];
}

async function terminals(ctx: Ctx, { stores, storeCodes, chosen }: Tills): Promise<Picks> {
  const { dialect, reader } = ctx.db;
  const shown = stores.filter(({ code }) => storeCodes.length === 0 || storeCodes.includes(code)).map(({ id }) => id);
  const found = await dialect.query(reader, tillsOfStores, { stores: shown, most: mostPicks + 1 });
  const isLong = found.length > mostPicks;
  const rows = !isLong
    ? found
    : chosen.length === 0
      ? []
      : await dialect.query(reader, chosenTills, { uuids: chosen, stores: stores.map(({ id }) => id) });
  const choices = rows.map(({ uuid, code, store_name }) => ({ value: uuid, name: `${store_name}, ${code}` }));
  return { choices, shortened: isLong ? 'stores' : null };
}

const namedParams = { company: 'int', most: 'int' } as const;
const namedColumns = { id: 'text', name: 'text' } as const;

const byName = (table: string, name: string) =>
  statement({
    params: namedParams,
    returns: namedColumns,
    sql: (q) => `SELECT x.id, ${name} AS name FROM ${table} x
      WHERE x.company_id = ${q.param('company')} AND x.deleted_at IS NULL ORDER BY name, x.id LIMIT ${q.param('most')}`,
  });

const lists = {
  department: byName('department_main_groups', 'x.name'),
  cashier: byName('cashiers', `trim(x.first_name || ' ' || x.last_name)`),
} as const;

/** By name, with those first that are chosen and not among the listed: they are further down, or deleted. */
async function named(
  ctx: Ctx,
  kind: keyof typeof lists,
  { companyId, chosen }: { companyId: number; chosen: readonly string[] },
): Promise<Picks> {
  const asked = { company: companyId, most: mostPicks + 1 };
  const rows = await ctx.db.dialect.query(ctx.db.reader, lists[kind], asked);
  const listed = rows.slice(0, mostPicks).map(({ id, name }) => ({ value: id, name }));
  const missing = chosen.filter((id) => id !== unknownKey && !listed.some(({ value }) => value === id));
  const others = await namesOf(ctx, kind, { companyId, ids: missing });
  const first = [...others].map(([value, name]) => ({ value, name }));
  return { choices: [...first, ...listed, unknown], shortened: rows.length > mostPicks ? 'names' : null };
}

/** What the keys of a store's screens sell. */
import { addDays } from '../../core/business-day.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';
import type { KeySubject, SlotSubjects } from './fill-slots.ts';

/** A store as far as its keys depend on it. `keyProducts`: JSON lists of product ids, the store's own and its layout's. */
export interface KeyStore {
  companyId: number;
  storeId: number;
  currency: string;
  keyProducts: readonly [ofStore: string, ofLayout: string];
}

/** Best sellers are those of this month and the three before it. */
const lookBackDays = 92;

const keyProducts = statement({
  params: { company: 'int', store: 'int', since: 'text', most: 'int', chosen: { id: 'text', place: 'int' } },
  returns: {
    code: 'text',
    name: 'text',
    short_name: 'text?',
    group_code: 'text',
    place: 'int?',
    keyboard: 'text?',
  },
  sql: (q) => {
    const keyboard =
      q.provider === 'sqlite'
        ? "nullif(t.terminal_fields ->> 'keyboard_value', '')"
        : "nullif(t.terminal_fields::jsonb ->> 'keyboard_value', '')";
    return `SELECT t.code, t.name, t.short_name, g.code AS group_code, c.place, ${keyboard} AS keyboard
    FROM products t JOIN department_main_groups g ON g.id = t.main_group_id
      LEFT JOIN ${q.rows('chosen', 'c')} ON c.id = t.id
      LEFT JOIN (SELECT product_id, sum(lines) AS sold FROM product_month_totals
        WHERE company_id = ${q.param('company')} AND store_id = ${q.param('store')} AND month >= ${q.param('since')}
        GROUP BY product_id) s ON s.product_id = t.id
    WHERE t.company_id = ${q.param('company')} AND t.deleted_at IS NULL
      AND (t.store_id IS NULL OR t.store_id = ${q.param('store')})
    ORDER BY c.place IS NULL, c.place, (${keyboard}) IS NULL, ${keyboard}, coalesce(s.sold, 0) DESC,
      length(g.code), g.code, length(t.code), t.code
    LIMIT ${q.param('most')}`;
  },
});

/** Products, departments and notes for the keys of a store. Products that were chosen for the store come first, in that order,
 *  then those that were given a key of the keyboard; where nobody chose, the best sellers of the last months fill the keys, in
 *  the order of the catalogue, so that a key does not move whenever one product overtakes another.
 *  @param most product keys that there are */
export async function keySubjects(
  { ctx, client }: { ctx: Pick<Ctx, 'db' | 'now'>; client: Tx | Ctx['db']['reader'] },
  store: KeyStore,
  most: number,
): Promise<SlotSubjects> {
  const { companyId, storeId, currency } = store;
  const ids = store.keyProducts.map((text) => JSON.parse(text) as string[]).find((list) => list.length > 0) ?? [];
  const found = await ctx.db.dialect.query(client, keyProducts, {
    company: companyId,
    store: storeId,
    since: addDays(ctx.now().toISOString().slice(0, 10), -lookBackDays).slice(0, 7),
    most,
    chosen: ids.map((id, place) => ({ id, place })),
  });
  const isFixed = (row: (typeof found)[number]) => row.place !== null || row.keyboard !== null;
  const byCatalogue = (a: (typeof found)[number], b: (typeof found)[number]) =>
    compareCodes(a.group_code, b.group_code) || compareCodes(a.code, b.code);
  const rows = [...found.filter(isFixed), ...found.filter((row) => !isFixed(row)).sort(byCatalogue)];
  const groups = await client.departmentMainGroup.findMany({ where: { companyId, deletedAt: null } });
  return {
    products: rows.map(({ code, name, short_name }): KeySubject => ({ code, caption: short_name ?? name })),
    departments: groups
      .map(({ code, name }): KeySubject => ({ code, caption: name }))
      .filter(({ code }) => /^\d{1,2}$/.test(code))
      .sort((a, b) => Number(a.code) - Number(b.code)),
    currency,
  };
}

/** "9" before "10". */
function compareCodes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

import { type Ctx, type RowOf, type Statement, statement } from '../../server/db/index.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import { productLabels } from '../engine/product-names.ts';
import type { Drill, Label, Report, Row, Section } from '../engine/report.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { shareOf } from '../measures.ts';
import { levelArguments, levelParams, levelRows, levelValue, once, placeName } from './levels.ts';
import { firstRows, laterRows, listedOf, type PageSql, pageOf, pageParams, withOthers } from './pages.ts';

const groupings = ['store', 'department', 'product'] as const;

/** The places of one product are what its rows are made of: another page leads to them. */
type Grouping = (typeof groupings)[number] | 'place';

/** What the goods on hand cost: by store, department or product. What nobody says a cost of is a row with its quantity. */
export const stockValue: Report = {
  name: 'stock-value',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'stockValue', kind: 'money' },
    { name: 'valueShare', kind: 'share' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'places', kind: 'count' },
  ],
  lead: 'stockValue',
  rowName: 'stockOf',
  chart: { kind: 'bar', columns: ['stockValue'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: false,
  options: [
    { name: 'by', values: groupings },
    { name: 'at', values: ['all', 'central'] },
    { name: 'cost', values: ['all', 'known', 'unknown'] },
  ],
  narrowedBy: ['product'],
  notes: ['stockCost', 'centralStock'],
  sections,
};

const params = { ...levelParams, ...pageParams, product_id: 'text', is_valued: 'int' } as const;
const returns = {
  kind: 'text',
  key: 'text?',
  value_e4: 'bigint?',
  on_hand_e4: 'bigint?',
  places: 'int?',
  rows_before: 'int',
  rows_in_all: 'int',
} as const;

/** `group`: the first rows by value, or of what has no cost by quantity; `without`: what has no cost; `total`: all of it. One pass
 *  over the levels. */
const valuesBy = (way: Omit<ValuesPage, 'page'>) => ({
  first: valuesPage({ ...way, page: firstRows }),
  later: valuesPage({ ...way, page: laterRows }),
});

interface ValuesPage {
  key: string;
  column: 'store_id' | 'main_group_id' | 'product_id' | 'id';
  /** Of one product: it leads to its levels. */
  ofProduct?: true;
  page: PageSql;
}

const valuesPage = ({ key, column, ofProduct, page }: ValuesPage): Statement<typeof params, typeof returns> =>
  statement({
    params,
    returns,
    sql: (q) => {
      const sums = `${q.sumBig('value_e4')} AS value_e4, ${q.sumBig('on_hand_e4')} AS on_hand_e4, CAST(sum(places) AS integer) AS places`;
      const rows = () => `SELECT ${key} AS key, c.on_hand_e4, ${levelValue} AS value_e4
          FROM (${levelRows(q, {
            columns: [column, 'on_hand_e4', 'cost_e4'],
            where: 'AND l.on_hand_e4 <> 0',
            ...(ofProduct && { from: 'stock_levels l', own: () => ` AND l.product_id = ${q.param('product_id')}` }),
          })} ${once(q)}) AS c ${once(q)}`;
      // Not a table of WITH: that would be written down before it is added up.
      return `WITH g AS MATERIALIZED (SELECT key, CASE WHEN value_e4 IS NULL THEN 0 ELSE 1 END AS is_valued, ${q.sumBig('value_e4')} AS value_e4,
          ${q.sumBig('on_hand_e4')} AS on_hand_e4, count(*) AS places FROM (${rows()}) AS v GROUP BY 1, 2),
      valued ${page.as} (SELECT key, value_e4, on_hand_e4, CAST(places AS integer) AS places FROM g WHERE is_valued = ${q.param('is_valued')})
      SELECT * FROM (${page.select(q, {
        ...{ rows: 'valued', columns: `'group' AS kind, key, value_e4, on_hand_e4, places` },
        ...{ order: 'value_e4 DESC, on_hand_e4 DESC', key: 'key' },
      })}) AS page_rows
      UNION ALL SELECT 'without', '', ${sums}, 0, 0 FROM g WHERE is_valued = 0
      UNION ALL SELECT 'total', '', ${sums}, 0, 0 FROM g`;
    },
  });

const statements: Readonly<Record<Grouping, ReturnType<typeof valuesBy>>> = {
  store: valuesBy({ key: `coalesce(CAST(c.store_id AS text), '')`, column: 'store_id' }),
  department: valuesBy({ key: 'c.main_group_id', column: 'main_group_id' }),
  product: valuesBy({ key: 'c.product_id', column: 'product_id' }),
  place: valuesBy({ key: 'c.id', column: 'id', ofProduct: true }),
};

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const by = groupingOf(window);
  const { cost = 'all' } = window.options;
  const { isFirst, params: page } = pageOf(window);
  const rows = await ctx.db.dialect.query(ctx.db.reader, statements[by][isFirst ? 'first' : 'later'], {
    ...levelArguments(window, window.options['at'] === 'central'),
    ...page,
    product_id: window.options['product'] ?? '',
    is_valued: cost === 'unknown' ? 0 : 1,
  });
  const groups = rows.filter(({ kind }) => kind === 'group');
  const without = rows.find(({ kind, places }) => kind === 'without' && Number(places) > 0);
  const all = rows.find(({ kind }) => kind === 'total');
  const total = cost === 'unknown' ? without : cost === 'known' && without ? lessOf(all, without) : all;
  if (!total?.places) return [];
  const naming = await namingOf(ctx, window, { by, keys: groups.map(({ key }) => key ?? '') });
  const wholeE4 = total.value_e4 ?? 0n;
  const valuesOf = ({ value_e4, on_hand_e4, places }: Held) => ({
    stockValue: value_e4,
    valueShare: value_e4 === null || wholeE4 <= 0n ? null : shareOf(value_e4, wholeE4),
    onHand: on_hand_e4 ?? 0n,
    places: places ?? 0,
  });
  const shown: Row[] = groups.map((row) => {
    const key = row.key ?? '';
    return { key, label: naming.label(key), values: valuesOf(row), drill: naming.drill(key) };
  });
  const made = withOthers(shown, groups);
  if (without && cost === 'all') {
    made.push({
      key: '(without cost)',
      label: { kind: 'word', word: 'withoutCost' },
      values: { ...valuesOf(without), stockValue: null },
      drill: { report: 'stock-value', filters: { ...narrowing(window), by: 'product', cost: 'unknown' } },
      kind: 'unknown',
    });
  }
  const whole = cost === 'unknown' ? valuesOf(total) : { ...valuesOf(total), stockValue: wholeE4 };
  return [{ currency: window.company.currency, rows: made, total: whole, listed: listedOf(groups) }];
}

type Held = Pick<RowOf<typeof returns>, 'value_e4' | 'on_hand_e4' | 'places'>;

/** All that lies there, less what has no cost, which is worth nothing. */
function lessOf(all: Held | undefined, without: Held): Held | undefined {
  return (
    all && {
      value_e4: all.value_e4,
      on_hand_e4: (all.on_hand_e4 ?? 0n) - (without.on_hand_e4 ?? 0n),
      places: (all.places ?? 0) - (without.places ?? 0),
    }
  );
}

function groupingOf({ options }: Window): Grouping {
  return options['product'] ? 'place' : (groupings.find((name) => name === options['by']) ?? 'store');
}

/** What the pages of rows are narrowed by as this one is. Rows are of goods with a cost where nothing else is asked for, and so is what
 *  they lead to. */
function narrowing({ options }: Window): Record<string, string> {
  const { at, product, cost } = options;
  return { ...(at && { at }), ...(product && { product }), cost: cost === 'unknown' ? cost : 'known' };
}

interface Naming {
  label(key: string): Label;
  drill(key: string): Drill;
}

async function namingOf(
  ctx: Ctx,
  window: Window,
  { by, keys }: { by: Grouping; keys: readonly string[] },
): Promise<Naming> {
  const { company, stores } = window;
  const same = narrowing(window);
  if (by === 'place') return placeNaming(ctx, window, keys);
  if (by === 'product') {
    const label = await productLabels(ctx, company.id, keys);
    return { label, drill: (product) => ({ report: 'stock-value', filters: { ...same, product } }) };
  }
  if (by === 'department') {
    const names = await namesOf(ctx, 'department', { companyId: company.id, ids: keys });
    return {
      label: (key) => (key === '' ? { kind: 'word', word: 'noDepartment' } : labelOf(names, key)),
      drill: (key) => ({ report: 'stock-value', filters: { ...same, by: 'product', department: key || unknownKey } }),
    };
  }
  const byKey = new Map(stores.map((store) => [String(store.id), store]));
  return {
    label: (key) => {
      const store = byKey.get(key);
      return store ? { kind: 'text', text: store.name, note: store.code } : { kind: 'word', word: 'centralWarehouses' };
    },
    drill: (key) => {
      const store = byKey.get(key)?.code;
      return {
        report: 'stock-value',
        filters: { ...same, by: 'department', ...(store ? { store } : { at: 'central' }) },
      };
    },
  };
}

const placeNames = statement({
  params: { company_id: 'int', ids: ['text'] },
  returns: { id: 'text', product_id: 'text', store_id: 'int?', place: 'text' },
  sql: (q) => `SELECT l.id, l.product_id, w.store_id, a.name AS place
    FROM stock_levels l JOIN warehouse_locations a ON a.id = l.location_id JOIN warehouses w ON w.id = a.warehouse_id
    WHERE l.company_id = ${q.param('company_id')} AND l.id IN ${q.list('ids')}`,
});

/** Of one product: where it lies. A place leads to what came and went in its store. */
async function placeNaming(ctx: Ctx, window: Window, ids: readonly string[]): Promise<Naming> {
  const asked = { company_id: window.company.id, ids: [...ids] };
  const found = ids.length === 0 ? [] : await ctx.db.dialect.query(ctx.db.reader, placeNames, asked);
  const byId = new Map(found.map((row) => [row.id, row]));
  return {
    label: (id) => {
      const row = byId.get(id);
      return { kind: 'text', text: row ? placeName(window, row.store_id, row.place) : id.slice(0, 8) };
    },
    drill: (id) => {
      const row = byId.get(id);
      const store = window.stores.find((one) => one.id === row?.store_id)?.code;
      const product = row?.product_id ?? '';
      return { report: 'stock-movements', filters: { product, by: 'kind', ...(store && { store }) } };
    },
  };
}

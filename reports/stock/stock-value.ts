import { type Ctx, type Statement, statement } from '../../server/db/index.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import { productLabels } from '../engine/product-names.ts';
import type { Drill, Label, Report, Row, Section } from '../engine/report.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { shareOf } from '../measures.ts';
import { levelArguments, levelParams, levelRows, levelValue, once } from './levels.ts';
import { firstRows, laterRows, listedOf, type PageSql, pageOf, pageParams, withOthers } from './pages.ts';

const groupings = ['store', 'department', 'product'] as const;

type Grouping = (typeof groupings)[number];

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
  options: [{ name: 'by', values: groupings }],
  notes: ['stockCost', 'centralStock'],
  sections,
};

const params = { ...levelParams, ...pageParams } as const;
const returns = {
  kind: 'text',
  key: 'text?',
  value_e4: 'bigint?',
  on_hand_e4: 'bigint?',
  places: 'int?',
  rows_before: 'int',
  rows_in_all: 'int',
} as const;

/** `group`: the first rows by value; `without`: what has no cost; `total`: all of it. One pass over the levels. */
const valuesBy = (key: string, column: 'store_id' | 'main_group_id' | 'product_id') => ({
  first: valuesPage({ key, column, page: firstRows }),
  later: valuesPage({ key, column, page: laterRows }),
});

interface ValuesPage {
  key: string;
  column: 'store_id' | 'main_group_id' | 'product_id';
  page: PageSql;
}

const valuesPage = ({ key, column, page }: ValuesPage): Statement<typeof params, typeof returns> =>
  statement({
    params,
    returns,
    sql: (q) => {
      const sums = `${q.sumBig('value_e4')} AS value_e4, ${q.sumBig('on_hand_e4')} AS on_hand_e4, CAST(sum(places) AS integer) AS places`;
      return `WITH v AS (SELECT ${key} AS key, c.on_hand_e4, ${levelValue} AS value_e4
          FROM (${levelRows(q, { columns: [column, 'on_hand_e4', 'cost_e4'], where: 'AND l.on_hand_e4 <> 0' })} ${once(q)}) AS c ${once(q)}),
      g AS MATERIALIZED (SELECT key, CASE WHEN value_e4 IS NULL THEN 0 ELSE 1 END AS is_valued, ${q.sumBig('value_e4')} AS value_e4,
          ${q.sumBig('on_hand_e4')} AS on_hand_e4, count(*) AS places FROM v GROUP BY 1, 2),
      valued ${page.as} (SELECT key, value_e4, on_hand_e4, CAST(places AS integer) AS places FROM g WHERE is_valued = 1)
      SELECT * FROM (${page.select(q, {
        ...{ rows: 'valued', columns: `'group' AS kind, key, value_e4, on_hand_e4, places` },
        ...{ order: 'value_e4 DESC', key: 'key' },
      })}) AS page_rows
      UNION ALL SELECT 'without', '', ${sums}, 0, 0 FROM g WHERE is_valued = 0
      UNION ALL SELECT 'total', '', ${sums}, 0, 0 FROM g`;
    },
  });

const statements: Readonly<Record<Grouping, ReturnType<typeof valuesBy>>> = {
  store: valuesBy(`coalesce(CAST(c.store_id AS text), '')`, 'store_id'),
  department: valuesBy('c.main_group_id', 'main_group_id'),
  product: valuesBy('c.product_id', 'product_id'),
};

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const by = groupings.find((name) => name === window.options['by']) ?? 'store';
  const page = pageOf(window);
  const asked = { ...levelArguments(window), ...page.params };
  const rows = await ctx.db.dialect.query(ctx.db.reader, statements[by][page.isFirst ? 'first' : 'later'], asked);
  const groups = rows.filter(({ kind }) => kind === 'group');
  const total = rows.find(({ kind }) => kind === 'total');
  if (!total?.places) return [];
  const naming = await namingOf(ctx, window, { by, keys: groups.map(({ key }) => key ?? '') });
  const wholeE4 = total.value_e4 ?? 0n;
  const share = (valueE4: bigint | null) => (valueE4 === null || wholeE4 <= 0n ? null : shareOf(valueE4, wholeE4));
  const valuesOf = ({ value_e4, on_hand_e4, places }: (typeof rows)[number]) => ({
    stockValue: value_e4,
    valueShare: share(value_e4),
    onHand: on_hand_e4 ?? 0n,
    places: places ?? 0,
  });
  const shown: Row[] = groups.map((row) => {
    const key = row.key ?? '';
    return { key, label: naming.label(key), values: valuesOf(row), drill: naming.drill(key) };
  });
  const made = withOthers(shown, groups);
  const without = rows.find(({ kind, places }) => kind === 'without' && Number(places) > 0);
  if (without) {
    made.push({
      key: '(without cost)',
      label: { kind: 'word', word: 'withoutCost' },
      values: { ...valuesOf(without), stockValue: null },
      drill: { report: 'stock-value', filters: { by: 'product' } },
      kind: 'unknown',
    });
  }
  const whole = { ...valuesOf(total), stockValue: wholeE4 };
  return [{ currency: window.company.currency, rows: made, total: whole, listed: listedOf(groups) }];
}

interface Naming {
  label(key: string): Label;
  drill(key: string): Drill;
}

async function namingOf(
  ctx: Ctx,
  { company, stores }: Window,
  { by, keys }: { by: Grouping; keys: readonly string[] },
): Promise<Naming> {
  if (by === 'product') {
    const label = await productLabels(ctx, company.id, keys);
    return { label, drill: (product) => ({ report: 'stock-movements', filters: { product, by: 'kind' } }) };
  }
  if (by === 'department') {
    const names = await namesOf(ctx, 'department', { companyId: company.id, ids: keys });
    return {
      label: (key) => (key === '' ? { kind: 'word', word: 'noDepartment' } : labelOf(names, key)),
      drill: (key) => ({ report: 'stock-value', filters: { by: 'product', department: key || unknownKey } }),
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
      return { report: 'stock-value', filters: { by: 'department', ...(store && { store }) } };
    },
  };
}

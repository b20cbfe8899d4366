/** The statements that walk through receipts, the latest business day first, by the index that has that order. */
import { type Columns, type Statement, statement, type Words } from '../../server/db/index.ts';
import type { Rollup } from '../../server/domain/sales/index.ts';
import type { FilterName, Window } from '../engine/window.ts';
import type { Narrowing } from './narrowing.ts';

type Params = Statement['params'];

/** What makes a statement's text. */
export interface WalkShape {
  /** One store is walked by its own index, several by the company's. */
  isOneStore: boolean;
  /** All stores of the company: none needs to be asked for. */
  isAllStores: boolean;
  filters: readonly FilterName[];
  narrowing: readonly Narrowing[];
}

/** A list of receipts: what is asked for, as statement and parameters. */
export interface Walk {
  window: Window;
  shape: WalkShape;
  params: Record<string, unknown>;
}

const walkReturns = { id: 'int', business_day: 'text', is_match: 'int' } as const;

/** Each engine's text of a statement is made once. */
const statements = new Map<string, Statement>();

/** Candidates from a place on, with whether they are meant. */
export function walkStatement(shape: WalkShape): Statement<Params, typeof walkReturns> {
  return made('walk', shape, walkReturns, (q) => walkSql(q, shape, 't.id, t.business_day'));
}

/** Which rows of a rollup over the receipts are meant. */
export interface RollupKeys {
  /** Says the condition apart from others. */
  name: string;
  /** On rows `r`; the parameters are those of the walk. */
  sql(q: Words): string;
}

/** A filter on departments or payments leaves only its own lines and payments, as it does in reports. */
const ownFilters: Readonly<Record<string, { name: FilterName; column: string }>> = {
  transaction_lines: { name: 'department', column: 'main_group_id' },
  transaction_departments: { name: 'department', column: 'main_group_id' },
  transaction_payments: { name: 'payment', column: 'payment_type' },
};

/** What a rollup says of the receipts that are meant, by currency: by the very SELECT that fills it. */
export function rollupStatement(shape: WalkShape, rollup: Rollup, keys: RollupKeys | null): Statement {
  const returns = {
    currency: 'text',
    ...Object.fromEntries(rollup.counts.map((column) => [column, 'int'])),
    ...Object.fromEntries(rollup.sums.map((column) => [column, 'bigint'])),
  } as const;
  const columns = [
    ...rollup.keys,
    ...(rollup.keys.includes('company_id') ? [] : ['company_id']),
    ...rollup.counts,
    ...rollup.sums,
  ];
  return made(`${rollup.table} ${keys?.name ?? ''}`, shape, returns, (q) => {
    const figures = [...rollup.counts, ...rollup.sums].map((column) => `${q.sumBig(`r.${column}`)} AS ${column}`);
    const own = (table: string, alias: string): string => {
      const filter = ownFilters[table];
      if (filter === undefined || !shape.filters.includes(filter.name)) return '';
      return ` AND ${alias}.${filter.column} IN ${q.list(filter.name)}`;
    };
    const children = (table: string, alias: string) =>
      `JOIN ${table} ${alias} ON ${alias}.transaction_id = d.id${own(table, alias)}`;
    return `WITH d AS MATERIALIZED (SELECT t.* FROM ${source(q, shape)} AND t.business_day <= ${q.param('until')}
        AND ${conditions(q, shape).join(' AND ')}),
      r (${columns.join(', ')}) AS (${rollup.select({ sum: q.sumBig, children })})
      SELECT r.currency, ${figures.join(', ')} FROM r ${keys ? `WHERE ${keys.sql(q)}` : ''} GROUP BY r.currency`;
  });
}

function made<R extends Columns>(
  kind: string,
  shape: WalkShape,
  returns: R,
  sql: (q: Words) => string,
): Statement<Params, R> {
  const { isOneStore, isAllStores, filters, narrowing } = shape;
  const key = [
    kind,
    isOneStore,
    isAllStores,
    filters.join(' '),
    narrowing.map(({ name, text = '' }) => `${name} ${text}`).join(' '),
  ].join('|');
  const known = statements.get(key) ?? (statement({ params: paramsOf(shape), returns, sql } as Statement) as Statement);
  statements.set(key, known);
  // Made above for this very kind, whose columns these are.
  return known as unknown as Statement<Params, R>;
}

function paramsOf({ filters, narrowing }: WalkShape): Params {
  return {
    company_id: 'int',
    store_ids: ['int'],
    from: 'text',
    until: 'text',
    before: 'int',
    most: 'int',
    ...Object.fromEntries(filters.map((name) => [name, [name === 'terminal' ? 'int' : 'text']])),
    ...Object.fromEntries(narrowing.flatMap(({ name, type }) => (type === null ? [] : [[name, type]]))),
  };
}

function walkSql(q: Words, shape: WalkShape, columns: string): string {
  return `SELECT ${columns}, CASE WHEN ${conditions(q, shape).join(' AND ')} THEN 1 ELSE 0 END AS is_match
    FROM ${source(q, shape)}
      AND (t.business_day, t.id) < (${q.param('until')}, ${q.param('before')})
    ORDER BY t.business_day DESC, t.id DESC LIMIT ${q.param('most')}`;
}

/** Candidates from the first day on, by the index that has their order. */
function source(q: Words, { isOneStore }: WalkShape): string {
  const index = `transactions_${isOneStore ? 'store' : 'company'}_id_business_day_id_idx`;
  // Words of parameters are said in the order of the text.
  const entry = isOneStore ? `t.store_id IN ${q.list('store_ids')}` : `t.company_id = ${q.param('company_id')}`;
  return `transactions t ${q.provider === 'sqlite' ? `INDEXED BY ${index}` : ''}
    WHERE ${entry} AND t.business_day >= ${q.param('from')}`;
}

function conditions(q: Words, { isOneStore, isAllStores, filters, narrowing }: WalkShape): string[] {
  const has = (table: string, condition: string) =>
    `EXISTS (SELECT 1 FROM ${table} x WHERE x.transaction_id = t.id AND ${condition})`;
  const filterSql: Readonly<Record<FilterName, () => string>> = {
    terminal: () => `t.terminal_id IN ${q.list('terminal')}`,
    cashier: () => `coalesce(t.cashier_id, '') IN ${q.list('cashier')}`,
    payment: () => has('transaction_payments', `NOT x.is_cancelled AND x.payment_type IN ${q.list('payment')}`),
    department: () =>
      `(${has('transaction_lines', `NOT x.is_cancelled AND NOT x.is_voided AND x.main_group_id IN ${q.list('department')}`)}
        OR ${has('transaction_departments', `x.main_group_id IN ${q.list('department')}`)})`,
  };
  return [
    '1 = 1',
    ...(isOneStore || isAllStores ? [] : [`t.store_id IN ${q.list('store_ids')}`]),
    ...filters.map((name) => filterSql[name]()),
    ...narrowing.map(({ sql }) => sql(q)),
  ];
}

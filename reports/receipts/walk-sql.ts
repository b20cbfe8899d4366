/** The statements that walk through receipts, the latest business day first, by the index that has that order. */
import { type Columns, type Statement, statement, type Words } from '../../server/db/index.ts';
import type { FilterName } from '../engine/window.ts';
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

export const walkReturns = { id: 'int', business_day: 'text', is_match: 'int' } as const;

export const sumReturns = {
  currency: 'text',
  is_match: 'int',
  sign: 'int',
  documents: 'int',
  cancelled: 'int',
  net_e4: 'bigint',
} as const;

const netE4 = 't.sign * (t.total_e4 - t.discount_e4 + t.surcharge_e4)';

/** Each engine's text of a statement is made once. */
const statements = new Map<string, Statement>();

/** Candidates from a place on, with whether they are meant. */
export function walkStatement(shape: WalkShape): Statement<Params, typeof walkReturns> {
  return made('walk', shape, walkReturns, (q) => walkSql(q, shape, 't.id, t.business_day'));
}

/** How many candidates are meant and what they came to. */
export function sumStatement(shape: WalkShape): Statement<Params, typeof sumReturns> {
  return made('sum', shape, sumReturns, (q) => {
    const columns = `t.currency, t.sign, CASE WHEN t.is_cancelled THEN 1 ELSE 0 END AS is_cancelled, ${netE4} AS net_e4`;
    return `SELECT c.currency, c.is_match, c.sign, count(*) AS documents, sum(c.is_cancelled) AS cancelled,
      ${q.sumBig('c.net_e4')} AS net_e4 FROM (${walkSql(q, shape, columns)}) c GROUP BY 1, 2, 3`;
  });
}

function made<R extends Columns>(
  kind: string,
  shape: WalkShape,
  returns: R,
  sql: (q: Words) => string,
): Statement<Params, R> {
  const { isOneStore, isAllStores, filters, narrowing } = shape;
  const key = [kind, isOneStore, isAllStores, filters.join(' '), narrowing.map(({ name }) => name).join(' ')].join('|');
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
  const { isOneStore } = shape;
  const index = `transactions_${isOneStore ? 'store' : 'company'}_id_business_day_id_idx`;
  // Words of parameters are said in the order of the text.
  const entry = () => (isOneStore ? `t.store_id IN ${q.list('store_ids')}` : `t.company_id = ${q.param('company_id')}`);
  return `SELECT ${columns}, CASE WHEN ${conditions(q, shape).join(' AND ')} THEN 1 ELSE 0 END AS is_match
    FROM transactions t ${q.provider === 'sqlite' ? `INDEXED BY ${index}` : ''}
    WHERE ${entry()} AND t.business_day >= ${q.param('from')}
      AND (t.business_day, t.id) < (${q.param('until')}, ${q.param('before')})
    ORDER BY t.business_day DESC, t.id DESC LIMIT ${q.param('most')}`;
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

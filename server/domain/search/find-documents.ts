/** Receipts, closures, barcodes and cards by what is printed on them. Each company is sought by itself, because the indexes begin
 *  with the company: what it takes grows with the number of companies, not with that of documents. */

import { type Ctx, type Statement, statement, type Words } from '../../db/index.ts';
import type { ReadText } from './read-text.ts';

/** Above every letter and digit that such a number has, in every order that a database may keep. */
const afterAll = '\u9fff';

/** Rows of each company that are looked at, for each way of finding. */
const mostEach = 12;

const params = {
  companies: { id: 'int' },
  text: 'text',
  until: 'text',
  amount: 'bigint',
  number: 'int',
  most: 'int',
} as const;
const returns = { id: 'text' } as const;

type Q = Words<typeof params>;

interface Sought {
  table: string;
  /** What the found row names: itself, or the row that it belongs to. */
  key: string;
  /** On the row `x`, beside its company. */
  condition(q: Q): string;
  /** That of the index, best first. */
  order(q: Q): string;
}

/** The words of a statement's parameters are asked for in the order of its text: SQLite's have no numbers. */
function perCompany({ table, key, condition, order }: Sought): Statement<typeof params, typeof returns> {
  const first = (q: Q) =>
    `SELECT x.id FROM ${table} x WHERE x.company_id = c.id AND ${condition(q)} ORDER BY ${order(q)} LIMIT ${q.param('most')}`;
  return statement({
    params,
    returns,
    sql: (q) =>
      q.provider === 'sqlite'
        ? `SELECT CAST(t.${key} AS TEXT) AS id FROM ${q.rows('companies', 'c')} CROSS JOIN ${table} t ON t.id IN (${first(q)})`
        : `SELECT CAST(t.${key} AS TEXT) AS id FROM ${q.rows('companies', 'c')} CROSS JOIN LATERAL (${first(q)}) f
            JOIN ${table} t ON t.id = f.id`,
  });
}

const beginsWith = (column: string) => (q: Q) =>
  `x.${column} >= ${q.param('text')} AND x.${column} < ${q.param('until')}`;

const receiptsByUuid = perCompany({
  ...{ table: 'transactions', key: 'id', order: () => 'x.uuid' },
  condition: (q) => `x.uuid = ${q.param('text')}`,
});
const closuresByUuid = perCompany({
  ...{ table: 'closures', key: 'id', order: () => 'x.uuid' },
  condition: (q) => `x.uuid = ${q.param('text')}`,
});
const receiptsByNumber = perCompany({
  ...{ table: 'transactions', key: 'id', order: () => 'x.unique_id' },
  condition: (q) => `x.unique_id = ${q.param('text')}`,
});
const receiptsByBeginning = perCompany({
  ...{ table: 'transactions', key: 'id', order: () => 'x.unique_id DESC' },
  condition: beginsWith('unique_id'),
});

/** Equal amounts lie in the order in which they came, so the latest are read from the end. PostgreSQL reads backwards only where the
 *  amount is a range: with one value it sees no order to keep. */
const receiptsByAmount = perCompany({
  ...{ table: 'transactions', key: 'id' },
  condition: (q) =>
    q.provider === 'sqlite'
      ? `x.total_e4 = ${q.param('amount')}`
      : `x.total_e4 >= ${q.param('amount')} AND x.total_e4 <= ${q.param('amount')}`,
  order: (q) => (q.provider === 'sqlite' ? 'x.id DESC' : 'x.total_e4 DESC'),
});
const cardsByBeginning = perCompany({
  ...{ table: 'loyalty_memberships', key: 'customer_id', order: () => 'x.card_number' },
  condition: beginsWith('card_number'),
});
const barcodesByBeginning = perCompany({
  ...{ table: 'product_barcodes', key: 'product_id', order: () => 'x.barcode' },
  condition: (q) => `${beginsWith('barcode')(q)} AND x.deleted_at IS NULL`,
});

const closuresByNumber = statement({
  params,
  returns,
  sql: (q) => `SELECT CAST(x.id AS TEXT) AS id FROM ${q.rows('companies', 'c')}
    JOIN terminals m ON m.company_id = c.id JOIN closures x ON x.terminal_id = m.id AND x.number = ${q.param('number')}
    ORDER BY x.id DESC LIMIT ${q.param('most')}`,
});

/** Ids of rows, each once, the surest first. */
export interface CodeHits {
  receipts: readonly string[];
  closures: readonly string[];
  products: readonly string[];
  customers: readonly string[];
}

export async function findByCode(
  ctx: Ctx,
  read: ReadText,
  reach: { companyIds: readonly number[]; seesPersonal: boolean },
): Promise<CodeHits> {
  const companies = reach.companyIds.map((id) => ({ id }));
  const run = async (target: typeof receiptsByUuid, facts: { text?: string; amount?: bigint; number?: number }) => {
    const { text = '', amount = 0n, number = 0 } = facts;
    const until = text + afterAll;
    const values = { companies, text, until, amount, number, most: mostEach };
    const rows = await ctx.db.dialect.query(ctx.db.finder, target, values);
    return rows.map(({ id }) => id);
  };
  const all = async (...runs: readonly Promise<string[]>[]) => [...new Set((await Promise.all(runs)).flat())];
  const latest = (ids: string[]) => ids.sort((a, b) => Number(b) - Number(a));
  const { codes, uuid, amounts, closureNumber } = read;
  const byCode = (target: typeof receiptsByUuid) => codes.map((text) => run(target, { text }));
  const [receipts, sameStart, sameAmount, closures, products, customers] = await Promise.all([
    all(...(uuid ? [run(receiptsByUuid, { text: uuid })] : []), ...byCode(receiptsByNumber)),
    all(...byCode(receiptsByBeginning)).then(latest),
    all(...amounts.map((amount) => run(receiptsByAmount, { amount }))).then(latest),
    all(
      ...(uuid ? [run(closuresByUuid, { text: uuid })] : []),
      ...(closureNumber === null ? [] : [run(closuresByNumber, { number: closureNumber })]),
    ),
    all(...byCode(barcodesByBeginning)),
    reach.seesPersonal ? all(...byCode(cardsByBeginning)) : [],
  ]);
  return { receipts: [...new Set([...receipts, ...sameStart, ...sameAmount])], closures, products, customers };
}

/** Taking a document out of the rollups again, as it is stored now: before it is completed and added anew. Rare, so all rollups
 *  are written and nothing is spared. */
import { lookUp, type Statement, statement } from '../../db/index.ts';
import type { Write } from './kinds.ts';
import { reopenPeriodsOf } from './reopen-periods.ts';
import { rollups, sumWith } from './rollup-sql.ts';
import type { Rollup } from './rollup-words.ts';

type OfDocument = Statement<{ readonly ids: { readonly id: 'int' } }>;

function taking({ table, keys, counts, sums, select }: Rollup): OfDocument {
  const names = [...keys, ...(keys.includes('company_id') ? [] : ['company_id'])];
  const figures = [...counts, ...sums];
  const columns = [...names, ...figures].join(', ');
  return statement({
    params: { ids: { id: 'int' } },
    sql: (q) => {
      const find = (of: string, alias: string, where: string) => lookUp(q.provider, { table: of, alias, where });
      const children = (of: string, alias: string) => find(of, alias, `${alias}.transaction_id = d.id`);
      return `INSERT INTO ${table} (${columns})
        WITH d AS MATERIALIZED (SELECT t.* FROM ${q.rows('ids', 'i')} ${find('transactions', 't', 't.id = i.id')}),
          worth (${columns}) AS (${select({ sum: q.sumBig, children })})
        SELECT ${[...names, ...figures.map((figure) => `-${figure}`)].join(', ')} FROM worth
        WHERE true ORDER BY ${keys.map((_, place) => place + 1).join(', ')}
        ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${[
          ...counts.map((column) => `${column} = ${table}.${column} + excluded.${column}`),
          ...sums.map((column) => `${column} = ${sumWith(q.provider, table, column)}`),
        ].join(', ')}`;
    },
  });
}

/** Rows of the documents' days that have come to nothing. */
function dropping({ table, counts, sums }: Rollup): OfDocument {
  return statement({
    params: { ids: { id: 'int' } },
    sql: (q) => `DELETE FROM ${table} WHERE (company_id, store_id, business_day) IN (
        SELECT t.company_id, t.store_id * x.own, t.business_day
        FROM ${q.rows('ids', 'i')} ${lookUp(q.provider, { table: 'transactions', alias: 't', where: 't.id = i.id' })}
        CROSS JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS x)
      AND ${[...counts, ...sums].map((column) => `${column} = 0`).join(' AND ')}`,
  });
}

const takeAll = rollups.map(taking);
const dropEmpty = rollups.filter(({ keys }) => keys.includes('business_day')).map(dropping);

/** Takes away what these documents are worth as they are stored now, with all their rows. */
export async function takeFromRollups({ tx, dialect }: Write, ids: readonly number[]): Promise<void> {
  const rows = ids.map((id) => ({ id }));
  for (const take of takeAll) await dialect.execute(tx, take, { ids: rows });
  await reopenPeriodsOf({ tx, dialect }, ids);
}

/** Removes the rows that were left as zeros on the days of these documents. A month in which a product was not sold in the end
 *  keeps its row of zeros. */
export async function dropEmptyRollups({ tx, dialect }: Write, ids: readonly number[]): Promise<void> {
  const rows = ids.map((id) => ({ id }));
  for (const drop of dropEmpty) await dialect.execute(tx, drop, { ids: rows });
}

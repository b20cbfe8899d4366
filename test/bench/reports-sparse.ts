/** The rollups of a chain that has sold for three years, with the receipts of its last weeks alone: every earlier row is one of these
 *  weeks', moved by whole weeks. What reports read of rollups is then there in full and in its real width, and filling takes
 *  minutes where all the receipts would take hours. Figures of documents before these weeks are not there. */
import { addDays } from '../../server/core/business-day.ts';
import type { Provider } from '../../server/db/index.ts';
import { rollups } from '../../server/domain/sales/rollup-sql.ts';
import type { Rollup } from '../../server/domain/sales/rollup-words.ts';
import type { Size, Sql, Words } from './reports-data.ts';

/** Days whose receipts are stored. */
export const storedDays = 28;

/** The part of the sales that has receipts. */
export function storedPart(size: Size): Size {
  return { ...size, days: storedDays, sales: Math.round((size.sales * storedDays) / size.days) };
}

const movedDay: Record<Provider, string> = {
  sqlite: `date(t.business_day, '-' || (n.i * ${storedDays}) || ' days')`,
  postgresql: `to_char(CAST(t.business_day AS date) - CAST(n.i * ${storedDays} AS integer), 'YYYY-MM-DD')`,
};

/** Products of a day are most of the rows, and a question about months reads no more of them than the days at its ends: so they are
 *  written where a year, and the year before it, may begin and end. */
const productMoves = [1, 12, 13, 25, 26];

/** Writes the rows of all earlier days and months. */
export async function repeatRollups(sql: Sql, q: Words, asked: { size: Size; lastDay: string }): Promise<void> {
  const moves = Math.floor(asked.size.days / storedDays) - 1;
  for (const rollup of rollups.filter(({ keys }) => keys.includes('business_day'))) {
    const places = rollup.table === 'product_day_totals' ? productMoves : null;
    await sql.run(`${movedRows(sql.provider, rollup)}
      CROSS JOIN ${q.numbers(1, moves)} n ${places ? `WHERE n.i IN (${places.join(', ')})` : ''} ORDER BY 1, 2, 3, 4`);
  }
  for (const text of monthsOfProducts(q, asked)) await sql.run(text);
}

function columnsOf({ keys, counts, sums }: Rollup): string[] {
  return [...keys, ...(keys.includes('company_id') ? [] : ['company_id']), ...counts, ...sums];
}

function movedRows(provider: Provider, rollup: Rollup): string {
  const columns = columnsOf(rollup);
  const selected = columns.map((name) => (name === 'business_day' ? movedDay[provider] : `t.${name}`));
  return `INSERT INTO ${rollup.table} (${columns.join(', ')})
    SELECT ${selected.join(', ')} FROM (SELECT * FROM ${rollup.table}) t`;
}

/** Each month sold what the stored weeks sold. */
function monthsOfProducts(q: Words, { size, lastDay }: { size: Size; lastDay: string }): string[] {
  const months = new Set(Array.from({ length: size.days }, (_, day) => addDays(lastDay, -day).slice(0, 7)));
  const rollup = rollups.find(({ table }) => table === 'product_month_totals');
  if (!rollup) throw new Error('Months of products are no rollup.');
  const figures = [...rollup.counts, ...rollup.sums];
  const sums = figures.map((name) => q.sum(`t.${name}`)).join(', ');
  return [
    'DELETE FROM product_month_totals',
    ...[...months].sort().map(
      (month) => `INSERT INTO product_month_totals (${columnsOf(rollup).join(', ')})
      SELECT t.company_id, t.store_id * x.i, '${month}', t.product_id, t.currency, ${sums}
      FROM product_day_totals t CROSS JOIN ${q.numbers(0, 1)} x WHERE t.business_day > '${addDays(lastDay, -storedDays)}'
      GROUP BY 1, 2, 4, 5`,
    ),
  ];
}

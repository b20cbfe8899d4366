/** Our lists beside the resource of @adminjs/prisma as it comes, on the same rows. */
import { openDatabase } from '../../server/db/index.ts';
import { type Bench, quantiles, tell, timeAll } from './admin-measures.ts';
import { type ListCase, stockMs } from './stock-resource.ts';

const receipts = { model: 'Transaction', filters: {}, sortBy: 'id', direction: 'desc', page: 1 } as const;
const compared: readonly ListCase[] = [
  { ...receipts, name: 'Transactions' },
  { ...receipts, name: 'Transactions, page 20,000', page: 20_000 },
  { ...receipts, name: 'Transactions of a day', filters: { businessDay: '2026-02-01' } },
  { ...receipts, name: 'Transactions by day', sortBy: 'businessDay' },
  { ...receipts, name: 'Returns', filters: { transactionType: 'return' } },
  { ...receipts, name: 'Products by code', model: 'Product', sortBy: 'code', direction: 'asc' },
];

const stockTimes = 5;

/** Ours over HTTP with names and JSON, the stock resource in this process without either. */
export async function besideStock(bench: Bench): Promise<void> {
  const db = await openDatabase({ url: bench.url });
  try {
    const table = [];
    for (const each of compared) {
      tell(`beside @adminjs/prisma: ${each.name}`);
      const filters = Object.entries(each.filters).map(([name, value]) => `&filters.${name}=${value}`);
      const order = `sortBy=${each.sortBy}&direction=${each.direction}&page=${each.page}`;
      const address = `/admin/api/resources/${each.model}/actions/list?${order}${filters.join('')}`;
      const [ours] = await timeAll(bench, bench.visitor, [{ name: each.name, address }]);
      const stock = quantiles(await stockMs(db, each, stockTimes));
      const ratio = Number((stock.p50 / (ours?.p50 ?? Number.NaN)).toFixed(1));
      table.push({ what: each.name, 'ours ms': ours?.p50, 'stock ms': stock.p50, 'times faster': ratio });
    }
    console.log('\nBeside the resource of @adminjs/prisma as it comes (medians)');
    console.table(table);
    const ratios = table.map((row) => row['times faster']).filter((ratio) => !Number.isNaN(ratio));
    bench.found.add('Beside the stock resource: smallest ratio', Math.min(...ratios), 1, 'times');
  } finally {
    await db.close();
  }
}

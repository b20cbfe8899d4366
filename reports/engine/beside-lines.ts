/** What the sum of lines does not tell of a document: the money of documents that came without lines, and what rounding and
 *  discounts on the whole document leave over. With these rows a report of products adds up to the takings. */
import type { Ctx } from '../../server/db/index.ts';
import { plus, type Sums } from '../measures.ts';
import { receiptsOf } from './drills.ts';
import type { Row } from './report.ts';
import { sumRollup } from './sum-rollup.ts';
import type { Window } from './window.ts';

/** Sums of the heads of documents, by currency; null when only the lines of some departments are asked for, which heads do not
 *  tell. One query. */
export async function headSums(ctx: Ctx, window: Window): Promise<ReadonlyMap<string, Sums> | null> {
  if (window.filters.department) return null;
  const heads = new Map<string, Sums>();
  for (const { currency, ...sums } of await sumRollup(ctx, window, { rollup: 'dayTotals', by: [] })) {
    const key = String(currency);
    heads.set(key, plus(heads.get(key) ?? {}, sums as Sums));
  }
  return heads;
}

/** The two rows; without the one that would be all zero. */
export function rowsBesideLines(head: Sums, lines: Sums): Row[] {
  const of = (sums: Sums, column: string) => BigInt(sums[column] ?? 0);
  const lineless = of(head, 'gross_e4') - of(head, 'lined_e4');
  const gross = of(head, 'lined_e4') - of(lines, 'gross_e4');
  const discounts = of(head, 'discount_e4') - of(lines, 'discount_e4');
  const rows: Row[] = [];
  if (lineless !== 0n) {
    rows.push({
      key: '(without lines)',
      label: { kind: 'word', word: 'withoutLines' },
      values: { gross: lineless },
      drill: receiptsOf({ kind: 'lineless' }),
      kind: 'unknown',
    });
  }
  if (gross !== 0n || discounts !== 0n) {
    rows.push({
      key: '(difference)',
      label: { kind: 'word', word: 'lineDifference' },
      values: { gross, discounts },
      drill: receiptsOf({ kind: 'lines-differ' }),
      kind: 'difference',
    });
  }
  return rows;
}

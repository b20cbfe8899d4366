/** Where the values of a page's tables stand. */
import { expect } from 'vitest';

/** Every value of a table stands at the end of its column where the head of the column does, and nowhere else.
 *  @param table an attribute by which the table is found */
export function expectAligned(page: string, table: string): void {
  const [, head, rows] =
    new RegExp(`${table}[^>]*>.*?<thead>(.*?)</thead>\\s*<tbody>(.*?)</tbody>`, 's').exec(page) ?? [];
  const ends = (row = '') =>
    [...row.matchAll(/<t[hd]( scope="\w+")?( class="gate-num")?>/g)].map(([, , end]) => end !== undefined);
  const expected = ends(head);
  const found = [...(rows ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) => ends(row));
  expect(new Set(expected)).toEqual(new Set([false, true]));
  expect(found).not.toEqual([]);
  for (const row of found) expect(row).toEqual(expected);
}

/** Lists of any table, page by page, at any size. */

export { countCap, countRows } from './count.ts';
export { hasIndexFor, type ListedPage, type ListStart, listRows, planList, readOn } from './list-rows.ts';
export type { ListCondition, ListOrder, ListQuery, ListTable, ListValue } from './table.ts';

/** Lists of any table, page by page, at any size. */

export { type Counted, countCap, countRows } from './count.ts';
export { dataModel, type Model, type ModelField, modelOf } from './data-model.ts';
export { hasIndexFor, type ListedPage, type ListStart, listRows, planList, readOn } from './list-rows.ts';
export { listTableOf } from './model-table.ts';
export type { ListCondition, ListOrder, ListQuery, ListScope, ListTable, ListValue } from './table.ts';

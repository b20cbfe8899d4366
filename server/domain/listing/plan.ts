/** Which index answers a list, and how far it has to be walked. */

import { columnOf, type ListCondition, type ListIndex, type ListQuery, type ListTable } from './table.ts';

/** Conditions of one alternative: those that the chosen index answers, and those that each row is asked for. */
export interface Branch {
  served: readonly ListCondition[];
  rest: readonly ListCondition[];
  /** The index that has the order; null: any will do. */
  index: ListIndex | null;
  /** The index under whose order the rows that the served conditions leave lie together best; null: none is better. */
  together: ListIndex | null;
}

export interface Plan {
  /** `served`: an index has the order and every condition. `walked`: an index has the order, other conditions are asked of each
   *  row. `gathered`: the conditions leave so few rows that these are sorted. */
  mode: 'served' | 'walked' | 'gathered';
  /** Columns that make the order, the id last. */
  order: readonly string[];
  direction: 'asc' | 'desc';
  branches: readonly Branch[];
}

/** More alternatives than these are asked as one condition. */
const mostBranches = 40;

/** The alternatives with the filters added; without those that contradict a filter. */
export function branchesOf({ scope, filters }: ListQuery): ListCondition[][] {
  const branches: ListCondition[][] = [];
  for (const own of scope) {
    const added = filters.filter((filter) => !own.some((condition) => isSame(condition, filter)));
    if (own.some((condition) => added.some((filter) => excludes(condition, filter)))) continue;
    branches.push([...own, ...added.filter((filter) => !own.some((condition) => implies(condition, filter)))]);
  }
  return branches;
}

function isSame(a: ListCondition, b: ListCondition): boolean {
  return a.is === 'equal' && b.is === 'equal' && a.column === b.column && a.value === b.value;
}

function implies(known: ListCondition, asked: ListCondition): boolean {
  if (asked.is !== 'among' || known.is !== 'equal') return false;
  return asked.column === known.column && asked.values.includes(known.value);
}

/** Whether no row can meet both. */
function excludes(known: ListCondition, asked: ListCondition): boolean {
  if (known.is === 'empty') {
    const needsValue = asked.is === 'equal' || asked.is === 'among' || asked.is === 'filled';
    return needsValue && asked.column === known.column;
  }
  if (known.is !== 'equal' || !('column' in asked) || asked.column !== known.column) return false;
  if (asked.is === 'equal') return asked.value !== known.value;
  if (asked.is === 'among') return !asked.values.includes(known.value);
  return asked.is === 'empty';
}

/** Whether the condition leaves one value of its column. */
function isFixed(branch: readonly ListCondition[], column: string): boolean {
  return branch.some((each) => (each.is === 'equal' || each.is === 'empty') && each.column === column);
}

type Ordering = Pick<ListQuery, 'table' | 'order' | 'hidden'>;

interface Path {
  order: string[];
  /** Columns of the index that are compared for equality. */
  fixed: string[];
  index: ListIndex;
}

/** The index that has the order under the fixed columns of a branch. Its further columns break ties, the id at last. Null: no
 *  index has it. */
function pathOf({ table, order: { column }, hidden }: Ordering, branch: readonly ListCondition[]): Path | null {
  let best: Path | null = null;
  for (const index of table.indexes) {
    const { columns, isUnique } = index;
    const place = columns.indexOf(column);
    if (place < 0) continue;
    const before = columns.slice(0, place);
    const fixed = before.filter((name) => isFixed(branch, name));
    // Over all companies a list by an index of each company is in order within each of them.
    const isPerCompany = fixed.length === 0 && before.length === 1 && before[0] === 'companyId';
    if (fixed.length < before.length && !(isPerCompany && canTie(table, 'companyId') && canTie(table, column)))
      continue;
    const ordering = [...(isPerCompany ? before : []), ...columns.slice(place)];
    if (ordering.some((name) => hidden?.has(name))) continue;
    // Rows without a value are all ties, so the index must hold the id too.
    if (!canTie(table, column) && !columns.includes(table.id)) continue;
    const order = withTies(table, ordering, isUnique && columns.every((name) => canTie(table, name)));
    if (order === null) continue;
    const path = { order, fixed, index };
    if (best === null || rank(path, column) > rank(best, column)) best = path;
  }
  return best;
}

/** An order that begins with the asked column is the better one, then the one with more fixed columns, then the shorter one. */
function rank({ order, fixed }: Path, column: string): number {
  return (order[0] === column ? 100 : 0) + fixed.length * 10 - order.length;
}

function canTie(table: ListTable, name: string): boolean {
  return !columnOf(table, name).isNullable;
}

/** Ends in the id, unless the columns tell rows apart without it. Null: a column that may be empty stands among the ties, and the
 *  order would have holes. */
function withTies(table: ListTable, columns: readonly string[], isUnique: boolean): string[] | null {
  const order: string[] = [];
  for (const [place, name] of columns.entries()) {
    if (place > 0 && !canTie(table, name)) return null;
    order.push(name);
    if (name === table.id) return order;
  }
  return isUnique ? order : [...order, table.id];
}

/** How an index has the order; null: none has it. */
export function orderedPlan(query: ListQuery): Plan | null {
  const { table, order } = query;
  const branches = spread(branchesOf(query), query);
  const paths = branches.map((branch) => pathOf(query, branch));
  const [path] = paths;
  if (branches.length === 0) return emptyPlan(query);
  if (!path || paths.some((each) => each?.order.join() !== path.order.join())) return null;
  // Sorted within each company is no order over several of them.
  if (path.order[0] !== order.column && branches.length > 1) return null;
  const split = branches.map((branch, place) => splitBranch(branch, query, paths[place] ?? path));
  return {
    mode: split.every(({ rest }) => rest.length === 0) ? 'served' : 'walked',
    // Unique within each alternative is not unique over several.
    order: branches.length > 1 && !path.order.includes(table.id) ? [...path.order, table.id] : path.order,
    direction: order.direction,
    branches: split,
  };
}

export function emptyPlan({ table, order }: ListQuery): Plan {
  const columns = order.column === table.id ? [table.id] : [order.column, table.id];
  return { mode: 'served', order: columns, direction: order.direction, branches: [] };
}

function splitBranch(branch: readonly ListCondition[], query: Ordering, { fixed, index }: Path): Branch {
  const by = query.order.column;
  const isServed = (each: ListCondition) =>
    ((each.is === 'equal' || each.is === 'empty') && fixed.includes(each.column)) ||
    ((each.is === 'range' || each.is === 'equal') && each.column === by);
  const served = branch.filter(isServed);
  const rest = branch.filter((each) => !isServed(each));
  return { served, rest, index, together: together(query, served) };
}

/** An index that goes on to the id behind the conditions, as by days: rows that were written together lie together. */
function together({ table, hidden }: Ordering, served: readonly ListCondition[]): ListIndex | null {
  if (served.length === 0) return null;
  const names = new Set(served.flatMap((each) => (each.is === 'equal' || each.is === 'empty' ? [each.column] : [])));
  const isFit = ({ columns }: ListIndex) =>
    columns.slice(0, served.length).every((name) => names.has(name)) &&
    columns.indexOf(table.id) === columns.length - 1 &&
    columns.length > served.length &&
    !columns.some((name) => hidden?.has(name));
  return table.indexes.filter(isFit).toSorted((a, b) => a.columns.length - b.columns.length)[0] ?? null;
}

/** One of several values becomes an alternative for each, where an index then has the order. */
function spread(branches: ListCondition[][], query: Ordering): ListCondition[][] {
  const lists = (branches[0] ?? []).filter((each) => each.is === 'among');
  for (const list of lists) {
    const apart = branches.flatMap((branch) => {
      const found = branch.find((each) => each.is === 'among' && each.column === list.column);
      if (found?.is !== 'among') return [branch];
      const others = branch.filter((each) => each !== found);
      return [...new Set(found.values)].map((value) => [
        ...others,
        { is: 'equal', column: found.column, value } as const,
      ]);
    });
    if (apart.length === 0 || apart.length > mostBranches) continue;
    const before = pathOf(query, branches[0] ?? []);
    const after = pathOf(query, apart[0] ?? []);
    if (after === null || !after.fixed.includes(list.column) || after.order[0] !== query.order.column) continue;
    if (before === null || after.fixed.length > before.fixed.length) return apart;
  }
  return branches;
}

/** When the conditions leave few rows, these are fetched by whatever index finds them and sorted: every order and every filter is
 *  then exact. Whether they are few is counted first, up to a limit. */

import type { Ctx } from '../../db/index.ts';
import { type Branch, branchesOf, type Plan } from './plan.ts';
import { conditionsSql, join, run, type Sql, sql } from './sql.ts';
import type { ListCondition, ListIndex, ListQuery, ListTable } from './table.ts';

/** Rows that are sorted at most. */
export const gatherCap = 4_000;

/** Ways that are tried for each alternative. */
const mostWays = 3;

/** A plan that sorts; null: too many rows would have to be sorted. */
export async function gatheredPlan(ctx: Ctx, query: ListQuery): Promise<Plan | null> {
  const branches = branchesOf(query);
  if (branches.length === 0) return null;
  const ways = branches.map((branch) => waysOf(query, branch));
  const counts = await countWays(ctx, query.table, ways.flat());
  let next = 0;
  let total = 0;
  const chosen: Branch[] = [];
  for (const [place, branch] of branches.entries()) {
    const own = (ways[place] ?? []).map((served) => ({ served, count: counts[next++] ?? gatherCap + 1 }));
    const best = own.sort((a, b) => a.count - b.count)[0];
    if (!best) return null;
    total += best.count;
    chosen.push({
      served: best.served,
      rest: branch.filter((each) => !best.served.includes(each)),
      index: null,
      together: null,
    });
  }
  if (total > gatherCap) return null;
  const { column, direction } = query.order;
  const order = column === query.table.id ? [column] : [column, query.table.id];
  return { mode: 'gathered', order, direction, branches: chosen };
}

/** Sets of conditions that an index answers, the most telling first; the alternative's scope, or everything, at last. */
function waysOf({ table, scope }: ListQuery, branch: readonly ListCondition[]): (readonly ListCondition[])[] {
  const found = new Map<string, { conditions: ListCondition[]; weight: number }>();
  const mayBeOpen = isEnterable(table);
  for (const { columns } of table.indexes) {
    const { conditions, weight } = alongIndex(columns, branch, mayBeOpen);
    const key = conditions.map((each) => branch.indexOf(each)).join();
    if (weight > (found.get(key)?.weight ?? 0)) found.set(key, { conditions, weight });
  }
  const best = [...found.values()].sort((a, b) => b.weight - a.weight).slice(0, mostWays - 1);
  // What the scope says is found by indexes; what a filter says in such words may be found nowhere.
  const isOwn = (each: ListCondition) =>
    ('of' in each || each.is === 'related') && scope.some((own) => own.includes(each));
  const own = branch.filter(isOwn);
  const hasCompanies = table.indexes.some(({ columns: [first] }) => first === 'companyId');
  const last =
    own.length > 0 ? own : branch.filter((each) => hasCompanies && isPoint(each) && each.column === 'companyId');
  return [...best.map(({ conditions }) => conditions), last];
}

type Point = Extract<ListCondition, { is: 'equal' | 'empty' | 'among' }>;

function isPoint(condition: ListCondition): condition is Point {
  return condition.is === 'equal' || condition.is === 'empty' || condition.is === 'among';
}

/** What of a branch the index answers from its first column on. The company may be left open where every row has one: it has few
 *  values. */
function alongIndex(index: readonly string[], branch: readonly ListCondition[], mayBeOpen: boolean) {
  const conditions: ListCondition[] = [];
  let weight = 0;
  for (const [place, name] of index.entries()) {
    const point = branch.find((each) => isPoint(each) && each.column === name);
    if (point) {
      conditions.push(point);
      weight += name === 'companyId' ? 1 : 4;
      continue;
    }
    if (place === 0 && name === 'companyId' && mayBeOpen) continue;
    const ranges = branch.filter((each) => each.is === 'range' && each.column === name);
    conditions.push(...ranges);
    if (ranges.length > 0) weight += 2;
    break;
  }
  // Nothing but an open company: every row.
  return { conditions, weight: conditions.length === 0 ? 0 : weight };
}

async function countWays(ctx: Ctx, table: ListTable, ways: readonly (readonly ListCondition[])[]): Promise<number[]> {
  const style = { provider: ctx.db.provider, isGuarded: false };
  const counts = ways.map(
    (conditions, place) =>
      sql`(SELECT count(*) FROM (SELECT 1 AS one FROM ${table.name} WHERE ${[
        ...everyCompany(table, conditions),
        ...conditionsSql(table, conditions, style),
      ]} LIMIT ${gatherCap + 1}) w${place}) AS c${place}`,
  );
  const returns = Object.fromEntries(ways.map((_, place) => [`c${place}`, 'int' as const]));
  const [row] = await run(ctx, sql`SELECT ${join(counts, ', ')}`, returns);
  return ways.map((_, place) => Number(row?.[`c${place}`]));
}

/** Whether every row belongs to a company. */
function isEnterable(table: ListTable): boolean {
  return table.columns['companyId']?.isNullable === false;
}

/** A condition that every row meets, so that an index that begins with the company can be entered. */
export function everyCompany(table: ListTable, conditions: readonly ListCondition[]): Sql {
  const names = new Set(conditions.flatMap((each) => ('column' in each ? [each.column] : [])));
  const isOpen = ({ columns: [first, second] }: ListIndex) =>
    first === 'companyId' && !names.has('companyId') && second !== undefined && names.has(second);
  const isEntered = table.indexes.some(({ columns: [first] }) => first !== undefined && names.has(first));
  if (isEntered || !table.indexes.some(isOpen) || !isEnterable(table)) return [];
  return ['company_id IN (SELECT id FROM companies) AND '];
}

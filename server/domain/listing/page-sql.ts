/** Parts of the statements that read a page. */

import type { Columns, Ctx, RowOf } from '../../db/index.ts';
import { everyCompany } from './gather.ts';
import type { Branch, Plan } from './plan.ts';
import { allOf, conditionSql, conditionsSql, join, type Sql, sql } from './sql.ts';
import { columnOf, type ListTable } from './table.ts';

/** The rows of one alternative, neither ordered nor cut. */
export function branchSql(
  ctx: Ctx,
  { table, plan }: { table: ListTable; plan: Plan },
  { branch, selected, inside }: { branch: Branch; selected: string; inside: readonly Sql[] },
): Sql {
  const { provider } = ctx.db;
  const isGathered = plan.mode === 'gathered';
  const own = conditionsSql(table, branch.served, { provider, isGuarded: false });
  const asked = branch.rest.map((each) => sql`(${conditionSql(table, each, { provider, isGuarded: true })})`);
  const entry = isGathered ? everyCompany(table, branch.served) : [];
  return sql`SELECT ${selected} FROM ${table.name} ${hint(ctx, table, branch)} WHERE ${allOf([[...entry, ...own], ...inside, ...asked])}`;
}

/** The rows of one alternative in a stretch of the order. PostgreSQL, which expects few of them, would fetch all rows of a company
 *  by another index and sort those (400 ms of 200,000 receipts): so it reads the stretch first, and asks its rows then.
 *  @param how `ahead` bounds the stretch at its beginning, `inside` may be asked of its rows */
export function stretchSql(
  ctx: Ctx,
  { table, plan }: { table: ListTable; plan: Plan },
  how: {
    branch: Branch;
    selected: string;
    ahead: readonly Sql[];
    inside: readonly Sql[];
    ordered: string;
    most: number;
  },
): Sql {
  const { branch, selected, ahead, inside, ordered, most } = how;
  const { provider } = ctx.db;
  if (provider === 'sqlite')
    return branchSql(ctx, { table, plan }, { branch, selected, inside: [...ahead, ...inside] });
  const own = conditionsSql(table, branch.served, { provider, isGuarded: false });
  const asked = conditionsSql(table, branch.rest, { provider, isGuarded: true });
  return sql`SELECT ${selected} FROM (SELECT * FROM ${table.name} WHERE ${allOf([own, ...ahead])}
    ORDER BY ${ordered} LIMIT ${most}) stretch WHERE ${allOf([...inside, asked])}`;
}

/** SQLite has no figures about its tables and would take an index of more columns, and sort. PostgreSQL has them. */
export function hint(ctx: Ctx, table: ListTable, { index }: Branch): string {
  if (ctx.db.provider !== 'sqlite' || index === null) return '';
  if (index.name !== null) return `INDEXED BY ${index.name}`;
  // The key of whole numbers is the table itself; one of texts is an index that nothing competes with.
  return columnOf(table, table.id).scalar === 'int' ? 'NOT INDEXED' : '';
}

export function merged(
  parts: readonly Sql[],
  { selected, ordered, most }: { selected: string; ordered: string; most: number },
): Sql {
  const [only = []] = parts;
  const tail = `ORDER BY ${ordered} LIMIT ${most}`;
  if (parts.length === 1) return sql`${only} ${tail}`;
  const each = parts.map((part, place) => sql`SELECT ${selected} FROM (${part} ${tail}) b${place}`);
  return sql`SELECT ${selected} FROM (${join(each, ' UNION ALL ')}) m ${tail}`;
}

/** The columns as they are selected. */
export function columnList(table: ListTable, names: readonly string[]): string {
  return names.map((name) => columnOf(table, name).sql).join(', ');
}

/** The columns as rows are ordered by them. */
export function orderList(table: ListTable, names: readonly string[], direction: Plan['direction']): string {
  return names.map((name) => `${columnOf(table, name).sql} ${direction}`).join(', ');
}

/** What each alternative gets of so many rows. */
export function shareOf(plan: Plan, rows: number): number {
  return Math.max(Math.floor(rows / plan.branches.length), 1);
}

export function returnsOf(table: ListTable, names: readonly string[]): Columns {
  return Object.fromEntries(
    names.map((name) => {
      const { sql: column, scalar } = columnOf(table, name);
      return [column, `${scalar}?` as const];
    }),
  );
}

export function named(table: ListTable, names: readonly string[], row: RowOf<Columns>): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row[columnOf(table, name).sql]]));
}

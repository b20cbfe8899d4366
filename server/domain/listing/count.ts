import type { Ctx } from '../../db/index.ts';
import { everyCompany } from './gather.ts';
import type { Plan } from './plan.ts';
import { walkBudget } from './read-page.ts';
import { allOf, conditionSql, conditionsSql, join, run, sql } from './sql.ts';
import { columnOf, type ListTable } from './table.ts';

/** Further rows are not counted: the list says "10,000+". */
export const countCap = 10_000;

/** Rows of a list, up to `countCap` + 1. Where rows are looked through, only the first stretch is counted: there may be more. */
export async function countRows(ctx: Ctx, { table, plan }: { table: ListTable; plan: Plan }): Promise<number> {
  if (plan.branches.length === 0) return 0;
  const { provider } = ctx.db;
  const style = { provider, isGuarded: plan.mode !== 'served' };
  const share = Math.max(Math.floor(walkBudget / plan.branches.length), 1);
  const parts = plan.branches.map(({ served, rest }, place) => {
    const own = conditionsSql(table, served, { provider, isGuarded: false });
    const asked = rest.map((each) => sql`(${conditionSql(table, each, style)})`);
    if (plan.mode !== 'walked') {
      const entry = plan.mode === 'gathered' ? everyCompany(table, served) : [];
      return sql`SELECT * FROM (SELECT 1 AS one FROM ${table.name} WHERE ${allOf([[...entry, ...own], ...asked])}
        LIMIT ${countCap + 1}) c${place}`;
    }
    const ordered = plan.order.map((name) => `${columnOf(table, name).sql} ${plan.direction}`).join(', ');
    const walked = sql`SELECT * FROM ${table.name} WHERE ${own} ORDER BY ${ordered} LIMIT ${share}`;
    return sql`SELECT 1 AS one FROM (${walked}) w${place} WHERE ${allOf(asked)}`;
  });
  const counted = sql`SELECT count(*) AS total FROM (SELECT one FROM (${join(parts, ' UNION ALL ')}) a
    LIMIT ${countCap + 1}) b`;
  const [row] = await run(ctx, counted, { total: 'int' });
  return row?.total ?? 0;
}

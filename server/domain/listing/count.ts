import type { Ctx } from '../../db/index.ts';
import { everyCompany } from './gather.ts';
import { hint, orderList, shareOf } from './page-sql.ts';
import type { Branch, Plan } from './plan.ts';
import { allOf, conditionSql, conditionsSql, join, run, type Sql, sql } from './sql.ts';
import type { ListTable } from './table.ts';

/** Further rows are not counted: the list says "10,000+". */
export const countCap = 10_000;

/** Rows that are looked through for a count where no index answers the filters: some more than are counted, so that a few that
 *  do not match (what lies in the trash) do not leave a list without a count. */
const countBudget = 12_000;

export interface Counted {
  /** Up to `countCap` + 1. */
  rows: number;
  /** False: rows beyond those that were looked through may match, too. */
  isSure: boolean;
}

/** Rows of a list, up to `countCap` + 1. */
export async function countRows(ctx: Ctx, { table, plan }: { table: ListTable; plan: Plan }): Promise<Counted> {
  if (plan.branches.length === 0) return { rows: 0, isSure: true };
  if (plan.mode === 'walked') return countWalked(ctx, table, plan);
  const { provider } = ctx.db;
  const style = { provider, isGuarded: plan.mode !== 'served' };
  const parts = plan.branches.map(({ served, rest }, place) => {
    const own = conditionsSql(table, served, { provider, isGuarded: false });
    const asked = rest.map((each) => sql`(${conditionSql(table, each, style)})`);
    const entry = plan.mode === 'gathered' ? everyCompany(table, served) : [];
    return sql`SELECT * FROM (SELECT 1 AS one FROM ${table.name} WHERE ${allOf([[...entry, ...own], ...asked])}
      LIMIT ${countCap + 1}) c${place}`;
  });
  const counted = sql`SELECT count(*) AS total FROM (SELECT one FROM (${join(parts, ' UNION ALL ')}) a
    LIMIT ${countCap + 1}) b`;
  const [row] = await run(ctx, counted, { total: 'int' });
  return { rows: row?.total ?? 0, isSure: true };
}

/** Of the first rows that come, how many match. */
async function countWalked(ctx: Ctx, table: ListTable, plan: Plan): Promise<Counted> {
  const { provider } = ctx.db;
  const share = shareOf(plan, countBudget);
  const parts = plan.branches.map((branch, place) => {
    const matches = conditionsSql(table, branch.rest, { provider, isGuarded: true });
    const walked = sql`${walk(ctx, { table, plan }, branch)} LIMIT ${share}`;
    return sql`SELECT count(*) AS seen, count(CASE WHEN ${matches} THEN 1 END) AS matching FROM (${walked}) w${place}`;
  });
  const rows = await run(ctx, join(parts, ' UNION ALL '), { seen: 'int', matching: 'int' });
  const matching = rows.reduce((sum, row) => sum + row.matching, 0);
  const isSure = matching > countCap || rows.every(({ seen }) => seen < share);
  return { rows: Math.min(matching, countCap + 1), isSure };
}

/** The rows that are looked through, those together that lie together: in the order of another column each is on a page of its own
 *  (12,000 of a million receipts by their uuid: 49 ms of processor instead of 6). */
function walk(ctx: Ctx, { table, plan }: { table: ListTable; plan: Plan }, branch: Branch): Sql {
  const { provider } = ctx.db;
  const { served, together } = branch;
  if (served.length === 0) return sql`SELECT * FROM ${table.name} ${provider === 'sqlite' ? 'NOT INDEXED' : ''}`;
  const own = conditionsSql(table, served, { provider, isGuarded: false });
  const ordered = orderList(table, together?.columns ?? plan.order, plan.direction);
  const chosen = hint(ctx, table, together ? { ...branch, index: together } : branch);
  return sql`SELECT * FROM ${table.name} ${chosen} WHERE ${own} ORDER BY ${ordered}`;
}

import type { Provider } from './dialect.ts';

/** The rows of a table that belong to each row before it in FROM, found by an index, whatever the planner thinks of it: SQLite
 *  without statistics may begin at the larger table, and PostgreSQL keeps for a prepared statement the plan that it made while
 *  the tables were small, and would read them whole for every batch when they are large. There OFFSET 0, which changes nothing,
 *  keeps the subquery from being turned into a join.
 *  @param where the condition; it names the table's columns by `alias` */
export function lookUp(
  provider: Provider,
  { table, alias, where }: Record<'table' | 'alias' | 'where', string>,
): string {
  return provider === 'sqlite'
    ? `CROSS JOIN ${table} ${alias} ON ${where}`
    : `CROSS JOIN LATERAL (SELECT * FROM ${table} ${alias} WHERE ${where} OFFSET 0) AS ${alias}`;
}

/** Names of what rollups know by id alone. What was deleted still has its name; what the hub never heard of has a short id. */
import { type Ctx, statement } from '../../server/db/index.ts';
import type { Label } from './report.ts';

const params = { company_id: 'int', ids: ['text'] } as const;
const returns = { id: 'text', name: 'text' } as const;

const namesIn = (table: string, name = 'x.name') =>
  statement({
    params,
    returns,
    sql: (q) => `SELECT x.id, ${name} AS name FROM ${table} x
      WHERE x.company_id = ${q.param('company_id')} AND x.id IN ${q.list('ids')}`,
  });

const statements = {
  cashier: namesIn('cashiers', `trim(x.first_name || ' ' || x.last_name)`),
  customer: namesIn('customers', `trim(x.name || ' ' || x.last_name)`),
  department: namesIn('department_main_groups'),
  subDepartment: namesIn('department_sub_groups'),
  segment: namesIn('customer_segments'),
} as const;

/** Names by id, of those that the company has. One query; none for no ids. */
export async function namesOf(
  ctx: Ctx,
  kind: keyof typeof statements,
  asked: { companyId: number; ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(asked.ids)].filter((id) => id !== '');
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.dialect.query(ctx.db.reader, statements[kind], { company_id: asked.companyId, ids });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A name; where there is none, so much of the id that it can be told from others, and that the hub does not know it. */
export function labelOf(names: ReadonlyMap<string, string>, id: string): Label {
  const name = names.get(id);
  return name ? { kind: 'text', text: name } : { kind: 'word', word: 'unknownId', facts: { id: id.slice(0, 8) } };
}

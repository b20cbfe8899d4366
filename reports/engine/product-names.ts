/** Names of products, also of those that only documents know. */
import { type Ctx, statement } from '../../server/db/index.ts';
import type { Label } from './report.ts';

const names = statement({
  params: { company_id: 'int', ids: ['text'] },
  returns: { id: 'text', code: 'text?', name: 'text?', is_seen: 'int' },
  sql: (q) => `SELECT p.id, p.code, p.name, 0 AS is_seen FROM products p
      WHERE p.company_id = ${q.param('company_id')} AND p.id IN ${q.list('ids')}
    UNION ALL
    SELECT s.uuid, s.code, s.name, 1 FROM seen_records s
      WHERE s.company_id = ${q.param('company_id')} AND s.kind = 'product' AND s.uuid IN ${q.list('ids')}
    ORDER BY is_seen DESC`,
});

/** What a row about a product is called. The empty id is the product that a line did not name. One query. */
export async function productLabels(
  ctx: Ctx,
  companyId: number,
  ids: readonly string[],
): Promise<(id: string) => Label> {
  const asked = [...new Set(ids)].filter((id) => id !== '');
  const rows =
    asked.length === 0 ? [] : await ctx.db.dialect.query(ctx.db.reader, names, { company_id: companyId, ids: asked });
  // What the company has counts before what documents once said.
  const known = new Map(rows.map((row) => [row.id, row]));
  return (id) => {
    if (id === '') return { kind: 'word', word: 'unknownProduct' };
    const row = known.get(id);
    if (!row?.name) return { kind: 'word', word: 'unknownId', facts: { id: id.slice(0, 8) } };
    return { kind: 'text', text: row.name, ...(row.code && { note: row.code }) };
  };
}

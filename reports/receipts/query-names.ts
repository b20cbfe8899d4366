/** Names of what the list of receipts is narrowed by. */
import type { Ctx } from '../../server/db/index.ts';
import { namesOf } from '../engine/names.ts';
import type { Asked } from '../engine/window.ts';

/** By "<filter> <id>"; what has no name is missing. */
export async function readNames(ctx: Ctx, companyId: number, asked: Asked): Promise<ReadonlyMap<string, string>> {
  const idsOf = (name: string) => (typeof asked[name] === 'string' ? String(asked[name]).split(',').slice(0, 200) : []);
  const products = idsOf('product');
  const subs = idsOf('sub').map((key) => key.split(':')[1] ?? '');
  const [found, customers, segments, groups] = await Promise.all([
    products.length === 0
      ? []
      : ctx.db.reader.product.findMany({
          where: { companyId, id: { in: products } },
          select: { id: true, name: true },
        }),
    namesOf(ctx, 'customer', { companyId, ids: idsOf('customer') }),
    namesOf(ctx, 'segment', { companyId, ids: idsOf('segment') }),
    namesOf(ctx, 'subDepartment', { companyId, ids: subs }),
  ]);
  return new Map([
    ...found.map(({ id, name }) => [`product ${id}`, name] as const),
    ...[...customers].map(([id, name]) => [`customer ${id}`, name] as const),
    ...[...segments].map(([id, name]) => [`segment ${id}`, name] as const),
    ...idsOf('sub').flatMap((key) => {
      const name = groups.get(key.split(':')[1] ?? '');
      return name === undefined ? [] : [[`sub ${key}`, name] as const];
    }),
  ]);
}

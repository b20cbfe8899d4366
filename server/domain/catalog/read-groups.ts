import { type Ctx, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

const productsByGroup = statement({
  params: { company: 'int' },
  returns: { main_group_id: 'text', sub_group_id: 'text', products: 'int' },
  sql: (q) => `SELECT main_group_id, sub_group_id, count(*) AS products FROM products
    WHERE company_id = ${q.param('company')} AND deleted_at IS NULL GROUP BY main_group_id, sub_group_id`,
});

/** VAT rates and departments with their divisions of a company, deleted ones too. Small lists: a shop has dozens.
 *  @throws not_found the company is none that the actor sees */
export async function readGroups(ctx: Ctx, companyId: number) {
  authorize(ctx, 'catalog.see', { companyId });
  const { reader } = ctx.db;
  const where = { companyId };
  const [vatRates, departments] = await Promise.all([
    reader.vatRate.findMany({ where, orderBy: { number: 'asc' } }),
    reader.departmentMainGroup.findMany({ where, include: { subGroups: { orderBy: { code: 'asc' } } } }),
  ]);
  // Codes are numbers written as text.
  departments.sort((a, b) => Number(a.code) - Number(b.code));
  return { vatRates, departments };
}

/** The units in which a company's products are counted.
 *  @throws not_found the company is none that the actor sees */
export async function readUnits(ctx: Ctx, companyId: number) {
  authorize(ctx, 'catalog.see', { companyId });
  return ctx.db.reader.productUnit.findMany({
    where: { companyId, deletedAt: null },
    select: { id: true, name: true },
    orderBy: { code: 'asc' },
  });
}

/** How many products a division holds, and each department with all of its divisions: ids to counts. */
export async function countProducts(ctx: Ctx, companyId: number): Promise<ReadonlyMap<string, number>> {
  authorize(ctx, 'catalog.see', { companyId });
  const counts = new Map<string, number>();
  for (const row of await ctx.db.dialect.query(ctx.db.finder, productsByGroup, { company: companyId })) {
    counts.set(row.main_group_id, (counts.get(row.main_group_id) ?? 0) + row.products);
    counts.set(row.sub_group_id, (counts.get(row.sub_group_id) ?? 0) + row.products);
  }
  return counts;
}

/** What the choices of a report's page offer by name: tills, departments, cashiers, kinds of payment. */
import type { Ctx } from '../../server/db/index.ts';
import type { ReportCompany } from '../companies.ts';
import { paymentKinds } from '../engine/chosen.ts';
import { type FilterName, unknownKey } from '../engine/window.ts';

/** One value of a filter. Null: it is the one that documents do not say. */
export interface Choice {
  value: string;
  name: string | null;
}

/** The most values that one list offers. */
const mostPicks = 500;

const unknown: Choice = { value: unknownKey, name: null };

/** The values of a filter, by name.
 *  @param company with the stores that the person may see: tills of others are not offered */
export async function readPicks(ctx: Ctx, company: ReportCompany, filter: FilterName): Promise<Choice[]> {
  switch (filter) {
    case 'terminal':
      return terminals(ctx, company);
    case 'department':
      return [...(await departments(ctx, company.id)), unknown];
    case 'cashier':
      return [...(await cashiers(ctx, company.id)), unknown];
    case 'payment':
      return paymentKinds.map((value) => ({ value, name: value }));
  }
}

async function terminals(ctx: Ctx, { stores }: ReportCompany): Promise<Choice[]> {
  const rows = await ctx.db.reader.terminal.findMany({
    where: { storeId: { in: stores.map(({ id }) => id) } },
    select: { uuid: true, code: true, store: { select: { name: true } } },
    orderBy: [{ store: { code: 'asc' } }, { code: 'asc' }],
    take: mostPicks,
  });
  return rows.map(({ uuid, code, store }) => ({ value: uuid, name: `${store.name}, ${code}` }));
}

async function departments(ctx: Ctx, companyId: number): Promise<Choice[]> {
  const rows = await ctx.db.reader.departmentMainGroup.findMany({
    where: { companyId, deletedAt: null },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: mostPicks,
  });
  return rows.map(({ id, name }) => ({ value: id, name }));
}

async function cashiers(ctx: Ctx, companyId: number): Promise<Choice[]> {
  const rows = await ctx.db.reader.cashier.findMany({
    where: { companyId, deletedAt: null },
    select: { id: true, firstName: true, lastName: true },
    orderBy: [{ firstName: 'asc' }, { lastName: 'asc' }, { id: 'asc' }],
    take: mostPicks,
  });
  return rows.map(({ id, firstName, lastName }) => ({ value: id, name: `${firstName} ${lastName}`.trim() }));
}

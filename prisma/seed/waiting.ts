/** What waits for the owners of the demonstration: somebody asks to join, somebody is invited. */
import type { Ctx } from '../../server/db/index.ts';
import { askToJoin, invite } from '../../server/domain/companies/index.ts';
import { as, type People } from './act-as.ts';

export async function leaveWaiting(ctx: Ctx, people: People, companyId: number): Promise<void> {
  const { slug } = await ctx.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
  await askToJoin(as(ctx, people, 'northgate@demo.test'), {
    slug,
    message: 'Our books stand in your harbour store since spring. May I see how that corner sells?',
  });
  const grants = [{ companyId, isOwner: true, isAdministrator: true, roles: [] }];
  await invite(as(ctx, people, 'owner@demo.test', grants), {
    companyId,
    by: 'email',
    to: 'jo.quay@demo.test',
    roles: [{ role: 'stock', storeId: null }],
    message: 'You count the stock from Monday: here is your way in.',
  });
}

/** What stands in the side bar of a company's pages. */
import type { Ctx } from '../../../server/db/index.ts';
import { listPinnedReports } from '../../../server/domain/saved-reports/index.ts';
import { can } from '../../../server/domain/tenancy/index.ts';
import { reportNamed } from '../../catalogue.ts';
import { savedAddress } from './view.ts';

/** Pinned reports that the person may open, with their questions. One query; nothing for whoever may see no company. */
export async function pinnedReports(
  ctx: Ctx,
  { id: companyId, slug }: { id: number; slug: string },
): Promise<{ name: string; href: string }[]> {
  if (!can(ctx, 'company.see', { companyId })) return [];
  const pinned = await listPinnedReports(ctx, companyId);
  return pinned
    .filter(({ report }) => can(ctx, reportNamed(report)?.permission ?? 'figures.see'))
    .map((one) => ({ name: one.name, href: savedAddress(slug, one) }));
}

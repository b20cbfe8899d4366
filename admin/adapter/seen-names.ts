/** Names of products, customers and cashiers that documents name and the hub does not know, or knows under another id since
 *  somebody merged them. */

import type { Ctx } from '../../server/db/index.ts';
import { companiesOf } from '../staff.ts';
import { sayTo } from '../texts.ts';
import type { HubResource } from './resource.ts';

const kinds: Partial<Record<string, string>> = { Product: 'product', Customer: 'customer', Cashier: 'cashier' };

export interface SeenName {
  name: string;
  /** The row that it was merged into; null: nobody has settled it. */
  mergedIntoId: string | null;
}

/** What is known of ids that point nowhere; two queries at most, and none for models that tills do not make rows of. */
export async function seenNames(
  resource: HubResource,
  ctx: Ctx,
  ids: readonly unknown[],
): Promise<ReadonlyMap<unknown, SeenName>> {
  const kind = kinds[resource.source.model.name];
  const wanted = ids.filter((id): id is string => typeof id === 'string' && id !== '');
  if (kind === undefined || wanted.length === 0) return new Map();
  const limits =
    companiesOf(ctx) ?? (await ctx.db.reader.company.findMany({ select: { id: true } })).map(({ id }) => id);
  const rows = await ctx.db.reader.seenRecord.findMany({
    where: { companyId: { in: [...limits] }, kind, uuid: { in: wanted } },
    select: { uuid: true, name: true, code: true, mergedIntoId: true },
  });
  const merged = rows.map(({ mergedIntoId }) => mergedIntoId).filter((id) => id !== null);
  const titles = merged.length === 0 ? new Map() : await resource.titles(ctx, new Set(merged));
  const say = sayTo(ctx);
  return new Map(
    rows.map(({ uuid, name, code, mergedIntoId }) => {
      const own = [code, name].filter(Boolean).join(' · ');
      const seen = own === '' ? say('seen at the till') : say('{name} (seen at the till)', { name: own });
      return [uuid, { name: titles.get(mergedIntoId) ?? seen, mergedIntoId }];
    }),
  );
}

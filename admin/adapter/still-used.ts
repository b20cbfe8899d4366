/** Why a row cannot be deleted, by the name of the list that still names it. */
import type { Ctx } from '../../server/db/index.ts';
import type { RowFault } from '../../server/domain/row-operations/index.ts';
import { sayTo } from '../texts.ts';
import type { HubResource } from './resource.ts';

/** @returns null: no other row is what stands in the way */
export function stillUsed(resource: HubResource, ctx: Ctx, faults: readonly RowFault[]): string | null {
  const users = faults.find((fault) => fault.users !== undefined)?.users;
  if (users === undefined) return null;
  const say = sayTo(ctx);
  const target = resource.siblings.get(users.model);
  const kind = target ? say(target.source.definition.label) : users.model;
  return say('It is still used ({kind}: {count}). Change or delete those first.', { kind, count: users.count });
}

import type { Ctx } from '../../../db/index.ts';
import { listReachedCompanies } from '../../../domain/tenancy/index.ts';
import type { CallerJson } from './operations.ts';

/** Staff of the hub reaches every company; nobody reads more names than this. */
const mostCompanies = 200;

/** What a caller is told about itself. */
export async function describeCaller(ctx: Ctx): Promise<CallerJson> {
  const companies = await listReachedCompanies(ctx, mostCompanies);
  return { ...nameOf(ctx), companies: companies.map(({ uuid, slug, name }) => ({ uuid, slug, name })) };
}

function nameOf({ actor }: Ctx): Pick<CallerJson, 'kind' | 'name'> {
  switch (actor.kind) {
    case 'terminal':
      return { kind: 'device', name: actor.code };
    case 'program':
      return { kind: 'program', name: actor.name };
    case 'user':
      return { kind: 'person', name: actor.username };
    default:
      throw new Error('the router lets nobody else through');
  }
}

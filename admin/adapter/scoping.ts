/** The rows a member of staff may see. Added to every query of the adapter; an empty list of companies sees nothing. */

import type { Ctx } from '../../server/db/index.ts';
import { companiesOf, staffOf } from '../staff.ts';
import type { Condition } from './definition.ts';
import type { Source } from './source.ts';

/** @throws Error the model belongs to no company and its resource does not say whose rows are whose */
export function scopeOf(source: Source, ctx: Ctx): Condition {
  const companyIds = companiesOf(ctx);
  if (companyIds === null) return {};
  const { definition, model } = source;
  if (definition.scope) return definition.scope(companyIds, staffOf(ctx).userId);
  const field = model.fields.find((candidate) => candidate.name === 'companyId');
  if (!field) throw new Error(`${model.name} has no companyId: its resource must say its scope`);
  const own = { companyId: { in: [...companyIds] } };
  // Rows of the hub itself serve every company.
  return field.isRequired ? own : { OR: [own, { companyId: null }] };
}

/** The rows a member of staff may see. Added to every query of the adapter; an empty list of companies sees nothing. */

import type { Prisma } from '@prisma/client';
import type { Ctx } from '../../server/db/index.ts';
import {
  type ListCondition,
  type ListQuery,
  type ListValue,
  listTableOf,
  type Model,
  type ModelField,
  modelOf,
} from '../../server/domain/listing/index.ts';
import { companiesOf, staffOf } from '../staff.ts';
import type { Condition } from './definition.ts';
import type { Source } from './source.ts';

/** Companies that are asked for one by one; more are one condition. */
const mostApart = 40;

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

/** The same for lists: each company an alternative of its own, so that nobody else's rows are looked at. */
export function listScopeOf(source: Source, ctx: Ctx): ListQuery['scope'] {
  const companyIds = companiesOf(ctx);
  if (companyIds === null) return [[]];
  const { definition, model } = source;
  const field = model.fields.find((candidate) => candidate.name === 'companyId');
  const own = { companyId: { in: [...companyIds] } };
  const isPlain = !definition.scope || JSON.stringify(scopeOf(source, ctx)) === JSON.stringify(own);
  if (!isPlain || !field) return [[asListCondition(model, scopeOf(source, ctx))]];
  const apart: ListCondition[][] =
    companyIds.length > mostApart
      ? [[{ is: 'among', column: 'companyId', values: companyIds }]]
      : companyIds.map((value) => [{ is: 'equal', column: 'companyId', value }]);
  return field.isRequired || definition.scope ? apart : [...apart, [{ is: 'empty', column: 'companyId' }]];
}

/** A condition of ours in Prisma's words as one of a list.
 *  @throws Error it uses words that no scope has used yet */
function asListCondition(model: Model, condition: Condition): ListCondition {
  const parts = Object.entries(condition).map(([name, asked]): ListCondition => {
    if (name === 'OR' || name === 'AND') {
      const of = (asked as Condition[]).map((each) => asListCondition(model, each));
      return { is: name === 'OR' ? 'any' : 'all', of };
    }
    const field = model.fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`${model.name} has no ${name} to be limited by`);
    return field.kind === 'object' ? byRelation(model, field, asked as Condition) : byColumn(field, asked);
  });
  const [only] = parts;
  return only && parts.length === 1 ? only : { is: 'all', of: parts };
}

function byColumn({ name }: ModelField, asked: unknown): ListCondition {
  if (asked === null) return { is: 'empty', column: name };
  if (typeof asked !== 'object') return { is: 'equal', column: name, value: asked as ListValue };
  const { in: values, not, ...others } = asked as { in?: readonly ListValue[]; not?: null };
  if (Object.keys(others).length > 0)
    throw new Error(`Lists do not know how to limit ${name} by ${Object.keys(others)}`);
  return values ? { is: 'among', column: name, values } : notNull(name, not);
}

function notNull(column: string, not: unknown): ListCondition {
  if (not !== null) throw new Error(`Lists only know how to limit ${column} to what is not empty`);
  return { is: 'filled', column };
}

function byRelation(model: Model, field: ModelField, asked: Condition): ListCondition {
  const target = modelOf(field.type as Prisma.ModelName);
  const where = asListCondition(target, (field.isList ? asked['some'] : asked) as Condition);
  const [own] = field.relationFromFields ?? [];
  const [key] = field.relationToFields ?? [];
  if (!field.isList && own && key) return { is: 'related', column: own, table: listTableOf(target.name), key, where };
  const back = target.fields.find(
    ({ relationName, relationFromFields = [] }) =>
      relationName === field.relationName && relationFromFields.length === 1,
  );
  const [from] = back?.relationFromFields ?? [];
  const [to] = back?.relationToFields ?? [];
  if (!from || !to) throw new Error(`${model.name}.${field.name} cannot limit a list`);
  return { is: 'related', column: to, table: listTableOf(target.name), key: from, where };
}

/** Who can see a record and change it, and why: asked of the very rules that decide, with each staff role and each person of the
 *  company in turn as the actor. Nothing about rights is written down here a second time. */

import type { Prisma } from '@prisma/client';
import type { Actor, CompanyGrant, StaffRole } from '../../server/core/scope.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  type Action,
  can,
  holdersOf,
  memberRoles,
  modelRights,
  seesPersonalData,
  staffRoles,
} from '../../server/domain/tenancy/index.ts';
import type {
  Explanation,
  FieldExplained,
  PersonExplained,
  RuleExplained,
  StaffExplained,
} from '../components/explain-view.ts';
import { sayTo } from '../texts.ts';
import type { Row } from './definition.ts';
import { isMasked, maskedColumns, personName } from './field-rules.ts';
import type { HubResource } from './resource.ts';

/** A company with more people than this is explained by its rules and the first of them. */
const mostPeople = 200;

type Person = Extract<Actor, { kind: 'user' }>;

/** @param row as `HubResource.row` answers it: what the asking person may not find has no explanation for them */
export async function explain(ctx: Ctx, resource: HubResource, row: Row): Promise<Explanation> {
  const { source } = resource;
  const companyId = companyOf(source.model.name, row);
  const company =
    companyId === null
      ? null
      : await ctx.db.reader.company.findUnique({ where: { id: companyId }, select: { name: true } });
  const rights = modelRights[source.model.name as Prisma.ModelName] ?? null;
  const place = companyId === null ? null : { companyId, storeId: storeOf(source.model.name, row) };
  return {
    staff: staffRoles.map((role) => explainStaff(ctx, resource, { role, companyId })),
    fields: fieldsOf(ctx, resource, companyId),
    company: company?.name ?? null,
    rules: rights === null ? [] : rulesOf(ctx, rights),
    people: place === null || rights === null ? [] : await peopleOf(ctx, { ...place, rights }),
  };
}

/** Somebody of the staff who sees every company, and nothing by other means. */
function asStaff(ctx: Ctx, staffRole: StaffRole): Ctx {
  const actor: Person = { kind: 'user', userId: '', username: '', staffRole, staffCompanyIds: null, grants: [] };
  return { ...ctx, actor };
}

function explainStaff(
  ctx: Ctx,
  { source }: HubResource,
  { role, companyId }: { role: StaffRole; companyId: number | null },
): StaffExplained {
  const say = sayTo(ctx);
  const asked = asStaff(ctx, role);
  const { definition, operations } = source;
  const sees = definition.visibleTo?.includes(role) ?? true;
  const masked = maskedColumns(asked, source).length;
  const changes = sees && operations?.isAllowed(asked, companyId) === true;
  const does = (definition.actions ?? []).filter((action) => !action.isRead && action.isAllowed(asked)).length;
  return {
    role: say(role),
    sees: !sees
      ? say('no')
      : masked === 0
        ? say('everything')
        : say('all but {count} field | all but {count} fields', { count: masked }),
    changes: changes
      ? say('yes')
      : does > 0
        ? say('by {count} action | by {count} actions', { count: does })
        : say('no'),
    why: seesPersonalData(asked)
      ? say('The role holds “personal.see”.')
      : say('The role does not hold “personal.see”: names, addresses and texts about people are masked everywhere.'),
  };
}

function fieldsOf(ctx: Ctx, { source }: HubResource, companyId: number | null): FieldExplained[] {
  const say = sayTo(ctx);
  const editable = new Set<string>(source.operations?.columns ?? []);
  return [...source.columns].map(([name, { label }]) => {
    const seeing = staffRoles.filter((role) => !isMasked(asStaff(ctx, role), source, name));
    const changing = staffRoles.filter(
      (role) => editable.has(name) && source.operations?.isAllowed(asStaff(ctx, role), companyId) === true,
    );
    return {
      label: say(label),
      isPersonal: seeing.length < staffRoles.length,
      seenBy: seeing.map((role) => say(role)).join(', '),
      changedBy: changing.map((role) => say(role)).join(', '),
    };
  });
}

function rulesOf(ctx: Ctx, { see, change }: { see: Action; change?: Action }): RuleExplained[] {
  const say = sayTo(ctx);
  const ruled = (doing: string, action: Action): RuleExplained => {
    const { roles, isByStore } = holdersOf(action);
    return { doing, action, roles: roles.map((role) => say(role)).join(', '), isByStore };
  };
  return [ruled(say('see it'), see), ...(change === undefined ? [] : [ruled(say('change it'), change)])];
}

interface Asked {
  companyId: number;
  storeId: number | undefined;
  rights: { see: Action; change?: Action };
}

async function peopleOf(ctx: Ctx, { companyId, storeId, rights }: Asked): Promise<PersonExplained[]> {
  const say = sayTo(ctx);
  const members = await ctx.db.reader.companyMembership.findMany({
    where: { companyId, user: { isActive: true, deletedAt: null } },
    select: {
      isOwner: true,
      isAdministrator: true,
      roles: { select: { role: true, storeId: true, store: { select: { code: true } } }, orderBy: { role: 'asc' } },
      user: { select: { id: true, username: true } },
    },
    orderBy: { joinedAt: 'asc' },
    take: mostPeople,
  });
  return members.map(({ isOwner, isAdministrator, roles, user }) => {
    const actor = memberActor(user, { companyId, isOwner, isAdministrator, roles });
    const where = { companyId, storeId };
    // Without a store of its own, the record is of all of them: whoever holds the action in one store sees it there.
    const holds = (action: Action) =>
      can({ actor }, action, where) || (storeId === undefined && can({ actor }, action));
    const named = roles.map(({ role, store }) => (store === null ? say(role) : `${say(role)} (${store.code})`));
    return {
      href: `/admin/resources/User/records/${encodeURIComponent(user.id)}/show`,
      name: seesPersonalData(ctx) ? user.username : personName(ctx, 'User', user.id),
      is: [...(isOwner ? [say('owner')] : []), ...(isAdministrator ? [say('administrator')] : []), ...named].join(', '),
      sees: holds(rights.see),
      changes: rights.change !== undefined && holds(rights.change),
    };
  });
}

function memberActor(
  user: { id: string; username: string },
  member: {
    companyId: number;
    isOwner: boolean;
    isAdministrator: boolean;
    roles: readonly { role: string; storeId: number | null }[];
  },
): Person {
  const { companyId, isOwner, isAdministrator } = member;
  const roles: CompanyGrant['roles'] = memberRoles.flatMap((role) => {
    const held = member.roles.filter((entry) => entry.role === role);
    if (held.length === 0) return [];
    const isEverywhere = held.some(({ storeId }) => storeId === null);
    return [{ role, storeIds: isEverywhere ? null : held.map(({ storeId }) => Number(storeId)) }];
  });
  const grants = [{ companyId, isOwner, isAdministrator, roles }];
  return { kind: 'user', userId: user.id, username: user.username, staffRole: null, staffCompanyIds: [], grants };
}

function companyOf(model: string, row: Row): number | null {
  const id = model === 'Company' ? row['id'] : row['companyId'];
  return typeof id === 'number' ? id : null;
}

function storeOf(model: string, row: Row): number | undefined {
  const id = model === 'Store' ? row['id'] : row['storeId'];
  return typeof id === 'number' ? id : undefined;
}

/** The one place where an actor's rights are judged. What an actor may not see is `not_found`, what it may see but not do is
 *  `forbidden`, and an empty list never means everything. */

import { DomainError } from '../../core/errors.ts';
import type { Actor, CompanyGrant, Scope } from '../../core/scope.ts';
import type { Ctx } from '../../db/index.ts';
import { type Action, type CompanyRole, ruleOf } from './permissions.ts';

/** Where something is to be done. The store must be looked up together with its company by whoever uses it: a store of another
 *  company under one's own company id is simply not found by such a query. */
export interface Where {
  companyId: number;
  storeId?: number | undefined;
}

type Acting = Pick<Ctx, 'actor'>;
type Person = Extract<Actor, { kind: 'user' }>;

/** How far an action reaches in one company: every store (null), chosen stores, or nowhere (undefined). */
type Reach = readonly number[] | null | undefined;

const nothing: Scope = { companyIds: [], storeIds: [] };

/** Lets the actor go on, or throws.
 *  @throws not_signed_in nobody is signed in
 *  @throws not_found     the company or store is none that the actor may see
 *  @throws forbidden     the actor may see it, but lacks the action there (without `where`: everywhere) */
export function authorize(ctx: Acting, action: Action, where?: Where): void {
  if (can(ctx, action, where)) return;
  if (ctx.actor.kind === 'anonymous') throw new DomainError('not_signed_in', { action });
  const seen = where === undefined || can(ctx, where.storeId === undefined ? 'company.see' : 'store.see', where);
  throw new DomainError(seen ? 'forbidden' : 'not_found', { action, ...where });
}

/** Whether the actor holds the action: there, or without `where` anywhere at all. A company without a store means all of the
 *  company's stores when the action is about stores. */
export function can(ctx: Acting, action: Action, where?: Where): boolean {
  const { actor } = ctx;
  if (where === undefined) return holdsAnywhere(actor, action);
  const reach = reachOf(actor, action, where.companyId);
  if (reach === undefined) return false;
  if (reach === null) return true;
  return where.storeId !== undefined && reach.includes(where.storeId);
}

/** The companies and stores in which the actor holds the action; lists and figures are read through it.
 *  Without any right the scope is empty: its queries find nothing. */
export function scopeFor(ctx: Acting, action: Action): Scope {
  const { actor } = ctx;
  if (actor.kind === 'system') return { companyIds: null, storeIds: null };
  if (actor.kind === 'anonymous') return nothing;
  if (actor.kind === 'terminal') {
    return ruleOf(action).terminal ? { companyIds: [actor.companyId], storeIds: [actor.storeId] } : nothing;
  }
  if (actor.kind === 'program') {
    return programReach(actor, action, actor.companyId) === undefined
      ? nothing
      : { companyIds: [actor.companyId], storeIds: actor.storeIds };
  }
  return personScope(actor, action);
}

/** A scope as a Prisma condition on rows with `companyId` and `storeId`. */
export function scopeWhere(scope: Scope): { companyId?: { in: number[] }; storeId?: { in: number[] } } {
  return { ...companyWhere(scope), ...(scope.storeIds === null ? {} : { storeId: { in: [...scope.storeIds] } }) };
}

/** A scope as a Prisma condition on rows which belong to a company and to no store. */
export function companyWhere(scope: Scope): { companyId?: { in: number[] } } {
  return scope.companyIds === null ? {} : { companyId: { in: [...scope.companyIds] } };
}

function personScope(person: Person, action: Action): Scope {
  const staff = holdsAsStaff(person, action);
  if (staff && person.staffCompanyIds === null) return { companyIds: null, storeIds: null };
  const companies = new Set(person.grants.map((grant) => grant.companyId));
  if (person.acting) companies.add(person.acting.companyId);
  if (staff) for (const companyId of person.staffCompanyIds ?? []) companies.add(companyId);

  const reaches = [...companies]
    .map((companyId) => ({ companyId, reach: reachOf(person, action, companyId) }))
    .filter((entry): entry is { companyId: number; reach: readonly number[] | null } => entry.reach !== undefined);
  const companyIds = reaches.map((entry) => entry.companyId);
  if (reaches.every((entry) => entry.reach === null)) {
    return reaches.length === 0 ? nothing : { companyIds, storeIds: null };
  }
  return { companyIds, storeIds: reaches.flatMap(({ companyId, reach }) => reach ?? storesOf(person, companyId)) };
}

/** All stores of a company, for a scope that mixes whole companies with chosen stores. */
function storesOf(person: Person, companyId: number): readonly number[] {
  const stores = person.grants.find((grant) => grant.companyId === companyId)?.allStoreIds;
  if (stores === undefined)
    throw new Error(`the stores of company ${companyId} were not loaded with the person's grants`);
  return stores;
}

function holdsAnywhere(actor: Actor, action: Action): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'anonymous') return false;
  if (actor.kind === 'terminal') return ruleOf(action).terminal === true;
  if (actor.kind === 'program') return programReach(actor, action, actor.companyId) !== undefined;
  if (holdsAsStaff(actor, action)) {
    if (ruleOf(action).level === 'hub') return true;
    if (actor.staffCompanyIds === null || actor.staffCompanyIds.length > 0) return true;
  }
  if (actor.acting && holdsActing(actor, action, actor.acting.companyId)) return true;
  return actor.grants.some((grant) => grantReach(grant, action) !== undefined);
}

function reachOf(actor: Actor, action: Action, companyId: number): Reach {
  if (actor.kind === 'system') return null;
  if (actor.kind === 'anonymous') return undefined;
  if (actor.kind === 'terminal') return terminalReach(actor, action, companyId);
  if (actor.kind === 'program') return programReach(actor, action, companyId);
  if (holdsAsStaff(actor, action) && (actor.staffCompanyIds === null || actor.staffCompanyIds.includes(companyId))) {
    return null;
  }
  if (holdsActing(actor, action, companyId)) return null;
  const grant = actor.grants.find((candidate) => candidate.companyId === companyId);
  return grant === undefined ? undefined : grantReach(grant, action);
}

function terminalReach(actor: Extract<Actor, { kind: 'terminal' }>, action: Action, companyId: number): Reach {
  const rule = ruleOf(action);
  if (rule.terminal !== true || actor.companyId !== companyId) return undefined;
  return rule.level === 'company' ? null : [actor.storeId];
}

/** What the key says; that its company exists, everybody with a key of it sees. A key for chosen stores reaches, like a role for
 *  them, what no store divides. */
function programReach(actor: Extract<Actor, { kind: 'program' }>, action: Action, companyId: number): Reach {
  const { level } = ruleOf(action);
  if (actor.companyId !== companyId || level === 'hub') return undefined;
  if (action !== 'company.see' && !actor.actions.includes(action)) return undefined;
  if (actor.storeIds === null) return null;
  if (action === 'company.see') return null;
  // A key for no store reaches nothing, not everything.
  if (actor.storeIds.length === 0) return undefined;
  return level === 'company' ? null : actor.storeIds;
}

/** By the staff role alone. Who looks in at the merchants' doors changes nothing there, and sees people's data by no other rule
 *  than in the back office: support works in the back office only. */
function holdsAsStaff({ staffRole, isAtPortal }: Person, action: Action): boolean {
  const { staff, level } = ruleOf(action);
  if (staffRole === null || !staff.includes(staffRole)) return false;
  return isAtPortal !== true || level === 'hub' || (staffRole !== 'support' && action.endsWith('.see'));
}

/** At the merchants' doors, for the company that the person acts for: what an administrator holds, and nothing that is the
 *  owners' own. */
function holdsActing({ acting, isAtPortal }: Person, action: Action, companyId: number): boolean {
  if (isAtPortal !== true || acting?.companyId !== companyId) return false;
  const { level, roles } = ruleOf(action);
  return level !== 'hub' && roles.includes('administrator');
}

function grantReach(grant: CompanyGrant, action: Action): Reach {
  const { level, roles } = ruleOf(action);
  const holds = (role: CompanyRole) => roles.includes(role);
  if (level === 'hub') return undefined;
  if (holds('member') || (grant.isOwner && holds('owner')) || (grant.isAdministrator && holds('administrator')))
    return null;
  const held = grant.roles.filter((entry) => holds(entry.role));
  if (held.length === 0) return undefined;
  if (held.some((entry) => entry.storeIds === null)) return null;
  const stores = [...new Set(held.flatMap((entry) => entry.storeIds ?? []))];
  // A role with an empty list of stores reaches nothing, not everything.
  if (stores.length === 0) return undefined;
  return level === 'company' ? null : stores;
}

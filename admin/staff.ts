/** Who is at work in the back office. AdminJS hands its "current admin" to every query; ours is this object, and the request's
 *  context hangs on it unseen, because AdminJS writes the object itself into its pages. */

import type { Actor } from '../server/core/scope.ts';
import type { Ctx } from '../server/db/index.ts';
import { sayTo } from './texts.ts';

export interface StaffAdmin {
  id: string;
  /** AdminJS's word for the name in the top bar. */
  email: string;
  title: string;
  /** For the sign-out form. */
  csrfToken: string;
  /** For whom the person acts at the merchants' door. */
  acting: { name: string; slug: string; until: string } | null;
}

type StaffActor = Extract<Actor, { kind: 'user' }>;

const contexts = new WeakMap<object, Ctx>();

/** @throws Error the context is nobody of the staff: the router lets no such request through */
export function staffAdmin(ctx: Ctx, csrfToken: string): StaffAdmin {
  const { userId, username, staffRole, acting } = staffOf(ctx);
  const say = sayTo(ctx);
  const admin = {
    id: userId,
    email: username,
    title: say('Hub staff, {role}', { role: say(staffRole ?? '') }),
    csrfToken,
    acting: acting ? { name: acting.companyName, slug: acting.companySlug, until: acting.until.toISOString() } : null,
  };
  contexts.set(admin, ctx);
  return admin;
}

/** The context behind AdminJS's current admin.
 *  @throws Error nobody is known: a query without a person must not run */
export function contextOf(currentAdmin: object | undefined): Ctx {
  const ctx = currentAdmin && contexts.get(currentAdmin);
  if (!ctx) throw new Error('The back office was asked for data without a signed-in person');
  return ctx;
}

export function staffOf(ctx: Ctx): StaffActor {
  if (ctx.actor.kind !== 'user' || ctx.actor.staffRole === null) throw new Error('Only staff works in the back office');
  return ctx.actor;
}

/** Companies whose rows the person sees here; null: every company. Memberships of their own do not widen it. */
export function companiesOf(ctx: Ctx): readonly number[] | null {
  return staffOf(ctx).staffCompanyIds;
}

/** Equal for people who may do the same here: their role, and whether they see every company, some, or none. */
export function kindOfStaff(currentAdmin: object | undefined): string {
  const { staffRole, staffCompanyIds } = staffOf(contextOf(currentAdmin));
  const reach = staffCompanyIds === null ? 'all' : staffCompanyIds.length > 0 ? 'some' : 'none';
  return `${staffRole} ${reach}`;
}

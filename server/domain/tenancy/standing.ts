/** What somebody held when they did something, to be compared with what they hold later. */
import type { Actor, CompanyGrant, StaffRole } from '../../core/scope.ts';

interface PersonStanding {
  staffRole: StaffRole | null;
  staffCompanyIds: readonly number[] | null;
  actingFor: number | null;
  grants: readonly Pick<CompanyGrant, 'companyId' | 'isOwner' | 'isAdministrator' | 'roles'>[];
}

interface ProgramStanding {
  actions: readonly string[];
  storeIds: readonly number[] | null;
}

/** Survives JSON. Null: an actor whose rights cannot become less without being shut out. */
export type Standing = { person: PersonStanding } | { program: ProgramStanding } | null;

type Stores = readonly number[] | null;

/** What the actor holds now. */
export function standingOf(actor: Actor): Standing {
  if (actor.kind === 'program') return { program: { actions: actor.actions, storeIds: actor.storeIds } };
  if (actor.kind !== 'user') return null;
  const { staffRole, staffCompanyIds, acting } = actor;
  const grants = actor.grants.map(({ companyId, isOwner, isAdministrator, roles }) => ({
    ...{ companyId, isOwner, isAdministrator, roles },
  }));
  return { person: { staffRole, staffCompanyIds, actingFor: acting?.companyId ?? null, grants } };
}

/** Whether the actor still holds all of it. More than then does not matter. */
export function holdsStill(actor: Actor, then: Standing): boolean {
  const now = standingOf(actor);
  if (then === null) return true;
  if (now === null || 'program' in now || 'program' in then) {
    return now !== null && 'program' in now && 'program' in then && coversProgram(now.program, then.program);
  }
  return coversPerson(now.person, then.person);
}

function coversProgram(now: ProgramStanding, then: ProgramStanding): boolean {
  return then.actions.every((action) => now.actions.includes(action)) && coversStores(now.storeIds, then.storeIds);
}

function coversPerson(now: PersonStanding, then: PersonStanding): boolean {
  const coversStaff =
    then.staffRole === null ||
    (now.staffRole === then.staffRole && coversStores(now.staffCompanyIds, then.staffCompanyIds));
  const coversActing = then.actingFor === null || now.actingFor === then.actingFor;
  return coversStaff && coversActing && then.grants.every((grant) => coversGrant(now.grants, grant));
}

function coversGrant(grants: PersonStanding['grants'], then: PersonStanding['grants'][number]): boolean {
  const now = grants.find(({ companyId }) => companyId === then.companyId);
  if (!now || (then.isOwner && !now.isOwner)) return false;
  // Both hold every action of a company; the owner's own ones are asked for above.
  if (now.isOwner || now.isAdministrator) return true;
  if (then.isAdministrator) return false;
  return then.roles.every(({ role, storeIds }) =>
    now.roles.some((each) => each.role === role && coversStores(each.storeIds, storeIds)),
  );
}

/** Null is every one of them; an empty list is none. */
function coversStores(now: Stores, then: Stores): boolean {
  if (now === null) return true;
  return then?.every((id) => now.includes(id)) ?? false;
}

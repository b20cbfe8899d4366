import type { Actor, Door } from '../../core/scope.ts';
import { type Ctx, deriveContext, statement } from '../../db/index.ts';
import { scopeFor } from './authorize.ts';
import { staffRoles } from './permissions.ts';
import {
  grantsOf,
  type Preferences,
  personColumns,
  preferencesOf,
  staffCompanies,
  withStores,
} from './read-session.ts';

/** One row per membership and role. */
const selectPerson = statement({
  params: { id: 'text' },
  returns: { ...personColumns, address: 'text?' },
  sql: (q) => `
    SELECT u.id AS user_id, u.username, u.staff_role, u.staff_limited, u.display_name, u.language, u.time_zone, u.theme,
      u.picture_id, CASE WHEN u.email_confirmed_at IS NULL THEN NULL ELSE u.email END AS address,
      m.company_id, m.is_owner, m.is_administrator, r.role, r.store_id AS role_store_id, sc.company_id AS staff_company_id
    FROM users u
    LEFT JOIN (company_memberships m JOIN companies c ON c.id = m.company_id AND c.deleted_at IS NULL) ON m.user_id = u.id
    LEFT JOIN membership_roles r ON r.membership_id = m.id
    LEFT JOIN staff_companies sc ON sc.user_id = u.id
    WHERE u.id = ${q.param('id')} AND u.is_active AND u.deleted_at IS NULL
    ORDER BY m.company_id, r.role, r.store_id`,
});

/** Somebody who is not there: what is done in their name shows what their own rights show now. */
export interface AbsentPerson {
  ctx: Ctx;
  preferences: Preferences;
  /** Confirmed; null: no mail reaches them. */
  address: string | null;
}

/** A person's own context, for a job that works in their name.
 *  @param base the job's
 *  @returns null when the account is closed or gone */
export async function personCtx(base: Ctx, userId: string, door: Door): Promise<AbsentPerson | null> {
  const rows = await base.db.dialect.query(base.db.reader, selectPerson, { id: userId });
  const [first] = rows;
  if (first === undefined) return null;
  const staffRole = staffRoles.find((role) => role === first.staff_role) ?? null;
  const staffCompanyIds = staffCompanies(rows, staffRole);
  const actor: Actor = {
    kind: 'user',
    userId,
    username: first.username,
    staffRole,
    staffCompanyIds,
    grants: await withStores(base.db, grantsOf(rows), staffCompanyIds ?? []),
    acting: null,
    ...(staffRole !== null && { isAtPortal: true }),
  };
  const ctx = deriveContext(base, { actor, door, scope: scopeFor({ actor }, 'company.see') });
  return { ctx, preferences: preferencesOf(first), address: first.address };
}

/** Roles by store as a grid of boxes: one column for each role, one row for each store, and one for all of them. */
import type { MemberRole } from '../../../server/core/scope.ts';
import { memberRoles } from '../../../server/domain/tenancy/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Visit } from '../../visit.ts';

const template = loadTemplate(new URL('../../views/companies/role-grid.hbs', import.meta.url));

interface RoleGrant {
  role: string;
  storeId: number | null;
}

interface Store {
  id: number;
  name: string;
  code: string;
}

/** The grid, finished; `held` has the boxes that are ticked. */
export function roleGrid(
  { t }: Visit,
  { stores, held, errors = [] }: { stores: readonly Store[]; held: readonly RoleGrant[]; errors?: readonly string[] },
): string {
  const roles = memberRoles.map((role) => ({
    role,
    name: t(`companies.roles.${role}`),
    help: t(`companies.roleHelp.${role}`),
  }));
  const row = (storeId: number | null, name: string, code: string | null) => ({
    ...{ name, code },
    cells: roles.map(({ role, name: roleName }) => ({
      field: fieldOf({ role, storeId }),
      roleName,
      label: t('companies.roles.of', { role: roleName, store: name }),
      isHeld: held.some((entry) => entry.role === role && entry.storeId === storeId),
    })),
  });
  const rows = [
    row(null, t('companies.roles.everyStore'), null),
    ...stores.map(({ id, name, code }) => row(id, name, code)),
  ];
  return template({ roles, rows, errors }, t);
}

/** The boxes that were ticked in a form. */
export function rolesIn({ fields }: Pick<Visit, 'fields'>): { role: MemberRole; storeId: number | null }[] {
  return Object.keys(fields).flatMap((field) => {
    const [, name, where] = /^role-([a-z]+)-(company|\d{1,9})$/.exec(field) ?? [];
    const role = memberRoles.find((known) => known === name);
    if (role === undefined) return [];
    return [{ role, storeId: where === 'company' ? null : Number(where) }];
  });
}

function fieldOf({ role, storeId }: RoleGrant): string {
  return `role-${role}-${storeId ?? 'company'}`;
}

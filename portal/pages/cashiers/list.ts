import { loadTemplate } from '../../../server/http/templates.ts';
import type { PageHandler } from '../../visit.ts';
import { wholeOf } from '../shop-forms.ts';

const template = loadTemplate(new URL('../../views/cashiers/list.hbs', import.meta.url));

/** Who works the tills of a company. */
export const cashiersPage: PageHandler = async (visit) => {
  const { call, params, query, t, formats } = visit;
  const state = query.get('state') === 'inactive' ? 'inactive' : 'active';
  const number = (name: string) => {
    const value = wholeOf(query.get(name) ?? undefined);
    return value === undefined || Number.isNaN(value) ? undefined : value;
  };
  const search = query.get('q')?.trim().slice(0, 100) ?? '';
  const { company, rows, next, places } = await call.cashiers.list({
    ...{ company: params['slug'] ?? '', search, state, store: number('store'), afterNumber: number('after') },
  });
  const base = `/cashiers/${company.slug}/`;
  const kept = new URLSearchParams(query);
  if (next !== null) kept.set('after', String(next));
  return {
    title: t('cashiers.list.title'),
    template,
    active: 'cashiers',
    model: {
      search,
      isInactive: state === 'inactive',
      isFiltered: search !== '' || state === 'inactive' || query.has('store') || query.has('after'),
      base,
      newHref: `${base}new/`,
      mayManage: places.length > 0,
      stores: places.map(({ id, name, code }) => ({
        value: id,
        name: `${name} (${code})`,
        isChosen: String(id) === query.get('store'),
      })),
      waiting: rows
        .filter((row) => row.passwordSetAt === null && row.isActive && row.deletedAt === null)
        .map((row) => ({ href: `${base}${row.id}/`, name: fullName(row) })),
      rows: rows.map((row) => ({
        ...{ number: row.number, name: fullName(row), userName: row.userName, href: `${base}${row.id}/` },
        role: row.isAdministrator
          ? t('cashiers.role.administrator')
          : row.isManager
            ? t('cashiers.role.manager')
            : t('cashiers.role.cashier'),
        hasNoPassword: row.passwordSetAt === null,
        places: row.isAdministrator
          ? [t('cashiers.list.everywhere')]
          : row.stores.map(({ store, allTerminals, terminals }) =>
              allTerminals
                ? store.name
                : `${store.name}: ${formats.list(terminals.map(({ terminal }) => terminal.code))}`,
            ),
      })),
      nextHref: next === null ? null : `${base}?${kept}`,
    },
  };
};

export function fullName({
  firstName,
  lastName,
  userName,
}: {
  firstName: string;
  lastName: string;
  userName: string;
}): string {
  return `${firstName} ${lastName}`.trim() || userName;
}

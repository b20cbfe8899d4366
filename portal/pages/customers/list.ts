import { loadTemplate } from '../../../server/http/templates.ts';
import type { PageHandler } from '../../visit.ts';

const template = loadTemplate(new URL('../../views/customers/list.hbs', import.meta.url));

/** The customers of a company. */
export const customersPage: PageHandler = async ({ call, params, query, t, formats }) => {
  const search = query.get('q')?.trim().slice(0, 200) ?? '';
  const state = query.get('state') === 'inactive' ? 'inactive' : 'active';
  const after = query.get('after');
  const afterId = query.get('afterId');
  const { company, rows, next, mayWrite } = await call.customers.list({
    ...{ company: params['slug'] ?? '', search, state },
    ...(after && afterId && { after: { nameFolded: after.slice(0, 400), id: afterId.slice(0, 64) } }),
  });
  const base = `/customers/${company.slug}/`;
  const onward = new URLSearchParams(query);
  if (next) {
    onward.set('after', next.nameFolded);
    onward.set('afterId', next.id);
  }
  return {
    title: t('customers.list.title'),
    template,
    active: 'customers',
    model: {
      search,
      base,
      mayWrite,
      newHref: `${base}new/`,
      isInactive: state === 'inactive',
      isFiltered: search !== '' || state === 'inactive' || after !== null,
      rows: rows.map((row) => ({
        href: `${base}${row.id}/`,
        name: row.is_erased ? t('customers.list.erasedName') : `${row.name} ${row.last_name}`.trim(),
        phone: row.phone_number,
        email: row.email,
        isWalkIn: row.is_walk_in,
        points: row.points === null ? null : formats.count(row.points),
      })),
      nextHref: next ? `${base}?${onward}` : null,
    },
  };
};

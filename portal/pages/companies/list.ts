import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Visit } from '../../visit.ts';
import { act, badgesOf, roleTexts, whenText } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/list.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['companies']['list']>>;

/** One's own companies, what one is there, and what one has asked for or is asked. */
export const companiesPage: PageHandler = async (visit) => {
  const got = await visit.call.companies.list();
  return {
    title: visit.t('companies.list.title'),
    template,
    active: 'companies',
    model: {
      rows: got.companies.map((company) => rowModel(company, visit)),
      invitations: got.invitations.map((invitation) => ({
        company: invitation.company,
        inviter: invitation.inviter,
        badges: badgesOf(invitation, visit),
        until: whenText(invitation.expiresAt, visit),
        href: `/companies/invitations/${invitation.id}/`,
      })),
      requests: got.requests.map((request) => requestModel(request, visit)),
    },
  };
};

function rowModel(company: Got['companies'][number], visit: Visit) {
  const { name, slug, logoId } = company;
  return {
    ...{ name, slug },
    href: `/companies/${slug}/`,
    initial: visit.formats.initial(name) || '?',
    logoHref: logoId && `/pictures/${logoId}/`,
    badges: badgesOf(company, visit),
    roles: roleTexts(company.roles, visit),
  };
}

const statusClasses: Readonly<Record<string, string>> = { pending: 'is-explained', rejected: 'is-unexplained' };

function requestModel(request: Got['requests'][number], visit: Visit) {
  const { id, slug, message, reason, status, createdAt, expiresAt } = request;
  const isWaiting = status === 'pending';
  return {
    ...{ slug, message, reason, isWaiting },
    status: visit.t(`companies.requestStatus.${status}`),
    statusClass: statusClasses[status] ?? '',
    asked: whenText(createdAt, visit),
    until: isWaiting && expiresAt ? whenText(expiresAt, visit) : null,
    withdrawHref: `/companies/join/${id}/withdraw/`,
  };
}

/** Takes one's own request back. */
export const withdrawForm: FormHandler = (visit) =>
  act(visit, '/companies/', async () => {
    const { slug } = await visit.call.joining.withdraw({ requestId: visit.params['request'] ?? '' });
    return { level: 'success', text: visit.t('companies.list.withdrawn', { slug }) };
  });

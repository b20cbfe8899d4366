/** Requests and invitations of a company: those that wait, and what became of the others. */
import { DomainError } from '../../../server/core/errors.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { question } from './leaving.ts';
import { act, badgesOf, companyOf, faceOf, refusalOf, roleTexts, whenText } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/joining.hbs', import.meta.url));
const rejectTemplate = loadTemplate(new URL('../../views/companies/reject.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['joining']['history']>>;

const statusClasses: Readonly<Record<string, string>> = {
  pending: 'is-explained',
  approved: 'is-matched',
  accepted: 'is-matched',
  rejected: 'is-unexplained',
  declined: 'is-unexplained',
};

export const joiningPage: PageHandler = async (visit) => {
  const got = await visit.call.joining.history(companyOf(visit));
  const own = `/companies/${got.company.slug}/`;
  return {
    title: visit.t('companies.joining.title'),
    lead: got.company.name,
    template,
    active: 'people',
    model: {
      own,
      slug: got.company.slug,
      requests: got.requests.map((request) => requestModel(request, { own, visit })),
      invitations: got.invitations.map((invitation) => invitationModel(invitation, { got, own, visit })),
    },
  };
};

interface Around {
  own: string;
  visit: Visit;
}

function requestModel(request: Got['requests'][number], { own, visit }: Around) {
  const { id, user, message, reason, status, createdAt, resolvedAt, resolvedBy } = request;
  return {
    ...faceOf(user),
    ...{ message, reason, isWaiting: status === 'pending' },
    status: visit.t(`companies.requestStatus.${status}`),
    statusClass: statusClasses[status] ?? '',
    asked: whenText(createdAt, visit),
    answered: resolvedAt && whenText(resolvedAt, visit),
    by: resolvedBy?.username ?? null,
    approveHref: `${own}join/${id}/approve/`,
    rejectHref: `${own}join/${id}/reject/`,
  };
}

function invitationModel(invitation: Got['invitations'][number], { got, own, visit }: Around & { got: Got }) {
  const { id, addressee, status, createdAt, expiresAt, resolvedAt, sentCount, invitedBy } = invitation;
  const storeName = (storeId: number | null) => got.stores.find((store) => store.id === storeId)?.name ?? null;
  const isWaiting = status === 'pending';
  return {
    ...{ addressee, isWaiting },
    badges: badgesOf(invitation, visit),
    roles: roleTexts(
      invitation.roles.map(({ role, storeId }) => ({ role, store: storeName(storeId) })),
      visit,
    ),
    status: visit.t(`companies.invitationStatus.${status}`),
    statusClass: statusClasses[status] ?? '',
    sent: whenText(createdAt, visit),
    times: sentCount > 1 ? visit.t('companies.joining.times', { count: sentCount }) : null,
    by: invitedBy?.username ?? null,
    until: isWaiting ? whenText(expiresAt, visit) : null,
    answered: resolvedAt && whenText(resolvedAt, visit),
    resendHref: `${own}invitations/${id}/resend/`,
    revokeHref: `${own}invitations/${id}/revoke/`,
  };
}

function requestOf({ params }: Visit) {
  return { company: params['slug'] ?? '', requestId: params['request'] ?? '' };
}

export const approveForm: FormHandler = (visit) =>
  act(visit, `/companies/${companyOf(visit).company}/`, async () => {
    const { username } = await visit.call.joining.approve(requestOf(visit));
    return { level: 'success', text: visit.t('companies.joining.approved', { name: username }) };
  });

/** Says no, with a reason that is told to the person. */
export const rejectPage: PageHandler = async (visit) => reject(visit, {});

export const rejectForm: FormHandler = async (visit) => {
  const { reason = '' } = visit.fields;
  try {
    const { username } = await visit.call.joining.reject({ ...requestOf(visit), reason });
    const text = visit.t('companies.joining.rejected', { name: username });
    return { redirect: `/companies/${companyOf(visit).company}/`, flash: { level: 'info', text } };
  } catch (error) {
    return isField(error) ? reject(visit, { reason, ...refusalOf(error) }) : act(visit, ownHref(visit), fail(error));
  }
};

function ownHref(visit: Visit): string {
  return `/companies/${companyOf(visit).company}/`;
}

function isField(error: unknown): boolean {
  const { cause = error } = error as { cause?: unknown };
  return (cause as { code?: unknown }).code === 'invalid_input';
}

function fail(error: unknown): () => Promise<never> {
  return () => Promise.reject(error);
}

async function reject(visit: Visit, typed: object): Promise<Shown> {
  const { company, requests } = await visit.call.joining.history(companyOf(visit));
  const request = requests.find(({ id }) => id === requestOf(visit).requestId);
  if (request === undefined) throw new DomainError('not_found');
  const backHref = `/companies/${company.slug}/joining/`;
  if (request.status !== 'pending') {
    const sentences = [visit.t('companies.reject.over')];
    return question({
      title: visit.t('companies.reject.title'),
      lead: company.name,
      sentences,
      button: null,
      backHref,
    });
  }
  return {
    title: visit.t('companies.reject.title'),
    lead: company.name,
    template: rejectTemplate,
    active: 'people',
    model: { backHref, name: faceOf(request.user).name, message: request.message, ...typed },
  };
}

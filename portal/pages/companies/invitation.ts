/** What an invited person sees: what they would be, and from whom it comes. */
import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Visit } from '../../visit.ts';
import { badgesOf, refusedText, roleTexts, whenText } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/invitation.hbs', import.meta.url));

/** A mailed link has a token, an invitation of a user name an id. */
function whichOf({ params }: Visit) {
  const { token, invitation = '' } = params;
  return token === undefined ? { id: invitation } : { token };
}

function hereOf({ params }: Visit): string {
  const { token, invitation = '' } = params;
  return token === undefined ? `/companies/invitations/${invitation}/` : `/invitations/${token}/`;
}

export const invitationPage: PageHandler = async (visit) => {
  const { t, actor } = visit;
  const got = await visit.call.joining.invitation(whichOf(visit));
  const next = `?${new URLSearchParams({ next: hereOf(visit) })}`;
  return {
    title: t('companies.invitation.title', { company: got.company.name }),
    template,
    active: 'companies',
    hasHeading: false,
    model: {
      company: got.company.name,
      inviter: got.inviter,
      message: got.message,
      badges: badgesOf(got, visit),
      roles: roleTexts(got.roles, visit),
      until: whenText(got.expiresAt, visit),
      isSignedIn: actor.kind === 'user',
      username: actor.kind === 'user' ? actor.username : null,
      signInHref: `/accounts/login/${next}`,
      registerHref: `/accounts/register/${next}`,
      isOwner: got.isOwner,
    },
  };
};

/** Accepts or declines; who is signed out signs in first and comes back. */
export const invitationForm: FormHandler = async (visit) => {
  const { t, actor } = visit;
  if (actor.kind !== 'user') {
    return { redirect: `/accounts/login/?${new URLSearchParams({ next: hereOf(visit) })}` };
  }
  try {
    if (visit.fields['answer'] === 'decline') {
      const { name } = await visit.call.joining.decline(whichOf(visit));
      const text = t('companies.invitation.declined', { company: name });
      return { redirect: '/companies/', flash: { level: 'info', text } };
    }
    const { slug, name } = await visit.call.joining.accept(whichOf(visit));
    const text = t('companies.invitation.accepted', { company: name });
    return { redirect: `/companies/${slug}/`, flash: { level: 'success', text } };
  } catch (error) {
    return { redirect: '/companies/', flash: { level: 'error', text: refusedText(error, visit) } };
  }
};

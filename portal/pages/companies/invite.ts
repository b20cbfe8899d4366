/** Inviting somebody, sending the mail again, taking it back. */
import { DomainError } from '../../../server/core/errors.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { question } from './leaving.ts';
import { roleGrid, rolesIn } from './role-grid.ts';
import { act, companyOf, refusalOf } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/invite.hbs', import.meta.url));

const ways = ['email', 'username'] as const;
const levels = ['member', 'administrator', 'owner'] as const;

export const invitePage: PageHandler = (visit) => form(visit, { by: 'email', level: 'member' });

export const inviteForm: FormHandler = async (visit) => {
  const { to = '', message = '' } = visit.fields;
  const by = ways.find((way) => way === visit.fields['by']) ?? 'email';
  const level = levels.find((known) => known === visit.fields['level']) ?? 'member';
  const { company } = companyOf(visit);
  try {
    const flags = { isOwner: level === 'owner', isAdministrator: level !== 'member' };
    await visit.call.joining.invite({ company, by, to, message, ...flags, roles: rolesIn(visit) });
    const text = visit.t(`companies.invite.done.${by}`, { to: to.trim() });
    return { redirect: `/companies/${company}/joining/`, flash: { level: 'success', text } };
  } catch (error) {
    const { errors, message: refusal } = refusalOf(error);
    return form(visit, { by, level, to, message, errors, refusal });
  }
};

interface Typed {
  by: string;
  level: string;
  to?: string;
  message?: string;
  errors?: Record<string, string[]>;
  refusal?: string | null;
}

async function form(visit: Visit, typed: Typed): Promise<Shown> {
  const { t } = visit;
  const company = await visit.call.companies.get(companyOf(visit));
  const stores = await visit.call.companies.roleStores({ company: company.slug });
  const offered = levels.filter((level) => level !== 'owner' || company.mayTag);
  return {
    title: t('companies.invite.title'),
    lead: company.name,
    template,
    active: 'people',
    model: {
      ...typed,
      backHref: `/companies/${company.slug}/`,
      ways: ways.map((way) => ({ way, name: t(`companies.invite.by.${way}`), isChosen: way === typed.by })),
      levels: offered.map((level) => ({
        level,
        name: t(`companies.badges.${level}`),
        help: t(`companies.levelHelp.${level}`),
        isChosen: level === typed.level,
      })),
      gridHtml: roleGrid(visit, { stores, held: rolesIn(visit), errors: typed.errors?.['roles'] ?? [] }),
    },
  };
}

function invitationOf({ params }: Visit) {
  return { company: params['slug'] ?? '', invitationId: params['invitation'] ?? '' };
}

function listHref(visit: Visit): string {
  return `/companies/${companyOf(visit).company}/joining/`;
}

export const resendForm: FormHandler = (visit) =>
  act(visit, listHref(visit), async () => {
    const { addressee } = await visit.call.joining.resend(invitationOf(visit));
    return { level: 'success', text: visit.t('companies.joining.resent', { name: addressee }) };
  });

/** Says what taking back means. */
export const revokePage: PageHandler = async (visit) => {
  const { t } = visit;
  const { company, invitations } = await visit.call.joining.history(companyOf(visit));
  const { invitationId } = invitationOf(visit);
  const known = invitations.find(({ id }) => id === invitationId);
  if (known === undefined) throw new DomainError('not_found');
  const invitation = known.status === 'pending' ? known : null;
  return question({
    title: t('companies.revoke.title'),
    lead: company.name,
    sentences: invitation ? [t('companies.revoke.what', { name: invitation.addressee })] : [t('companies.revoke.over')],
    button: invitation ? t('companies.revoke.button') : null,
    backHref: listHref(visit),
  });
};

export const revokeForm: FormHandler = (visit) =>
  act(visit, listHref(visit), async () => {
    const { addressee } = await visit.call.joining.revoke(invitationOf(visit));
    return { level: 'success', text: visit.t('companies.joining.revoked', { name: addressee }) };
  });

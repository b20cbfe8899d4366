/** One person of a company: what they are, and what can be changed about it. */
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { roleGrid, rolesIn } from './role-grid.ts';
import { act, badgesOf, faceOf, memberOf, refusalOf, roleTexts, whenText } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/member.hbs', import.meta.url));
const rolesTemplate = loadTemplate(new URL('../../views/companies/member-roles.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['companies']['member']>>;

export const memberPage: PageHandler = async (visit) => {
  const { company, member } = await visit.call.companies.member(memberOf(visit));
  const { mayManage } = company;
  const own = hrefOf(visit);
  const isYou = visit.actor.kind === 'user' && visit.actor.userId === member.user.id;
  const face = faceOf(member.user);
  return {
    title: face.name,
    lead: company.name,
    template,
    active: 'people',
    model: {
      ...face,
      ...{ own, isYou, isOwner: member.isOwner },
      badges: badgesOf(member, visit),
      roles: roleTexts(member.roles, visit),
      joined: whenText(member.joinedAt, visit),
      mayManage,
      mayGrant: mayManage && !member.isAdministrator,
      mayRevoke: mayManage && member.isAdministrator && !member.isOwner && !isYou,
      mayRemove: mayManage && !member.isOwner && !isYou,
      tagHref:
        company.mayTag && !member.isOwner
          ? `/companies/${company.slug}/owners/grant/?${new URLSearchParams({ username: member.user.username })}`
          : null,
    },
  };
};

export const grantAdministratorForm: FormHandler = (visit) =>
  act(visit, afterwards(visit), async () => {
    const { isChanged, username } = await visit.call.companies.grantAdministrator(memberOf(visit));
    return isChanged
      ? { level: 'success', text: visit.t('companies.member.granted', { name: username }) }
      : { level: 'info', text: visit.t('companies.member.wasAdministrator', { name: username }) };
  });

export const revokeAdministratorForm: FormHandler = (visit) =>
  act(visit, afterwards(visit), async () => {
    const { isChanged, username } = await visit.call.companies.revokeAdministrator(memberOf(visit));
    return isChanged
      ? { level: 'success', text: visit.t('companies.member.revoked', { name: username }) }
      : { level: 'info', text: visit.t('companies.member.wasNone', { name: username }) };
  });

/** Back to the person; without a way back given, to the company. */
function afterwards(visit: Visit): string {
  return visit.fields['from'] === 'member' ? hrefOf(visit) : `/companies/${memberOf(visit).company}/`;
}

function hrefOf(visit: Visit): string {
  const { company, userId } = memberOf(visit);
  return `/companies/${company}/members/${userId}/`;
}

/** The roles of a member beside the two flags. */
export const memberRolesPage: PageHandler = async (visit) => {
  const got = await visit.call.companies.member(memberOf(visit));
  return rolesForm(visit, got, { held: got.member.roles });
};

export const memberRolesForm: FormHandler = async (visit) => {
  const held = rolesIn(visit);
  try {
    const { isChanged, username } = await visit.call.companies.setRoles({ ...memberOf(visit), roles: held });
    const text = visit.t(isChanged ? 'companies.memberRoles.done' : 'companies.memberRoles.same', { name: username });
    return { redirect: hrefOf(visit), flash: { level: isChanged ? 'success' : 'info', text } };
  } catch (error) {
    const { errors, message } = refusalOf(error);
    const got = await visit.call.companies.member(memberOf(visit));
    return rolesForm(visit, got, { held, message, errors: errors['roles'] ?? [] });
  }
};

interface Typed {
  held: readonly { role: string; storeId: number | null }[];
  message?: string | null;
  errors?: readonly string[];
}

async function rolesForm(
  visit: Visit,
  { company, member }: Got,
  { held, message, errors = [] }: Typed,
): Promise<Shown> {
  const stores = await visit.call.companies.roleStores({ company: company.slug });
  const { name } = faceOf(member.user);
  return {
    title: visit.t('companies.memberRoles.title', { name }),
    lead: company.name,
    template: rolesTemplate,
    active: 'people',
    crumbs: [{ name, href: hrefOf(visit) }],
    model: {
      message,
      backHref: hrefOf(visit),
      isPrivileged: member.isOwner || member.isAdministrator,
      gridHtml: roleGrid(visit, { stores, held, errors }),
    },
  };
}

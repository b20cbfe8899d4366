import { createForm, createPage, editForm, editPage } from '../pages/companies/details.ts';
import { invitationForm, invitationPage } from '../pages/companies/invitation.ts';
import { inviteForm, invitePage, resendForm, revokeForm, revokePage } from '../pages/companies/invite.ts';
import { joinForm, joinPage } from '../pages/companies/join.ts';
import { approveForm, joiningPage, rejectForm, rejectPage } from '../pages/companies/joining.ts';
import { dropTagForm, dropTagPage, leaveForm, leavePage, removeForm, removePage } from '../pages/companies/leaving.ts';
import { companiesPage, withdrawForm } from '../pages/companies/list.ts';
import {
  grantAdministratorForm,
  memberPage,
  memberRolesForm,
  memberRolesPage,
  revokeAdministratorForm,
} from '../pages/companies/member.ts';
import { giveTagForm, giveTagPage } from '../pages/companies/owner-tag.ts';
import { peopleForm, peoplePage } from '../pages/companies/people.ts';
import type { Route } from '../routes.ts';

const own = '/companies/:slug/';
const member = `${own}members/:user/`;

/** Companies, their people, and how one gets in. Words that stand where a slug can are no slugs (`tenancy/slug.ts`). */
export const companyRoutes: readonly Route[] = [
  { path: '/companies/', access: 'signed-in', page: companiesPage },
  { path: '/companies/create/', access: 'signed-in', page: createPage, form: createForm },
  { path: '/companies/join/', access: 'signed-in', page: joinPage, form: joinForm },
  { path: '/companies/join/:request/withdraw/', access: 'signed-in', form: withdrawForm },
  { path: '/companies/invitations/:invitation/', access: 'signed-in', page: invitationPage, form: invitationForm },
  { path: '/invitations/:token/', access: 'everyone', page: invitationPage, form: invitationForm },
  { path: own, access: 'signed-in', page: peoplePage, form: peopleForm },
  { path: `${own}edit/`, access: 'signed-in', page: editPage, form: editForm },
  { path: `${own}leave/`, access: 'signed-in', page: leavePage, form: leaveForm },
  { path: member, access: 'signed-in', page: memberPage },
  { path: `${member}grant-admin/`, access: 'signed-in', form: grantAdministratorForm },
  { path: `${member}revoke-admin/`, access: 'signed-in', form: revokeAdministratorForm },
  { path: `${member}roles/`, access: 'signed-in', page: memberRolesPage, form: memberRolesForm },
  { path: `${member}remove/`, access: 'signed-in', page: removePage, form: removeForm },
  { path: `${own}owners/grant/`, access: 'signed-in', page: giveTagPage, form: giveTagForm },
  { path: `${own}owners/self-remove/`, access: 'signed-in', page: dropTagPage, form: dropTagForm },
  { path: `${own}joining/`, access: 'signed-in', page: joiningPage },
  { path: `${own}join/:request/approve/`, access: 'signed-in', form: approveForm },
  { path: `${own}join/:request/reject/`, access: 'signed-in', page: rejectPage, form: rejectForm },
  { path: `${own}invite/`, access: 'signed-in', page: invitePage, form: inviteForm },
  { path: `${own}invitations/:invitation/resend/`, access: 'signed-in', form: resendForm },
  { path: `${own}invitations/:invitation/revoke/`, access: 'signed-in', page: revokePage, form: revokeForm },
];

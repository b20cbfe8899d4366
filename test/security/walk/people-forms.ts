/** Every change of a company's people, and of the company itself, that a form of the portal can make, in an order in which each
 *  of them succeeds; after those of the shop (`shop-forms.ts`). */
import { goodPassword } from '../../support/people.ts';
import type { Stage } from './changes.ts';
import { type FormChange, form, ofUs, picture, reader, saying } from './form.ts';

const newCompany = async (stage: Stage) => ({
  slug: (await reader(stage).company.findFirstOrThrow({ where: { name: 'Walked shop' } })).slug,
});
const waitingRequest = (username: string) => async (stage: Stage) => {
  const where = { ...ofUs(stage), status: 'pending', user: { username } };
  return { request: (await reader(stage).companyJoinRequest.findFirstOrThrow({ where })).id };
};
const invitationOf = (usernameFolded: string) => async (stage: Stage) => {
  const { id: userId } = await reader(stage).user.findUniqueOrThrow({ where: { usernameFolded } });
  const where = { ...ofUs(stage), userId, status: 'pending' };
  return { invitation: (await reader(stage).companyInvitation.findFirstOrThrow({ where })).id };
};
const companyName = async (stage: Stage) =>
  (await reader(stage).company.findUniqueOrThrow({ where: { id: stage.world.ours.id } })).name;

const people: readonly FormChange[] = [
  form('/companies/:slug/edit/', 'companies.update company.update', { says: saying({ vatNumber: 'GB 123' }) }),
  form('/companies/:slug/', 'companies.update company.update', {
    on: 'nowhere',
    says: saying({ form_id: 'company_registration', name: 'Alder & Sons' }),
  }),
  form('/companies/:slug/logo/', 'pictures.putLogo company.logo', { says: picture }),
  form('/companies/:slug/logo/remove/', 'pictures.removeLogo company.logo', { on: '/companies/:slug/logo/' }),
  form('/companies/:slug/members/:user/roles/', 'companies.setRoles role.set', {
    says: ({ world }) => ({ [`role-manager-${world.ours.storeId}`]: 'yes' }),
  }),
  form('/companies/:slug/members/:user/grant-admin/', 'companies.grantAdministrator administrator.grant', {
    on: '/companies/:slug/members/:user/',
  }),
  form('/companies/:slug/members/:user/revoke-admin/', 'companies.revokeAdministrator administrator.revoke', {
    on: '/companies/:slug/members/:user/',
  }),
  form('/companies/:slug/members/:user/remove/', 'companies.removeMember member.remove'),
  form('/companies/:slug/leave/', 'companies.leave member.leave', { by: 'plain.member' }),
  form('/companies/:slug/join/:request/approve/', 'joining.approve join-request.approve', {
    on: '/companies/:slug/joining/',
  }),
  form('/companies/join/', 'joining.ask join-request.create', {
    by: 'no.company',
    says: ({ world }) => ({ slug: world.ours.slug }),
  }),
  form('/companies/:slug/join/:request/reject/', 'joining.reject join-request.reject', {
    at: waitingRequest('no.company'),
    says: saying({ reason: 'walked' }),
  }),
  form('/companies/join/', 'joining.ask join-request.create', {
    by: 'zebulon.owner',
    says: ({ world }) => ({ slug: world.ours.slug }),
  }),
  form('/companies/join/:request/withdraw/', 'joining.withdraw join-request.withdraw', {
    by: 'zebulon.owner',
    on: '/companies/',
    at: waitingRequest('zebulon.owner'),
  }),
  form('/companies/:slug/invitations/:invitation/resend/', 'joining.resend invitation.resend', {
    on: '/companies/:slug/joining/',
  }),
  form('/companies/:slug/invitations/:invitation/revoke/', 'joining.revoke invitation.revoke'),
  form('/companies/:slug/invite/', 'joining.invite invitation.create', {
    says: saying({ by: 'username', to: 'no.company' }),
  }),
  form('/companies/invitations/:invitation/', 'joining.accept invitation.accept', {
    by: 'no.company',
    at: invitationOf('no.company'),
    says: saying({ answer: 'accept' }),
  }),
  form('/companies/:slug/invite/', 'joining.invite invitation.create', {
    says: saying({ by: 'username', to: 'staff.of.none' }),
  }),
  form('/companies/invitations/:invitation/', 'joining.decline invitation.decline', {
    by: 'staff.of.none',
    at: invitationOf('staff.of.none'),
    says: saying({ answer: 'decline' }),
  }),
  form('/companies/:slug/owners/grant/', 'companies.giveOwnerTag owner.grant', {
    says: saying({ username: 'the.administrator' }),
  }),
];

const ending: readonly FormChange[] = [
  form('/companies/:slug/delete/', 'deletion.start company.deletion.start', {
    says: async (stage) => ({ name: await companyName(stage), proof: goodPassword }),
  }),
  form('/companies/:slug/delete/approve/', 'deletion.approve company.deletion.approve', {
    by: 'the.administrator',
    says: saying({ proof: goodPassword }),
  }),
  form('/companies/:slug/delete/withdraw/', 'deletion.withdraw company.deletion.withdraw', { by: 'the.administrator' }),
  form('/companies/:slug/delete/cancel/', 'deletion.cancel company.deletion.cancel'),
  form('/companies/:slug/delete/initiate/', 'deletion.start company.deletion.start', {
    on: 'nowhere',
    says: async (stage) => ({ name: await companyName(stage), proof: goodPassword }),
  }),
  form('/companies/:slug/delete/cancel/', 'deletion.cancel company.deletion.cancel'),
  form('/companies/:slug/owners/self-remove/', 'companies.dropOwnerTag owner.drop', { by: 'the.administrator' }),
  form('/companies/create/', 'companies.create company.create', { says: saying({ name: 'Walked shop' }) }),
  form('/catalog/:slug/vat/', 'groups.useCountry vat_rate.put', { at: newCompany, says: saying({ country: 'DE' }) }),
];

export const peopleForms: readonly FormChange[] = [...people, ...ending];

/** Companies and their people: who owns them, who is in them, how one gets in and out. Creating a company, and what decides about
 *  rights, is `tenancy`; deleting one is `company-deletion`. */
export { grantAdministrator, revokeAdministrator } from './administrators.ts';
export { acceptInvitation, declineInvitation, getInvitation } from './answer-invitation.ts';
export { expireJoining } from './expire.ts';
export { readRoles } from './invitation-rows.ts';
export { type Invite, invite, resendInvitation, revokeInvitation } from './invite.ts';
export { approveRequest, askToJoin, rejectRequest, withdrawRequest } from './join-requests.ts';
export { leaveCompany, leaveEveryCompany, removeMember } from './leave.ts';
export { companiesWithoutOtherOwner, dropOwnerTag, giveOwnerTag } from './owners.ts';
export { countOwnersAndStores, getCompany, listOwnCompanies } from './read-companies.ts';
export {
  countWaitingRequests,
  listInvitations,
  listOwnInvitations,
  listOwnRequests,
  listRequests,
} from './read-joining.ts';
export { getMember, listMembers, listMembersById, listRoleStores } from './read-members.ts';
export { setRoles } from './roles.ts';
export { updateCompany, updateCompanyIn } from './update-company.ts';

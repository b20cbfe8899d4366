import { invitationActions } from '../actions/members.ts';
import { defineResource } from '../adapter/definition.ts';

export const invitation = defineResource({
  model: 'CompanyInvitation',
  label: 'Invitations',
  group: 'Organisation',
  title: ['companyId', 'email', 'invitedName'],
  search: ['email', 'invitedName'],
  list: [
    'companyId',
    'email',
    'invitedName',
    'isOwner',
    'isAdministrator',
    'status',
    'createdAt',
    'expiresAt',
    'invitedById',
  ],
  filters: ['companyId', 'status', 'isOwner', 'createdAt'],
  actions: invitationActions,
  fieldLabels: { administrator: 'Makes an administrator' },
  sort: { by: 'createdAt', direction: 'desc' },
  labels: {
    invitedName: 'User name as typed',
    userId: 'Named person, or who accepted',
    isOwner: 'Owner',
    isAdministrator: 'Administrator',
  },
  values: { status: ['pending', 'accepted', 'declined', 'revoked', 'expired'] },
});

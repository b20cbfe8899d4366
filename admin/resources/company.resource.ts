import { companyActions } from '../actions/company-actions.ts';
import { defineResource } from '../adapter/definition.ts';

export const company = defineResource({
  model: 'Company',
  label: 'Companies',
  group: 'Organisation',
  title: ['name'],
  search: ['name', 'slug', 'officeCode', 'vatNumber'],
  list: ['name', 'officeCode', 'slug', 'currency', 'timeZone', 'createdAt', 'deletedAt'],
  filters: ['currency', 'createdAt'],
  actions: companyActions,
  sort: { by: 'name', direction: 'asc' },
  hidden: ['versionCounter'],
  fieldLabels: { ownerUserId: 'Owner' },
  scope: (companyIds) => ({ id: { in: [...companyIds] } }),
  related: [
    {
      model: 'CompanyMembership',
      by: 'companyId',
      label: 'People',
      list: ['userId', 'isOwner', 'isAdministrator', 'roles', 'joinedAt'],
    },
    { model: 'Store', by: 'companyId', label: 'Stores', list: ['code', 'name', 'currency', 'timeZone', 'isActive'] },
    {
      model: 'Terminal',
      by: 'companyId',
      label: 'Terminals',
      list: ['code', 'name', 'storeId', 'isActive', 'lastSeenAt'],
    },
    {
      model: 'Transaction',
      by: 'companyId',
      label: 'Transactions',
      list: ['occurredAt', 'storeId', 'terminalId', 'receiptNumber', 'transactionType', 'totalE4', 'isCancelled'],
      order: ['businessDay'],
    },
    {
      model: 'Closure',
      by: 'companyId',
      label: 'Closures',
      list: ['endedAt', 'storeId', 'terminalId', 'kind', 'number', 'grossE4', 'verdict'],
      order: ['businessDay'],
    },
    {
      model: 'Product',
      by: 'companyId',
      label: 'Products',
      list: ['code', 'name', 'mainGroupId', 'updatedAt'],
      order: ['version'],
    },
    {
      model: 'Customer',
      by: 'companyId',
      label: 'Customers',
      list: ['name', 'lastName', 'phoneNumber', 'updatedAt'],
      order: ['version'],
    },
    {
      model: 'CompanyJoinRequest',
      by: 'companyId',
      label: 'Join requests',
      list: ['userId', 'message', 'status', 'createdAt', 'resolvedById'],
    },
    {
      model: 'CompanyInvitation',
      by: 'companyId',
      label: 'Invitations',
      list: ['email', 'invitedName', 'status', 'createdAt', 'invitedById'],
    },
    {
      model: 'CompanyDeletionRequest',
      by: 'companyId',
      label: 'Deletion requests',
      list: ['createdAt', 'requestedById', 'approvedAt', 'eraseAt', 'outcome'],
    },
    {
      model: 'AuditEntry',
      by: 'companyId',
      label: 'Audit trail',
      list: ['at', 'action', 'actorName', 'door', 'subjectType'],
    },
  ],
});

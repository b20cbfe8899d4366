import { defineResource } from '../adapter/definition.ts';

export const picture = defineResource({
  model: 'Picture',
  label: 'Pictures',
  group: 'System',
  title: ['mediaType', 'createdAt'],
  search: ['mediaType'],
  list: ['companyId', 'userId', 'mediaType', 'width', 'height', 'createdAt'],
  filters: ['companyId', 'userId', 'mediaType', 'createdAt'],
  sort: { by: 'id', direction: 'asc' },
  references: { userId: 'User' },
  labels: { companyId: 'Logo of', userId: 'Portrait of' },
  scope: (companyIds) => ({
    OR: [
      { companyId: { in: [...companyIds] } },
      { users: { some: { memberships: { some: { companyId: { in: [...companyIds] } } } } } },
    ],
  }),
});

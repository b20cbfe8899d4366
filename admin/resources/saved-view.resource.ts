import { defineResource } from '../adapter/definition.ts';

export const savedView = defineResource({
  model: 'SavedView',
  label: 'Saved views',
  group: 'System',
  title: ['name'],
  search: ['name', 'model'],
  list: ['name', 'model', 'ownerId', 'sharedTo', 'isPinned', 'updatedAt'],
  filters: ['model', 'ownerId', 'sharedTo', 'isPinned'],
  sort: { by: 'name', direction: 'asc' },
  labels: { model: 'List', sharedTo: 'Shared with' },
  // What somebody looked for is theirs.
  hidden: ['query'],
  scope: (companyIds, userId) => ({
    OR: [{ ownerId: userId }, { owner: { memberships: { some: { companyId: { in: [...companyIds] } } } } }],
  }),
});

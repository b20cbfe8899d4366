import { defineResource } from '../adapter/definition.ts';

export const terminalResource = defineResource({
  model: 'TerminalResource',
  label: 'Other rows for tills',
  group: 'Tills',
  title: ['resource'],
  search: ['resource'],
  list: ['resource', 'companyId', 'storeId', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'storeId', 'resource'],
  sort: { by: 'id', direction: 'asc' },
});

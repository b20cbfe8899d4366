import { defineResource } from '../adapter/definition.ts';

export const layout = defineResource({
  model: 'TerminalLayout',
  label: 'Till screens',
  group: 'Tills',
  title: ['name'],
  search: ['name', 'description'],
  list: ['name', 'companyId', 'origin', 'currentNumber', 'description', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'origin', 'updatedAt'],
  sort: { by: 'name', direction: 'asc' },
  values: { origin: ['own', 'terminal'] },
  labels: { currentNumber: 'Version in force', keyProducts: 'Product keys' },
  hidden: ['sentRows', 'keyProducts'],
  related: [
    {
      model: 'TerminalLayoutVersion',
      by: 'layoutId',
      label: 'Versions',
      list: ['number', 'author', 'note', 'createdAt'],
    },
    { model: 'Store', by: 'layoutId', label: 'Stores', list: ['code', 'name', 'companyId', 'isActive'] },
    { model: 'Terminal', by: 'layoutId', label: 'Terminals', list: ['code', 'name', 'storeId', 'isActive'] },
  ],
});

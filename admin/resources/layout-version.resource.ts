import { defineResource } from '../adapter/definition.ts';

export const layoutVersion = defineResource({
  model: 'TerminalLayoutVersion',
  label: 'Versions of till screens',
  group: 'Tills',
  title: ['layoutId', 'number'],
  search: ['author', 'note'],
  list: ['layoutId', 'number', 'author', 'note', 'createdAt'],
  filters: ['layoutId', 'number', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  scope: (companyIds) => ({ layout: { OR: [{ companyId: { in: [...companyIds] } }, { companyId: null }] } }),
});

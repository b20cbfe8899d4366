import { storeHealth } from '../actions/store-health.ts';
import { defineResource } from '../adapter/definition.ts';

export const store = defineResource({
  model: 'Store',
  label: 'Stores',
  group: 'Organisation',
  title: ['code', 'name'],
  search: ['name', 'code', 'postalCode'],
  list: ['code', 'name', 'companyId', 'currency', 'timeZone', 'isActive', 'stockPolicy'],
  filters: ['companyId', 'isActive', 'currency', 'stockPolicy', 'layoutId'],
  sort: { by: 'id', direction: 'asc' },
  values: { stockPolicy: ['terminal', 'hub'] },
  kinds: { dayStartMinutes: 'number' },
  labels: { dayStartMinutes: 'Day starts (minutes after midnight)', codeOnlyAccess: 'Code-only access' },
  showComponent: 'StoreShow',
  actions: [storeHealth],
});

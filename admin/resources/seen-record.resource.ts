import { documentAction } from '../actions/document-action.ts';
import { adopt, merge, reopen, seenView } from '../actions/seen-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const seenRecord = defineResource({
  model: 'SeenRecord',
  label: 'Seen at the till',
  group: 'Sales',
  title: ['kind', 'name', 'code'],
  search: ['uuid', 'code', 'name'],
  list: ['seenAt', 'kind', 'code', 'name', 'uuid', 'storeId', 'settledAt', 'companyId'],
  filters: ['companyId', 'kind', 'storeId', 'terminalId', 'code', 'seenAt', 'settledAt'],
  sort: { by: 'id', direction: 'desc' },
  values: { kind: ['product', 'customer', 'cashier'] },
  labels: { uuid: 'Id at the till', transactionId: 'First document', seenAt: 'First seen' },
  references: { storeId: 'Store', terminalId: 'Terminal', transactionId: 'Transaction' },
  showComponent: 'DocumentShow',
  actions: [documentAction('quarantine.see', seenView), merge, adopt, reopen],
});

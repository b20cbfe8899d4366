import { deviceEventView } from '../actions/device-event-view.ts';
import { documentAction } from '../actions/document-action.ts';
import { defineResource } from '../adapter/definition.ts';

export const deviceEvent = defineResource({
  model: 'DeviceEvent',
  label: 'Events of devices',
  group: 'Tills',
  title: ['kind', 'uuid'],
  search: ['uuid'],
  searchesUuid: false,
  list: ['receivedAt', 'kind', 'companyId', 'storeId', 'terminalId', 'uuid', 'repeats', 'occurredAt'],
  filters: ['companyId', 'storeId', 'terminalId', 'kind', 'receivedAt'],
  sort: { by: 'id', direction: 'desc' },
  labels: { repeats: 'Repeated' },
  // What it says may be about people: the page shows it by the rules for documents.
  hidden: ['body', 'bodyHash'],
  showComponent: 'DocumentShow',
  actions: [documentAction('quarantine.see', deviceEventView)],
});

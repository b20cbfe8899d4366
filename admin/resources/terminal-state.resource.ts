import { defineResource } from '../adapter/definition.ts';

export const terminalState = defineResource({
  model: 'TerminalState',
  label: 'Contact of terminals',
  group: 'Tills',
  title: ['terminalId'],
  search: ['lastAddress', 'lastAgent'],
  list: [
    'terminalId',
    'companyId',
    'lastSeenAt',
    'lastPushAt',
    'lastInitAt',
    'closureNumber',
    'receiptNumber',
    'repeatCount',
  ],
  filters: ['companyId', 'lastSeenAt', 'lastPushAt', 'lastInitAt', 'repeatCount'],
  sort: { by: 'terminalId', direction: 'asc' },
  labels: {
    lastSeenAt: 'Last seen',
    lastPushAt: 'Last push',
    lastInitAt: 'Last full load',
    closureNumber: 'Open period',
    receiptNumber: 'Next receipt',
    repeatCount: 'Repeated documents',
    lastAgent: 'Program',
  },
});

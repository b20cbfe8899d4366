import { documentAction } from '../actions/document-action.ts';
import { notificationView, withdrawAction } from '../actions/notification-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const notification = defineResource({
  model: 'Notification',
  label: 'Messages to tills',
  group: 'Tills',
  title: ['title'],
  search: ['title'],
  list: ['createdAt', 'notificationType', 'title', 'companyId', 'storeId', 'terminalId', 'expiresAt'],
  filters: ['companyId', 'storeId', 'terminalId', 'notificationType', 'createdAt', 'expiresAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  values: {
    notificationType: ['product_update', 'campaign_update', 'price_change', 'terminal_message', 'system_alert'],
  },
  labels: { notificationType: 'Kind' },
  showComponent: 'DocumentShow',
  actions: [documentAction('terminal.see', notificationView), withdrawAction],
});

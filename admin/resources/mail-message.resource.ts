import { readMail, revealLink, sendAgain, stopMail } from '../actions/mail-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const mailMessage = defineResource({
  model: 'MailMessage',
  label: 'Mail',
  group: 'System',
  title: ['kind', 'toAddress'],
  search: ['toAddress', 'kind'],
  list: ['createdAt', 'toAddress', 'kind', 'companyId', 'attempts', 'sentAt', 'failedAt', 'lastError'],
  filters: ['companyId', 'kind', 'createdAt', 'sentAt', 'failedAt', 'erasedAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  labels: { toAddress: 'To', createdAt: 'Written', failedAt: 'Given up', availableAt: 'Next attempt' },
  // Secrets stand in them: what a mail says is shown by the action that knows to whom.
  hidden: ['facts', 'path', 'leasedBy', 'leasedUntil'],
  // Mails of the hub itself are for staff of the whole hub.
  scope: (companyIds) => ({ companyId: { in: [...companyIds] } }),
  showComponent: 'DocumentShow',
  actions: [readMail, revealLink, sendAgain, stopMail],
});

import { defineResource } from '../adapter/definition.ts';

export const auditEntry = defineResource({
  model: 'AuditEntry',
  label: 'Audit trail',
  group: 'System',
  title: ['action', 'at'],
  search: ['action', 'subjectId', 'actorName'],
  list: ['at', 'action', 'actorName', 'door', 'subjectType', 'subjectId', 'companyId'],
  filters: ['companyId', 'at', 'action', 'door', 'actorKind', 'actorId', 'actorName', 'subjectType', 'subjectId'],
  sort: { by: 'id', direction: 'desc' },
  kinds: { content: 'json' },
  values: {
    door: ['admin', 'portal', 'device', 'api', 'reports', 'cli', 'job'],
    actorKind: ['user', 'terminal', 'program', 'system', 'anonymous'],
  },
  // The hub's own chain is for staff of the whole hub.
  scope: (companyIds) => ({ companyId: { in: [...companyIds] } }),
});

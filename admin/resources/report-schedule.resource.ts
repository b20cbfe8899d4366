import type { Ctx } from '../../server/db/index.ts';
import { defineResource, type Row } from '../adapter/definition.ts';

export const reportSchedule = defineResource({
  model: 'ReportSchedule',
  label: 'Reports that are sent',
  group: 'System',
  title: ['channel', 'every', 'createdAt'],
  search: [],
  list: ['report', 'companyId', 'channel', 'every', 'format', 'isActive', 'nextRunAt', 'lastRunAt'],
  filters: ['companyId', 'isActive', 'channel'],
  sort: { by: 'id', direction: 'asc' },
  values: { channel: ['mail', 'webhook'], every: ['day', 'week', 'month'] },
  labels: { nextRunAt: 'Next run', lastRunAt: 'Last run', monthDay: 'Day of the month', webhookUrl: 'Webhook' },
  hidden: ['webhookSecret', 'savedReportId', 'leasedUntil', 'leasedBy'],
  virtual: [{ name: 'report', kind: 'text', label: 'Report' }],
  enrich: addReports,
  related: [
    {
      model: 'ReportDelivery',
      by: 'scheduleId',
      label: 'Deliveries',
      list: ['dueAt', 'attempts', 'sentAt', 'failedAt', 'lastError'],
      order: ['dueAt'],
    },
  ],
});

/** Names of the reports that are sent. */
async function addReports(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const found = await ctx.db.reader.reportSchedule.findMany({
    where: { id: { in: rows.map((row) => String(row['id'])) } },
    select: { id: true, savedReport: { select: { name: true } } },
  });
  const names = new Map(found.map(({ id, savedReport }) => [id, savedReport.name]));
  for (const row of rows) row['report'] = names.get(String(row['id'])) ?? '';
}

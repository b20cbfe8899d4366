import type { Ctx } from '../../server/db/index.ts';
import { type HealthTrouble, type SyncHealth, syncHealthOf } from '../../server/domain/sync-health/index.ts';
import { defineResource, type Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

export const terminalState = defineResource({
  model: 'TerminalState',
  label: 'Sync health',
  group: 'Tills',
  title: ['terminalId'],
  search: ['lastAddress', 'lastAgent'],
  list: ['terminalId', 'companyId', 'troubles', 'behind', 'clock', 'lastSeenAt', 'lastPushAt', 'lastInitAt'],
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
  virtual: [
    { name: 'troubles', kind: 'text', label: 'Trouble' },
    { name: 'behind', kind: 'number', label: 'Changes not fetched' },
    { name: 'clock', kind: 'text', label: 'Clock' },
  ],
  enrich: addHealth,
});

const words: Readonly<Record<HealthTrouble, { label: string }>> = {
  refusing: { label: 'not booked' },
  silent: { label: 'silent' },
  clock: { label: 'wrong clock' },
  behind: { label: 'behind' },
};

/** How these terminals stand, in a few queries for each company among them. */
async function addHealth(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const say = sayTo(ctx);
  const companyIds = [...new Set(rows.map((row) => Number(row['companyId'])))];
  const found = new Map<number, SyncHealth>();
  for (const companyId of companyIds) {
    const own = rows.filter((row) => row['companyId'] === companyId);
    const terminalIds = own.map((row) => Number(row['terminalId']));
    for (const health of await syncHealthOf(ctx, { companyId, terminalIds })) found.set(health.terminal.id, health);
  }
  for (const row of rows) {
    const health = found.get(Number(row['terminalId']));
    row['troubles'] = health?.troubles.map((name) => say(words[name].label)).join(', ') ?? '';
    row['behind'] = health?.behind ?? null;
    row['clock'] =
      health?.driftMs == null ? '' : `${health.driftMs > 0 ? '+' : ''}${Math.round(health.driftMs / 1000)} s`;
  }
}

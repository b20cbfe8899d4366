import type { Ctx } from '../../server/db/index.ts';
import { documentAction } from '../actions/document-action.ts';
import { moveAction } from '../actions/move-terminal.ts';
import { tellTerminal } from '../actions/notification-view.ts';
import { deviceLabels } from '../actions/terminal-devices.ts';
import { retireAction, revokeAction, terminalView } from '../actions/terminal-view.ts';
import { defineResource, type Row } from '../adapter/definition.ts';

export const terminal = defineResource({
  model: 'Terminal',
  label: 'Terminals',
  group: 'Tills',
  title: ['code', 'name'],
  search: ['code', 'name', 'serialNumber', 'uuid'],
  list: ['code', 'name', 'storeId', 'companyId', 'isActive', 'lastSeenAt', 'closureNumber', 'receiptNumber'],
  filters: ['companyId', 'storeId', 'isActive', 'kind', 'layoutId'],
  sort: { by: 'id', direction: 'asc' },
  values: { kind: ['pypos', 'kitchen', 'office', 'mobile'] },
  labels: { number: 'Number in its store', secretHint: 'Secret ends in' },
  fieldLabels: deviceLabels,
  virtual: [
    { name: 'lastSeenAt', kind: 'instant', label: 'Last seen' },
    { name: 'lastPushAt', kind: 'instant', label: 'Last push' },
    { name: 'lastInitAt', kind: 'instant', label: 'Last full load' },
    { name: 'lastAddress', kind: 'text', label: 'Last address' },
    { name: 'lastAgent', kind: 'text', label: 'Program' },
    { name: 'closureNumber', kind: 'number', label: 'Open period' },
    { name: 'receiptNumber', kind: 'number', label: 'Next receipt' },
    { name: 'repeatCount', kind: 'number', label: 'Repeated documents' },
  ],
  enrich: addState,
  showComponent: 'DocumentShow',
  actions: [documentAction('terminal.see', terminalView), tellTerminal, revokeAction, retireAction, moveAction],
  related: [
    {
      model: 'Transaction',
      by: 'terminalId',
      label: 'Transactions',
      list: ['occurredAt', 'closureNumber', 'receiptNumber', 'transactionType', 'totalE4', 'isLate', 'isCancelled'],
      order: ['closureNumber', 'receiptNumber'],
    },
    {
      model: 'Closure',
      by: 'terminalId',
      label: 'Closures',
      list: ['endedAt', 'kind', 'number', 'grossE4', 'cashDifferenceE4', 'verdict'],
      order: ['number'],
    },
    {
      model: 'QuarantinedItem',
      by: 'terminalId',
      label: 'Quarantine',
      list: ['lastReceivedAt', 'kind', 'reasonCode', 'reason', 'repeatCount', 'resolvedAt'],
    },
    {
      model: 'Conflict',
      by: 'terminalId',
      label: 'Conflicts',
      list: ['lastReceivedAt', 'kind', 'repeatCount', 'resolvedAt'],
    },
  ],
});

/** Last contact and counters, which change with every push and are kept apart from the profile. */
async function addState(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const ids = rows.map((row) => Number(row['id']));
  const states = await ctx.db.reader.terminalState.findMany({ where: { terminalId: { in: ids } } });
  const byId = new Map(states.map(({ terminalId, companyId, ...state }) => [terminalId, state]));
  for (const row of rows) Object.assign(row, byId.get(Number(row['id'])));
}

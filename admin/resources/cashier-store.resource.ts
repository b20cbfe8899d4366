import type { Ctx } from '../../server/db/index.ts';
import { placeActions } from '../actions/cashier-actions.ts';
import { defineResource, type Row } from '../adapter/definition.ts';

export const cashierStore = defineResource({
  model: 'CashierStore',
  label: 'Cashiers in stores',
  group: 'Organisation',
  title: ['cashierId', 'storeId'],
  search: [],
  list: ['cashierId', 'storeId', 'companyId', 'allTerminals', 'tills', 'isActive', 'updatedAt'],
  filters: ['companyId', 'cashierId', 'storeId', 'isActive', 'allTerminals'],
  sort: { by: 'id', direction: 'asc' },
  actions: placeActions,
  labels: { allTerminals: 'At every till' },
  virtual: [{ name: 'tills', kind: 'text', label: 'Chosen tills' }],
  enrich: addTills,
});

/** Codes of the tills of assignments that do not cover their whole store. */
async function addTills(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const found = await ctx.db.reader.cashierTerminal.findMany({
    where: { cashierStoreId: { in: rows.map((row) => String(row['id'])) } },
    select: { cashierStoreId: true, terminal: { select: { code: true } } },
    orderBy: { terminalId: 'asc' },
  });
  for (const row of rows) {
    const own = found.filter(({ cashierStoreId }) => cashierStoreId === row['id']);
    row['tills'] = own.map(({ terminal }) => terminal.code).join(', ');
  }
}

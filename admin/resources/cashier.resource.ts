import { cashierActions } from '../actions/cashier-actions.ts';
import { defineResource } from '../adapter/definition.ts';

export const cashier = defineResource({
  model: 'Cashier',
  label: 'Cashiers',
  group: 'Organisation',
  title: ['firstName', 'lastName', 'userName'],
  search: ['userName', 'firstName', 'lastName', 'identityNumber', 'number'],
  list: ['number', 'firstName', 'lastName', 'userName', 'companyId', 'isAdministrator', 'isActive', 'deletedAt'],
  filters: ['companyId', 'isActive', 'isAdministrator', 'isManager'],
  sort: { by: 'number', direction: 'asc' },
  fieldLabels: { password: 'First password', storeId: 'Works in store' },
  actions: cashierActions,
  related: [
    {
      model: 'CashierStore',
      by: 'cashierId',
      label: 'Stores',
      list: ['storeId', 'allTerminals', 'tills', 'isActive', 'updatedAt'],
    },
    {
      model: 'Transaction',
      by: 'cashierId',
      label: 'Receipts',
      list: ['occurredAt', 'storeId', 'terminalId', 'receiptNumber', 'transactionType', 'totalE4', 'isCancelled'],
      isWindowed: true,
    },
  ],
});

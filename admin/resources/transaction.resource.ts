import { can } from '../../server/domain/tenancy/index.ts';
import { receiptView } from '../actions/receipt-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const transaction = defineResource({
  model: 'Transaction',
  label: 'Transactions',
  group: 'Sales',
  title: ['terminalId', 'closureNumber', 'receiptNumber'],
  search: ['uuid'],
  searchesUuid: true,
  list: [
    'occurredAt',
    'companyId',
    'storeId',
    'terminalId',
    'uniqueId',
    'receiptNumber',
    'transactionType',
    'totalE4',
    'isCancelled',
  ],
  filters: [
    'companyId',
    'storeId',
    'terminalId',
    'businessDay',
    'closureNumber',
    'receiptNumber',
    'transactionType',
    'documentType',
    'isCancelled',
    'isLate',
    'totalE4',
    'currency',
    'cashierId',
    'customerId',
  ],
  sort: { by: 'id', direction: 'desc' },
  sortable: [],
  window: {
    rows: 100_000,
    indexes: [['search'], ['storeId', 'businessDay'], ['terminalId', 'closureNumber']],
  },
  references: {
    cashierId: 'Cashier',
    customerId: 'Customer',
    campaignId: 'Campaign',
    loyaltyMemberId: 'LoyaltyMembership',
  },
  values: { transactionType: ['sale', 'return', 'exchange', 'order', 'reservation', 'quote', 'layaway'] },
  labels: {
    uniqueId: 'Document',
    closureNumber: 'Period',
    receiptNumber: 'Receipt',
    transactionType: 'Type',
    isCancelled: 'Cancelled',
    isLate: 'Came late',
  },
  showComponent: 'DocumentShow',
  actions: [
    {
      name: 'document',
      isRead: true,
      isAllowed: (ctx) => can(ctx, 'document.see'),
      run: async (ctx, id) => ({ data: await receiptView(ctx, id) }),
    },
  ],
});

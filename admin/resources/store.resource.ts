import { tellStore } from '../actions/notification-view.ts';
import { storeHealth } from '../actions/store-health.ts';
import { storeActions } from '../actions/store-life.ts';
import { defineResource } from '../adapter/definition.ts';

export const store = defineResource({
  model: 'Store',
  label: 'Stores',
  group: 'Organisation',
  title: ['code', 'name'],
  search: ['name', 'code', 'postalCode'],
  list: ['code', 'name', 'companyId', 'currency', 'timeZone', 'isActive', 'stockPolicy'],
  filters: ['companyId', 'isActive', 'currency', 'stockPolicy', 'layoutId'],
  sort: { by: 'id', direction: 'asc' },
  values: { stockPolicy: ['terminal', 'hub'] },
  references: { warehouseId: 'Warehouse', stockLocationId: 'WarehouseLocation' },
  kinds: { dayStartMinutes: 'number' },
  labels: {
    blockNo: 'House number',
    codeOnlyAccess: 'Code-only access',
    dayStartMinutes: 'Day starts (minutes after midnight)',
    webPageUrl: 'Web page',
  },
  showComponent: 'StoreShow',
  actions: [storeHealth, tellStore, ...storeActions],
  related: [
    {
      model: 'Terminal',
      by: 'storeId',
      label: 'Terminals',
      list: ['code', 'name', 'isActive', 'lastSeenAt', 'closureNumber', 'receiptNumber'],
    },
    {
      model: 'Transaction',
      by: 'storeId',
      label: 'Transactions',
      list: ['occurredAt', 'terminalId', 'receiptNumber', 'transactionType', 'totalE4', 'isCancelled'],
      order: ['businessDay'],
    },
    {
      model: 'Closure',
      by: 'storeId',
      label: 'Closures',
      list: ['endedAt', 'terminalId', 'kind', 'number', 'grossE4', 'verdict'],
      order: ['businessDay'],
    },
    { model: 'CashierStore', by: 'storeId', label: 'Cashiers', list: ['cashierId', 'allTerminals', 'isActive'] },
    { model: 'Price', by: 'storeId', label: 'Own prices', list: ['productId', 'priceE4', 'validFrom', 'validUntil'] },
    { model: 'Warehouse', by: 'storeId', label: 'Warehouses', list: ['code', 'name', 'warehouseType', 'isActive'] },
    { model: 'MembershipRole', by: 'storeId', label: 'Roles of members', list: ['membershipId', 'role', 'createdAt'] },
  ],
});

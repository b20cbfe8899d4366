import { can } from '../../server/domain/tenancy/index.ts';
import { closureView } from '../actions/closure-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const closure = defineResource({
  model: 'Closure',
  label: 'Closures',
  group: 'Sales',
  title: ['kind', 'number'],
  search: ['uuid'],
  searchesUuid: true,
  list: ['endedAt', 'companyId', 'storeId', 'terminalId', 'kind', 'number', 'grossE4', 'cashDifferenceE4'],
  filters: ['companyId', 'storeId', 'terminalId', 'businessDay', 'kind', 'number', 'grossE4', 'cashDifferenceE4'],
  sort: { by: 'id', direction: 'desc' },
  sortable: [],
  window: { rows: 100_000, indexes: [['search'], ['storeId', 'businessDay'], ['terminalId', 'number']] },
  references: { baseCurrencyId: 'Currency', cashierOpenedId: 'Cashier', cashierClosedId: 'Cashier' },
  values: { kind: ['Z', 'X'] },
  labels: { number: 'Period', cashierOpenedId: 'Opened by', cashierClosedId: 'Closed by' },
  showComponent: 'DocumentShow',
  actions: [
    {
      name: 'document',
      isRead: true,
      isAllowed: (ctx) => can(ctx, 'closure.see'),
      run: async (ctx, id) => ({ data: await closureView(ctx, id) }),
    },
  ],
});

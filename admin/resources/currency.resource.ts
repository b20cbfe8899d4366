import { defineResource } from '../adapter/definition.ts';

export const currency = defineResource({
  model: 'Currency',
  label: 'Currencies',
  group: 'Reference',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'symbol', 'number', 'decimalPlaces', 'companyId', 'deletedAt'],
  filters: ['companyId'],
  sort: { by: 'code', direction: 'asc' },
  related: [
    {
      model: 'CurrencyRate',
      by: 'baseCurrencyId',
      label: 'Exchange rates',
      list: ['targetCurrencyId', 'rateE6', 'updatedAt'],
    },
  ],
});

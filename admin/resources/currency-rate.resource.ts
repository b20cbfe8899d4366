import { defineResource } from '../adapter/definition.ts';

export const currencyRate = defineResource({
  model: 'CurrencyRate',
  label: 'Exchange rates',
  group: 'Reference',
  title: ['baseCurrencyId', 'targetCurrencyId'],
  search: [],
  list: ['baseCurrencyId', 'targetCurrencyId', 'rateE6', 'companyId', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'baseCurrencyId', 'targetCurrencyId', 'rateE6'],
  sort: { by: 'updatedAt', direction: 'desc' },
});

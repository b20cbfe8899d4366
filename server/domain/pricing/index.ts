/** Prices, exchange rates, campaigns and coupons. */
export * from './put-pricing.ts';
export * as pricingTables from './tables.ts';
export {
  refuseFractions,
  setPrice,
  type WantedPrice,
  writePrices,
} from './write-prices.ts';

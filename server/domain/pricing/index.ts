/** Prices, exchange rates, campaigns and coupons. */
export * from './put-pricing.ts';

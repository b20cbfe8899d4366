/** What a company needs from its first day. */
export { paymentTypeNames, presets } from './presets.ts';
export { openCompany } from './provision-company.ts';
export { setUpCatalog } from './set-up-catalog.ts';

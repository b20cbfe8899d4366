/** Which resources the change feed carries, in the order in which a terminal takes them. */
import type { Resource } from './resource.ts';
import * as campaign from './resources/campaigns.ts';
import * as catalog from './resources/catalog.ts';
import * as customer from './resources/customers.ts';
import * as reference from './resources/reference.ts';
import * as warehouse from './resources/warehouse.ts';

/** Rows of the company, each with a version. Stock is not among them: it changes with every sale. */
export const feedResources: readonly Resource[] = [
  ...[reference.currencyTable, reference.paymentTypes, reference.vatRates],
  ...[catalog.productUnits, catalog.manufacturers, catalog.mainGroups, catalog.subGroups, catalog.barcodeMasks],
  ...[catalog.productsWithoutStock, catalog.variants, catalog.attributes, catalog.barcodes],
  ...[warehouse.warehouses, warehouse.warehouseLocations],
  ...[customer.customerSegments, customer.customers],
  ...[campaign.campaigns, campaign.campaignRules, campaign.campaignProducts, campaign.coupons],
  ...[customer.loyaltyPrograms, customer.loyaltyTiers, customer.loyaltyEarnRules],
  ...[customer.loyaltyRedemptionPolicies, customer.loyaltyProgramPolicies],
];

/** Rows that may be the hub's own, and have no version that a company's feed could tell. */
export const hubResources: readonly Resource[] = [
  ...[reference.countries, reference.countryRegions, reference.cities, reference.districts, reference.currencies],
  ...[reference.discountTypes, reference.documentTypes, campaign.campaignTypes],
];

/** Every model whose rows people of the hub change, and by which operation. */

import { catalogTables } from '../catalog/index.ts';
import { customerTables } from '../customers/index.ts';
import { pricingTables } from '../pricing/index.ts';
import { referenceTables } from '../reference/index.ts';
import { stockTables } from '../stock/index.ts';
import { entities } from './entities.ts';
import type { RowOperations } from './operations.ts';
import { ofTable } from './table-operations.ts';
import {
  customerRules,
  departmentRules,
  divisionRules,
  priceRules,
  productRules,
  programPolicyRules,
  vatRateRules,
} from './table-rules.ts';

const registry: readonly RowOperations[] = [
  ofTable('VatRate', catalogTables.vatRates, vatRateRules),
  ofTable('DepartmentMainGroup', catalogTables.mainGroups, departmentRules),
  ofTable('DepartmentSubGroup', catalogTables.subGroups, divisionRules),
  ofTable('Product', catalogTables.products, productRules),
  ofTable('ProductVariant', catalogTables.variants),
  ofTable('ProductAttribute', catalogTables.attributes),
  ofTable('ProductBarcode', catalogTables.barcodes),
  ofTable('BarcodeMask', catalogTables.barcodeMasks),
  ofTable('ProductUnit', catalogTables.units),
  ofTable('Manufacturer', catalogTables.manufacturers),
  ofTable('Price', pricingTables.prices, priceRules),
  ofTable('CurrencyRate', pricingTables.currencyRates),
  ofTable('Campaign', pricingTables.campaigns, { toldAt: { codePrefix: 'code' } }),
  ofTable('CampaignRule', pricingTables.campaignRules),
  ofTable('CampaignProduct', pricingTables.campaignProducts),
  ofTable('Coupon', pricingTables.coupons),
  ofTable('Customer', customerTables.customers, customerRules(customerTables.customers)),
  ofTable('CustomerSegment', customerTables.segments),
  ofTable('CustomerSegmentMember', customerTables.segmentMembers),
  ofTable('LoyaltyProgram', customerTables.loyaltyPrograms),
  ofTable('LoyaltyTier', customerTables.loyaltyTiers),
  ofTable('LoyaltyEarnRule', customerTables.loyaltyEarnRules),
  ofTable('LoyaltyRedemptionPolicy', customerTables.loyaltyRedemptionPolicies),
  ofTable('LoyaltyProgramPolicy', customerTables.loyaltyProgramPolicies, programPolicyRules),
  ofTable('LoyaltyMembership', customerTables.loyaltyMemberships),
  ofTable('Warehouse', stockTables.warehouses),
  ofTable('WarehouseLocation', stockTables.locations),
  ofTable('Country', referenceTables.countries),
  ofTable('CountryRegion', referenceTables.regions),
  ofTable('City', referenceTables.cities),
  ofTable('District', referenceTables.districts),
  ofTable('Currency', referenceTables.currencies),
  ofTable('PaymentType', referenceTables.paymentTypes),
  ofTable('DiscountType', referenceTables.discountTypes),
  ofTable('DocumentType', referenceTables.documentTypes),
  ofTable('CampaignType', referenceTables.campaignTypes),
  ...entities,
];

const byModel = new Map(registry.map((operations) => [operations.model as string, operations]));

/** How rows of a model are changed; null: nobody changes them by hand. */
export function rowOperationsOf(model: string): RowOperations | null {
  return byModel.get(model) ?? null;
}

/** Customers, segments and loyalty programmes. */

import { foldForSearch } from '../../core/search-text.ts';
import { field, masterTable } from '../master-data/index.ts';

const action = 'customer.write';
const programReference = { programId: { table: 'loyalty_programs', key: 'text' } } as const;

export const customers = masterTable({
  table: 'customers',
  subject: 'customer',
  action,
  uniques: [['company_id', 'phone_normalized']],
  derived: {
    name_folded: { type: 'text', from: (row) => foldForSearch(`${row.name} ${row.lastName ?? ''}`.trim()) },
  },
  fields: {
    name: field.text(50),
    lastName: field.defaultText(50, ''),
    phoneNumber: field.optionalText(100),
    /** Digits with the country code. */
    phoneNormalized: field.optionalText(32),
    email: field.optionalText(100),
    addressLine1: field.inColumn('address_line_1', field.optionalText(100)),
    addressLine2: field.inColumn('address_line_2', field.optionalText(100)),
    addressLine3: field.inColumn('address_line_3', field.optionalText(100)),
    zipCode: field.optionalText(50),
    taxId: field.optionalText(50),
    isWalkIn: field.flag(false),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});

export const segments = masterTable({
  table: 'customer_segments',
  subject: 'customer_segment',
  action,
  key: ['code'],
  uniques: [['company_id', 'code']],
  fields: {
    code: field.text(50),
    name: field.text(100),
    segmentType: field.text(50),
    description: field.optionalText(2000),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});

export const segmentMembers = masterTable({
  table: 'customer_segment_members',
  subject: 'segment_member',
  action,
  key: ['customerId', 'segmentId'],
  uniques: [['customer_id', 'segment_id']],
  references: {
    customerId: { table: 'customers', key: 'text' },
    segmentId: { table: 'customer_segments', key: 'text' },
  },
  fields: {
    customerId: field.reference(),
    segmentId: field.reference(),
    isActive: field.flag(true),
    assignedBy: field.optionalText(100),
    reason: field.optionalText(500),
    assignedAt: field.optionalInstant(),
  },
});

export const loyaltyPrograms = masterTable({
  table: 'loyalty_programs',
  subject: 'loyalty_program',
  action,
  key: ['name'],
  references: { storeId: { table: 'stores', key: 'int' } },
  fields: {
    name: field.text(250),
    description: field.optionalText(2000),
    storeId: field.optionalStore(),
    pointsPerCurrencyE4: field.defaultAmountE4(10_000n),
    currencyPerPointE4: field.optionalAmountE4(),
    isActive: field.flag(true),
    startsAt: field.optionalInstant(),
    endsAt: field.optionalInstant(),
    terminalFields: field.terminalFields(),
  },
});

export const loyaltyTiers = masterTable({
  table: 'loyalty_tiers',
  subject: 'loyalty_tier',
  action,
  key: ['programId', 'code'],
  references: programReference,
  fields: {
    programId: field.reference(),
    code: field.text(50),
    name: field.text(100),
    level: field.defaultInteger(1),
    minPoints: field.optionalInteger(),
    pointsMultiplierE4: field.optionalAmountE4(),
    discountBasisPoints: field.optionalBasisPoints(),
    minAnnualSpendE4: field.optionalAmountE4(),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});

export const loyaltyEarnRules = masterTable({
  table: 'loyalty_earn_rules',
  subject: 'loyalty_earn_rule',
  action,
  key: ['programId', 'code'],
  references: programReference,
  fields: {
    programId: field.reference(),
    code: field.text(64),
    ruleType: field.defaultText(32, 'DOCUMENT_TOTAL'),
    priority: field.defaultInteger(100),
    description: field.optionalText(500),
    config: field.optionalJson(),
    isActive: field.flag(true),
  },
});

export const loyaltyRedemptionPolicies = masterTable({
  table: 'loyalty_redemption_policies',
  subject: 'loyalty_redemption_policy',
  action,
  key: ['programId'],
  references: programReference,
  fields: {
    programId: field.reference(),
    pointsStep: field.defaultInteger(1),
    minimumPoints: field.optionalInteger(),
    allowsPartial: field.flag(true),
    maxBasketShareE4: field.optionalBasisPoints(),
  },
});

export const loyaltyProgramPolicies = masterTable({
  table: 'loyalty_program_policies',
  subject: 'loyalty_program_policy',
  action,
  key: ['programId'],
  references: programReference,
  fields: {
    programId: field.reference(),
    customerIdentifierType: field.defaultText(20, 'PHONE'),
    voidPointsPolicy: field.defaultText(50, 'NONE'),
    integrationProvider: field.defaultText(20, 'LOCAL'),
    phoneCountryCode: field.optionalText(5),
    requiresPhone: field.flag(true),
    integrationSettings: field.optionalJson(),
  },
});

/** Points are not here: they are sums of the ledger and change without a version. */
export const loyaltyMemberships = masterTable({
  table: 'loyalty_memberships',
  subject: 'loyalty_membership',
  action,
  key: ['customerId'],
  uniques: [['customer_id'], ['company_id', 'card_number']],
  references: {
    ...programReference,
    customerId: { table: 'customers', key: 'text' },
    tierId: { table: 'loyalty_tiers', key: 'text' },
  },
  fields: {
    customerId: field.reference(),
    programId: field.reference(),
    tierId: field.optionalReference(),
    cardNumber: field.optionalText(50),
    isActive: field.flag(true),
    enrolledAt: field.optionalInstant(),
  },
});

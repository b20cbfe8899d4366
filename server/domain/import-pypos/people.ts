/** Customers, segments and loyalty programmes. Points follow when the history is in (`points.ts`). */

import { customerTables } from '../customers/index.ts';
import { type Adoption, adoption } from './adopt.ts';
import { storeOf } from './catalog.ts';

/** Before campaigns, which may be meant for a segment. */
export const segmentAdoption: Adoption = adoption(customerTables.segments, {
  from: 'customer_segment',
  row: (c) => ({
    ...c.keys,
    code: c.text('code', 50) ?? '',
    name: c.text('name', 100) ?? c.text('code', 50) ?? '',
    segmentType: c.text('segment_type', 50) ?? '',
    description: c.text('description', 2000),
    isActive: c.flag('is_active', true),
    terminalFields: c.rest('customer_count'),
  }),
});

export const peopleAdoptions: readonly Adoption[] = [
  adoption(customerTables.customers, {
    from: 'customer',
    row: (c) => ({
      ...c.keys,
      name: c.text('name', 50) ?? c.text('last_name', 50) ?? '-',
      lastName: c.text('last_name', 50) ?? '',
      phoneNumber: c.text('phone_number', 100),
      phoneNormalized: c.text('phone_normalized', 32),
      email: c.text('email_address', 100),
      addressLine1: c.text('address_line_1', 100),
      addressLine2: c.text('address_line_2', 100),
      addressLine3: c.text('address_line_3', 100),
      zipCode: c.text('zip_code', 50),
      taxId: c.text('tax_id', 50),
      isWalkIn: c.flag('is_walkin', false),
      isActive: c.flag('is_active', true),
      terminalFields: c.rest('total_bonus_point'),
    }),
  }),
  adoption(customerTables.segmentMembers, {
    from: 'customer_segment_member',
    row: (c) => ({
      ...c.keys,
      customerId: c.reference('fk_customer_id') ?? '',
      segmentId: c.reference('fk_customer_segment_id') ?? '',
      isActive: c.flag('is_active', true),
      assignedBy: c.text('assigned_by', 50),
      reason: c.text('assignment_reason', 500),
      assignedAt: c.instant('assigned_date'),
    }),
  }),
  adoption(customerTables.loyaltyPrograms, {
    from: 'loyalty_program',
    row: (c, place) => ({
      ...c.keys,
      name: c.text('name', 250) ?? '',
      description: c.text('description', 2000),
      storeId: storeOf(c, place),
      pointsPerCurrencyE4: c.e4('points_per_currency') ?? 10_000n,
      currencyPerPointE4: c.e4('currency_per_point'),
      isActive: c.flag('is_active', true),
      startsAt: c.instant('start_date'),
      endsAt: c.instant('end_date'),
      terminalFields: c.rest(),
    }),
  }),
  adoption(customerTables.loyaltyTiers, {
    from: 'loyalty_tier',
    row: (c) => ({
      ...c.keys,
      programId: c.reference('fk_loyalty_program_id') ?? '',
      code: c.text('code', 50) ?? '',
      name: c.text('name', 100) ?? c.text('code', 50) ?? '',
      level: c.int('tier_level') ?? 1,
      minPoints: c.int('min_points_required'),
      pointsMultiplierE4: c.e4('points_multiplier'),
      discountBasisPoints: c.basisPoints('discount_percentage'),
      minAnnualSpendE4: c.e4('min_annual_spending'),
      isActive: c.flag('is_active', true),
      terminalFields: c.rest(),
    }),
  }),
  adoption(customerTables.loyaltyEarnRules, {
    from: 'loyalty_earn_rule',
    row: (c) => ({
      ...c.keys,
      programId: c.reference('fk_loyalty_program_id') ?? '',
      code: c.text('rule_code', 64) ?? '',
      ruleType: c.text('rule_type', 32) ?? 'DOCUMENT_TOTAL',
      priority: c.int('priority') ?? 100,
      description: c.text('description', 500),
      config: c.json('config_json'),
      isActive: c.flag('is_active', true),
    }),
  }),
  adoption(customerTables.loyaltyRedemptionPolicies, {
    from: 'loyalty_redemption_policy',
    row: (c) => {
      const share = c.scaled('max_basket_amount_share_from_points', 4);
      return {
        ...c.keys,
        programId: c.reference('fk_loyalty_program_id') ?? '',
        pointsStep: c.int('points_redemption_step') ?? 1,
        minimumPoints: c.int('minimum_points_to_redeem'),
        allowsPartial: c.flag('allow_partial_redemption', true),
        maxBasketShareE4: share === null ? null : Number(share),
      };
    },
  }),
  adoption(customerTables.loyaltyProgramPolicies, {
    from: 'loyalty_program_policy',
    row: (c) => ({
      ...c.keys,
      programId: c.reference('fk_loyalty_program_id') ?? '',
      customerIdentifierType: c.text('customer_identifier_type', 20) ?? 'PHONE',
      voidPointsPolicy: c.text('void_loyalty_points_policy', 50) ?? 'NONE',
      integrationProvider: c.text('integration_provider', 20) ?? 'LOCAL',
      phoneCountryCode: c.text('default_phone_country_calling_code', 5),
      requiresPhone: c.flag('require_customer_phone_for_enrollment', true),
      integrationSettings: c.json('integration_settings_json'),
    }),
  }),
  adoption(customerTables.loyaltyMemberships, {
    from: 'customer_loyalty',
    row: (c) => ({
      ...c.keys,
      customerId: c.reference('fk_customer_id') ?? '',
      programId: c.reference('fk_loyalty_program_id') ?? '',
      tierId: c.reference('fk_loyalty_tier_id'),
      cardNumber: c.text('loyalty_card_number', 50),
      isActive: c.flag('is_active', true),
      enrolledAt: c.instant('enrollment_date'),
    }),
  }),
];

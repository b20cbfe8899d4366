/** Who buys, and what loyalty is worth. Points are not said: they are sums of the ledger, and the till keeps its own. */
import {
  bool,
  constant,
  dateTime,
  decimal2,
  fraction4,
  identityText,
  int,
  jsonText,
  percent,
  text,
  textOrNull,
  uuid,
} from '../kinds.ts';
import { resource } from '../resource.ts';

const storeUuid = uuid('(SELECT s.uuid FROM stores s WHERE s.id = t.store_id)');

export const loyaltyPrograms = resource({
  name: 'loyalty_programs',
  table: 'loyalty_programs',
  owner: 'own',
  blocks: 'A+S',
  onlyStore: 'store_id',
  fields: {
    name: text('name'),
    description: textOrNull('description'),
    fk_store_id: storeUuid,
    points_per_currency: decimal2('points_per_currency_e4'),
    currency_per_point: decimal2('currency_per_point_e4'),
    is_active: bool('is_active'),
    start_date: dateTime('starts_at'),
    end_date: dateTime('ends_at'),
  },
  extras: {
    int: 'point_expiry_days welcome_points birthday_points',
    text: 'terms_conditions settings_json',
    dec2: 'min_purchase_for_points',
  },
});

export const loyaltyTiers = resource({
  name: 'loyalty_tiers',
  table: 'loyalty_tiers',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'loyalty_programs', column: 'program_id', hasStore: true },
  fields: {
    fk_loyalty_program_id: uuid('program_id'),
    name: text('name'),
    code: text('code'),
    tier_level: int('level'),
    min_points_required: int('min_points'),
    min_annual_spending: decimal2('min_annual_spend_e4'),
    points_multiplier: decimal2('points_multiplier_e4'),
    discount_percentage: percent('discount_basis_points'),
    is_active: bool('is_active'),
  },
  extras: { int: 'display_order=0', text: 'description special_benefits color_code icon' },
});

export const loyaltyEarnRules = resource({
  name: 'loyalty_earn_rules',
  table: 'loyalty_earn_rules',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'loyalty_programs', column: 'program_id', hasStore: true },
  fields: {
    fk_loyalty_program_id: uuid('program_id'),
    rule_code: text('code'),
    rule_type: text('rule_type'),
    priority: int('priority'),
    is_active: bool('is_active'),
    config_json: jsonText('config'),
    description: textOrNull('description'),
  },
});

export const loyaltyRedemptionPolicies = resource({
  name: 'loyalty_redemption_policies',
  table: 'loyalty_redemption_policies',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'loyalty_programs', column: 'program_id', hasStore: true },
  fields: {
    fk_loyalty_program_id: uuid('program_id'),
    max_basket_amount_share_from_points: fraction4('max_basket_share_e4'),
    minimum_points_to_redeem: int('minimum_points'),
    points_redemption_step: int('points_step'),
    allow_partial_redemption: bool('allows_partial'),
  },
});

export const loyaltyProgramPolicies = resource({
  name: 'loyalty_program_policies',
  table: 'loyalty_program_policies',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'loyalty_programs', column: 'program_id', hasStore: true },
  fields: {
    fk_loyalty_program_id: uuid('program_id'),
    customer_identifier_type: text('customer_identifier_type'),
    require_customer_phone_for_enrollment: bool('requires_phone'),
    default_phone_country_calling_code: textOrNull('phone_country_code'),
    void_loyalty_points_policy: text('void_points_policy'),
    integration_provider: text('integration_provider'),
    integration_settings_json: jsonText('integration_settings'),
  },
});

export const customerSegments = resource({
  name: 'customer_segments',
  table: 'customer_segments',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    code: text('code'),
    name: text('name'),
    description: textOrNull('description'),
    segment_type: text('segment_type'),
    is_active: bool('is_active'),
  },
  extras: { int: 'display_order=0', text: 'criteria_json color_code icon' },
});

export const customers = resource({
  name: 'customers',
  table: 'customers',
  owner: 'own',
  blocks: 'S',
  isLarge: true,
  fields: {
    name: text('name'),
    last_name: text('last_name'),
    address_line_1: textOrNull('address_line_1'),
    address_line_2: textOrNull('address_line_2'),
    address_line_3: textOrNull('address_line_3'),
    email_address: textOrNull('email'),
    phone_number: textOrNull('phone_number'),
    phone_normalized: textOrNull('phone_normalized'),
    zip_code: textOrNull('zip_code'),
    tax_id: identityText('tax_id'),
    is_active: bool('is_active'),
    is_walkin: bool('is_walk_in'),
    login_at: constant(null),
  },
  extras: {
    text: 'gender national_id registration_source description preferences_json',
    bool: 'marketing_consent=false sms_consent=false email_consent=false is_administrator=false',
    date: 'date_of_birth',
  },
});

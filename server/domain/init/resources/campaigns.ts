/** Offers. How often a campaign or coupon was used is not said: the till counts for itself, and the hub's figure would be
 *  older. */
import { bool, dateTime, decimal2, int, jsonText, percent, text, textOrNull, time, uuid } from '../kinds.ts';
import { resource } from '../resource.ts';

export const campaignTypes = resource({
  name: 'campaign_types',
  table: 'campaign_types',
  owner: 'shared',
  uniques: [['code']],
  blocks: 'A+S',
  fields: {
    code: text('code'),
    name: text('name'),
    description: textOrNull('description'),
    icon: textOrNull('icon'),
    settings_json: jsonText('settings'),
    display_order: int('display_order'),
    is_active: bool('is_active'),
  },
});

const storeUuid = uuid('(SELECT s.uuid FROM stores s WHERE s.id = t.store_id)');

/** Times of day and dates are judged in UTC by the tills (protocol, trap 10). */
export const campaigns = resource({
  name: 'campaigns',
  table: 'campaigns',
  owner: 'own',
  blocks: 'A+S',
  onlyStore: 'store_id',
  fields: {
    code: text('code'),
    name: text('name'),
    description: textOrNull('description'),
    fk_campaign_type_id: uuid('campaign_type_id'),
    fk_store_id: storeUuid,
    fk_customer_segment_id: uuid('segment_id'),
    discount_type: textOrNull('discount_type'),
    discount_value: decimal2('discount_value_e4'),
    discount_percentage: percent('discount_basis_points'),
    max_discount_amount: decimal2('max_discount_e4'),
    min_purchase_amount: decimal2('min_purchase_e4'),
    max_purchase_amount: decimal2('max_purchase_e4'),
    buy_quantity: int('buy_quantity'),
    get_quantity: int('get_quantity'),
    start_date: dateTime('starts_at'),
    end_date: dateTime('ends_at'),
    start_time: time('start_time'),
    end_time: time('end_time'),
    days_of_week: textOrNull('days_of_week'),
    priority: int('priority'),
    is_combinable: bool('is_combinable'),
    is_active: bool('is_active'),
    is_auto_apply: bool('is_auto_apply'),
    requires_coupon: bool('requires_coupon'),
    total_usage_limit: int('usage_limit'),
    usage_limit_per_customer: int('usage_limit_per_customer'),
  },
  extras: { text: 'image_url terms_conditions notification_message settings_json' },
});

export const campaignRules = resource({
  name: 'campaign_rules',
  table: 'campaign_rules',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'campaigns', column: 'campaign_id', hasStore: true },
  fields: {
    fk_campaign_id: uuid('campaign_id'),
    rule_type: text('rule_type'),
    rule_value: textOrNull('rule_value'),
    fk_product_id: uuid('product_id'),
    fk_department_id: uuid('main_group_id'),
    fk_payment_type_id: uuid('payment_type_id'),
    fk_product_manufacturer_id: uuid('manufacturer_id'),
    is_include: bool('is_include'),
    description: textOrNull('description'),
    settings_json: jsonText('settings'),
  },
});

export const campaignProducts = resource({
  name: 'campaign_products',
  table: 'campaign_products',
  owner: 'own',
  isLarge: true,
  blocks: 'A+S',
  partOf: { table: 'campaigns', column: 'campaign_id', hasStore: true },
  fields: {
    fk_campaign_id: uuid('campaign_id'),
    fk_product_id: uuid('product_id'),
    discount_value: decimal2('discount_value_e4'),
    discount_percentage: percent('discount_basis_points'),
    min_quantity: int('min_quantity'),
    max_quantity: int('max_quantity'),
    is_gift_product: bool('is_gift_product'),
    is_active: bool('is_active'),
    display_order: int('display_order'),
  },
});

export const coupons = resource({
  name: 'coupons',
  table: 'coupons',
  owner: 'own',
  isLarge: true,
  blocks: 'A+S',
  partOf: { table: 'campaigns', column: 'campaign_id', hasStore: true },
  fields: {
    code: text('code'),
    name: text('name'),
    coupon_type: text('coupon_type'),
    fk_campaign_id: uuid('campaign_id'),
    fk_customer_id: uuid('customer_id'),
    barcode: textOrNull('barcode'),
    usage_limit: int('usage_limit'),
    start_date: dateTime('starts_at'),
    end_date: dateTime('ends_at'),
    is_active: bool('is_active'),
  },
  extras: { text: 'description qr_code sent_method', bool: 'is_sent=false', datetime: 'sent_date' },
});

/** A shop in a till's database, with the oddities that such files have. */
import { fillCatalogue } from './pypos-catalogue.ts';
import { idOf, type PyposFile, type Row } from './pypos-database.ts';

const stamp = '2026-09-01 08:00:00.250000';

export function fillShop(file: PyposFile): void {
  const add = (table: string, row: Row) => file.add(table, row);
  add('country', { id: idOf('GB'), name: 'United Kingdom', iso_alpha2: 'GB', iso_alpha3: 'GBR', iso_numeric: 826 });
  add('city', { id: idOf('city'), name: 'Bath', code: 'GB-BTH', fk_country_id: idOf('GB') });
  for (const [no, sign] of [
    [1, 'GBP'],
    [2, 'EUR'],
    [3, ''],
  ] as const) {
    add('currency', { id: idOf(`currency ${no}`), no, name: sign || 'nameless', sign, decimal_places: 2 });
  }
  add('currency_table', {
    id: idOf('rate'),
    fk_base_currency_id: idOf('currency 1'),
    fk_target_currency_id: idOf('currency 2'),
    rate: 1.1735,
  });
  add('store', {
    id: idOf('store'),
    brand_name: 'Corner Shop',
    company_name: 'Corner Shop Ltd',
    manager_name: 'Mo',
    fk_country_id: idOf('GB'),
    street: '',
    is_active: 1,
  });
  add('pos_settings', {
    id: idOf('pos'),
    name: 'Till one',
    pos_no_in_store: 7,
    fk_current_currency_id: idOf('currency 1'),
    device_serial_number: 'SN-1',
    receipt_printer_type: 'ESC/POS',
  });
  add('transaction_sequence', { id: idOf('receipts'), name: 'ReceiptNumber', value: 4 });
  add('transaction_sequence', { id: idOf('closures'), name: 'ClosureNumber', value: 99 });
  fillPeople(add);
  fillCatalogue(add);
  fillOffers(add);
  fillScreens(add);
  add('receipt_header', { id: idOf('header'), header_text: 'Thank you' });
  add('cashier_work_session', { id: idOf('session'), fk_cashier_id: idOf('eve'), fk_store_id: idOf('store') });
}

type Add = (table: string, row: Row) => void;

function fillPeople(add: Add): void {
  const cashier = { last_name: 'X', identity_number: '', description: '', is_active: 1, created_at: stamp };
  add('cashier', {
    ...cashier,
    id: idOf('ada'),
    no: 1,
    user_name: 'ada',
    name: 'Ada',
    password: 'ada-pass',
    is_administrator: 1,
  });
  add('cashier', { ...cashier, id: idOf('eve'), no: 2, user_name: 'eve', name: 'Eve', password: '1234' });
  add('cashier', {
    ...cashier,
    id: idOf('gone'),
    no: 3,
    user_name: 'gone',
    name: 'Gone',
    password: 'x',
    is_deleted: 1,
    deleted_at: stamp,
  });
  add('cashier', { ...cashier, id: idOf('silent'), no: 4, user_name: 'silent', name: 'Silent', password: '' });
  const customer = { is_active: 1, created_at: stamp, address_line_1: '', preferences_json: '{"vip": true}' };
  add('customer', { ...customer, id: idOf('walk-in'), name: 'Walk-in', last_name: 'Customer', is_walkin: 1 });
  add('customer', {
    ...customer,
    id: idOf('bob'),
    name: 'Bob',
    last_name: 'Brown',
    phone_normalized: '447700900001',
    date_of_birth: '1990-05-17',
  });
  add('customer', { ...customer, id: idOf('cleo'), name: 'Cleo', last_name: '', national_id: 'AB123' });
  add('customer_segment', {
    id: idOf('segment'),
    code: 'VIP',
    name: 'VIPs',
    segment_type: 'VIP',
    criteria_json: '{}',
    is_active: 1,
  });
  add('customer_segment_member', {
    id: idOf('member'),
    fk_customer_id: idOf('bob'),
    fk_customer_segment_id: idOf('segment'),
    is_active: 1,
  });
  add('loyalty_program', {
    id: idOf('program'),
    name: 'Points',
    points_per_currency: 1,
    currency_per_point: 0.01,
    welcome_points: 50,
    is_active: 1,
  });
  add('loyalty_tier', {
    id: idOf('tier'),
    fk_loyalty_program_id: idOf('program'),
    name: 'Gold',
    code: 'GOLD',
    tier_level: 1,
    points_multiplier: 1.5,
    is_active: 1,
  });
  add('loyalty_redemption_policy', {
    id: idOf('redeem'),
    fk_loyalty_program_id: idOf('program'),
    max_basket_amount_share_from_points: 0.5,
    points_redemption_step: 10,
  });
  add('customer_loyalty', {
    id: idOf('membership'),
    fk_customer_id: idOf('bob'),
    fk_loyalty_program_id: idOf('program'),
    fk_loyalty_tier_id: idOf('tier'),
    total_points: 137,
    available_points: 137,
    lifetime_points: 150,
    total_purchases: 9,
    total_spent: 812.35,
    annual_spent: 400,
    is_active: 1,
    last_activity_date: '2026-10-02 10:00:00',
    points_expiry_date: '2027-12-31',
  });
  const entry = {
    fk_customer_loyalty_id: idOf('membership'),
    fk_customer_id: idOf('bob'),
    transaction_date: '2026-09-02 09:00:00',
  };
  add('loyalty_point_transaction', {
    ...entry,
    id: idOf('entry 1'),
    transaction_type: 'WELCOME',
    points_amount: 50,
    balance_after: 50,
  });
  add('loyalty_point_transaction', {
    ...entry,
    id: idOf('entry 2'),
    transaction_type: 'EARNED',
    points_amount: 100,
    balance_after: 150,
    fk_transaction_head_id: idOf('sale 7'),
  });
  add('loyalty_point_transaction', {
    ...entry,
    id: idOf('entry 3'),
    transaction_type: 'MAGIC',
    points_amount: 1,
    balance_after: 151,
  });
}

function fillOffers(add: Add): void {
  for (const [no, name] of [
    [1, 'Cash'],
    [2, 'Credit Card'],
  ] as const)
    add('payment_type', { id: idOf(name), type_no: no, type_name: name, culture_info: 'en-GB' });
  for (const code of ['NONE', 'CAMPAIGN', 'LOYALTY'])
    add('transaction_discount_type', { id: idOf(code), code, name: code });
  add('transaction_document_type', { id: idOf('FISCAL_RECEIPT'), no: 1, name: 'FISCAL_RECEIPT' });
  add('campaign_type', { id: idOf('basket'), code: 'BASKET_DISCOUNT', name: 'Basket', is_active: 1 });
  const campaign = {
    fk_campaign_type_id: idOf('basket'),
    discount_type: 'PERCENTAGE',
    discount_percentage: 12.5,
    is_active: 1,
    total_usage_count: 4,
  };
  add('campaign', {
    ...campaign,
    id: idOf('campaign'),
    code: 'AUTUMN',
    name: 'Autumn',
    start_date: '2026-09-01 00:00:00',
    end_date: '2026-09-01 00:00:00',
    start_time: '08:00:00.000000',
    days_of_week: '',
  });
  add('campaign', { ...campaign, id: idOf('long 1'), code: 'A-VERY-LONG-CODE-1', name: 'Long 1' });
  add('campaign', { ...campaign, id: idOf('long 2'), code: 'A-VERY-LONG-CODE-2', name: 'Long 2' });
  add('campaign_rule', {
    id: idOf('rule'),
    fk_campaign_id: idOf('campaign'),
    rule_type: 'PRODUCT',
    fk_product_id: idOf('product 1'),
    is_include: 1,
  });
  add('campaign_product', {
    id: idOf('offered'),
    fk_campaign_id: idOf('campaign'),
    fk_product_id: idOf('product 20'),
    is_active: 1,
  });
  add('coupon', {
    id: idOf('coupon'),
    code: 'SAVE',
    name: 'Save',
    coupon_type: 'public',
    fk_campaign_id: idOf('campaign'),
    is_active: 1,
  });
  add('campaign_usage', {
    id: idOf('usage'),
    fk_campaign_id: idOf('campaign'),
    discount_amount: 1.25,
    usage_date: stamp,
    fk_transaction_head_id: idOf('a sale that is gone'),
  });
  // Of a document that is there, with a discount row: the hub derives the same.
  add('campaign_usage', {
    id: idOf('usage of sale 5'),
    fk_campaign_id: idOf('campaign'),
    discount_amount: 1.25,
    usage_date: stamp,
    fk_transaction_head_id: idOf('sale 5'),
  });
  add('coupon_usage', { id: idOf('redeemed'), fk_coupon_id: idOf('coupon'), discount_amount: 1.25, usage_date: stamp });
}

function fillScreens(add: Add): void {
  for (const [no, name] of [
    [1, 'LOGIN'],
    [2, 'MAIN_MENU'],
  ] as const) {
    add('form', {
      id: idOf(name),
      form_no: no,
      name,
      function: name,
      caption: '',
      width: 1024,
      height: 768,
      is_startup: no - 1,
      is_visible: 1,
    });
    add('form_control', {
      id: idOf(`${name} button`),
      fk_form_id: idOf(name),
      name: 'EXIT',
      type: 'BUTTON',
      type_no: 1,
      width: 100,
      height: 50,
      caption1: 'Exit',
    });
  }
  add('label_value', { id: idOf('label'), key: 'greeting', value: 'Hello', culture_info: 'en-GB' });
  add('pos_virtual_keyboard', { id: idOf('keyboard'), name: 'Default', font_size: 20, is_active: 1 });
}

/** The tables of a till's history as the sections of a push (protocol 1.4, 1.5), and how their columns are written there (1.3).
 *  Columns that are not named are texts. */

export interface Section {
  /** Key in the pushed object. */
  key: string;
  table: string;
  /** Column that names the document; null: the table is the document's own. */
  parent: string | null;
  /** False: one object or null. */
  isList: boolean;
  kinds: ReadonlyMap<string, Kind>;
}

/** `dec2`, `dec4`, `dec6`: text with so many decimals. */
export type Kind = 'uuid' | 'int' | 'float' | 'bool' | 'datetime' | 'date' | 'dec2' | 'dec4' | 'dec6';

type Words = Partial<Record<Kind, string>>;

/** Blocks A and S, and the id. */
const common: Words = {
  uuid: 'id fk_cashier_create_id fk_cashier_update_id deleted_by',
  datetime: 'created_at updated_at deleted_at',
  bool: 'is_deleted',
};

function kindsOf(...all: Words[]): ReadonlyMap<string, Kind> {
  return new Map(
    all.flatMap((words) =>
      Object.entries(words).flatMap(([kind, names]) =>
        names.split(/\s+/).map((name): [string, Kind] => [name, kind as Kind]),
      ),
    ),
  );
}

const ofHead = 'fk_transaction_head_id';

function headSection(key: string, table: string, words: Words, isList = true): Section {
  return { key, table, parent: ofHead, isList, kinds: kindsOf(common, { uuid: ofHead }, words) };
}

export const headTable: Section = {
  key: 'head',
  table: 'transaction_head',
  parent: null,
  isList: false,
  kinds: kindsOf(common, {
    uuid: `fk_store_id fk_customer_id fk_table_id loyalty_member_id campaign_id original_transaction_id
      parent_transaction_id`,
    int: 'pos_id closure_number receipt_number loyalty_points_earned loyalty_points_redeemed',
    bool: 'is_closed is_pending is_cancel',
    dec4: `total_amount total_vat_amount total_discount_amount total_surcharge_amount total_payment_amount
      total_change_amount service_charge_amount tip_amount rounding_amount`,
    dec6: 'exchange_rate',
    datetime: 'transaction_date_time estimated_delivery_time actual_delivery_time',
  }),
};

export const headSections: readonly Section[] = [
  headSection('products', 'transaction_product', {
    uuid: `fk_department_main_group_id fk_department_sub_group_id fk_product_id fk_product_barcode_id
      fk_product_barcode_mask_id`,
    int: 'line_no warranty_months return_period_days',
    bool: 'tax_inclusive is_returnable is_cancel is_voided',
    dec2: 'vat_rate discount_rate',
    dec4: `unit_price quantity total_price total_vat unit_discount cost_price list_price base_unit_quantity weight
      total_discount`,
    datetime: 'expiry_date',
  }),
  headSection('payments', 'transaction_payment', {
    int: 'line_no installment_count card_expiry_month card_expiry_year split_payment_sequence',
    bool: 'is_split_payment is_cancel',
    dec4: `payment_total currency_total tip_amount refunded_amount gift_card_balance_before gift_card_balance_after
      voucher_amount`,
    dec6: 'currency_exchange_rate',
    datetime: 'payment_processed_at refunded_at',
  }),
  headSection('discounts', 'transaction_discount', {
    uuid: 'fk_discount_type_id fk_transaction_product_id fk_transaction_payment_id fk_transaction_department_id',
    int: 'line_no',
    bool: 'is_cancel',
    dec4: 'discount_amount',
    dec2: 'discount_rate',
  }),
  headSection('departments', 'transaction_department', {
    uuid: 'fk_department_main_group_id fk_department_sub_group_id',
    int: 'line_no',
    dec2: 'vat_rate',
    dec4: 'total_department total_department_vat',
  }),
  headSection('taxes', 'transaction_tax', {
    uuid: 'fk_transaction_product_id',
    bool: 'is_exempt',
    dec4: 'taxable_amount tax_amount',
    dec2: 'tax_rate',
  }),
  headSection('tips', 'transaction_tip', {
    uuid: 'fk_transaction_payment_id fk_server_id',
    bool: 'is_pooled is_taxable',
    dec4: 'tip_amount tax_amount',
    dec2: 'tip_percentage suggested_tip_percentage',
  }),
  headSection('surcharges', 'transaction_surcharge', {
    bool: 'is_taxable is_automatic can_be_removed',
    dec4: 'surcharge_amount tax_amount',
    dec2: 'surcharge_rate',
  }),
  headSection('notes', 'transaction_note', {
    int: 'priority',
    bool: 'is_visible_to_customer is_visible_on_receipt is_visible_to_kitchen',
  }),
  headSection('loyalty', 'transaction_loyalty', {
    uuid: 'fk_loyalty_member_id',
    int: 'points_balance_before points_balance_after points_earned points_redeemed campaign_bonus',
    dec4: 'redemption_amount points_monetary_value',
    dec2: 'bonus_multiplier',
  }),
  headSection('refunds', 'transaction_refund', {
    uuid: 'fk_original_transaction_id fk_transaction_product_id approved_by',
    bool: 'requires_approval is_restocked',
    dec4: 'refund_amount restocking_fee refund_quantity',
    datetime: 'approved_at restocked_at',
  }),
  headSection('changes', 'transaction_change', { int: 'line_no', bool: 'is_cancel', dec2: 'change_amount' }),
  headSection('deliveries', 'transaction_delivery', {
    int: 'delivery_attempts max_delivery_attempts',
    bool: 'is_paid_delivery is_urgent is_cancelled',
    dec4: 'delivery_fee',
    datetime: 'estimated_delivery_date actual_delivery_date',
  }),
  headSection('kitchen_orders', 'transaction_kitchen_order', {
    uuid: 'fk_transaction_product_id fk_table_id',
    int: 'priority estimated_preparation_time actual_preparation_time',
    float: 'quantity',
    bool: 'is_cancelled',
    datetime: 'started_at completed_at served_at',
  }),
  headSection('fiscal', 'transaction_fiscal', { uuid: 'e_invoice_uuid', datetime: 'reported_at' }, false),
];

const ofClosure = 'fk_closure_id';

function closureSection(key: string, table: string, words: Words, isList = true): Section {
  const shared: Words = { uuid: `${ofClosure} fk_cashier_modified_id`, bool: 'is_modified' };
  return { key, table, parent: ofClosure, isList, kinds: kindsOf(common, shared, words) };
}

export const closureTable: Section = {
  key: 'closure',
  table: 'closure',
  parent: null,
  isList: false,
  kinds: kindsOf(common, {
    uuid: `fk_store_id fk_pos_id fk_base_currency_id fk_cashier_opened_id fk_cashier_closed_id fk_cashier_modified_id`,
    int: `closure_number total_document_count valid_transaction_count canceled_transaction_count
      return_transaction_count suspended_transaction_count paid_in_count paid_out_count`,
    bool: 'is_canceled is_modified',
    dec4: `gross_sales_amount net_sales_amount total_tax_amount total_discount_amount total_tip_amount
      opening_cash_amount closing_cash_amount expected_cash_amount cash_difference paid_in_total paid_out_total`,
    datetime: 'closure_start_time closure_end_time',
    date: 'closure_date',
  }),
};

export const closureSections: readonly Section[] = [
  closureSection('vat_summaries', 'closure_vat_summary', {
    uuid: 'fk_tax_rate_id',
    int: 'transaction_count exempt_count',
    dec2: 'tax_rate_percentage',
    dec4: 'taxable_amount tax_amount exempt_amount',
  }),
  closureSection('tip_summaries', 'closure_tip_summary', {
    uuid: 'fk_payment_type_id',
    int: 'tip_count',
    dec4: 'total_tip_amount average_tip_amount distributed_amount undistributed_amount',
    dec2: 'average_tip_percentage',
  }),
  closureSection('discount_summaries', 'closure_discount_summary', {
    uuid: 'fk_discount_type_id',
    int: 'discount_count',
    dec4: 'total_discount_amount affected_amount',
  }),
  closureSection('payment_type_summaries', 'closure_payment_type_summary', {
    uuid: 'fk_payment_type_id',
    int: 'total_count',
    dec4: 'total_amount',
  }),
  closureSection('document_type_summaries', 'closure_document_type_summary', {
    uuid: 'fk_document_type_id',
    int: 'valid_count canceled_count',
    dec4: 'valid_amount valid_tax_amount canceled_amount canceled_tax_amount',
  }),
  closureSection('department_summaries', 'closure_department_summary', {
    uuid: 'fk_department_main_group_id',
    int: 'transaction_count',
    dec4: 'gross_amount tax_amount net_amount discount_amount',
  }),
  closureSection('currency_summaries', 'closure_currency', {
    uuid: 'fk_currency_id',
    dec4: 'currency_amount base_currency_amount',
    dec6: 'exchange_rate',
  }),
  closureSection('cashier_summaries', 'closure_employee_summary', {
    uuid: 'fk_cashier_id',
    int: 'transaction_count void_count correction_count',
    dec4: 'total_sales_amount average_transaction_amount void_amount',
    dec2: 'hours_worked',
    datetime: 'clock_in_time clock_out_time',
  }),
  closureSection('country_specific', 'closure_country_specific', { uuid: 'fk_region_id' }, false),
];

/** Types and defaults of the wire fields (protocol 1.4, 1.5), for telling whether two bodies say the same. */

/** How the values of a section's fields compare; every other field is text, compared as it is. */
export interface SectionFields {
  readonly ids: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly bools: ReadonlySet<string>;
  /** What a missing or null value means. */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

/** The sections of a document: single objects and lists alike. */
export type WireFields = Readonly<Record<string, SectionFields>>;

interface FieldNames {
  ids?: string;
  numbers?: string;
  bools?: string;
  defaults?: Readonly<Record<string, string | number | boolean>>;
  /** Numbers that are 0 when missing. */
  zeros?: string;
}

/** A section of these fields and the blocks A and S, which every wire row has. */
export function section(names: FieldNames): SectionFields {
  const zeros = words(names.zeros);
  return {
    ids: new Set([...words(names.ids), 'id', 'fk_cashier_create_id', 'fk_cashier_update_id', 'deleted_by']),
    numbers: new Set([...words(names.numbers), ...zeros]),
    bools: new Set([...words(names.bools), 'is_deleted']),
    defaults: { is_deleted: false, ...Object.fromEntries(zeros.map((name) => [name, 0])), ...names.defaults },
  };
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

const ofHead = 'fk_transaction_head_id';

export const transactionFields: WireFields = {
  head: section({
    ids: `fk_store_id fk_customer_id fk_table_id loyalty_member_id campaign_id original_transaction_id
      parent_transaction_id`,
    numbers: 'closure_number receipt_number exchange_rate',
    zeros: `pos_id loyalty_points_earned loyalty_points_redeemed total_amount total_vat_amount total_discount_amount
      total_surcharge_amount total_payment_amount total_change_amount service_charge_amount tip_amount rounding_amount`,
    bools: 'is_closed is_pending is_cancel',
    defaults: {
      document_type: 'FISCAL_RECEIPT',
      transaction_type: 'sale',
      transaction_status: 'completed',
      exchange_rate: 1,
      is_closed: true,
      is_pending: false,
      is_cancel: false,
    },
  }),
  products: section({
    ids: `${ofHead} fk_department_main_group_id fk_department_sub_group_id fk_product_id fk_product_barcode_id
      fk_product_barcode_mask_id`,
    numbers: `line_no discount_rate quantity total_price cost_price list_price base_unit_quantity weight
      warranty_months return_period_days`,
    zeros: 'vat_rate unit_price total_vat unit_discount total_discount',
    bools: 'tax_inclusive is_returnable is_cancel is_voided',
    defaults: { unit_of_measure: 'EA', tax_inclusive: true, is_returnable: true, is_cancel: false, is_voided: false },
  }),
  payments: section({
    ids: ofHead,
    numbers: `line_no payment_total currency_total currency_exchange_rate installment_count card_expiry_month
      card_expiry_year split_payment_sequence gift_card_balance_before gift_card_balance_after voucher_amount`,
    zeros: 'tip_amount refunded_amount',
    bools: 'is_split_payment is_cancel',
    defaults: {
      installment_count: 1,
      payment_status: 'approved',
      currency_exchange_rate: 1,
      is_split_payment: false,
      is_cancel: false,
    },
  }),
  discounts: section({
    ids: `${ofHead} fk_discount_type_id fk_transaction_product_id fk_transaction_payment_id
      fk_transaction_department_id`,
    numbers: 'line_no discount_amount discount_rate',
    bools: 'is_cancel',
    defaults: { is_cancel: false },
  }),
  departments: section({
    ids: `${ofHead} fk_department_main_group_id fk_department_sub_group_id`,
    numbers: 'line_no total_department',
    zeros: 'vat_rate total_department_vat',
  }),
  taxes: section({
    ids: `${ofHead} fk_transaction_product_id`,
    numbers: 'tax_amount',
    zeros: 'taxable_amount tax_rate',
    bools: 'is_exempt',
    defaults: { is_exempt: false },
  }),
  tips: section({
    ids: `${ofHead} fk_transaction_payment_id fk_server_id`,
    numbers: 'tip_amount tip_percentage suggested_tip_percentage',
    zeros: 'tax_amount',
    bools: 'is_pooled is_taxable',
    defaults: { is_pooled: false, is_taxable: true },
  }),
  surcharges: section({
    ids: ofHead,
    numbers: 'surcharge_amount surcharge_rate',
    zeros: 'tax_amount',
    bools: 'is_taxable is_automatic can_be_removed',
    defaults: { is_taxable: true, is_automatic: false, can_be_removed: true },
  }),
  notes: section({
    ids: ofHead,
    numbers: 'priority',
    bools: 'is_visible_to_customer is_visible_on_receipt is_visible_to_kitchen',
    defaults: {
      priority: 1,
      is_visible_to_customer: false,
      is_visible_on_receipt: false,
      is_visible_to_kitchen: false,
    },
  }),
  loyalty: section({
    ids: `${ofHead} fk_loyalty_member_id`,
    numbers: 'points_monetary_value bonus_multiplier',
    zeros: `points_balance_before points_balance_after points_earned points_redeemed campaign_bonus
      redemption_amount`,
    defaults: { bonus_multiplier: 1 },
  }),
  refunds: section({
    ids: `${ofHead} fk_original_transaction_id fk_transaction_product_id approved_by`,
    numbers: 'refund_amount refund_quantity',
    zeros: 'restocking_fee',
    bools: 'requires_approval is_restocked',
    defaults: { requires_approval: true, is_restocked: false },
  }),
  changes: section({
    ids: ofHead,
    numbers: 'line_no change_amount',
    bools: 'is_cancel',
    defaults: { is_cancel: false },
  }),
  deliveries: section({
    ids: ofHead,
    numbers: 'max_delivery_attempts',
    zeros: 'delivery_attempts delivery_fee',
    bools: 'is_paid_delivery is_urgent is_cancelled',
    defaults: {
      delivery_status: 'pending',
      max_delivery_attempts: 3,
      is_paid_delivery: false,
      is_urgent: false,
      is_cancelled: false,
    },
  }),
  kitchen_orders: section({
    ids: `${ofHead} fk_transaction_product_id fk_table_id`,
    numbers: 'quantity priority estimated_preparation_time actual_preparation_time',
    bools: 'is_cancelled',
    defaults: { kitchen_order_status: 'waiting', priority: 1, is_cancelled: false },
  }),
  fiscal: section({ ids: `${ofHead} e_invoice_uuid` }),
};

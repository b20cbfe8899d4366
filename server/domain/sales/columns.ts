/** The fact tables of a document, column by column, as set-based SQL writes and reads them. The wire parser makes rows of
 *  exactly these shapes; `transaction_id` is 0 until the head has its number. Units are those of `prisma/schema/sales.prisma`. */
import type { RowOf } from '../../db/index.ts';

export const headColumns = {
  company_id: 'int',
  uuid: 'text',
  store_id: 'int',
  terminal_id: 'int',
  unique_id: 'text',
  pos_number: 'int',
  document_type: 'text',
  transaction_type: 'text',
  status: 'text',
  sign: 'int',
  is_cancelled: 'bool',
  occurred_at: 'instant',
  occurred_text: 'text',
  received_at: 'instant',
  business_day: 'text',
  hour: 'int',
  closure_number: 'int',
  receipt_number: 'int',
  currency: 'text',
  exchange_rate_e6: 'bigint',
  total_e4: 'bigint',
  vat_e4: 'bigint',
  discount_e4: 'bigint',
  surcharge_e4: 'bigint',
  paid_e4: 'bigint',
  change_e4: 'bigint',
  service_charge_e4: 'bigint',
  tip_e4: 'bigint',
  rounding_e4: 'bigint',
  line_count: 'int',
  payment_count: 'int',
  customer_id: 'text?',
  cashier_id: 'text?',
  table_id: 'text?',
  loyalty_member_id: 'text?',
  campaign_id: 'text?',
  original_transaction_id: 'text?',
  parent_transaction_id: 'text?',
  cancel_reason: 'text?',
  order_source: 'text?',
  order_channel: 'text?',
  points_earned: 'int',
  points_redeemed: 'int',
  is_late: 'bool',
  body_hash: 'text',
} as const;

/** What every row below a document begins with. */
const ofDocument = { transaction_id: 'int', position: 'int', company_id: 'int', uuid: 'text' } as const;

export const lineColumns = {
  ...ofDocument,
  line_number: 'int',
  product_id: 'text?',
  main_group_id: 'text',
  sub_group_id: 'text?',
  barcode_id: 'text?',
  product_code: 'text?',
  product_name: 'text?',
  vat_basis_points: 'int',
  unit_price_e4: 'bigint',
  quantity_e4: 'bigint',
  unit_of_measure: 'text',
  total_e4: 'bigint',
  vat_e4: 'bigint',
  discount_e4: 'bigint',
  cost_e4: 'bigint?',
  list_price_e4: 'bigint?',
  is_cancelled: 'bool',
  is_voided: 'bool',
} as const;

export const paymentColumns = {
  ...ofDocument,
  line_number: 'int',
  payment_type: 'text',
  amount_e4: 'bigint',
  currency: 'text',
  currency_e4: 'bigint',
  exchange_rate_e6: 'bigint',
  tip_e4: 'bigint',
  refunded_e4: 'bigint',
  status: 'text',
  is_cancelled: 'bool',
} as const;

export const discountColumns = {
  ...ofDocument,
  line_number: 'int',
  discount_type_id: 'text',
  code: 'text?',
  amount_e4: 'bigint',
  rate_basis_points: 'int?',
  line_uuid: 'text?',
  payment_uuid: 'text?',
  department_uuid: 'text?',
  is_cancelled: 'bool',
  campaign_id: 'text?',
} as const;

export const departmentColumns = {
  ...ofDocument,
  line_number: 'int',
  main_group_id: 'text',
  sub_group_id: 'text?',
  vat_basis_points: 'int',
  total_e4: 'bigint',
  vat_e4: 'bigint',
} as const;

export const taxColumns = {
  ...ofDocument,
  tax_type: 'text',
  name: 'text',
  code: 'text',
  rate_basis_points: 'int',
  taxable_e4: 'bigint',
  tax_e4: 'bigint',
  is_exempt: 'bool',
} as const;

export const loyaltyColumns = {
  ...ofDocument,
  member_id: 'text?',
  points_before: 'int',
  points_after: 'int',
  points_earned: 'int',
  points_redeemed: 'int',
  campaign_bonus: 'int',
  redemption_e4: 'bigint',
  bonus_multiplier_e4: 'bigint',
  tier: 'text?',
  membership_id: 'text?',
} as const;

export const refundColumns = {
  ...ofDocument,
  refund_type: 'text',
  reason: 'text',
  original_transaction_id: 'text?',
  line_uuid: 'text?',
  amount_e4: 'bigint',
  quantity_e4: 'bigint?',
  restocking_fee_e4: 'bigint',
  is_restocked: 'bool',
  approved_by: 'text?',
} as const;

export const changeColumns = {
  ...ofDocument,
  line_number: 'int',
  amount_e4: 'bigint',
  currency: 'text',
  is_cancelled: 'bool',
} as const;

export type HeadRow = RowOf<typeof headColumns>;

/** The typed rows of one document. Positions are places in the lists as sent. */
export interface DocumentRows {
  lines: RowOf<typeof lineColumns>[];
  payments: RowOf<typeof paymentColumns>[];
  discounts: RowOf<typeof discountColumns>[];
  departments: RowOf<typeof departmentColumns>[];
  taxes: RowOf<typeof taxColumns>[];
  loyalty: RowOf<typeof loyaltyColumns>[];
  refunds: RowOf<typeof refundColumns>[];
  changes: RowOf<typeof changeColumns>[];
}

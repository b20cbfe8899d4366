/** Every column of every pushed row, in the terminal's order (protocol 1.4 and 1.5): a terminal sends them all, with their default,
 *  or null where it knows nothing. Each list leaves out what every row begins and ends with. `name=value` is a default. */
import type { WireDocument } from './document.ts';
import type { WireRow } from './document-rows.ts';
import type { WireClosure } from './period.ts';

const audit = `fk_cashier_create_id fk_cashier_update_id created_at updated_at
  is_deleted=false delete_description deleted_at deleted_by`;

const documentColumns: Partial<Record<keyof WireDocument, string>> = {
  head: `transaction_unique_id pos_id transaction_date_time document_type transaction_type transaction_status fk_customer_id
    fk_table_id fk_store_id closure_number receipt_number total_amount total_vat_amount total_discount_amount
    total_surcharge_amount="0.0000" total_payment_amount total_change_amount service_charge_amount="0.0000" tip_amount="0.0000" rounding_amount="0.0000"
    base_currency display_currency exchange_rate="1.000000" tax_jurisdiction_code tax_calculation_method delivery_status
    estimated_delivery_time actual_delivery_time order_source="in_store" order_channel="cashier" fiscal_receipt_number fiscal_signature
    fiscal_qr_code tax_exemption_code tax_exemption_reason loyalty_member_id loyalty_points_earned loyalty_points_redeemed=0
    campaign_id external_reference_number original_transaction_id parent_transaction_id description is_closed=true is_pending=false
    is_cancel=false cancel_reason`,
  products: `fk_transaction_head_id line_no fk_department_main_group_id fk_department_sub_group_id fk_product_id
    fk_product_barcode_id fk_product_barcode_mask_id product_code product_name product_description vat_rate tax_category
    tax_exemption_reason tax_inclusive=true cost_price list_price unit_price unit_discount="0.0000" discount_rate discount_reason quantity
    unit_of_measure base_unit_quantity weight weight_unit total_price total_vat total_discount serial_number lot_number
    expiry_date modifiers_json special_instructions warranty_months return_period_days is_returnable=true is_cancel=false is_voided=false
    void_reason`,
  payments: `fk_transaction_head_id line_no payment_type payment_total currency_code currency_total currency_exchange_rate="1.000000"
    installment_count=1 payment_provider payment_gateway_transaction_id authorization_code approval_code card_number_masked
    card_type card_holder_name card_expiry_month card_expiry_year terminal_id merchant_id batch_number payment_status="approved"
    payment_status_message payment_processed_at gift_card_number gift_card_balance_before gift_card_balance_after
    voucher_code voucher_amount wallet_type wallet_transaction_id bank_name bank_account_last4 bank_reference_number
    is_split_payment=false split_payment_sequence tip_amount="0.0000" tip_type refunded_amount="0.0000" refunded_at refund_reference is_cancel=false`,
  discounts: `fk_transaction_head_id fk_transaction_product_id fk_transaction_payment_id fk_transaction_department_id line_no
    fk_discount_type_id discount_amount discount_rate discount_code is_cancel=false`,
  departments: `fk_transaction_head_id line_no fk_department_main_group_id fk_department_sub_group_id vat_rate
    total_department total_department_vat`,
  taxes: `fk_transaction_head_id fk_transaction_product_id tax_type tax_name tax_code taxable_amount tax_rate tax_amount
    jurisdiction_level jurisdiction_code jurisdiction_name is_exempt=false exemption_certificate exemption_reason
    tax_calculation_method`,
  refunds: `fk_transaction_head_id fk_original_transaction_id fk_transaction_product_id refund_type refund_reason
    refund_reason_detail refund_amount refund_quantity restocking_fee="0.0000" requires_approval=true approved_by approved_at is_restocked
    restocked_at item_condition`,
  changes: 'fk_transaction_head_id line_no change_amount currency is_cancel=false',
};

const modified = 'is_modified fk_cashier_modified_id modified_description';

const closureColumns: Partial<Record<keyof WireClosure, string>> = {
  closure: `closure_unique_id closure_number fk_store_id fk_pos_id closure_date closure_start_time closure_end_time
    fk_base_currency_id total_document_count gross_sales_amount net_sales_amount total_tax_amount total_discount_amount
    total_tip_amount valid_transaction_count canceled_transaction_count return_transaction_count
    suspended_transaction_count opening_cash_amount closing_cash_amount expected_cash_amount cash_difference paid_in_count
    paid_in_total paid_out_count paid_out_total is_canceled is_modified fk_cashier_opened_id fk_cashier_closed_id
    fk_cashier_modified_id description modified_description`,
  vat_summaries: `fk_closure_id fk_tax_rate_id tax_rate_percentage tax_jurisdiction taxable_amount tax_amount
    transaction_count exempt_amount exempt_count ${modified}`,
  discount_summaries: `fk_closure_id fk_discount_type_id discount_count total_discount_amount affected_amount ${modified}`,
  payment_type_summaries: `fk_closure_id fk_payment_type_id total_count total_amount ${modified}`,
  document_type_summaries: `fk_closure_id fk_document_type_id valid_count valid_amount valid_tax_amount canceled_count
    canceled_amount canceled_tax_amount ${modified}`,
  department_summaries: `fk_closure_id fk_department_main_group_id transaction_count gross_amount tax_amount net_amount
    discount_amount ${modified}`,
  cashier_summaries: `fk_closure_id fk_cashier_id transaction_count total_sales_amount average_transaction_amount void_count
    void_amount correction_count clock_in_time clock_out_time hours_worked ${modified}`,
};

const documentBlanks = blanks(documentColumns);
const closureBlanks = blanks(closureColumns);

/** The document with every column that a terminal sends. */
export function completeDocument(document: WireDocument): WireDocument {
  const { id = null, created_at = null } = document.head;
  return complete(document, documentBlanks, { fk_transaction_head_id: id, created_at, updated_at: created_at });
}

/** The closure with every column that a terminal sends. */
export function completeClosure(closure: WireClosure): WireClosure {
  return complete(closure, closureBlanks, {});
}

/** @param inherited what rows take from their head, in columns that they have */
function complete<T extends object>(body: T, rows: Readonly<Record<string, WireRow>>, inherited: WireRow): T {
  const entries = Object.entries(body).map(([section, value]) => {
    const blank = rows[section];
    if (!blank || value === null) return [section, value];
    const own = Object.fromEntries(Object.entries(inherited).filter(([name]) => name in blank));
    const whole = (row: WireRow): WireRow => ({ ...blank, ...own, ...row });
    return [section, Array.isArray(value) ? value.map(whole) : whole(value as WireRow)];
  });
  // Sections keep their names and kinds; only rows have grown.
  return Object.fromEntries(entries) as T;
}

function blanks(columns: Readonly<Record<string, string | undefined>>): Record<string, WireRow> {
  return Object.fromEntries(
    Object.entries(columns).map(([section, names]) => [
      section,
      Object.fromEntries(`id ${names} ${audit}`.split(/\s+/).map(readColumn)),
    ]),
  );
}

function readColumn(text: string): [string, WireRow[string]] {
  const [name = '', value] = text.split('=');
  return [name, value === undefined ? null : (JSON.parse(value) as WireRow[string])];
}

/** Types and defaults of a closure's wire fields (protocol 1.5), for telling whether two bodies say the same. */
import { section, type WireFields } from '../sales/index.ts';

const ofClosure = 'fk_closure_id fk_cashier_modified_id';
const modified = { bools: 'is_modified', defaults: { is_modified: false } };

export const closureFields: WireFields = {
  closure: section({
    ids: `fk_store_id fk_pos_id fk_base_currency_id fk_cashier_opened_id fk_cashier_closed_id fk_cashier_modified_id`,
    numbers: 'closure_number',
    zeros: `total_document_count valid_transaction_count canceled_transaction_count return_transaction_count
      suspended_transaction_count paid_in_count paid_out_count gross_sales_amount net_sales_amount total_tax_amount
      total_discount_amount total_tip_amount opening_cash_amount closing_cash_amount expected_cash_amount
      cash_difference paid_in_total paid_out_total`,
    bools: 'is_canceled is_modified',
    defaults: { is_canceled: false, is_modified: false },
  }),
  vat_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_tax_rate_id`,
    numbers: 'tax_rate_percentage',
    zeros: 'transaction_count exempt_count taxable_amount tax_amount exempt_amount',
  }),
  tip_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_payment_type_id`,
    zeros: `tip_count total_tip_amount average_tip_amount distributed_amount undistributed_amount
      average_tip_percentage`,
  }),
  discount_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_discount_type_id`,
    zeros: 'discount_count total_discount_amount affected_amount',
  }),
  payment_type_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_payment_type_id`,
    zeros: 'total_count total_amount',
  }),
  document_type_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_document_type_id`,
    zeros: 'valid_count canceled_count valid_amount valid_tax_amount canceled_amount canceled_tax_amount',
  }),
  department_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_department_main_group_id`,
    zeros: 'transaction_count gross_amount tax_amount net_amount discount_amount',
  }),
  currency_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_currency_id`,
    numbers: 'currency_amount base_currency_amount exchange_rate',
  }),
  cashier_summaries: section({
    ...modified,
    ids: `${ofClosure} fk_cashier_id`,
    numbers: 'hours_worked',
    zeros: `transaction_count void_count correction_count total_sales_amount average_transaction_amount
      void_amount`,
  }),
  country_specific: section({
    ...modified,
    ids: `${ofClosure} fk_region_id`,
    defaults: { is_modified: false, country_data_json: '{}' },
  }),
};

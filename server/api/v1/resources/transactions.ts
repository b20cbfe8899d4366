import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { transactionSource } from '../../../domain/resources/index.ts';
import { getReceipt, type Receipt } from '../../../domain/sales/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { days, inStore, instants, isFlag, isId, isNumber, isText, ofTerminal } from './filters.ts';
import { factsOf } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { at, e4, e4OrNull, percent, shown } from './values.ts';

const head = {
  id: z.string().describe('The document’s id, as its terminal made it.'),
  unique_id: z.string().describe('As it stands on the receipt; unique nowhere.'),
  ...{ store_id: shown.id, store_code: shown.text, terminal_id: shown.id, terminal_code: shown.text },
  ...{ document_type: shown.text, transaction_type: shown.text, status: shown.text, is_cancelled: z.boolean() },
  is_late: z.boolean().describe('It came after the closure of its period, or on a later business day than its own.'),
  occurred_at: shown.instant,
  occurred_text: z.string().describe('Local time as the terminal sent it.'),
  received_at: shown.instant,
  business_day: shown.day,
  ...{ closure_number: z.int(), receipt_number: z.int() },
  currency: z.string().describe('Of every amount.'),
  total: shown.money.describe('Gross, before discounts of the document; positive for returns, too.'),
  ...{ vat: shown.money, discount: shown.money, surcharge: shown.money, service_charge: shown.money, tip: shown.money },
  ...{ rounding: shown.money, paid: shown.money, change: shown.money, line_count: z.int(), payment_count: z.int() },
  ...{ customer_id: shown.id.nullable(), cashier_id: shown.id.nullable() },
  original_transaction_id: shown.id.nullable().describe('The sale that a return refers to.'),
};
const item = z.object(head).meta({ id: 'Transaction' });

const line = z.object({
  ...{ id: shown.id, line_number: z.int(), product_id: shown.id.nullable(), department_id: shown.id },
  ...{ division_id: shown.id.nullable(), product_code: shown.text.nullable(), product_name: shown.text.nullable() },
  ...{ vat_percent: z.string(), unit_price: shown.money, quantity: shown.quantity, unit_of_measure: shown.text },
  ...{ total: shown.money, vat: shown.money, discount: shown.money, cost: shown.money.nullable() },
  ...{ is_cancelled: z.boolean(), is_voided: z.boolean() },
});
const payment = z.object({
  ...{ id: shown.id, line_number: z.int(), payment_type: shown.text, amount: shown.money, currency: shown.text },
  currency_amount: shown.money.describe('In the currency that was handed over.'),
  ...{ tip: shown.money, refunded: shown.money, status: shown.text, is_cancelled: z.boolean() },
});
const discount = z.object({
  ...{ id: shown.id, line_number: z.int(), discount_type_id: shown.id, code: shown.text.nullable() },
  ...{ amount: shown.money, percent: z.string().nullable(), line_id: shown.id.nullable(), is_cancelled: z.boolean() },
});
const department = z.object({
  ...{ id: shown.id, line_number: z.int(), department_id: shown.id, division_id: shown.id.nullable() },
  ...{ vat_percent: z.string(), total: shown.money, vat: shown.money },
});
const tax = z.object({
  ...{ id: shown.id, tax_type: shown.text, name: shown.text, code: shown.text, percent: z.string() },
  ...{ taxable: shown.money, tax: shown.money, is_exempt: z.boolean() },
});

const detail = z
  .object({
    ...head,
    ...{ lines: z.array(line), payments: z.array(payment), discounts: z.array(discount) },
    ...{ departments: z.array(department), taxes: z.array(tax) },
    closures: z.array(z.object({ id: shown.id, kind: shown.text, number: z.int() })).describe('Of its period.'),
  })
  .meta({ id: 'TransactionDetail' });

const lineOf = (row: Receipt['lines'][number]): z.input<typeof line> => ({
  ...{ id: row.uuid, line_number: row.lineNumber, product_id: row.productId, department_id: row.mainGroupId },
  ...{ division_id: row.subGroupId, product_code: row.productCode, product_name: row.productName },
  ...{ vat_percent: percent(row.vatBasisPoints), unit_price: e4(row.unitPriceE4), quantity: e4(row.quantityE4) },
  ...{ unit_of_measure: row.unitOfMeasure, total: e4(row.totalE4), vat: e4(row.vatE4), discount: e4(row.discountE4) },
  ...{ cost: e4OrNull(row.costE4), is_cancelled: row.isCancelled, is_voided: row.isVoided },
});

const paymentOf = (row: Receipt['payments'][number]): z.input<typeof payment> => ({
  ...{ id: row.uuid, line_number: row.lineNumber, payment_type: row.paymentType, amount: e4(row.amountE4) },
  ...{ currency: row.currency, currency_amount: e4(row.currencyE4), tip: e4(row.tipE4) },
  ...{ refunded: e4(row.refundedE4), status: row.status, is_cancelled: row.isCancelled },
});

const discountOf = (row: Receipt['discounts'][number]): z.input<typeof discount> => ({
  ...{ id: row.uuid, line_number: row.lineNumber, discount_type_id: row.discountTypeId, code: row.code },
  ...{ amount: e4(row.amountE4), percent: row.rateBasisPoints === null ? null : percent(row.rateBasisPoints) },
  ...{ line_id: row.lineUuid, is_cancelled: row.isCancelled },
});

function sectionsOf({ lines, payments, discounts, departments, taxes, closures }: Receipt) {
  return {
    lines: lines.map(lineOf),
    payments: payments.map(paymentOf),
    discounts: discounts.map(discountOf),
    departments: departments.map((row) => ({
      ...{ id: row.uuid, line_number: row.lineNumber, department_id: row.mainGroupId, division_id: row.subGroupId },
      ...{ vat_percent: percent(row.vatBasisPoints), total: e4(row.totalE4), vat: e4(row.vatE4) },
    })),
    taxes: taxes.map((row) => ({
      ...{ id: row.uuid, tax_type: row.taxType, name: row.name, code: row.code, is_exempt: row.isExempt },
      ...{ percent: percent(row.rateBasisPoints), taxable: e4(row.taxableE4), tax: e4(row.taxE4) },
    })),
    closures: closures.map(({ uuid, kind, number }) => ({ id: uuid, kind, number })),
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof transactionSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.uuid, unique_id: row.uniqueId, store_id: row.store.uuid, store_code: row.store.code },
  ...{ terminal_id: row.terminal.uuid, terminal_code: row.terminal.code, document_type: row.documentType },
  ...{ transaction_type: row.transactionType, status: row.status, is_cancelled: row.isCancelled },
  ...{ is_late: row.isLate, occurred_at: at(row.occurredAt), occurred_text: row.occurredText },
  ...{ received_at: at(row.receivedAt), business_day: row.businessDay, closure_number: row.closureNumber },
  ...{ receipt_number: row.receiptNumber, currency: row.currency, total: e4(row.totalE4), vat: e4(row.vatE4) },
  ...{ discount: e4(row.discountE4), surcharge: e4(row.surchargeE4), service_charge: e4(row.serviceChargeE4) },
  ...{ tip: e4(row.tipE4), rounding: e4(row.roundingE4), paid: e4(row.paidE4), change: e4(row.changeE4) },
  ...{ line_count: row.lineCount, payment_count: row.paymentCount, customer_id: row.customerId },
  ...{ cashier_id: row.cashierId, original_transaction_id: row.originalTransactionId },
});

/** What tills sold: facts, read only. */
export function transactionOperations(): Operation[] {
  return resourceOperations(transactionSource, {
    ...{ one: 'Transaction', many: 'Transactions', tag: 'Transactions', path: 'transactions', item, show },
    words: { one: 'transaction', many: 'transactions' },
    detail: {
      schema: detail,
      show: async ({ ctx }, row) => ({ ...show(row), ...sectionsOf(await getReceipt(ctx, { id: row.id })) }),
    },
    namedBy: 'Id of the transaction.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'uuid', value }];
    },
    filters: {
      ...{ store: inStore(), terminal_id: ofTerminal, ...days('business_day', 'businessDay') },
      ...{ ...instants('received', 'receivedAt'), customer_id: isId('customerId', 'Of this customer.') },
      ...{ closure_number: isNumber('closureNumber'), receipt_number: isNumber('receiptNumber') },
      ...{ unique_id: isText('uniqueId', 100, 'Exactly this number.'), is_cancelled: isFlag('isCancelled') },
      ...{ is_late: isFlag('isLate'), document_type: isText('documentType', 60, 'Exactly this kind.') },
    },
    sorts: { business_day: 'businessDay', arrival: 'id', total: 'totalE4' },
    defaultSort: '-business_day',
    instead: factsOf(
      'Receipts come from tills: POST /api/v1/push.',
      'A receipt is a fact: nobody changes or deletes it. What was wrong is made good by another one, a return or a void.',
    ),
  });
}

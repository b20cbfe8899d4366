/** Transactions, closures and movements as the documentation says them: what must be there to be booked, and what figures are
 *  made of. Everything else of a document is kept beside it. */
import { z } from 'zod';

const id = z.string().describe('UUID that the device makes; needed.');
const text = z.string().nullish();
const flag = z.boolean().nullish();
const amount = z.union([z.string(), z.number()]).describe('Decimal text with up to four places.');
const money = amount.nullish();
const needed = amount.describe('Decimal text with up to four places; needed.');
const localTime = z.string().describe('Local time of the store, such as 2026-11-20T22:08:33; needed.');
const lineNumber = z.int().nullish();

/** What has another shape is taken all the same, and waits for a person to put it right. */
const orAnyObject = (shape: z.ZodType) => z.union([shape, z.looseObject({})]);

const head = z
  .looseObject({
    id,
    transaction_date_time: localTime,
    closure_number: z.int().describe('Number of the open period; needed.'),
    receipt_number: z.int().describe('Counts up within a period; needed.'),
    transaction_type: text.describe(
      'sale (also where it is missing) or return. Amounts of a return are positive: the type takes them away.',
    ),
    original_transaction_id: text.describe('Of a return: the `head.id` of the sale.'),
    transaction_status: text.describe('completed where it is missing; cancelled counts in no figure.'),
    is_cancel: flag.describe('True: counts in no figure.'),
    document_type: text.describe('FISCAL_RECEIPT where it is missing.'),
    transaction_unique_id: text.describe('As it stands on the receipt.'),
    fk_store_id: text.describe('`store.uuid` of the token’s answer.'),
    fk_customer_id: text.describe('Of the pulled customers.'),
    fk_cashier_create_id: text.describe('Of the pulled cashiers.'),
    base_currency: text.describe('ISO 4217; the store’s where it is missing. Of every amount.'),
    total_amount: money.describe('Gross, before discounts of the document; 0 where it is missing.'),
    total_vat_amount: money,
    total_discount_amount: money,
    total_payment_amount: money,
    total_change_amount: money,
  })
  .optional();

const product = z.looseObject({
  id,
  line_no: lineNumber,
  fk_product_id: text.describe('Of the pulled products.'),
  product_code: text,
  product_name: text,
  fk_department_main_group_id: text.describe('Of the pulled department_main_groups.'),
  quantity: needed,
  unit_price: money,
  vat_rate: money.describe('Percent.'),
  total_price: needed,
  total_vat: money,
  is_cancel: flag.describe('True: the line was taken back.'),
});

const payment = z.looseObject({
  id,
  line_no: lineNumber,
  payment_type: z.string().describe('CASH_PAYMENT, CREDIT_PAYMENT and so on; needed.'),
  payment_total: needed,
  currency_code: text,
  currency_total: money,
});

const otherRows = z.array(z.looseObject({ id })).nullable().optional();

const transaction = z
  .looseObject({
    head,
    products: z.array(product).nullable().optional().describe('The lines.'),
    payments: z.array(payment).nullable().optional(),
    discounts: otherRows.describe('Each needs `discount_amount`.'),
    departments: otherRows.describe('Each needs `total_department`.'),
    taxes: otherRows.describe('Each needs `tax_amount`.'),
    refunds: otherRows.describe('Each needs `refund_amount`.'),
    changes: otherRows.describe('Each needs `change_amount`.'),
  })
  .meta({
    id: 'PushedTransaction',
    description:
      'A transaction with `head` and its sections under their full names, or the short form {"transaction_id", "lines", "payments", "taxes", "discounts"}, which is kept until the full one comes.',
  });

const closure = z
  .looseObject({
    closure: z
      .looseObject({
        id,
        closure_number: z.int().describe('Number of the period that it closes; needed.'),
        closure_start_time: localTime,
        closure_end_time: text.describe('As the start.'),
        closure_date: text.describe('The day; that of the start where it is missing.'),
        total_document_count: z.int().optional(),
        valid_transaction_count: z.int().optional(),
        gross_sales_amount: money.describe('This and the others are compared with the period’s documents.'),
        net_sales_amount: money,
        total_tax_amount: money,
        total_discount_amount: money,
      })
      .optional(),
    vat_summaries: otherRows,
    payment_type_summaries: otherRows,
    department_summaries: otherRows,
    cashier_summaries: otherRows,
  })
  .meta({
    id: 'PushedClosure',
    description:
      'A closure with `closure` and its summaries, or the short form {"closure_id", …}, which is kept until the full one comes.',
  });

const movement = z
  .looseObject({
    id: z.string().optional().describe('UUID that the device makes; needed.'),
    fk_product_id: text.describe('Of the pulled products; needed.'),
    movement_type: text.describe('RECEIPT, ADJUSTMENT, TRANSFER, LOSS or DAMAGE; needed.'),
    quantity: money.describe('Decimal text; needed. Of an ADJUSTMENT with its sign, of all others positive.'),
    fk_warehouse_location_from: text.describe('Where goods leave: of TRANSFER, LOSS and DAMAGE.'),
    fk_warehouse_location_to: text.describe('Where goods arrive: of RECEIPT, ADJUSTMENT and TRANSFER.'),
    movement_date: text.describe('Local time of the store; that of arrival here where it is missing.'),
    status: text.describe('COMPLETED where it is missing; with another one it waits.'),
  })
  .meta({
    id: 'PushedMovement',
    description:
      'A movement of goods in full, or the short form {"movement_id", "product_id", "warehouse_id", "quantity", "movement_type"}, which is kept until the full one comes.',
  });

export const transactionBody = orAnyObject(transaction);
export const closureBody = orAnyObject(closure);
export const movementBody = orAnyObject(movement);

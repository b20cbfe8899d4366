/** The rows of a document as a terminal writes them: amounts as text with 4 decimals, percentages with 2. What has its default
 *  value, or repeats the head, is left out; `wire-columns.ts` puts it in. */
import { moneyToText } from '../../core/money.ts';
import { quantityToText } from '../../core/quantity.ts';
import type { Basket } from './basket.ts';
import type { Random } from './random.ts';
import type { Shop, ShopProduct } from './shop.ts';
import type { Tender } from './tender.ts';

export type WireRow = Record<string, string | number | boolean | null>;

/** One line of an earlier sale. */
export interface SoldItem {
  documentId: string;
  product: ShopProduct;
  quantityE4: bigint;
  totalE4: bigint;
  vatE4: bigint;
}

export interface DocumentOrder {
  kind: 'sale' | 'cancelled' | 'return';
  /** Local time of the terminal, as it writes it. */
  occurredText: string;
  /** UTC, as `created_at` has it. */
  createdText: string;
  closureNumber: number;
  receiptNumber: number;
  /** False: as today's terminals push a paid sale, without lines, departments, taxes and cashier (traps 7 and 24). */
  withLines: boolean;
  /** What a return brings back; without it a return becomes a sale. */
  sold?: SoldItem | undefined;
}

/** Everything that is decided before the rows are written. */
export interface Draft {
  shop: Shop;
  random: Random;
  order: DocumentOrder;
  basket: Basket;
  tender: Tender;
  sold: SoldItem | undefined;
  customerId: string | null;
  isCancelled: boolean;
  withInvoice: boolean;
  id: string;
}

export function headRow(draft: Draft): WireRow {
  const { order, basket, tender, shop } = draft;
  const row: WireRow = {
    id: draft.id,
    transaction_unique_id: uniqueId(order),
    pos_id: shop.posNumber,
    transaction_date_time: order.occurredText,
    document_type: draft.sold ? 'RETURN_SLIP' : draft.withInvoice ? 'INVOICE' : 'FISCAL_RECEIPT',
    transaction_type: draft.sold ? 'return' : 'sale',
    transaction_status: draft.isCancelled ? 'cancelled' : 'completed',
    fk_customer_id: draft.customerId ?? shop.walkInId,
    fk_store_id: shop.storeId,
    closure_number: order.closureNumber,
    receipt_number: order.receiptNumber,
    total_amount: moneyToText(basket.totalE4),
    total_vat_amount: moneyToText(basket.vatE4),
    total_discount_amount: moneyToText(basket.discountE4),
    total_payment_amount: moneyToText(tender.paidE4),
    total_change_amount: moneyToText(tender.changeE4),
    base_currency: shop.currency,
    loyalty_points_earned: draft.customerId && !draft.isCancelled ? Number(basket.totalE4 / 10_000n) : 0,
    created_at: order.createdText,
  };
  if (draft.isCancelled) {
    row.is_cancel = true;
    row.cancel_reason = 'Cancelled by cashier';
  }
  if (draft.sold) row.original_transaction_id = draft.sold.documentId;
  if (order.withLines && shop.cashierIds.length > 0) row.fk_cashier_create_id = cashierOf(draft);
  const campaign = basket.discounts[0]?.campaignId;
  if (campaign) row.campaign_id = campaign;
  return row;
}

/** One person works a till for a period, now and then relieved by another. */
function cashierOf({ shop, order, random }: Draft): string {
  const shift = order.closureNumber + (random.chance(0.12) ? 1 : 0) + shop.posNumber * 3;
  return shop.cashierIds[shift % shop.cashierIds.length] as string;
}

/** `YYYYMMDD-CCCC-RRRRRR`; unique nowhere. */
function uniqueId(order: DocumentOrder): string {
  const day = order.occurredText.slice(0, 10).replaceAll('-', '');
  return `${day}-${String(order.closureNumber).padStart(4, '0')}-${String(order.receiptNumber).padStart(6, '0')}`;
}

export function lineRows(draft: Draft): WireRow[] {
  const { basket, random } = draft;
  return basket.lines.map(({ product, quantityE4, totalE4, vatE4, isCancelled }, index) => ({
    id: random.id(),
    line_no: index + 1,
    fk_department_main_group_id: product.mainGroupId,
    fk_department_sub_group_id: product.subGroupId,
    fk_product_id: product.id,
    fk_product_barcode_id: product.barcodeId,
    product_code: product.code,
    product_name: product.name,
    vat_rate: percentText(product.vatBasisPoints),
    cost_price: product.costE4 === null ? null : moneyToText(product.costE4),
    unit_price: moneyToText(product.priceE4),
    quantity: quantityToText(quantityE4),
    unit_of_measure: product.isWeighed ? 'KG' : 'EA',
    total_price: moneyToText(totalE4),
    total_vat: moneyToText(vatE4),
    ...(isCancelled && { is_cancel: true }),
  }));
}

export function paymentRows(draft: Draft): WireRow[] {
  return draft.tender.payments.map(({ kind, amountE4 }, index) => ({
    id: draft.random.id(),
    line_no: index + 1,
    payment_type: kind,
    payment_total: moneyToText(amountE4),
    currency_code: draft.shop.currency,
    currency_total: moneyToText(amountE4),
    ...(draft.tender.payments.length > 1 && { is_split_payment: true }),
  }));
}

export function discountRows(draft: Draft, products: readonly WireRow[]): WireRow[] {
  const { shop, random } = draft;
  return draft.basket.discounts.map((discount, index) => ({
    id: random.id(),
    fk_transaction_product_id: discount.line === null ? null : (products[discount.line]?.id ?? null),
    line_no: index + 1,
    fk_discount_type_id: shop.discountTypeIds[discount.typeCode] ?? shop.discountTypeIds.NONE ?? random.id(),
    discount_amount: moneyToText(discount.amountE4),
    discount_rate: discount.rate === null ? null : percentText(discount.rate),
    discount_code: discount.code?.slice(0, 15) ?? null,
  }));
}

export function departmentRows(draft: Draft): WireRow[] {
  return draft.basket.departments.map(({ department, totalE4, vatE4 }, index) => ({
    id: draft.random.id(),
    line_no: index + 1,
    fk_department_main_group_id: department.id,
    fk_department_sub_group_id: department.subGroupId,
    vat_rate: percentText(department.vatBasisPoints),
    total_department: moneyToText(totalE4),
    total_department_vat: moneyToText(vatE4),
  }));
}

export function taxRow(draft: Draft, tax: { rateBasisPoints: number; taxableE4: bigint; taxE4: bigint }): WireRow {
  return {
    id: draft.random.id(),
    tax_type: 'VAT',
    tax_name: `VAT ${percentText(tax.rateBasisPoints)}`,
    tax_code: `V${tax.rateBasisPoints}`,
    taxable_amount: moneyToText(tax.taxableE4),
    tax_rate: percentText(tax.rateBasisPoints),
    tax_amount: moneyToText(tax.taxE4),
  };
}

export function refundRow(draft: Draft, sold: SoldItem, line: WireRow | undefined): WireRow {
  return {
    id: draft.random.id(),
    fk_original_transaction_id: sold.documentId,
    fk_transaction_product_id: line?.id ?? null,
    refund_type: 'partial',
    refund_reason: draft.random.pick(['damaged', 'changed_mind', 'wrong_item', 'out_of_date']),
    refund_amount: moneyToText(sold.totalE4),
    refund_quantity: quantityToText(sold.quantityE4),
    approved_by: draft.shop.administratorId,
    is_restocked: true,
  };
}

export function changeRow(draft: Draft): WireRow {
  return {
    id: draft.random.id(),
    line_no: 1,
    // Two decimals on the wire, unlike every other amount.
    change_amount: moneyToText(draft.tender.changeE4).slice(0, -2),
    currency: draft.shop.currency,
  };
}

function percentText(basisPoints: number): string {
  return (basisPoints / 100).toFixed(2);
}

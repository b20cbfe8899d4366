/** The sections of a transaction that have tables of their own (protocol 1.4), read into rows. A row needs its id and the one
 *  figure that reports count; everything else has a default. Rows are never dropped: cancelled ones stay, marked. */
import type { DocumentRows } from './columns.ts';
import { maxAmountE4, RowReader, refuseDoubleIds, rowsOf, Unreadable } from './wire-values.ts';

type Item = Readonly<Record<string, unknown>>;

/** What rows take from their document. */
export interface SectionContext {
  companyId: number;
  /** Currency of the document, for rows that name none. */
  currency: string;
}

/** Spelt out in every row instead of spread: a spread costs more than reading all of a line's values. */
interface RowPlace {
  position: number;
  company_id: number;
  uuid: string;
}

const wholeUnitE4 = 10_000n;
const rateOneE6 = 1_000_000n;

export function readSections(item: Item, context: SectionContext): DocumentRows {
  return {
    lines: readSection(item, 'products', context, readLine),
    payments: readSection(item, 'payments', context, readPayment),
    discounts: readSection(item, 'discounts', context, readDiscount),
    departments: readSection(item, 'departments', context, readDepartment),
    taxes: readSection(item, 'taxes', context, readTax),
    loyalty: readSection(item, 'loyalty', context, readLoyalty),
    refunds: readSection(item, 'refunds', context, readRefund),
    changes: readSection(item, 'changes', context, readChange),
  };
}

type ReadRow<R> = (r: RowReader, place: RowPlace, context: SectionContext) => R;

function readSection<R extends RowPlace>(item: Item, section: string, context: SectionContext, read: ReadRow<R>): R[] {
  const list = rowsOf(item, section);
  if (list.length === 0) return [];
  const reader = new RowReader(section);
  const rows = list.map((row, position) => {
    reader.at(row, position);
    const place = { position, company_id: context.companyId, uuid: reader.requiredId('id') };
    return read(reader, place, context);
  });
  refuseDoubleIds(rows, section);
  return rows;
}

function readLine(r: RowReader, place: RowPlace): DocumentRows['lines'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    line_number: r.intOr('line_no', place.position + 1),
    product_id: r.id('fk_product_id'),
    main_group_id: r.id('fk_department_main_group_id') ?? '',
    sub_group_id: r.id('fk_department_sub_group_id'),
    barcode_id: r.id('fk_product_barcode_id'),
    product_code: r.text('product_code'),
    product_name: r.text('product_name'),
    vat_basis_points: r.percentOr('vat_rate', 0),
    unit_price_e4: r.amountOr('unit_price', 0n),
    quantity_e4: r.requiredAmount('quantity'),
    unit_of_measure: r.textOr('unit_of_measure', 'EA'),
    total_e4: r.requiredAmount('total_price'),
    vat_e4: r.amountOr('total_vat', 0n),
    discount_e4: r.amountOr('total_discount', 0n),
    cost_e4: r.amount('cost_price'),
    list_price_e4: r.amount('list_price'),
    is_cancelled: r.boolOr('is_cancel', false),
    is_voided: r.boolOr('is_voided', false),
  };
}

function readPayment(r: RowReader, place: RowPlace, context: SectionContext): DocumentRows['payments'][number] {
  const amountE4 = r.requiredAmount('payment_total');
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    line_number: r.intOr('line_no', place.position + 1),
    payment_type: r.requiredText('payment_type'),
    amount_e4: amountE4,
    currency: r.textOr('currency_code', context.currency),
    currency_e4: r.amountOr('currency_total', amountE4),
    exchange_rate_e6: r.rateOr('currency_exchange_rate', rateOneE6),
    tip_e4: r.amountOr('tip_amount', 0n),
    refunded_e4: r.amountOr('refunded_amount', 0n),
    status: r.textOr('payment_status', 'approved'),
    is_cancelled: r.boolOr('is_cancel', false),
  };
}

function readDiscount(r: RowReader, place: RowPlace): DocumentRows['discounts'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    line_number: r.intOr('line_no', place.position + 1),
    discount_type_id: r.id('fk_discount_type_id') ?? '',
    code: r.text('discount_code'),
    amount_e4: r.requiredAmount('discount_amount'),
    rate_basis_points: r.percent('discount_rate'),
    line_uuid: r.id('fk_transaction_product_id'),
    payment_uuid: r.id('fk_transaction_payment_id'),
    department_uuid: r.id('fk_transaction_department_id'),
    is_cancelled: r.boolOr('is_cancel', false),
    campaign_id: null,
  };
}

function readDepartment(r: RowReader, place: RowPlace): DocumentRows['departments'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    line_number: r.intOr('line_no', place.position + 1),
    main_group_id: r.id('fk_department_main_group_id') ?? '',
    sub_group_id: r.id('fk_department_sub_group_id'),
    vat_basis_points: r.percentOr('vat_rate', 0),
    total_e4: r.requiredAmount('total_department'),
    vat_e4: r.amountOr('total_department_vat', 0n),
  };
}

function readTax(r: RowReader, place: RowPlace): DocumentRows['taxes'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    tax_type: r.textOr('tax_type', ''),
    name: r.textOr('tax_name', ''),
    code: r.textOr('tax_code', ''),
    rate_basis_points: r.percentOr('tax_rate', 0),
    taxable_e4: r.amountOr('taxable_amount', 0n),
    tax_e4: r.requiredAmount('tax_amount'),
    is_exempt: r.boolOr('is_exempt', false),
  };
}

function readLoyalty(r: RowReader, place: RowPlace): DocumentRows['loyalty'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    member_id: r.id('fk_loyalty_member_id'),
    points_before: r.intOr('points_balance_before', 0),
    points_after: r.intOr('points_balance_after', 0),
    points_earned: r.intOr('points_earned', 0),
    points_redeemed: r.intOr('points_redeemed', 0),
    campaign_bonus: r.intOr('campaign_bonus', 0),
    redemption_e4: r.amountOr('redemption_amount', 0n),
    bonus_multiplier_e4: r.amountOr('bonus_multiplier', wholeUnitE4),
    tier: r.text('loyalty_tier'),
    membership_id: null,
  };
}

function readRefund(r: RowReader, place: RowPlace): DocumentRows['refunds'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    refund_type: r.textOr('refund_type', ''),
    reason: r.textOr('refund_reason', ''),
    original_transaction_id: r.id('fk_original_transaction_id'),
    line_uuid: r.id('fk_transaction_product_id'),
    amount_e4: r.requiredAmount('refund_amount'),
    quantity_e4: r.amount('refund_quantity'),
    restocking_fee_e4: r.amountOr('restocking_fee', 0n),
    is_restocked: r.boolOr('is_restocked', false),
    approved_by: r.id('approved_by'),
  };
}

function readChange(r: RowReader, place: RowPlace, context: SectionContext): DocumentRows['changes'][number] {
  return {
    transaction_id: 0,
    position: place.position,
    company_id: place.company_id,
    uuid: place.uuid,
    line_number: r.intOr('line_no', place.position + 1),
    amount_e4: r.requiredAmount('change_amount'),
    currency: r.textOr('currency', context.currency),
    is_cancelled: r.boolOr('is_cancel', false),
  };
}

/** Sections without a table: they are read from the stored body, so here only their shape and ids are looked at. */
const keptInBody = ['tips', 'surcharges', 'notes', 'deliveries', 'kitchen_orders'];

/** @throws Unreadable a section is no list of objects, a row's id is no UUID or stands there twice */
export function checkOtherSections(item: Item): void {
  for (const section of keptInBody) {
    const list = rowsOf(item, section);
    if (list.length === 0) continue;
    const reader = new RowReader(section);
    const ids = list.map((row, index) => {
      reader.at(row, index);
      return { uuid: reader.requiredId('id') };
    });
    refuseDoubleIds(ids, section);
  }
  const fiscal = item['fiscal'];
  if (fiscal === undefined || fiscal === null) return;
  if (typeof fiscal !== 'object' || Array.isArray(fiscal)) {
    throw new Unreadable('unreadable_section', 'fiscal: is neither an object nor null');
  }
  const reader = new RowReader('fiscal');
  reader.at(fiscal as Item, -1);
  reader.id('id');
}

/** Refuses a document whose rows add up to more than one amount may be: no single document can then take a total past the
 *  range of its column unnoticed. */
export function checkSums(rows: DocumentRows): void {
  checkSum('products', 'total_price', sum(rows.lines, 'total_e4'));
  checkSum('products', 'quantity', sum(rows.lines, 'quantity_e4'));
  checkSum('products', 'total_vat', sum(rows.lines, 'vat_e4'));
  checkSum('products', 'total_discount', sum(rows.lines, 'discount_e4'));
  checkSum('payments', 'payment_total', sum(rows.payments, 'amount_e4'));
  checkSum('discounts', 'discount_amount', sum(rows.discounts, 'amount_e4'));
  checkSum('departments', 'total_department', sum(rows.departments, 'total_e4'));
  checkSum('departments', 'total_department_vat', sum(rows.departments, 'vat_e4'));
  checkSum('taxes', 'taxable_amount', sum(rows.taxes, 'taxable_e4'));
  checkSum('taxes', 'tax_amount', sum(rows.taxes, 'tax_e4'));
}

/** Sum of the amounts' sizes. Doubles are close enough to decide whether a limit is passed. */
function sum<K extends string>(rows: readonly Record<K, bigint>[], key: K): number {
  let total = 0;
  for (const row of rows) total += Math.abs(Number(row[key]));
  return total;
}

function checkSum(section: string, key: string, sizeE4: number): void {
  if (sizeE4 > Number(maxAmountE4)) {
    throw new Unreadable('out_of_range', `${section}: the sum of ${key} is not within ±${maxAmountE4 / 10_000n}`);
  }
}

/** What the till of a test shop sold: a document every few minutes, a closure a day. */
import { addClosure, at, cents, type Document } from './pypos-closures.ts';
import { hexOf, idOf, type PyposFile, type Row } from './pypos-database.ts';

/** What makes a document odd, by its place in the day. */
const oddities = [
  'cancelled',
  'return',
  'no lines',
  'voided line',
  'card',
  'campaign',
  'plain',
  'plain',
  'plain',
  'plain',
] as const;

export interface Sold {
  days: number;
  perDay: number;
}

/** Fills days of history from 2026-09-01 on; every document counts for closure = day + 1. All amounts have up to two decimals, as
 *  the file holds them: whole ones as integers, others as floats. */
export function fillHistory(file: PyposFile, { days, perDay }: Sold): void {
  file.sql.exec('BEGIN');
  let number = 0;
  for (let day = 0; day < days; day += 1) {
    const documents: Document[] = [];
    let receipt = 1;
    for (let slot = 1; slot <= perDay; slot += 1) {
      number += 1;
      const document = addDocument(file, { number, day, receipt, slot });
      documents.push(document);
      // A cancelled document does not use its number up (protocol 1.6).
      if (!document.cancelled) receipt += 1;
    }
    addClosure(file, day, documents);
  }
  file.sql.exec('COMMIT');
}

/** Documents that are no history, and a few whose ids have suffered. */
export function fillTraps(file: PyposFile): void {
  const head = headOf({ number: 0, day: 0, receipt: 900, slot: 1 });
  const trap = (name: string, row: Row) =>
    file.add('transaction_head', { ...head, id: idOf(name), transaction_unique_id: name, total_amount: 1000, ...row });
  trap('suspended', { is_pending: 1, transaction_status: 'pending', is_closed: 0 });
  trap('draft', { transaction_status: 'draft', is_closed: 0 });
  trap('deleted', { is_deleted: 1 });
  trap('unreadable', { transaction_date_time: 'yesterday' });
  file.add('transaction_head_temp', { ...head, id: idOf('open'), transaction_unique_id: 'open', total_amount: 1000 });
  // Ids that SQLite took for numbers: the head's and its payment's.
  file.addRaw('transaction_head', {
    ...head,
    id: '12345678901234567890123456789012',
    transaction_unique_id: 'lost-id',
    receipt_number: 901,
    total_amount: 7.25,
    total_payment_amount: 7.25,
  });
  file.addRaw('transaction_payment', {
    ...payment('lost', 7.25),
    id: '77777777777777777777777777777777',
    fk_transaction_head_id: '12345678901234567890123456789012',
  });
}

interface Place {
  number: number;
  day: number;
  receipt: number;
  /** Its place in the day. */
  slot: number;
}

function headOf(place: Place): Row {
  const { number, day, receipt } = place;
  return {
    id: hexOf(`sale ${number}`),
    transaction_unique_id: `${20260901 + day}-${day + 1}-${receipt}-${number}`,
    pos_id: 7,
    transaction_date_time: at(place),
    document_type: 'FISCAL_RECEIPT',
    transaction_type: 'sale',
    transaction_status: 'completed',
    fk_store_id: hexOf('store'),
    fk_customer_id: hexOf('walk-in'),
    closure_number: day + 1,
    receipt_number: receipt,
    total_vat_amount: 0,
    total_discount_amount: 0,
    total_payment_amount: 0,
    total_change_amount: 0,
    base_currency: 'GBP',
    exchange_rate: 1,
    is_closed: 1,
    is_pending: 0,
    is_cancel: 0,
    is_deleted: 0,
    cancel_reason: '',
    created_at: at(place),
    updated_at: at(place),
  };
}

function payment(number: number | string, amount: number): Row {
  return {
    id: hexOf(`payment ${number}`),
    line_no: 1,
    payment_type: 'CASH_PAYMENT',
    payment_total: amount,
    currency_total: amount,
    currency_code: 'GBP',
    currency_exchange_rate: 1,
    payment_status: 'approved',
    is_cancel: 0,
    is_deleted: 0,
  };
}

function addDocument(file: PyposFile, place: Place): Document {
  const { number } = place;
  const odd = oddities[number % oddities.length] ?? 'plain';
  const lines = [1, 2].map((line) => lineOf(place, line));
  const total = cents(lines.reduce((sum, line) => sum + (line['total_price'] as number), 0));
  const vat = cents(lines.reduce((sum, line) => sum + (line['total_vat'] as number), 0));
  const discount = odd === 'campaign' ? 1.25 : 0;
  const due = cents(total - discount);
  const tendered = Math.ceil(due / 5) * 5;
  const cancelled = odd === 'cancelled';
  file.addRaw('transaction_head', {
    ...headOf(place),
    total_amount: total,
    total_vat_amount: vat,
    total_discount_amount: discount,
    ...(cancelled
      ? { is_cancel: 1, transaction_status: 'cancelled', cancel_reason: 'changed mind' }
      : {
          total_payment_amount: odd === 'card' ? due : tendered,
          total_change_amount: odd === 'card' ? 0 : cents(tendered - due),
        }),
    ...(odd === 'return' && { transaction_type: 'return' }),
  });
  const sold = { fk_transaction_head_id: hexOf(`sale ${number}`) };
  if (odd !== 'no lines') {
    for (const line of lines) file.addRaw('transaction_product', { ...line, ...sold });
    if (odd === 'voided line') file.addRaw('transaction_product', { ...lineOf(place, 3), ...sold, is_voided: 1 });
    // One that the till itself deleted: it is not in any total.
    if (odd === 'voided line') file.addRaw('transaction_product', { ...lineOf(place, 4), ...sold, is_deleted: 1 });
  }
  if (discount > 0) addDiscount(file, number, discount);
  if (number === memberSale) addPoints(file, sold);
  if (cancelled) return { total, vat, discount, paid: 0, change: 0, cash: false, cancelled, returned: false };
  const paid = odd === 'card' ? due : tendered;
  file.addRaw('transaction_payment', {
    ...payment(number, paid),
    ...sold,
    ...(odd === 'card' && { payment_type: 'CREDIT_PAYMENT' }),
  });
  if (paid > due) {
    file.addRaw('transaction_change', {
      id: hexOf(`change ${number}`),
      ...sold,
      line_no: 1,
      change_amount: cents(paid - due),
      currency: 'GBP',
      is_cancel: 0,
      is_deleted: 0,
    });
  }
  const change = cents(paid - due);
  return { total, vat, discount, paid, change, cash: odd !== 'card', cancelled, returned: odd === 'return' };
}

/** The sale at which the member earned points. */
const memberSale = 7;

function addPoints(file: PyposFile, sold: Row): void {
  file.sql
    .prepare('UPDATE transaction_head SET fk_customer_id = ? WHERE id = ?')
    .run(hexOf('bob'), hexOf(`sale ${memberSale}`));
  file.add('transaction_loyalty', {
    ...sold,
    id: idOf('points'),
    fk_loyalty_member_id: idOf('membership'),
    points_earned: 100,
    points_redeemed: 0,
    points_balance_before: 50,
    points_balance_after: 150,
    loyalty_tier: 'Gold',
    bonus_multiplier: 1.5,
  });
}

function addDiscount(file: PyposFile, number: number, amount: number): void {
  const row = {
    fk_transaction_head_id: hexOf(`sale ${number}`),
    fk_discount_type_id: hexOf('CAMPAIGN'),
    discount_code: 'AUTUMN',
    discount_rate: 10,
    is_deleted: 0,
  };
  file.addRaw('transaction_discount', {
    ...row,
    id: hexOf(`discount ${number}`),
    line_no: 1,
    discount_amount: amount,
    is_cancel: 0,
  });
  file.addRaw('transaction_discount', {
    ...row,
    id: hexOf(`discount ${number} before`),
    line_no: 2,
    discount_amount: amount,
    is_cancel: 1,
  });
}

function lineOf({ number, receipt }: Place, line: number): Row {
  const product = ((number + line * 7) % 18) + 1;
  const quantity = line === 2 && receipt % 4 === 0 ? 1.5 : (number % 3) + 1;
  const price = product + 0.5;
  const total = cents(quantity * price);
  return {
    id: hexOf(`line ${number} ${line}`),
    line_no: line,
    fk_department_main_group_id: hexOf(`main ${(product % 3) + 1}`),
    fk_department_sub_group_id: hexOf(`sub ${(product % 3) + 1}`),
    fk_product_id: hexOf(`product ${product}`),
    fk_product_barcode_id: '',
    product_code: `P${product}`,
    product_name: `Product ${product}`,
    vat_rate: 20,
    unit_price: price,
    quantity,
    unit_of_measure: 'EA',
    total_price: total,
    total_vat: cents(total / 6),
    is_cancel: 0,
    is_voided: 0,
    is_deleted: 0,
  };
}

/** The closures of a test shop. */
import { idOf, type PyposFile } from './pypos-database.ts';

const dayMs = 86_400_000;

export interface Document {
  total: number;
  vat: number;
  discount: number;
  /** Tendered, change not deducted. */
  paid: number;
  change: number;
  cash: boolean;
  cancelled: boolean;
  returned: boolean;
}

export function at({ day, slot }: { day: number; slot: number }): string {
  const ms = Date.UTC(2026, 8, 1, 9) + day * dayMs + (slot % 600) * 60_000;
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', slot % 3 === 0 ? '000' : '250')
    .replace('.000000', '');
}

export const cents = (amount: number) => Math.round(amount * 100) / 100;

/** The till's own arithmetic (protocol 1.8): cancelled documents and returns are in it, all with positive sign. */
export function addClosure(file: PyposFile, day: number, documents: readonly Document[]): void {
  const sum = (of: (document: Document) => number) =>
    cents(documents.reduce((total, document) => total + of(document), 0));
  const start = at({ day, slot: 1 });
  file.add('closure', {
    id: idOf(`closure ${day}`),
    closure_unique_id: `${20260901 + day}-${day + 1}`,
    closure_number: day + 1,
    fk_store_id: idOf('store'),
    fk_pos_id: idOf('pos'),
    fk_base_currency_id: idOf('currency 1'),
    fk_cashier_opened_id: idOf('ada'),
    fk_cashier_closed_id: idOf('ada'),
    closure_date: start.slice(0, 10),
    closure_start_time: start,
    closure_end_time: at({ day, slot: documents.length }),
    total_document_count: documents.length,
    valid_transaction_count: documents.filter(({ cancelled, returned }) => !cancelled && !returned).length,
    canceled_transaction_count: documents.filter(({ cancelled }) => cancelled).length,
    return_transaction_count: documents.filter(({ cancelled, returned }) => !cancelled && returned).length,
    gross_sales_amount: sum(({ total }) => total),
    net_sales_amount: sum(({ total, discount }) => total - discount),
    total_tax_amount: sum(({ vat }) => vat),
    total_discount_amount: sum(({ discount }) => discount),
    expected_cash_amount: sum(({ paid, change }) => paid - change),
    closing_cash_amount: sum(({ paid, cash }) => (cash ? paid : 0)),
    paid_in_count: documents.filter(({ cancelled }) => !cancelled).length,
    paid_in_total: sum(({ paid }) => paid),
    is_canceled: 0,
  });
  addSummaries(file, day, documents);
  file.add('closure_employee_summary', {
    id: idOf(`closure ${day} ada`),
    fk_closure_id: idOf(`closure ${day}`),
    fk_cashier_id: idOf('ada'),
    transaction_count: documents.length,
    total_sales_amount: sum(({ total }) => total),
    hours_worked: 8.5,
  });
}

/** One row for each kind of payment, all of them on the first type (protocol 1.8), and one for the campaign's discounts. */
function addSummaries(file: PyposFile, day: number, documents: readonly Document[]): void {
  const ofClosure = { fk_closure_id: idOf(`closure ${day}`) };
  for (const isCash of [true, false]) {
    const paid = documents.filter(({ cash, cancelled }) => cash === isCash && !cancelled);
    if (paid.length === 0) continue;
    file.add('closure_payment_type_summary', {
      ...ofClosure,
      id: idOf(`closure ${day} ${isCash}`),
      fk_payment_type_id: idOf('Cash'),
      total_count: paid.length,
      total_amount: cents(paid.reduce((sum, document) => sum + document.paid, 0)),
    });
  }
  const discounted = documents.filter(({ discount }) => discount > 0);
  if (discounted.length === 0) return;
  file.add('closure_discount_summary', {
    ...ofClosure,
    id: idOf(`closure ${day} discounts`),
    fk_discount_type_id: idOf('CAMPAIGN'),
    discount_count: discounted.length,
    total_discount_amount: cents(discounted.reduce((sum, { discount }) => sum + discount, 0)),
  });
}

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { planAssortment, productsOfMonth } from '../../prisma/seed/assortment.ts';
import { historyDays } from '../../prisma/seed/calendar.ts';
import { departments, vatRates } from '../../prisma/seed/catalogue.ts';
import { type TillDay, tillHistory } from '../../prisma/seed/history.ts';
import type { WireDocument } from '../../server/cli/simulator/document.ts';
import type { WireRow } from '../../server/cli/simulator/document-rows.ts';
import { asciiJson } from '../../server/cli/simulator/http.ts';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { productPicker, type Shop } from '../../server/cli/simulator/shop.ts';
import { completeDocument } from '../../server/cli/simulator/wire-columns.ts';
import { readsAsNumber } from '../../server/core/ids.ts';
import { moneyToText, readMoney } from '../../server/core/money.ts';

const assortment = planAssortment('books', { vatRates, departments, barcodePrefix: '5012345' });

function shopOf(month: number): Shop {
  const products = productsOfMonth(assortment.products, month);
  return {
    storeId: 'a0000000-0000-4000-8000-000000000001',
    terminalId: 'a0000000-0000-4000-8000-000000000002',
    posNumber: 1,
    currency: 'GBP',
    currencyId: 'a0000000-0000-4000-8000-000000000003',
    decimals: 2,
    zone: 'Europe/London',
    products,
    pickProduct: productPicker(products),
    departments: [{ id: 'a0000000-0000-4000-8000-000000000004', subGroupId: null, vatBasisPoints: 2000 }],
    cashierIds: ['cashier-1', 'cashier-2'],
    administratorId: 'cashier-1',
    walkInId: 'walk-in',
    customerIds: ['customer-1', 'customer-2'],
    discountTypeIds: { NONE: 'none', CAMPAIGN: 'campaign', PRODUCT: 'product', LOYALTY: 'loyalty' },
    documentTypeIds: { FISCAL_RECEIPT: 'fiscal' },
    paymentTypeIds: ['cash', 'card'],
    campaigns: [{ id: 'k', code: 'BASKET5', kind: 'basket', basisPoints: 500, minimumE4: 150_000n }],
  };
}

function history(seed: string, count = 12, endMs = Date.UTC(2026, 11, 30, 18)): TillDay[] {
  const days = historyDays('2026-12-30', count);
  const plan = { seed, key: 'STORE/POS', perDay: 30, shopOf, days, nowMs: endMs, mishaps: new Map() };
  return [...tillHistory(plan)];
}

function digest(days: TillDay[]): string {
  return createHash('sha256')
    .update(JSON.stringify(days.map(({ documents, closure }) => [documents.map((made) => made.document), closure])))
    .digest('hex');
}

const money = (value: unknown): bigint => {
  const reading = readMoney(value);
  if (!reading.ok) throw new Error(`${String(value)} is no amount`);
  return reading.value;
};
const sum = (rows: readonly WireRow[], field: string): bigint =>
  rows.reduce((total, row) => total + money(row[field] ?? '0'), 0n);

describe('simulated sales', () => {
  it('are the same for the same seed and others for another', () => {
    expect(digest(history('one'))).toBe(digest(history('one')));
    expect(digest(history('one'))).not.toBe(digest(history('two')));
  });

  it('of today are the beginning of what the whole day will bring', () => {
    const noon = history('one', 3, Date.UTC(2026, 11, 30, 13)).at(-1);
    const evening = history('one', 3).at(-1);
    const documents = (day: TillDay | undefined) => day?.documents.map((made) => made.document) ?? [];
    expect(documents(noon).length).toBeGreaterThan(0);
    expect(documents(evening).length).toBeGreaterThan(documents(noon).length);
    expect(documents(evening).slice(0, documents(noon).length)).toEqual(documents(noon));
    expect(noon?.closure).toBeNull();
  });

  it('add up: lines make the total, payments less change make what is due', () => {
    for (const { document } of history('one').flatMap((day) => day.documents)) {
      const { head } = document;
      const due = money(head.total_amount) - money(head.total_discount_amount);
      expect(sum(document.discounts, 'discount_amount')).toBe(money(head.total_discount_amount));
      expect(sum(document.payments, 'payment_total')).toBe(money(head.total_payment_amount));
      expect(sum(document.changes, 'change_amount')).toBe(money(head.total_change_amount));
      if (head.is_cancel !== true) expect(money(head.total_payment_amount) - money(head.total_change_amount)).toBe(due);
      if (document.products.length === 0) continue;
      const live = document.products.filter((line) => line.is_cancel !== true);
      expect(sum(live, 'total_price') + sum(document.departments, 'total_department')).toBe(money(head.total_amount));
      expect(sum(live, 'total_vat') + sum(document.departments, 'total_department_vat')).toBe(
        money(head.total_vat_amount),
      );
    }
  });

  it('never carry an id that a terminal would take for a number', () => {
    const random = createRandom('ids');
    const ids = Array.from({ length: 20_000 }, () => random.id());
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !form.test(id) || readsAsNumber(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are completed to every column of the recorded pushes', async () => {
    const recorded = (await import('../support/samples/pypos/transaction-push-full.json', { with: { type: 'json' } }))
      .default;
    const sample = recorded.transactions[0] as unknown as WireDocument;
    const made = history('one').flatMap((day) => day.documents.map(({ document }) => completeDocument(document)));
    const keys = (row: WireRow | undefined) => Object.keys(row ?? {}).sort();
    expect(keys(made[0]?.head)).toEqual(keys(sample.head));
    for (const section of ['products', 'payments', 'discounts', 'taxes', 'changes'] as const) {
      const row = made.flatMap((document) => document[section])[0];
      expect(keys(row), section).toEqual(keys(sample[section][0]));
      expect(Object.entries(row ?? {}).filter(([, value]) => value === undefined)).toEqual([]);
    }
  });

  it('travel as Python writes JSON: beyond ASCII everything is escaped', () => {
    expect(asciiJson({ name: 'Käse €😀' })).toBe('{"name":"K\\u00e4se \\u20ac\\ud83d\\ude00"}');
  });
});

describe('a simulated closure', () => {
  const closed = history('closures', 30).filter((day) => day.closure !== null && day.late.length === 0);
  // The few days that are meant not to reconcile are told by their count or gross.
  const clean = closed.filter(
    ({ documents, closure }) =>
      closure?.closure.total_document_count === documents.length &&
      money(closure.closure.gross_sales_amount) ===
        sum(
          documents.map(({ document }) => document.head),
          'total_amount',
        ),
  );

  it('follows the terminals’ arithmetic on all its documents', () => {
    expect(clean.length).toBeGreaterThan(20);
    for (const { documents, closure } of clean) {
      const row = closure?.closure ?? {};
      const heads = documents.map(({ document }) => document.head);
      const gross = sum(heads, 'total_amount');
      const discounts = sum(heads, 'total_discount_amount');
      const count = (wanted: (head: WireRow) => boolean) => heads.filter(wanted).length;
      expect(row).toMatchObject({
        net_sales_amount: moneyToText(gross - discounts),
        total_discount_amount: moneyToText(discounts),
        total_tax_amount: moneyToText(sum(heads, 'total_vat_amount')),
        expected_cash_amount: moneyToText(sum(heads, 'total_payment_amount') - sum(heads, 'total_change_amount')),
        canceled_transaction_count: count((head) => head.is_cancel === true),
        return_transaction_count: count((head) => head.is_cancel !== true && head.transaction_type === 'return'),
        valid_transaction_count: count((head) => head.is_cancel !== true && head.transaction_type !== 'return'),
        paid_in_total: moneyToText(sum(heads, 'total_payment_amount')),
        paid_in_count: documents.reduce((total, { document }) => total + document.payments.length, 0),
        closure_start_time: heads.map((head) => String(head.transaction_date_time)).sort()[0],
        closure_end_time: heads
          .map((head) => String(head.transaction_date_time))
          .sort()
          .at(-1),
      });
    }
  });

  it('sums up cash as tendered, and every kind of payment under the first payment type', () => {
    for (const { documents, closure } of clean) {
      const payments = documents.flatMap(({ document }) => document.payments);
      const cash = payments.filter((payment) => payment.payment_type === 'CASH_PAYMENT');
      const summaries = closure?.payment_type_summaries ?? [];
      expect(closure?.closure.closing_cash_amount).toBe(moneyToText(sum(cash, 'payment_total')));
      expect(sum(summaries, 'total_amount')).toBe(sum(payments, 'payment_total'));
      expect(new Set(summaries.map((row) => row.fk_payment_type_id))).toEqual(new Set(['cash']));
      expect(summaries).toHaveLength(new Set(payments.map((payment) => payment.payment_type)).size);
    }
  });

  it('counts receipts from 1, which a cancelled document does not use up', () => {
    for (const { documents } of clean) {
      let next = 1;
      for (const { document } of documents) {
        expect(document.head.receipt_number).toBe(next);
        if (document.head.is_cancel !== true) next += 1;
      }
    }
  });
});

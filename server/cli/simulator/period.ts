/** A period of a till, from one closure to the next, summed up as the terminal does it (protocol 1.8): cancelled documents
 *  and returns are inside the gross with a positive sign, expected cash covers every kind of payment, all payment rows
 *  name the first payment type. */
import { moneyToText } from '../../core/money.ts';
import { divideRounded } from '../../core/rounding.ts';
import type { DocumentFacts } from './document.ts';
import type { WireRow } from './document-rows.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';

export interface WireClosure {
  closure: WireRow;
  vat_summaries: WireRow[];
  tip_summaries: WireRow[];
  discount_summaries: WireRow[];
  payment_type_summaries: WireRow[];
  document_type_summaries: WireRow[];
  department_summaries: WireRow[];
  currency_summaries: WireRow[];
  cashier_summaries: WireRow[];
  country_specific: null;
}

interface Sums {
  count: number;
  amountE4: bigint;
  taxE4: bigint;
}

interface TypeSums {
  valid: Sums;
  cancelled: Sums;
}

export class Period {
  readonly number: number;
  documents = 0;
  private readonly outcomes = { valid: 0, cancelled: 0, return: 0 };
  private grossE4 = 0n;
  private discountE4 = 0n;
  private vatE4 = 0n;
  private expectedE4 = 0n;
  private cashE4 = 0n;
  private paidRows = 0;
  private paidE4 = 0n;
  private firstText = '';
  private lastText = '';
  private readonly payments = new Map<string, Sums>();
  private readonly discounts = new Map<string, Sums>();
  private readonly documentTypes = new Map<string, TypeSums>();
  private readonly departments = new Map<string, Sums>();
  private readonly rates = new Map<number, Sums>();

  constructor(number: number) {
    this.number = number;
  }

  add(facts: DocumentFacts): void {
    this.documents += 1;
    this.outcomes[facts.outcome] += 1;
    this.grossE4 += facts.totalE4;
    this.discountE4 += facts.discountE4;
    this.vatE4 += facts.vatE4;
    this.expectedE4 += facts.paidE4 - facts.changeE4;
    if (this.firstText === '' || facts.occurredText < this.firstText) this.firstText = facts.occurredText;
    if (facts.occurredText > this.lastText) this.lastText = facts.occurredText;
    this.addPayments(facts);
    this.addDetails(facts);
  }

  private addPayments(facts: DocumentFacts): void {
    for (const { kind, amountE4 } of facts.payments) {
      addTo(this.payments, kind, amountE4, 0n);
      if (kind === 'CASH_PAYMENT') this.cashE4 += amountE4;
    }
    this.paidRows += facts.payments.length;
    this.paidE4 += facts.paidE4;
  }

  private addDetails(facts: DocumentFacts): void {
    const isCancelled = facts.outcome === 'cancelled';
    if (!isCancelled)
      for (const { typeCode, amountE4 } of facts.discounts) addTo(this.discounts, typeCode, amountE4, 0n);
    let type = this.documentTypes.get(facts.documentType);
    if (!type) {
      type = { valid: emptySums(), cancelled: emptySums() };
      this.documentTypes.set(facts.documentType, type);
    }
    addSums(isCancelled ? type.cancelled : type.valid, facts.totalE4, facts.vatE4);
    for (const { mainGroupId, totalE4, vatE4 } of facts.departments)
      addTo(this.departments, mainGroupId, totalE4, vatE4);
    for (const { rateBasisPoints, taxableE4, taxE4 } of facts.taxes)
      addTo(this.rates, rateBasisPoints, taxableE4, taxE4);
  }

  /** The Z report. `openedText` is the local day on which the period was opened, `createdText` the UTC time of closing. */
  close(shop: Shop, random: Random, createdText: string): WireClosure {
    const id = random.id();
    const row = (fields: WireRow): WireRow => ({
      id: random.id(),
      fk_closure_id: id,
      ...fields,
      is_modified: false,
      created_at: createdText,
      updated_at: createdText,
      is_deleted: false,
    });
    return {
      closure: this.closureRow(id, shop, createdText),
      vat_summaries: this.vatRows(row),
      tip_summaries: [],
      discount_summaries: this.discountRows(row, shop),
      payment_type_summaries: this.paymentRows(row, shop),
      document_type_summaries: this.documentTypeRows(row, shop),
      department_summaries: this.departmentRows(row),
      currency_summaries: [],
      cashier_summaries: [row(this.cashierRow(shop))],
      country_specific: null,
    };
  }

  private closureRow(id: string, shop: Shop, createdText: string): WireRow {
    const day = this.firstText.slice(0, 10);
    return {
      id,
      closure_unique_id: `${day.replaceAll('-', '')}-${String(this.number).padStart(4, '0')}`,
      closure_number: this.number,
      fk_store_id: shop.storeId,
      fk_pos_id: shop.terminalId,
      closure_date: day,
      closure_start_time: this.firstText,
      closure_end_time: this.lastText,
      fk_base_currency_id: shop.currencyId,
      total_document_count: this.documents,
      gross_sales_amount: moneyToText(this.grossE4),
      net_sales_amount: moneyToText(this.grossE4 - this.discountE4),
      total_tax_amount: moneyToText(this.vatE4),
      total_discount_amount: moneyToText(this.discountE4),
      total_tip_amount: '0.0000',
      valid_transaction_count: this.outcomes.valid,
      canceled_transaction_count: this.outcomes.cancelled,
      return_transaction_count: this.outcomes.return,
      suspended_transaction_count: 0,
      opening_cash_amount: '0.0000',
      closing_cash_amount: moneyToText(this.cashE4),
      expected_cash_amount: moneyToText(this.expectedE4),
      cash_difference: '0.0000',
      paid_in_count: this.paidRows,
      paid_in_total: moneyToText(this.paidE4),
      paid_out_count: 0,
      paid_out_total: '0.0000',
      is_canceled: false,
      is_modified: false,
      fk_cashier_opened_id: shop.administratorId,
      fk_cashier_closed_id: shop.administratorId,
      created_at: createdText,
      updated_at: createdText,
      is_deleted: false,
    };
  }

  private vatRows(row: (fields: WireRow) => WireRow): WireRow[] {
    return [...this.rates].map(([rate, sums]) =>
      row({
        tax_rate_percentage: (rate / 100).toFixed(2),
        tax_jurisdiction: `VAT ${(rate / 100).toFixed(2)}`,
        taxable_amount: moneyToText(sums.amountE4),
        tax_amount: moneyToText(sums.taxE4),
        transaction_count: sums.count,
        exempt_amount: '0.0000',
        exempt_count: 0,
      }),
    );
  }

  private discountRows(row: (fields: WireRow) => WireRow, shop: Shop): WireRow[] {
    return [...this.discounts].map(([typeCode, sums]) =>
      row({
        fk_discount_type_id: shop.discountTypeIds[typeCode] ?? shop.discountTypeIds.NONE ?? null,
        discount_count: sums.count,
        total_discount_amount: moneyToText(sums.amountE4),
        affected_amount: '0.0000',
      }),
    );
  }

  private paymentRows(row: (fields: WireRow) => WireRow, shop: Shop): WireRow[] {
    return [...this.payments.values()].map((sums) =>
      row({
        fk_payment_type_id: shop.paymentTypeIds[0] ?? null,
        total_count: sums.count,
        total_amount: moneyToText(sums.amountE4),
      }),
    );
  }

  private documentTypeRows(row: (fields: WireRow) => WireRow, shop: Shop): WireRow[] {
    const first = Object.values(shop.documentTypeIds)[0] ?? null;
    return [...this.documentTypes].map(([name, { valid, cancelled }]) =>
      row({
        fk_document_type_id: shop.documentTypeIds[name] ?? first,
        valid_count: valid.count,
        valid_amount: moneyToText(valid.amountE4),
        valid_tax_amount: moneyToText(valid.taxE4),
        canceled_count: cancelled.count,
        canceled_amount: moneyToText(cancelled.amountE4),
        canceled_tax_amount: moneyToText(cancelled.taxE4),
      }),
    );
  }

  private departmentRows(row: (fields: WireRow) => WireRow): WireRow[] {
    return [...this.departments].map(([mainGroupId, sums]) =>
      row({
        fk_department_main_group_id: mainGroupId,
        transaction_count: sums.count,
        gross_amount: moneyToText(sums.amountE4),
        tax_amount: moneyToText(sums.taxE4),
        net_amount: moneyToText(sums.amountE4),
        discount_amount: '0.0000',
      }),
    );
  }

  /** The closing person, with everybody's sales. */
  private cashierRow(shop: Shop): WireRow {
    const averageE4 =
      this.documents === 0 ? 0n : divideRounded(this.grossE4, BigInt(this.documents) * 100n, 'half-up') * 100n;
    return {
      fk_cashier_id: shop.administratorId,
      transaction_count: this.documents,
      total_sales_amount: moneyToText(this.grossE4),
      average_transaction_amount: moneyToText(averageE4),
      void_count: 0,
      void_amount: '0.0000',
      correction_count: 0,
    };
  }
}

function emptySums(): Sums {
  return { count: 0, amountE4: 0n, taxE4: 0n };
}

function addSums(sums: Sums, amountE4: bigint, taxE4: bigint): void {
  sums.count += 1;
  sums.amountE4 += amountE4;
  sums.taxE4 += taxE4;
}

function addTo<K>(map: Map<K, Sums>, key: K, amountE4: bigint, taxE4: bigint): void {
  let sums = map.get(key);
  if (!sums) {
    sums = emptySums();
    map.set(key, sums);
  }
  addSums(sums, amountE4, taxE4);
}

/** A closure as a terminal pushes it (protocol 1.5) → typed rows. */
import { isDay, localText } from '../../core/business-day.ts';
import {
  idOrNull,
  incomplete,
  isRow,
  type Origin,
  type ReadContext,
  RowReader,
  readMoment,
  refuseDoubleIds,
  rowsOf,
  shown,
  Unreadable,
} from '../sales/index.ts';
import type { ClosureRow, SummaryRow } from './columns.ts';

export interface ParsedClosure {
  closure: ClosureRow;
  summaries: SummaryRow[];
}

/** Reads one closure object. Needed: `closure` with `id`, `closure_number` and `closure_start_time`, and the ids of the summary
 *  rows; everything else has the protocol's default.
 *  @throws Unreadable the first value that cannot be read or booked */
export function readClosure(item: unknown, context: ReadContext): ParsedClosure {
  if (!isRow(item)) throw new Unreadable('not_an_object', `closure: ${shown(item)} is not an object`);
  const closure = item['closure'];
  if ((closure ?? null) === null && item['closure_id'] !== undefined) throw new Unreadable(incomplete, thin);
  if (!isRow(closure)) throw new Unreadable('not_an_object', `closure: ${shown(closure)} is not an object`);
  const reader = new RowReader('closure');
  reader.at(closure, -1);
  const country = item['country_specific'];
  if (country !== undefined && country !== null && !isRow(country)) {
    throw new Unreadable('unreadable_section', `country_specific: ${shown(country)} is neither an object nor null`);
  }
  const { companyId } = context.terminal;
  const summaries = lists.flatMap((list) => readSummaries(item, list, companyId));
  return { closure: readTotals(reader, context), summaries };
}

const thin = 'closure: is missing, so nothing is known of this closure but its id; it is booked when it comes in full';

/** The id of an item that may be unreadable otherwise, or null. The thin form of the gate dialect (protocol 2) has it outside. */
export function closureIdOf(item: unknown): string | null {
  if (!isRow(item)) return null;
  return isRow(item['closure']) ? idOrNull(item['closure']) : idOrNull(item, 'closure_id');
}

/** When and where a closure was made, as it says. */
export function closureOrigin(item: unknown): Origin | null {
  const closure = isRow(item) ? item['closure'] : null;
  if (!isRow(closure)) return null;
  const time = closure['closure_end_time'] ?? closure['closure_start_time'];
  return { time, named: { field: 'closure.fk_store_id', id: closure['fk_store_id'] } };
}

function readTotals(r: RowReader, context: ReadContext): ClosureRow {
  const { terminal } = context;
  const started = readMoment(r, 'closure_start_time', terminal);
  const ended = r.has('closure_end_time') ? readMoment(r, 'closure_end_time', terminal) : null;
  return {
    company_id: terminal.companyId,
    uuid: r.requiredId('id'),
    store_id: terminal.storeId,
    terminal_id: terminal.terminalId,
    kind: 'Z',
    unique_id: r.textOr('closure_unique_id', ''),
    number: r.requiredInt('closure_number'),
    closure_date: readDate(r) ?? localText(started.at, terminal.timeZone).slice(0, 10),
    started_at: started.at,
    started_text: started.text,
    ended_at: ended?.at ?? null,
    ended_text: ended?.text ?? null,
    business_day: (ended ?? started).businessDay,
    received_at: context.receivedAt,
    base_currency_id: r.id('fk_base_currency_id') ?? '',
    cashier_opened_id: r.id('fk_cashier_opened_id') ?? '',
    cashier_closed_id: r.id('fk_cashier_closed_id') ?? '',
    document_count: r.intOr('total_document_count', 0),
    valid_count: r.intOr('valid_transaction_count', 0),
    cancelled_count: r.intOr('canceled_transaction_count', 0),
    return_count: r.intOr('return_transaction_count', 0),
    suspended_count: r.intOr('suspended_transaction_count', 0),
    paid_in_count: r.intOr('paid_in_count', 0),
    paid_out_count: r.intOr('paid_out_count', 0),
    gross_e4: r.amountOr('gross_sales_amount', 0n),
    net_e4: r.amountOr('net_sales_amount', 0n),
    vat_e4: r.amountOr('total_tax_amount', 0n),
    discount_e4: r.amountOr('total_discount_amount', 0n),
    tip_e4: r.amountOr('total_tip_amount', 0n),
    opening_cash_e4: r.amountOr('opening_cash_amount', 0n),
    closing_cash_e4: r.amountOr('closing_cash_amount', 0n),
    expected_cash_e4: r.amountOr('expected_cash_amount', 0n),
    cash_difference_e4: r.amountOr('cash_difference', 0n),
    paid_in_e4: r.amountOr('paid_in_total', 0n),
    paid_out_e4: r.amountOr('paid_out_total', 0n),
    is_cancelled: r.boolOr('is_canceled', false),
    is_modified: r.boolOr('is_modified', false),
    description: r.text('description'),
    body_hash: context.bodyHash,
  };
}

/** The day on which the period was opened; null when the closure does not say. A date with a time is cut. */
function readDate(r: RowReader): string | null {
  const text = r.text('closure_date');
  if (text === null || text === '') return null;
  const day = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text) ? text.slice(0, 10) : '';
  return isDay(day) ? day : r.refuse('closure_date', 'a day that exists, like 2026-11-20', 'bad_date');
}

/** What a kind of summary sums up. Figures that are not named are 0. */
interface SummaryList {
  kind: string;
  section: string;
  reference: string;
  name?: string;
  percent?: string;
  rate?: string;
  count?: string;
  otherCount?: string;
  amount: string;
  tax?: string;
  other?: string;
  otherTax?: string;
}

const lists: readonly SummaryList[] = [
  {
    kind: 'vat',
    section: 'vat_summaries',
    reference: 'fk_tax_rate_id',
    name: 'tax_jurisdiction',
    percent: 'tax_rate_percentage',
    count: 'transaction_count',
    otherCount: 'exempt_count',
    amount: 'taxable_amount',
    tax: 'tax_amount',
    other: 'exempt_amount',
  },
  {
    kind: 'tip',
    section: 'tip_summaries',
    reference: 'fk_payment_type_id',
    percent: 'average_tip_percentage',
    count: 'tip_count',
    amount: 'total_tip_amount',
    other: 'average_tip_amount',
  },
  {
    kind: 'discount',
    section: 'discount_summaries',
    reference: 'fk_discount_type_id',
    count: 'discount_count',
    amount: 'total_discount_amount',
    other: 'affected_amount',
  },
  {
    kind: 'payment',
    section: 'payment_type_summaries',
    reference: 'fk_payment_type_id',
    count: 'total_count',
    amount: 'total_amount',
  },
  {
    kind: 'documentType',
    section: 'document_type_summaries',
    reference: 'fk_document_type_id',
    count: 'valid_count',
    otherCount: 'canceled_count',
    amount: 'valid_amount',
    tax: 'valid_tax_amount',
    other: 'canceled_amount',
    otherTax: 'canceled_tax_amount',
  },
  {
    kind: 'department',
    section: 'department_summaries',
    reference: 'fk_department_main_group_id',
    count: 'transaction_count',
    amount: 'gross_amount',
    tax: 'tax_amount',
    other: 'discount_amount',
    otherTax: 'net_amount',
  },
  {
    kind: 'currency',
    section: 'currency_summaries',
    reference: 'fk_currency_id',
    rate: 'exchange_rate',
    amount: 'base_currency_amount',
    other: 'currency_amount',
  },
  {
    kind: 'cashier',
    section: 'cashier_summaries',
    reference: 'fk_cashier_id',
    count: 'transaction_count',
    otherCount: 'void_count',
    amount: 'total_sales_amount',
    other: 'void_amount',
  },
];

function readSummaries(item: Readonly<Record<string, unknown>>, list: SummaryList, companyId: number): SummaryRow[] {
  const wireRows = rowsOf(item, list.section);
  const r = new RowReader(list.section);
  const int = (key: string | undefined) => (key === undefined ? 0 : r.intOr(key, 0));
  const amount = (key: string | undefined) => (key === undefined ? 0n : r.amountOr(key, 0n));
  const rows = wireRows.map((row, position): SummaryRow => {
    r.at(row, position);
    return {
      closure_id: 0,
      kind: list.kind,
      position,
      company_id: companyId,
      uuid: r.requiredId('id'),
      reference_id: r.id(list.reference),
      name: list.name === undefined ? null : r.text(list.name),
      rate_basis_points: list.percent === undefined ? null : r.percent(list.percent),
      rate_e6: list.rate === undefined ? null : r.rateOr(list.rate, 1_000_000n),
      count: int(list.count),
      other_count: int(list.otherCount),
      amount_e4: amount(list.amount),
      tax_e4: amount(list.tax),
      other_e4: amount(list.other),
      other_tax_e4: amount(list.otherTax),
    };
  });
  refuseDoubleIds(rows, list.section);
  return rows;
}

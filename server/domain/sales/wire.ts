/** A transaction as a terminal pushes it (protocol 1.4) → typed rows. The only file of this area, with its two neighbours, that
 *  knows the terminals' names. */
import { businessDayOf, type DayRule, localHour, localToInstant } from '../../core/business-day.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import type { DocumentRows, HeadRow } from './columns.ts';
import { incomplete, type ReadContext } from './kinds.ts';
import type { Origin } from './made-at.ts';
import { checkOtherSections, checkSums, readSections } from './wire-sections.ts';
import { firstYear, isRow, lastYear, RowReader, shown, Unreadable } from './wire-values.ts';

export interface ParsedTransaction {
  head: HeadRow;
  rows: DocumentRows;
}

/** Reads one transaction object. Needed: `head` with `id`, `transaction_date_time`, `closure_number` and `receipt_number`;
 *  in rows their id and their figure. Everything else has the protocol's default; lengths are not enforced.
 *  @throws Unreadable the first value that cannot be read or booked */
export function readTransaction(item: unknown, context: ReadContext): ParsedTransaction {
  if (!isRow(item)) throw new Unreadable('not_an_object', `transaction: ${shown(item)} is not an object`);
  const head = item['head'];
  if (!isRow(head) && saysNothing(head) && item['transaction_id'] !== undefined) throw new Unreadable(incomplete, thin);
  if (!isRow(head)) throw new Unreadable('not_an_object', `head: ${shown(head)} is not an object`);
  const r = new RowReader('head');
  r.at(head, -1);
  const currency = r.textOr('base_currency', context.terminal.currency);
  const rows = readSections(item, { companyId: context.terminal.companyId, currency });
  checkOtherSections(item);
  checkSums(rows);
  return { head: readHead(r, { ...context, currency, rows }), rows };
}

const thin = 'head: is missing, so nothing is known of this document but its id; it is booked when it comes in full';

function saysNothing(section: unknown): boolean {
  return section === undefined || section === null;
}

/** The id of an item that may be unreadable otherwise, or null. The thin form of the gate dialect (protocol 2) has it outside. */
export function transactionIdOf(item: unknown): string | null {
  if (!isRow(item)) return null;
  return isRow(item['head']) ? idOrNull(item['head']) : idOrNull(item, 'transaction_id');
}

/** When and where a transaction was made, as it says. */
export function transactionOrigin(item: unknown): Origin | null {
  const head = isRow(item) ? item['head'] : null;
  if (!isRow(head)) return null;
  return { time: head['transaction_date_time'], named: { field: 'head.fk_store_id', id: head['fk_store_id'] } };
}

export function idOrNull(row: Readonly<Record<string, unknown>>, key = 'id'): string | null {
  const reader = new RowReader('');
  reader.at(row, -1);
  try {
    return reader.id(key);
  } catch {
    return null;
  }
}

function readHead(r: RowReader, context: ReadContext & { currency: string; rows: DocumentRows }): HeadRow {
  const { terminal, rows } = context;
  const status = r.textOr('transaction_status', 'completed');
  const transactionType = r.textOr('transaction_type', 'sale');
  const moment = readMoment(r, 'transaction_date_time', terminal);
  const isCancelled = r.boolOr('is_cancel', status === 'cancelled');
  return {
    company_id: terminal.companyId,
    uuid: r.requiredId('id'),
    store_id: terminal.storeId,
    terminal_id: terminal.terminalId,
    unique_id: r.textOr('transaction_unique_id', ''),
    pos_number: r.intOr('pos_id', 0),
    document_type: r.textOr('document_type', 'FISCAL_RECEIPT'),
    transaction_type: transactionType,
    status,
    sign: isCancelled ? 0 : transactionType === 'return' ? -1 : 1,
    is_cancelled: isCancelled,
    occurred_at: moment.at,
    occurred_text: moment.text,
    business_day: moment.businessDay,
    hour: moment.hour,
    received_at: context.receivedAt,
    closure_number: r.requiredInt('closure_number'),
    receipt_number: r.requiredInt('receipt_number'),
    currency: context.currency,
    exchange_rate_e6: r.rateOr('exchange_rate', 1_000_000n),
    total_e4: r.amountOr('total_amount', 0n),
    vat_e4: r.amountOr('total_vat_amount', 0n),
    discount_e4: r.amountOr('total_discount_amount', 0n),
    surcharge_e4: r.amountOr('total_surcharge_amount', 0n),
    paid_e4: r.amountOr('total_payment_amount', 0n),
    change_e4: r.amountOr('total_change_amount', 0n),
    service_charge_e4: r.amountOr('service_charge_amount', 0n),
    tip_e4: r.amountOr('tip_amount', 0n),
    rounding_e4: r.amountOr('rounding_amount', 0n),
    line_count: rows.lines.length,
    payment_count: rows.payments.length,
    customer_id: r.id('fk_customer_id'),
    cashier_id: r.id('fk_cashier_create_id'),
    table_id: r.id('fk_table_id'),
    loyalty_member_id: r.id('loyalty_member_id'),
    campaign_id: r.id('campaign_id'),
    original_transaction_id: r.id('original_transaction_id'),
    parent_transaction_id: r.id('parent_transaction_id'),
    cancel_reason: r.text('cancel_reason'),
    order_source: r.text('order_source'),
    order_channel: r.text('order_channel'),
    points_earned: r.intOr('loyalty_points_earned', 0),
    points_redeemed: r.intOr('loyalty_points_redeemed', 0),
    is_late: businessDayOf(context.receivedAt, dayRuleOf(terminal)) > moment.businessDay,
    body_hash: context.bodyHash,
  };
}

function dayRuleOf({ timeZone, dayStartMinutes }: TerminalIdentity): DayRule {
  return { zone: timeZone, dayStartHour: dayStartMinutes / 60 };
}

/** A terminal's local time: its instant, its text, and the store's business day and hour.
 *  @throws Unreadable when it is missing or no date that exists */
export function readMoment(r: RowReader, key: string, terminal: TerminalIdentity) {
  const text = r.requiredText(key);
  const instantMs = localToInstant(text, terminal.timeZone);
  const year = instantMs === null ? 0 : new Date(instantMs).getUTCFullYear();
  if (instantMs === null || year < firstYear || year > lastYear) {
    return r.refuse(
      key,
      `a date and time that exists, like 2026-11-20T22:08:33, from ${firstYear} to ${lastYear}`,
      'bad_date',
    );
  }
  return {
    at: new Date(instantMs),
    text,
    businessDay: businessDayOf(instantMs, dayRuleOf(terminal)),
    hour: localHour(instantMs, terminal.timeZone),
  };
}

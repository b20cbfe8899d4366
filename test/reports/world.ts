/** Two companies with stores, tills and documents, made through the operations that the doors use. */
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction } from '../../server/db/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { createStore, createTerminal, type TerminalIdentity } from '../../server/domain/stores/index.ts';
import { hubCtx } from '../support/hub.ts';

export const now = new Date('2026-11-20T12:00:00Z');

interface StorePlan {
  code: string;
  name?: string;
  timeZone?: string;
  dayStartMinutes?: number;
  currency?: string;
  terminals?: number;
}

export interface World {
  companyId: number;
  slug: string;
  /** By `<store code>/<terminal code>`. */
  till(name: string): TerminalIdentity;
  storeId(code: string): number;
}

let companies = 0;

export async function makeWorld(db: Database, plans: readonly StorePlan[]): Promise<World> {
  const ctx = hubCtx(db, now);
  companies += 1;
  const mark = `${companies}-${newId().slice(0, 8)}`;
  const data = { uuid: newId(), name: `Company ${mark}`, slug: `company-${mark}`, officeCode: `OFFICE-${mark}` };
  const company = await inTransaction(db, (tx) => tx.company.create({ data }));
  const tills = new Map<string, TerminalIdentity>();
  const stores = new Map<string, number>();
  for (const plan of plans) {
    const { code, timeZone = 'Europe/London', dayStartMinutes = 0, currency = 'GBP' } = plan;
    const names = { code, name: plan.name ?? `Shop ${code}` };
    const store = await createStore(ctx, { companyId: company.id, ...names, timeZone, dayStartMinutes, currency });
    stores.set(code, store.id);
    for (let number = 1; number <= (plan.terminals ?? 1); number += 1) {
      const terminalCode = `POS-00${number}`;
      const terminal = await createTerminal(ctx, { storeId: store.id, code: terminalCode });
      tills.set(`${code}/${terminalCode}`, {
        terminalId: terminal.id,
        storeId: store.id,
        companyId: company.id,
        officeCode: data.officeCode,
        storeCode: code,
        terminalCode,
        timeZone,
        dayStartMinutes,
        currency,
      });
    }
  }
  const known = <T>(map: Map<string, T>, name: string): T => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`There is no ${name}`);
    return found;
  };
  return {
    companyId: company.id,
    slug: data.slug,
    till: (name) => known(tills, name),
    storeId: (code) => known(stores, code),
  };
}

export interface DocumentPlan {
  /** The till's local time. */
  at: string;
  /** Decimal text; the head's total. */
  total: string;
  discount?: string;
  vat?: string;
  currency?: string;
  type?: 'sale' | 'return';
  isCancelled?: boolean;
  /** Lines of equal price that make up the total; none by default, like today's tills. */
  lines?: number;
  closureNumber?: number;
  receiptNumber?: number;
}

let receipts = 0;

/** A transaction as a till pushes it (protocol 1.4), with what figures are made of. */
export function wireDocument(plan: DocumentPlan) {
  receipts += 1;
  const { at, total, discount = '0.0000', vat = '0.0000', type = 'sale', isCancelled = false, lines = 0 } = plan;
  return {
    head: {
      id: newId(),
      transaction_unique_id: `${at.slice(0, 10)}-${receipts}`,
      pos_id: 1,
      transaction_date_time: at,
      document_type: 'FISCAL_RECEIPT',
      transaction_type: type,
      transaction_status: isCancelled ? 'cancelled' : 'completed',
      closure_number: plan.closureNumber ?? 1,
      receipt_number: plan.receiptNumber ?? receipts,
      total_amount: total,
      total_vat_amount: vat,
      total_discount_amount: discount,
      total_payment_amount: total,
      total_change_amount: '0.0000',
      base_currency: plan.currency ?? 'GBP',
      is_cancel: isCancelled,
    },
    products: Array.from({ length: lines }, (_, index) => ({
      id: newId(),
      line_no: index + 1,
      fk_department_main_group_id: 'dc5daae5-08aa-4b5f-9e50-4771aaf902b8',
      fk_product_id: `ad656f0a-1c17-49c8-b2d9-d38af91c6cf${index % 10}`,
      product_name: `Product ${index}`,
      vat_rate: '20.00',
      unit_price: (Number(total) / lines).toFixed(4),
      quantity: '1.0000',
      total_price: (Number(total) / lines).toFixed(4),
      total_vat: '0.0000',
    })),
    payments: [{ id: newId(), line_no: 1, payment_type: 'CASH_PAYMENT', payment_total: total }],
    discounts:
      discount === '0.0000'
        ? []
        : [
            {
              id: newId(),
              line_no: 1,
              fk_discount_type_id: newId(),
              discount_code: 'AUTUMN',
              discount_amount: discount,
            },
          ],
  };
}

/** Pushes documents from a till; every one must be stored. */
export async function sell(db: Database, till: TerminalIdentity, plans: readonly DocumentPlan[]): Promise<void> {
  const result = await recordTransactions(hubCtx(db, now), till, plans.map(wireDocument), []);
  if (result.accepted !== plans.length) throw new Error(`A document was refused: ${result.message}`);
}

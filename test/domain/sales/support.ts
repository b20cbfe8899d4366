/** Terminals, documents and what a database holds after pushes, for the tests of transactions and closures. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { everything } from '../../../server/core/scope.ts';
import { type Ctx, type Database, inTransaction, type Logger } from '../../../server/db/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** The hub itself at a fixed time. */
export function systemContext(db: Database, now = new Date('2026-11-21T10:00:00Z')): Ctx {
  return {
    actor: { kind: 'system', name: 'test' },
    scope: everything,
    door: 'job',
    db,
    now: () => now,
    log: silent,
    requestId: null,
  };
}

let companies = 0;

/** A company with one store and its terminals. */
export async function makeTerminals(db: Database, count = 1): Promise<[TerminalIdentity, ...TerminalIdentity[]]> {
  companies += 1;
  const officeCode = `OFFICE-${companies}-${randomUUID().slice(0, 8)}`;
  return inTransaction(db, async (tx) => {
    const company = await tx.company.create({
      data: { uuid: randomUUID(), name: officeCode, slug: officeCode.toLowerCase(), officeCode },
    });
    const store = await tx.store.create({
      data: {
        uuid: randomUUID(),
        companyId: company.id,
        code: 'STORE-001',
        name: 'Store',
        timeZone: 'Europe/London',
        currency: 'GBP',
      },
    });
    const terminals: TerminalIdentity[] = [];
    for (let number = 1; number <= count; number += 1) {
      const terminalCode = `POS-00${number}`;
      const terminal = await tx.terminal.create({
        data: {
          uuid: randomUUID(),
          companyId: company.id,
          storeId: store.id,
          code: terminalCode,
          name: terminalCode,
          number,
          receiptSequenceId: randomUUID(),
          closureSequenceId: randomUUID(),
        },
      });
      terminals.push({
        terminalId: terminal.id,
        storeId: store.id,
        companyId: company.id,
        officeCode,
        storeCode: 'STORE-001',
        terminalCode,
        timeZone: 'Europe/London',
        dayStartMinutes: 0,
        currency: 'GBP',
      });
    }
    return terminals as [TerminalIdentity, ...TerminalIdentity[]];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: wire bodies are changed freely by tests
export type Body = any;

/** A body as a real terminal pushed it. */
export function sample(
  name: 'transaction-push-full' | 'transaction-push-cancelled' | 'transaction-push-real-sale' | 'closure-push',
): Body {
  return JSON.parse(readFileSync(new URL(`../../support/samples/pypos/${name}.json`, import.meta.url), 'utf8'));
}

/** A small valid transaction: one line of 10.00 at 20 % VAT, paid in cash. `change` edits it before it is returned. */
export function makeTransaction(change: (body: Body) => void = () => {}): Body {
  const id = randomUUID();
  const body = {
    head: {
      id,
      transaction_unique_id: '20261120-0001-000001',
      pos_id: 1,
      transaction_date_time: '2026-11-20T12:30:00',
      document_type: 'FISCAL_RECEIPT',
      transaction_type: 'sale',
      transaction_status: 'completed',
      closure_number: 1,
      receipt_number: 1,
      total_amount: '10.0000',
      total_vat_amount: '1.6700',
      total_payment_amount: '10.0000',
      base_currency: 'GBP',
      is_cancel: false,
    },
    products: [
      {
        id: randomUUID(),
        line_no: 1,
        fk_department_main_group_id: 'aaaaaaaa-0000-4000-8000-000000000001',
        fk_product_id: 'bbbbbbbb-0000-4000-8000-000000000001',
        vat_rate: '20.00',
        unit_price: '10.0000',
        quantity: '1.0000',
        total_price: '10.0000',
        total_vat: '1.6700',
      },
    ],
    payments: [
      {
        id: randomUUID(),
        line_no: 1,
        payment_type: 'CASH_PAYMENT',
        payment_total: '10.0000',
        currency_code: 'GBP',
        currency_total: '10.0000',
      },
    ],
  };
  change(body);
  return body;
}

/** Everything that pushes leave behind in a company, without numbers of our own and times of arrival, in one order. */
export async function everythingOf(db: Database, companyId: number) {
  const { reader } = db;
  const where = { where: { companyId } };
  const heads = await reader.transaction.findMany({ ...where, orderBy: { uuid: 'asc' } });
  const uuids = new Map(heads.map((head) => [head.id, head.uuid]));
  const child = (rows: readonly { transactionId: number }[]) =>
    sortedRows(rows.map(({ transactionId, ...row }) => ({ document: uuids.get(transactionId), ...row })));
  return {
    heads: heads.map(({ id: _id, receivedAt: _receivedAt, stockLocationId: _place, ...head }) => head),
    lines: child(await reader.transactionLine.findMany(where)),
    payments: child(await reader.transactionPayment.findMany(where)),
    discounts: child(await reader.transactionDiscount.findMany(where)),
    departments: child(await reader.transactionDepartment.findMany(where)),
    taxes: child(await reader.transactionTax.findMany(where)),
    changes: child(await reader.transactionChange.findMany(where)),
    bodies: child(
      (await reader.transactionBody.findMany(where)).map((row) => ({ ...row, body: [...row.body].join() })),
    ),
    rollups: await rollupsOf(db, companyId),
    stock: await stockOf(db, companyId),
    conflicts: sortedRows(
      (await reader.conflict.findMany(where)).map(({ kind, documentUuid, bodyHash, differences }) => ({
        kind,
        documentUuid,
        bodyHash,
        differences,
      })),
    ),
    quarantine: sortedRows(
      (await reader.quarantinedItem.findMany(where)).map(({ kind, bodyHash, reason }) => ({ kind, bodyHash, reason })),
    ),
  };
}

/** What lies in a company's stores, by product; products without a balance are absent. */
export async function stockOf(db: Database, companyId: number): Promise<Record<string, bigint>> {
  const levels = await db.reader.stockLevel.findMany({ where: { companyId }, orderBy: { productId: 'asc' } });
  const stock: Record<string, bigint> = {};
  for (const { productId, onHandE4 } of levels) stock[productId] = (stock[productId] ?? 0n) + onHandE4;
  return stock;
}

export async function rollupsOf(db: Database, companyId: number) {
  const { reader } = db;
  const where = { where: { companyId } };
  return {
    days: sortedRows(await reader.dayTotal.findMany(where)),
    storeDays: sortedRows(await reader.storeDayTotal.findMany(where)),
    hours: sortedRows(await reader.hourTotal.findMany(where)),
    productDays: sortedRows(await reader.productDayTotal.findMany(where)),
    productMonths: sortedRows(await reader.productMonthTotal.findMany(where)),
    departments: sortedRows(await reader.departmentTotal.findMany(where)),
    vat: sortedRows(await reader.vatTotal.findMany(where)),
    payments: sortedRows(await reader.paymentTotal.findMany(where)),
    cashiers: sortedRows(await reader.cashierTotal.findMany(where)),
    campaigns: sortedRows(await reader.campaignTotal.findMany(where)),
    customers: sortedRows(await reader.customerTotal.findMany(where)),
    baskets: sortedRows(await reader.basketTotal.findMany(where)),
    loyalty: sortedRows(await reader.loyaltyTotal.findMany(where)),
  };
}

/** Rows in an order that depends on nothing but their values. */
export function sortedRows<R extends object>(rows: readonly R[]): R[] {
  const key = (row: R) =>
    JSON.stringify(
      Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)),
      (_name, value) => (typeof value === 'bigint' ? `${value}n` : value),
    );
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The limit: the rate at which plain prepared better-sqlite3 statements write what the hub writes for a sale, on a file with
 *  the hub's own settings. Rows are read from the bodies beforehand; compressing the body, adding up the rollups of a
 *  transaction and moving stock are part of the work, as they are for the hub. */
import Sqlite from 'better-sqlite3';
import { hashBody, packBody } from '../../server/domain/sales/body-codec.ts';
import {
  changeColumns,
  departmentColumns,
  discountColumns,
  headColumns,
  lineColumns,
  loyaltyColumns,
  paymentColumns,
  readTransaction,
  refundColumns,
  taxColumns,
} from '../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../server/domain/stores/index.ts';
import { type Addition, additionsOf, rollupTables } from './limit-rollups.ts';
import { openStock } from './limit-stock.ts';

type Parsed = ReturnType<typeof readTransaction>;

export interface PreparedSale {
  text: string;
  parsed: Parsed;
  terminal: TerminalIdentity;
}

/** Reads a sale as the hub would, outside the timing. */
export function prepareSale(text: string, terminal: TerminalIdentity): PreparedSale {
  const item: unknown = JSON.parse(text);
  const wire = JSON.stringify(item);
  const context = { terminal, receivedAt: new Date(), bodyHash: hashBody(wire) };
  return { text: wire, parsed: readTransaction(item, context), terminal };
}

const children = [
  ['transaction_lines', 'lines', lineColumns],
  ['transaction_payments', 'payments', paymentColumns],
  ['transaction_discounts', 'discounts', discountColumns],
  ['transaction_departments', 'departments', departmentColumns],
  ['transaction_taxes', 'taxes', taxColumns],
  ['transaction_loyalties', 'loyalty', loyaltyColumns],
  ['transaction_refunds', 'refunds', refundColumns],
  ['transaction_changes', 'changes', changeColumns],
] as const;

export interface LimitWriter {
  /** Stores the sales in one durable transaction. */
  write(sales: readonly PreparedSale[]): void;
  close(): void;
}

export function openLimit(file: string): LimitWriter {
  const db = new Sqlite(file, { fileMustExist: true });
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) db.pragma(pragma);
  for (const pragma of ['wal_autocheckpoint = 8000', 'cache_size = -16384']) db.pragma(pragma);
  const insert = (table: string, columns: readonly string[], tail = '') =>
    db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ${tail}`);
  const headNames = Object.keys(headColumns);
  const insertHead = insert(
    'transactions',
    [...headNames, 'stock_location_id'],
    'ON CONFLICT (company_id, uuid) DO NOTHING RETURNING id',
  ).pluck();
  const insertBody = insert('transaction_bodies', ['transaction_id', 'company_id', 'codec', 'body']);
  const childWriters = children.map(([table, section, columns]) => {
    const names = Object.keys(columns);
    return { section, names, write: insert(table, names) };
  });
  const rollups = new Map(
    rollupTables.map(({ table, keys, values }) => {
      const sums = values.map((value) => `${value} = ${value} + excluded.${value}`).join(', ');
      const tail = `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums}`;
      return [table, insert(table, [...new Set([...keys, 'company_id']), ...values], tail)];
    }),
  );
  const stock = openStock(db);
  const state =
    db.prepare(`INSERT INTO terminal_states (terminal_id, company_id, closure_number, receipt_number, last_push_at)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT (terminal_id) DO UPDATE SET closure_number = max(closure_number, excluded.closure_number),
    receipt_number = max(receipt_number, excluded.receipt_number), last_push_at = excluded.last_push_at`);

  const store = db.transaction((sales: readonly PreparedSale[]) => {
    const sums = new Map<string, Addition>();
    for (const { text, parsed, terminal } of sales) {
      const id = insertHead.get([
        ...headNames.map((name) => bound(parsed.head[name as keyof typeof parsed.head])),
        stock.placeOf(terminal.storeId),
      ]) as number;
      if (id === undefined) throw new Error('The document exists already');
      insertBody.run(id, terminal.companyId, 2, packBody(text));
      for (const { section, names, write } of childWriters) {
        for (const row of parsed.rows[section] as unknown as Record<string, unknown>[]) {
          write.run(names.map((name) => (name === 'transaction_id' ? id : bound(row[name]))));
        }
      }
      for (const addition of additionsOf(parsed)) addTo(sums, addition);
      state.run(
        terminal.terminalId,
        terminal.companyId,
        parsed.head.closure_number,
        parsed.head.receipt_number,
        Date.now(),
      );
    }
    for (const [, { table, keys, values }] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
      rollups.get(table)?.run(...keys, ...values);
    }
    stock.write(sales.map(({ parsed }) => parsed));
  });
  return { write: (sales) => store.immediate(sales), close: () => db.close() };
}

function addTo(sums: Map<string, Addition>, addition: Addition): void {
  const key = `${addition.table}\u0000${addition.keys.join('\u0000')}`;
  const known = sums.get(key);
  if (known) known.values = known.values.map((value, place) => value + (addition.values[place] ?? 0n));
  else sums.set(key, addition);
}

/** A value as the driver takes it: integers exactly, instants as milliseconds. */
function bound(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  return value ?? null;
}

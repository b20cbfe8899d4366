/** A database with a million receipts, five million lines, and a catalogue and customers to match, written by SQL alone: what
 *  the back office is measured on. Nothing here proves anything about figures; `gate verify` would find no rollups. */
import pg from 'pg';
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction, migrate, openDatabase, type Provider } from '../../server/db/index.ts';
import { createStore, createTerminal } from '../../server/domain/stores/index.ts';
import { hubCtx } from '../support/hub.ts';

export interface Size {
  transactions: number;
  linesEach: number;
  products: number;
  customers: number;
}

export const million: Size = { transactions: 1_000_000, linesEach: 5, products: 100_000, customers: 100_000 };

const companies = 5;
/** One more, without stores and goods: what is brought in files becomes its own. */
export const emptyCompanyId = companies + 1;
const storesEach = 4;
const tillsEach = 5;
const days = 500;
/** Midnight of the first day, UTC. */
const firstMs = Date.UTC(2025, 6, 1);
const rowsPerStatement = 50_000;
/** For such a statement, and for what the engine finds out about its tables at the end. */
const timeoutMs = 600_000;

/** Words in which the engines differ. */
interface Words {
  hex(expression: string, digits: number): string;
  day(millis: string): string;
  instant(millis: string): string;
}

const wordsOf: Record<Provider, Words> = {
  sqlite: {
    hex: (expression, digits) => `printf('%0${digits}x', ${expression})`,
    day: (millis) => `date(${millis} / 1000, 'unixepoch')`,
    instant: (millis) => millis,
  },
  postgresql: {
    hex: (expression, digits) => `lpad(to_hex((${expression})::bigint), ${digits}, '0')`,
    day: (millis) => `to_char(to_timestamp(${millis} / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
    instant: (millis) => `to_timestamp(${millis} / 1000.0)`,
  },
};

/** The `i`th of something that looks random and never repeats below 2^32. */
const mixed = '((i * 2654435761) % 4294967296)';
const uuidOf = (q: Words, kind: string) => `${q.hex(mixed, 8)} || '-${kind}-4000-8000-' || ${q.hex('i', 12)}`;

/** Fills an empty database; tells how far it is. */
export async function fillMillion(url: string, size: Size, tell: (what: string) => void): Promise<void> {
  await migrate({ url });
  const db = await openDatabase({ url, timeoutMs });
  try {
    tell('companies, stores and terminals');
    await makePlaces(db);
    const q = wordsOf[db.provider];
    const run = async (what: string, count: number, sql: (q: Words) => string) => {
      for (let from = 1; from <= count; from += rowsPerStatement) {
        const to = Math.min(count, from + rowsPerStatement - 1);
        const text = sql(q).replace('FROM n', `FROM (${numbers(db.provider, from, to)}) n`);
        await inTransaction(db, (tx) => tx.$executeRawUnsafe(text));
      }
      tell(`${count.toLocaleString('en-GB')} ${what}`);
    };
    await run('departments', emptyCompanyId, mainGroup);
    await run('sub-departments', emptyCompanyId, subGroup);
    await run('products', size.products, product);
    await run('barcodes', size.products, barcode);
    await run('customers', size.customers, customer);
    await run('transactions', size.transactions, (words) => transaction(words, size));
    await run('lines', size.transactions * size.linesEach, (words) => line(words, size));
    await inTransaction(db, (tx) => tx.$executeRawUnsafe('ANALYZE'));
    // What autovacuum would do within minutes: rows that everybody may see are not fetched to make sure of it.
    if (db.provider === 'postgresql') await vacuum(url);
  } finally {
    await db.close();
  }
}

/** Not possible inside a transaction, nor by the hub's own connections, which know no other way to write. */
async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM');
  await client.end();
}

function numbers(provider: Provider, from: number, to: number): string {
  if (provider === 'postgresql') return `SELECT generate_series(${from}::bigint, ${to}::bigint) AS i`;
  return `WITH RECURSIVE c(i) AS (VALUES(${from}) UNION ALL SELECT i + 1 FROM c WHERE i < ${to}) SELECT i FROM c`;
}

async function makePlaces(db: Database): Promise<void> {
  const ctx = hubCtx(db, new Date(firstMs));
  for (let number = 1; number <= emptyCompanyId; number += 1) {
    const office = `OFFICE-${number}`;
    const data = { uuid: newId(), name: `Bench ${number}`, slug: `bench-${number}`, officeCode: office };
    const { id: companyId } = await inTransaction(db, (tx) => tx.company.create({ data, select: { id: true } }));
    if (number === emptyCompanyId) return;
    for (let store = 1; store <= storesEach; store += 1) {
      const { id: storeId } = await createStore(ctx, { companyId, code: `STORE-${store}`, name: `Store ${store}` });
      for (let till = 1; till <= tillsEach; till += 1) await createTerminal(ctx, { storeId, code: `POS-${till}` });
    }
  }
}

const companyOf = `(1 + i % ${companies})`;
const groupOf = (q: Words, kind: string, i: string) => `'0000000a-${kind}-4000-8000-' || ${q.hex(i, 12)}`;

function mainGroup(q: Words): string {
  return `INSERT INTO department_main_groups (id, company_id, code, name, created_at, updated_at, version)
    SELECT ${groupOf(q, '0001', 'i')}, i, '1', 'Groceries', ${now(q)}, ${now(q)}, 0 FROM n`;
}

function subGroup(q: Words): string {
  return `INSERT INTO department_sub_groups (id, company_id, main_group_id, code, name, created_at, updated_at, version)
    SELECT ${groupOf(q, '0002', 'i')}, i, ${groupOf(q, '0001', 'i')}, '101', 'Dry goods', ${now(q)}, ${now(q)}, 0 FROM n`;
}

const now = (q: Words) => q.instant(String(firstMs));

const wordList = ['Olive', 'Tomato', 'Bread', 'Cheddar', 'Apple', 'Coffee', 'Honey', 'Rice', 'Salmon', 'Yoghurt'];
const word = (expression: string) =>
  `(CASE (${expression}) % ${wordList.length} ${wordList.map((name, index) => `WHEN ${index} THEN '${name}'`).join(' ')} END)`;

function product(q: Words): string {
  const name = `${word('i')} || ' ' || ${word('i / 10')} || ' ' || i`;
  return `INSERT INTO products (id, company_id, code, name, name_folded, main_group_id, sub_group_id, purchase_price_e4,
      vat_number, created_at, updated_at, version)
    SELECT ${uuidOf(q, '0003')}, ${companyOf}, 'P' || i, ${name}, lower(${name}), ${groupOf(q, '0001', companyOf)},
      ${groupOf(q, '0002', companyOf)}, (i % 90000 + 100) * 100, 1, ${now(q)}, ${now(q)}, i FROM n`;
}

function barcode(q: Words): string {
  return `INSERT INTO product_barcodes (id, company_id, product_id, barcode, created_at, updated_at, version)
    SELECT ${uuidOf(q, '0004')}, ${companyOf}, ${uuidOf(q, '0003')}, CAST(5000000000000 + i * 7 AS TEXT), ${now(q)}, ${now(q)}, i
    FROM n`;
}

function customer(q: Words): string {
  const [first, last] = [word('i'), `'Person' || i`];
  return `INSERT INTO customers (id, company_id, name, last_name, name_folded, phone_number, phone_normalized, email, created_at,
      updated_at, version)
    SELECT ${uuidOf(q, '0005')}, ${companyOf}, ${first}, ${last}, lower(${first} || ' ' || ${last}), '+44' || (7000000000 + i),
      '44' || (7000000000 + i), 'person' || i || '@example.test', ${now(q)}, ${now(q)}, i FROM n`;
}

const terminals = companies * storesEach * tillsEach;
const terminalOf = `(1 + (i * 7919) % ${terminals})`;

function transaction(q: Words, size: Size): string {
  const millis = `(${firstMs} + i * ${Math.floor((days * 86_400_000) / size.transactions)})`;
  const total = '((((i * 1103515) % 500000) + 100) * 100)';
  const isReturn = 'i % 50 = 0';
  const isCancelled = 'i % 37 = 0';
  return `INSERT INTO transactions (company_id, uuid, store_id, terminal_id, unique_id, pos_number, document_type,
      transaction_type, status, sign, is_cancelled, occurred_at, occurred_text, received_at, business_day, hour, closure_number,
      receipt_number, currency, exchange_rate_e6, total_e4, vat_e4, discount_e4, surcharge_e4, paid_e4, change_e4,
      service_charge_e4, tip_e4, rounding_e4, line_count, payment_count, customer_id, points_earned, points_redeemed, is_late,
      body_hash)
    SELECT 1 + (${terminalOf} - 1) / ${storesEach * tillsEach}, ${uuidOf(q, '0006')}, 1 + (${terminalOf} - 1) / ${tillsEach},
      ${terminalOf}, 'R' || ${terminalOf} || '-' || i, 1, 'FISCAL_RECEIPT',
      CASE WHEN ${isReturn} THEN 'return' ELSE 'sale' END, CASE WHEN ${isCancelled} THEN 'cancelled' ELSE 'completed' END,
      CASE WHEN ${isCancelled} THEN 0 WHEN ${isReturn} THEN -1 ELSE 1 END, ${isCancelled}, ${q.instant(millis)},
      'as sent', ${q.instant(`(${millis} + 1500)`)}, ${q.day(millis)}, ${millis} / 3600000 % 24,
      1 + i / ${Math.ceil(size.transactions / days)}, 1 + i / ${terminals}, 'GBP', 1000000, ${total}, ${total} / 6, 0, 0,
      ${total}, 0, 0, 0, 0, ${size.linesEach}, 1, CASE WHEN i % 4 = 0 THEN ${customerOf(q, size)} END, 0, 0, false,
      ${q.hex(mixed, 43)}
    FROM n ORDER BY i`;
}

function customerOf(q: Words, size: Size): string {
  const chosen = `(1 + (i * 31) % ${size.customers})`;
  return uuidOf(q, '0005')
    .replaceAll(mixed, `((${chosen} * 2654435761) % 4294967296)`)
    .replace(q.hex('i', 12), q.hex(chosen, 12));
}

function line(q: Words, size: Size): string {
  const receipt = `(1 + (i - 1) / ${size.linesEach})`;
  return `INSERT INTO transaction_lines (transaction_id, position, company_id, uuid, line_number, product_id, main_group_id,
      vat_basis_points, unit_price_e4, quantity_e4, unit_of_measure, total_e4, vat_e4, discount_e4, is_cancelled, is_voided)
    SELECT ${receipt}, (i - 1) % ${size.linesEach}, 1 + (${terminalOf.replace('i *', `${receipt} *`)} - 1) / ${storesEach * tillsEach},
      ${uuidOf(q, '0007')}, 1 + (i - 1) % ${size.linesEach}, 'P' || (i % ${size.products}), '${'1'}', 2000, 12500, 10000, 'PCS', 12500, 2083,
      0, false, false
    FROM n ORDER BY 1, 2`;
}

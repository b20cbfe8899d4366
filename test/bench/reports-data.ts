/** Three years of a chain's sales, written by SQL alone: what the reports are measured on. Month by month, so that rollups are made
 *  of each month's documents by the very SELECTs that maintain them; the same size always makes the same rows. Bodies are left
 *  out, so `gate verify` would miss them. */
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { addDays } from '../../server/core/business-day.ts';
import { providerOf } from '../../server/db/client.ts';
import type { Provider } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { rollups } from '../../server/domain/sales/rollup-sql.ts';
import { repeatRollups, storedPart } from './reports-sparse.ts';
import { stockStatements } from './reports-stock.ts';

export interface Size {
  sales: number;
  linesEach: number;
  products: number;
  customers: number;
  days: number;
}

/** The place that documents belong to, as `makeShop` numbers it: tills are dealt out over the stores. */
export const places = { stores: 20, tills: 100 };

/** One connection on which statements follow one another. */
export interface Sql {
  provider: Provider;
  run(text: string): Promise<void>;
  column(text: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Words in which the engines differ. */
export interface Words {
  hex(expression: string, digits: number): string;
  instant(millis: string): string;
  day(millis: string): string;
  numbers(from: number, to: number): string;
  sum(expression: string): string;
  /** Rows below a document: SQLite is told to look them up. */
  join: string;
}

const wordsOf: Record<Provider, Words> = {
  sqlite: {
    hex: (expression, digits) => `printf('%0${digits}x', ${expression})`,
    instant: (millis) => millis,
    day: (millis) => `date(${millis} / 1000, 'unixepoch')`,
    numbers: (from, to) =>
      `(WITH RECURSIVE c(i) AS (VALUES(${from}) UNION ALL SELECT i + 1 FROM c WHERE i < ${to}) SELECT i FROM c)`,
    sum: (expression) => `sum(${expression})`,
    join: 'CROSS JOIN',
  },
  postgresql: {
    hex: (expression, digits) => `lpad(to_hex((${expression})::bigint), ${digits}, '0')`,
    instant: (millis) => `to_timestamp((${millis}) / 1000.0)`,
    day: (millis) => `to_char(to_timestamp(${millis} / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
    numbers: (from, to) => `(SELECT generate_series(${from}::bigint, ${to}::bigint) AS i)`,
    sum: (expression) => `CAST(sum(${expression}) AS bigint)`,
    join: 'JOIN',
  },
};

export interface Wanted {
  size: Size;
  lastDay: string;
  /** Receipts of the last weeks alone, and the rollups of all days. */
  isSparse: boolean;
}

/** Fills a database that `makeShop` has made, up to a day; tells how far it is. */
export async function fillReports(url: string, wanted: Wanted, tell: (what: string) => void): Promise<void> {
  const { lastDay, isSparse } = wanted;
  const size = isSparse ? storedPart(wanted.size) : wanted.size;
  const sql = await open(url);
  const q = wordsOf[sql.provider];
  try {
    await putMasterData(sql, q, size);
    for (const text of stockStatements(q)) await sql.run(text);
    const indexes = await takeIndexes(sql);
    const firstDay = addDays(lastDay, 1 - size.days);
    for (const month of monthsOf(size, firstDay)) {
      await sql.run('BEGIN');
      await putMonth(sql, q, { size, firstDay, ...month });
      for (const { table, keys, counts, sums, select } of rollups) {
        const columns = [...keys, ...(keys.includes('company_id') ? [] : ['company_id']), ...counts, ...sums];
        const children = (of: string, alias: string) => `${q.join} ${of} ${alias} ON ${alias}.transaction_id = d.id`;
        await sql.run(`INSERT INTO ${table} (${columns.join(', ')})
          WITH d AS MATERIALIZED (SELECT * FROM transactions WHERE id BETWEEN ${month.from} AND ${month.to})
          ${select({ sum: q.sum, children })}`);
      }
      await sql.run('COMMIT');
      tell(
        `${month.first.slice(0, 7)}: ${month.to.toLocaleString('en-GB')} of ${size.sales.toLocaleString('en-GB')} sales`,
      );
    }
    if (isSparse) {
      tell('rollups of the days before');
      await repeatRollups(sql, q, wanted);
    }
    tell('indexes');
    for (const index of indexes) await sql.run(index);
    await sql.run(sql.provider === 'sqlite' ? 'ANALYZE' : 'VACUUM ANALYZE');
    // Numbers that the sales have taken are not given out again.
    if (sql.provider === 'postgresql') {
      await sql.run(`SELECT setval(pg_get_serial_sequence('transactions', 'id'), ${size.sales + 1})`);
    }
  } finally {
    await sql.close();
  }
}

async function open(url: string): Promise<Sql> {
  const provider = providerOf(url);
  if (provider === 'postgresql') {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'");
    return {
      provider,
      run: async (text) => void (await client.query(text)),
      column: async (text) => (await client.query({ text, rowMode: 'array' })).rows.map(([value]) => String(value)),
      close: () => client.end(),
    };
  }
  const db = new Sqlite(sqliteFile(url));
  // Nothing is lost with a database that failed to be filled.
  for (const setting of ['foreign_keys = OFF', 'synchronous = OFF', 'cache_size = -400000', 'temp_store = MEMORY']) {
    db.pragma(setting);
  }
  return {
    provider,
    run: async (text) => void db.exec(text),
    column: async (text) => db.prepare(text).pluck().all() as string[],
    close: async () => void db.close(),
  };
}

/** Drops the indexes of the documents, which are faster made at the end, and returns what makes them. */
async function takeIndexes(sql: Sql): Promise<string[]> {
  const [name, text, from] =
    sql.provider === 'sqlite'
      ? ['name', 'sql', "sqlite_master WHERE type = 'index' AND tbl_name = 'transactions' AND sql IS NOT NULL"]
      : ['indexname', 'indexdef', "pg_indexes WHERE tablename = 'transactions' AND indexname <> 'transactions_pkey'"];
  const made = await sql.column(`SELECT ${text} FROM ${from} ORDER BY ${name}`);
  for (const index of await sql.column(`SELECT ${name} FROM ${from} ORDER BY ${name}`)) {
    await sql.run(`DROP INDEX "${index}"`);
  }
  return made;
}

interface Month {
  /** First day of the sales in it, and the ids of its sales. */
  first: string;
  from: number;
  to: number;
}

interface Filling extends Month {
  size: Size;
  firstDay: string;
}

/** Sales are spread evenly over the days, in the order of their ids. */
function monthsOf({ sales, days }: Size, firstDay: string): Month[] {
  const months: Month[] = [];
  for (let place = 0; place < days; place += 1) {
    const day = addDays(firstDay, place);
    const to = Math.floor(((place + 1) * sales) / days);
    const last = months.at(-1);
    if (last?.first.slice(0, 7) === day.slice(0, 7)) last.to = to;
    else months.push({ first: day, from: (last?.to ?? 0) + 1, to });
  }
  return months;
}

/** The `n`th of something that looks random and never repeats below 2^32. */
const mixed = (n: string) => `((${n} * 2654435761) % 4294967296)`;
const uuid = (q: Words, kind: string, n: string) => `${q.hex(mixed(n), 8)} || '-${kind}-4000-8000-' || ${q.hex(n, 12)}`;
/** The first ones are what the tills of the bench sell. */
const productOf = (q: Words, n: string) => `'a0000000-0000-4000-8000-' || ${q.hex(`(${0xb000_0000_0000} + ${n})`, 12)}`;
const groups = 12;
const groupOf = (q: Words, kind: string, n: string) => `'0000000a-${kind}-4000-8000-' || ${q.hex(n, 12)}`;
const cashierOf = (q: Words, n: string) => `'0000000c-0001-4000-8000-' || ${q.hex(n, 12)}`;
const customerOf = (q: Words, n: string) => `'0000000d-0001-4000-8000-' || ${q.hex(n, 12)}`;

async function putMasterData(sql: Sql, q: Words, { products, customers }: Size): Promise<void> {
  const now = q.instant('1700000000000');
  const common = '(id, company_id, created_at, updated_at';
  const [group, part] = [groupOf(q, '0001', '(i % 12)'), groupOf(q, '0002', '(i % 12)')];
  for (const text of [
    `INSERT INTO department_main_groups ${common}, code, name)
      SELECT ${groupOf(q, '0001', 'i')}, 1, ${now}, ${now}, 'G' || i, 'Department ' || i FROM ${q.numbers(0, groups - 1)} n`,
    `INSERT INTO department_sub_groups ${common}, main_group_id, code, name)
      SELECT ${groupOf(q, '0002', 'i')}, 1, ${now}, ${now}, ${groupOf(q, '0001', 'i')}, 'S' || i, 'Division ' || i
      FROM ${q.numbers(0, groups - 1)} n`,
    `UPDATE products SET main_group_id = ${groupOf(q, '0001', '0')}, sub_group_id = ${groupOf(q, '0002', '0')}`,
    `INSERT INTO products ${common}, code, name, name_folded, main_group_id, sub_group_id)
      SELECT ${productOf(q, 'i')}, 1, ${now}, ${now}, CAST(i AS TEXT), 'Product ' || i, 'product ' || i, ${group}, ${part}
      FROM ${q.numbers(500, products - 1)} n`,
    `INSERT INTO cashiers ${common}, number, user_name, first_name, last_name, password_encrypted)
      SELECT ${cashierOf(q, 'i')}, 1, ${now}, ${now}, 100 + i, 'cashier' || i, 'Cashier', CAST(i AS TEXT), ''
      FROM ${q.numbers(1, places.tills)} n`,
    `INSERT INTO customers ${common}, name, last_name, name_folded)
      SELECT ${customerOf(q, 'i')}, 1, ${now}, ${now}, 'Person', CAST(i AS TEXT), 'person ' || i
      FROM ${q.numbers(1, customers)} n`,
    ...segmentStatements(q, customers),
  ]) {
    await sql.run(text);
  }
}

const segments = 6;

/** Three customers of four are in a segment, one of five (also) in another. */
function segmentStatements(q: Words, customers: number): string[] {
  const now = q.instant('1700000000000');
  const segment = (n: string) => `'0000000d-0002-4000-8000-' || ${q.hex(n, 12)}`;
  const members = (customer: string, own: string, condition: string) =>
    `SELECT ${uuid(q, '000d', `(n.i * 8 + ${own})`)}, 1, ${now}, ${now}, ${customer}, ${segment(own)}
      FROM ${q.numbers(1, customers)} n WHERE ${condition}`;
  return [
    `INSERT INTO customer_segments (id, company_id, created_at, updated_at, code, name, segment_type)
      SELECT ${segment('i')}, 1, ${now}, ${now}, 'S' || i, 'Segment ' || i, 'MANUAL' FROM ${q.numbers(0, segments - 1)} n`,
    `INSERT INTO customer_segment_members (id, company_id, created_at, updated_at, customer_id, segment_id)
      ${members(customerOf(q, 'n.i'), '(n.i % 8)', `n.i % 8 < ${segments}`)}
      UNION ALL ${members(customerOf(q, 'n.i'), `(n.i / 5 % ${segments})`, `n.i % 5 = 0 AND n.i / 5 % ${segments} <> n.i % 8`)}`,
  ];
}

async function putMonth(sql: Sql, q: Words, month: Filling): Promise<void> {
  const { from, to } = month;
  await sql.run(`CREATE TEMP TABLE sold AS ${soldLines(q, month)}`);
  await sql.run(transactions(q, month));
  await sql.run(`INSERT INTO transaction_lines (transaction_id, position, company_id, uuid, line_number, product_id, main_group_id,
      sub_group_id, vat_basis_points, unit_price_e4, quantity_e4, unit_of_measure, total_e4, vat_e4, discount_e4, cost_e4,
      is_cancelled, is_voided)
    SELECT receipt, position, 1, ${uuid(q, '0007', 'line')}, position + 1, ${productOf(q, 'product')},
      ${groupOf(q, '0001', `(product % ${groups})`)}, ${groupOf(q, '0002', `(product % ${groups})`)}, 2000, price_e4, quantity_e4,
      'PCS', total_e4, total_e4 / 6, 0, CASE WHEN product % 5 <> 0 THEN price_e4 / 2 END, false, line % 97 = 0
    FROM sold WHERE receipt % 40 <> 0 ORDER BY receipt, position`);
  await sql.run(`INSERT INTO transaction_payments (transaction_id, position, company_id, uuid, line_number, payment_type, amount_e4,
      currency, currency_e4, exchange_rate_e6, tip_e4, refunded_e4, status, is_cancelled)
    SELECT id, 0, 1, ${uuid(q, '0008', 'id')}, 1,
      CASE id % 5 WHEN 0 THEN 'CASH_PAYMENT' WHEN 1 THEN 'VOUCHER_PAYMENT' ELSE 'CREDIT_PAYMENT' END, paid_e4, 'GBP', paid_e4,
      1000000, 0, 0, 'completed', false
    FROM transactions WHERE id BETWEEN ${from} AND ${to} ORDER BY id`);
  await sql.run(`INSERT INTO transaction_discounts (transaction_id, position, company_id, uuid, line_number, discount_type_id, code,
      amount_e4, is_cancelled)
    SELECT id, 0, 1, ${uuid(q, '0009', 'id')}, 1, 'f0000000-0000-4000-8000-000000000001', 'OFFER-' || id % 30, discount_e4, false
    FROM transactions WHERE id BETWEEN ${from} AND ${to} AND discount_e4 > 0 ORDER BY id`);
  await sql.run(`INSERT INTO transaction_loyalties (transaction_id, position, company_id, uuid, points_before, points_after,
      points_earned, points_redeemed, campaign_bonus, redemption_e4, bonus_multiplier_e4)
    SELECT id, 0, 1, ${uuid(q, '000a', 'id')}, 0, 0, CAST(total_e4 / 10000 AS integer), id % 7, 0, id % 7 * 100, 10000
    FROM transactions WHERE id BETWEEN ${from} AND ${to} AND customer_id IS NOT NULL ORDER BY id`);
  await sql.run('DROP TABLE sold');
}

/** Lines before they are stored: few products sell often, many seldom. */
function soldLines(q: Words, { from, to, size }: Filling): string {
  const each = size.linesEach;
  const drawn = `(${mixed('i')} / 7 % ${size.products})`;
  return `SELECT i AS line, 1 + i / ${each} AS receipt, i % ${each} AS position, product, price_e4, quantity_e4,
      price_e4 * quantity_e4 / 10000 AS total_e4
    FROM (SELECT i, product, (50 + product * 37 % 2000) * 100 AS price_e4,
        CASE WHEN product % 10 = 0 THEN 1000 + ${mixed('i')} / 11 % 25000 ELSE (1 + ${mixed('i')} / 13 % 3) * 10000 END AS quantity_e4
      FROM (SELECT i, ${drawn} * ${drawn} / ${size.products} AS product
        FROM ${q.numbers((from - 1) * each, to * each - 1)} n) AS drawn) AS priced`;
}

/** Every 50th is a return, every 37th cancelled, every 40th without lines, every 20th without a cashier, every third of a
 *  customer, every eighth with a discount. */
function transactions(q: Words, { size, firstDay }: Pick<Filling, 'size' | 'firstDay'>): string {
  const firstMs = Date.parse(`${firstDay}T00:00:00Z`);
  const till = `(1 + ${mixed('t.receipt')} / 17 % ${places.tills})`;
  const store = `(1 + (${till} - 1) / ${places.tills / places.stores})`;
  const hour = `(8 + (${mixed('t.receipt')} / 19 % 7) + (${mixed('t.receipt')} / 23 % 7))`;
  return `INSERT INTO transactions (id, company_id, uuid, store_id, terminal_id, unique_id, pos_number, document_type,
      transaction_type, status, sign, is_cancelled, occurred_at, occurred_text, received_at, business_day, hour, closure_number,
      receipt_number, currency, exchange_rate_e6, total_e4, vat_e4, discount_e4, surcharge_e4, paid_e4, change_e4,
      service_charge_e4, tip_e4, rounding_e4, line_count, payment_count, customer_id, cashier_id, points_earned, points_redeemed,
      is_late, body_hash)
    SELECT t.receipt, 1, ${uuid(q, '0006', 't.receipt')}, ${store}, ${till}, 'R' || t.receipt, 1, 'FISCAL_RECEIPT',
      CASE WHEN t.receipt % 50 = 0 THEN 'return' ELSE 'sale' END,
      CASE WHEN t.receipt % 37 = 0 THEN 'cancelled' ELSE 'completed' END,
      CASE WHEN t.receipt % 37 = 0 THEN 0 WHEN t.receipt % 50 = 0 THEN -1 ELSE 1 END, t.receipt % 37 = 0,
      ${q.instant(`t.day_ms + ${hour} * 3600000`)}, t.day, ${q.instant(`t.day_ms + ${hour} * 3600000 + 1500`)}, t.day, ${hour},
      t.day_place, t.receipt, 'GBP', 1000000, t.total_e4, t.total_e4 / 6, t.discount_e4, 0, t.total_e4 - t.discount_e4, 0, 0, 0, 0,
      CASE WHEN t.receipt % 40 = 0 THEN 0 ELSE ${size.linesEach} END, 1,
      CASE WHEN t.receipt % 3 = 0 THEN ${customerOf(q, `(1 + ${mixed('t.receipt')} / 29 % ${size.customers})`)} END,
      CASE WHEN t.receipt % 20 <> 0 THEN ${cashierOf(q, till)} END, 0, 0, false, ${q.hex(mixed('t.receipt'), 43)}
    FROM (SELECT s.*, ${q.day('s.day_ms')} AS day FROM (SELECT g.*, ${firstMs} + g.day_place * 86400000 AS day_ms FROM (
      SELECT receipt, total_e4, CASE WHEN receipt % 8 = 0 THEN total_e4 / 10 ELSE 0 END AS discount_e4,
        (receipt * ${size.days} - 1) / ${size.sales} AS day_place
      FROM (SELECT receipt, ${q.sum('CASE WHEN line % 97 = 0 THEN 0 ELSE total_e4 END')} AS total_e4 FROM sold GROUP BY receipt) r
    ) AS g) AS s) AS t
    ORDER BY t.receipt`;
}

/** The migration that gave the rollups their figures of costs, baskets, points, voids and returns: what the documents of an older
 *  hub say is added up by it, exactly as if they came today. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { migrate, openDatabase } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { verify } from '../../server/domain/verification/index.ts';
import {
  type Body,
  makeTerminals,
  makeTransaction,
  rollupsOf,
  sample,
  systemContext,
} from '../domain/sales/support.ts';
import { createDatabase, createEmptyDatabase } from '../support/database.ts';

const { provider, folder: runFolder } = inject('databases');
const migrations = path.resolve(import.meta.dirname, `../../prisma/${provider}/migrations`);

/** The migrations before the one of a name. */
function migrationsBefore(name: string): string {
  const folder = mkdtempSync(path.join(runFolder, 'older-'));
  const older = readdirSync(migrations).filter((each) => /^\d/.test(each) && each.slice(15) !== name);
  const from = readdirSync(migrations).find((each) => each.endsWith(`_${name}`)) ?? '';
  for (const each of older.filter((one) => one < from)) {
    cpSync(path.join(migrations, each), path.join(folder, each), { recursive: true });
  }
  return folder;
}

const isOwn = (table: string) => !/^(search_|sqlite_|_prisma)/.test(table);
const listed = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');

/** Every row of one database in another, as far as that one has the columns. */
async function copyRows(from: string, to: string): Promise<void> {
  if (provider === 'postgresql') return copyOnPostgres(from, to);
  const db = new Sqlite(sqliteFile(to));
  try {
    db.pragma('foreign_keys = OFF');
    db.prepare('ATTACH ? AS newer').run(sqliteFile(from));
    const columnsOf = (schema: string, table: string) =>
      db.prepare('SELECT name FROM pragma_table_info(?, ?)').pluck().all(table, schema) as string[];
    const tables = db.prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'").pluck().all() as string[];
    for (const table of tables.filter(isOwn)) {
      const known = columnsOf('newer', table);
      const columns = listed(columnsOf('main', table).filter((column) => known.includes(column)));
      db.exec(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM newer."${table}"`);
    }
  } finally {
    db.close();
  }
}

async function copyOnPostgres(from: string, to: string): Promise<void> {
  const [newer, older] = [from, to].map((connectionString) => new pg.Client({ connectionString }));
  if (!newer || !older) return;
  await Promise.all([newer.connect(), older.connect()]);
  try {
    await older.query('SET session_replication_role = replica');
    const columnsOf = async (client: pg.Client) => {
      const { rows } = await client.query<{ table: string; columns: string[] }>(
        `SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
         WHERE table_schema = current_schema() GROUP BY 1`,
      );
      return new Map(rows.filter(({ table }) => isOwn(table)).map(({ table, columns }) => [table, columns]));
    };
    const known = await columnsOf(newer);
    for (const [table, all] of await columnsOf(older)) {
      const columns = listed(all.filter((column) => known.get(table)?.includes(column)));
      const { rows } = await newer.query(`SELECT json_agg(t)::text AS rows FROM "${table}" t`);
      if (rows[0].rows === null) continue;
      const insert = `INSERT INTO "${table}" (${columns}) OVERRIDING SYSTEM VALUE
        SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1::json)`;
      await older.query(insert, [rows[0].rows]);
    }
  } finally {
    await Promise.all([newer.end(), older.end()]);
  }
}

/** Documents whose figures are all new: costs with fractions, voided lines, surcharges, points, several discounts, returns. */
function makeDocuments(): Body[] {
  const rich = (change: Record<string, unknown>) =>
    makeTransaction((body) => {
      Object.assign(body.head, { total_surcharge_amount: '0.5000', total_discount_amount: '1.2500', ...change });
      Object.assign(body.products[0], { quantity: '0.3330', cost_price: '3.3333', total_discount: '1.2500' });
      body.products.push({ ...body.products[0], id: randomUUID(), line_no: 2, is_voided: true });
      body.products.push({ ...body.products[0], id: randomUUID(), line_no: 3, cost_price: null, quantity: '-2' });
      const discount = { fk_discount_type_id: 'f0000000-0000-4000-8000-000000000001', discount_amount: '0.6250' };
      body.discounts = [1, 2].map(() => ({ id: randomUUID(), ...discount, discount_code: 'AUTUMN' }));
      body.loyalty = [{ id: randomUUID(), points_earned: 9, points_redeemed: 2, redemption_amount: '0.2000' }];
    });
  return [
    ...['transaction-push-full', 'transaction-push-cancelled'].flatMap((name) => sample(name as never).transactions),
    rich({}),
    rich({ transaction_type: 'return' }),
    rich({ transaction_type: 'return', original_transaction_id: randomUUID() }),
    rich({ is_cancel: true }),
    rich({ transaction_date_time: '2026-12-01T08:00:00', total_amount: '480.0000' }),
  ];
}

describe('a hub of before the measures of reports', () => {
  it('has after the migration the same rollups as one that got its documents today, and verifies', async () => {
    await using today = await createDatabase();
    const [terminal] = await makeTerminals(today.db);
    const documents = makeDocuments();
    const result = await recordTransactions(systemContext(today.db), terminal, documents, []);
    expect(result).toMatchObject({ accepted: documents.length, rejected: 0 });
    const expected = await rollupsOf(today.db, terminal.companyId);
    expect(expected.baskets.length).toBeGreaterThan(2);

    await using older = await createEmptyDatabase();
    await migrate({ url: older.url, folder: migrationsBefore('report_measures') });
    await copyRows(today.url, older.url);
    expect((await migrate({ url: older.url }))[0]).toMatch(/_report_measures$/);
    const db = await openDatabase({ url: older.url });
    try {
      expect(await rollupsOf(db, terminal.companyId)).toEqual(expected);
      expect((await verify(systemContext(db))).differences).toEqual([]);
    } finally {
      await db.close();
    }
  });
});

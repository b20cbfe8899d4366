/** Files of tills, the companies that adopt them, and what a database holds afterwards. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { createVault } from '../../../server/core/vault.ts';
import { type Ctx, type Database, inTransaction } from '../../../server/db/index.ts';
import { type ImportReport, importPypos } from '../../../server/domain/import-pypos/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { hubCtx } from '../../support/hub.ts';
import { createPyposFile, type PyposFile } from '../../support/pypos-database.ts';
import { fillHistory, fillTraps, type Sold } from '../../support/pypos-history.ts';
import { fillShop } from '../../support/pypos-shop.ts';

export const vault = createVault('a secret of at least 32 characters, for tests');

/** A shop with oddities; `more` fills in what a test wants beside. */
export function makeFile(folder: string, sold: Sold, more?: (file: PyposFile) => void): string {
  const name = path.join(folder, `${randomUUID()}.sqlite3`);
  const file = createPyposFile(name);
  fillShop(file);
  fillHistory(file, sold);
  fillTraps(file);
  more?.(file);
  file.close();
  return name;
}

export interface Shop {
  companyId: number;
  storeId: number;
  terminalId: number;
}

/** A company with one store and one till, which nobody has used yet. */
export async function someShop(db: Database): Promise<Shop> {
  const code = randomUUID().slice(0, 8);
  return inTransaction(db, async (tx) => {
    const company = await tx.company.create({
      data: { uuid: randomUUID(), name: code, slug: `company-${code}`, officeCode: `OFFICE-${code}` },
    });
    const companyId = company.id;
    const place = { code: 'STORE-001', name: 'Store', timeZone: 'Europe/London', currency: 'GBP' };
    const store = await tx.store.create({ data: { ...place, companyId, uuid: randomUUID() } });
    const terminal = await tx.terminal.create({
      data: {
        uuid: randomUUID(),
        companyId,
        storeId: store.id,
        code: 'POS-001',
        name: 'POS-001',
        number: 1,
        receiptSequenceId: randomUUID(),
        closureSequenceId: randomUUID(),
      },
    });
    return { companyId, storeId: store.id, terminalId: terminal.id };
  });
}

interface Options {
  file: string;
  dryRun?: boolean;
  createTerminal?: boolean;
  store?: string;
  terminal?: string;
  ctx?: Ctx;
  progress?: (done: number, step: string) => void;
}

export function importShop(
  db: Database,
  { companyId }: Pick<Shop, 'companyId'>,
  { ctx = hubCtx(db), progress, ...input }: Options,
): Promise<ImportReport> {
  const scratchFolder = path.join(path.dirname(input.file), 'scratch');
  return importPypos(ctx, { companyId, ...input }, { vault, scratchFolder, ...(progress && { progress }) });
}

/** What a search finds a row by is made of its other columns, and Prisma reads no `tsvector`. */
async function comparedColumns(db: Database, table: string): Promise<string> {
  if (db.provider === 'sqlite') return '*';
  const found = await db.reader.$queryRawUnsafe<{ name: string }[]>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}' AND udt_name <> 'tsvector'`,
  );
  return found.map(({ name }) => `"${name}"`).join(', ');
}

/** Every table with its rows, without what differs from run to run by nature. */
export async function snapshot(db: Database): Promise<Record<string, unknown[]>> {
  const text =
    db.provider === 'sqlite'
      ? // What a search is looked up in (virtual tables and their shadows) follows from the other tables.
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const tables = await db.reader.$queryRawUnsafe<{ name: string }[]>(text);
  const found: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const columns = await comparedColumns(db, name);
    const rows = await db.reader.$queryRawUnsafe<Record<string, unknown>[]>(`SELECT ${columns} FROM "${name}"`);
    found[name] = rows
      .map((row) => JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))
      .sort();
  }
  return found;
}

export interface Sums {
  /** Documents, cancelled ones, and what was sold less what was brought back, in ten-thousandths. */
  days: { day: string; documents: number; cancelled: number; grossE4: number }[];
  /** By closure number: what its documents sum up to, and what the closure itself says. */
  periods: { number: number; documents: number; totalE4: number; vatE4: number; saidE4: number; saidCount: number }[];
}

const amount = (column: string) => `CAST(round(${column} * 10000) AS INTEGER)`;
/** What is history: neither open nor deleted, and with a date. */
const isFinal = `is_closed = 1 AND is_pending = 0 AND is_deleted = 0 AND transaction_date_time LIKE '20__-__-__ %'`;

/** What the file says, by plain SQL. */
export function sourceSums(file: string): Sums {
  const source = new BetterSqlite3(file, { readonly: true });
  try {
    const signed = `CASE WHEN is_cancel = 1 THEN 0 WHEN transaction_type = 'return' THEN -${amount('total_amount')} ELSE ${amount('total_amount')} END`;
    const days = source
      .prepare<[], Sums['days'][number]>(
        `SELECT substr(transaction_date_time, 1, 10) AS day, count(*) AS documents, sum(is_cancel) AS cancelled,
           sum(${signed}) AS grossE4 FROM transaction_head WHERE ${isFinal} GROUP BY 1 ORDER BY 1`,
      )
      .all();
    const periods = source
      .prepare<[], Sums['periods'][number]>(
        `SELECT c.closure_number AS number, count(*) AS documents, sum(${amount('h.total_amount')}) AS totalE4,
           sum(${amount('h.total_vat_amount')}) AS vatE4, max(${amount('c.gross_sales_amount')}) AS saidE4,
           max(c.total_document_count) AS saidCount
         FROM closure c JOIN (SELECT * FROM transaction_head WHERE ${isFinal}) h ON h.closure_number = c.closure_number
         GROUP BY 1 ORDER BY 1`,
      )
      .all();
    return { days, periods };
  } finally {
    source.close();
  }
}

/** What the hub has, in rollups (days) and in documents and closures (periods). */
export async function hubSums(db: Database, { companyId, terminalId }: Shop): Promise<Sums> {
  const totals = await db.reader.dayTotal.findMany({ where: { companyId }, orderBy: { businessDay: 'asc' } });
  const closures = await db.reader.closure.findMany({ where: { companyId }, orderBy: { number: 'asc' } });
  const heads = await db.reader.transaction.findMany({
    where: { terminalId },
    select: { closureNumber: true, totalE4: true, vatE4: true },
  });
  return {
    days: totals.map(({ businessDay: day, documents, cancelled, grossE4 }) => ({
      day,
      documents,
      cancelled,
      grossE4: Number(grossE4),
    })),
    periods: closures.map(({ number, grossE4, documentCount }) => {
      const own = heads.filter(({ closureNumber }) => closureNumber === number);
      return {
        number,
        documents: own.length,
        totalE4: own.reduce((sum, { totalE4 }) => sum + Number(totalE4), 0),
        vatE4: own.reduce((sum, { vatE4 }) => sum + Number(vatE4), 0),
        saidE4: Number(grossE4),
        saidCount: documentCount,
      };
    }),
  };
}

/** Rows of each table, but for the audit trail, which tells of every run. */
export async function tableCounts(db: Database): Promise<Record<string, number>> {
  const { audit_entries: _trail, ...tables } = await snapshot(db);
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
}

/** A company without any store. */
export async function someCompany(db: Database): Promise<number> {
  const code = randomUUID().slice(0, 8);
  const data = { uuid: randomUUID(), name: code, slug: `company-${code}`, officeCode: `OFFICE-${code}` };
  return (await inTransaction(db, (tx) => tx.company.create({ data, select: { id: true } }))).id;
}

/** The shop's till, as it proves itself. */
export async function identityOf(db: Database, { terminalId }: Shop): Promise<TerminalIdentity> {
  const { company, store, code, ...terminal } = await db.reader.terminal.findUniqueOrThrow({
    where: { id: terminalId },
    include: { company: true, store: true },
  });
  return {
    terminalId,
    storeId: terminal.storeId,
    companyId: terminal.companyId,
    officeCode: company.officeCode,
    storeCode: store.code,
    terminalCode: code,
    timeZone: store.timeZone,
    dayStartMinutes: store.dayStartMinutes,
    currency: store.currency,
  };
}

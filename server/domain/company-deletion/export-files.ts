/** What a company takes along: a file for each of its tables, and what is left out of it. */

import { type ModelName, tableOf } from '../../db/index.ts';
import { ownRows } from './owned-rows.ts';
import { ownedTables } from './tables.ts';

const fromDocuments = 'computed from the documents, which are exported';

/** Tables of a company that no file is made of, with the reason. */
export const notExported: Readonly<Partial<Record<ModelName, string>>> = {
  DayTotal: fromDocuments,
  StoreDayTotal: fromDocuments,
  HourTotal: fromDocuments,
  ProductDayTotal: fromDocuments,
  ProductMonthTotal: fromDocuments,
  DepartmentTotal: fromDocuments,
  VatTotal: fromDocuments,
  PaymentTotal: fromDocuments,
  CashierTotal: fromDocuments,
  CampaignTotal: fromDocuments,
  CustomerTotal: fromDocuments,
  BasketTotal: fromDocuments,
  LoyaltyTotal: fromDocuments,
  ComposedPeriod: fromDocuments,
  CompanyProductTotal: fromDocuments,
  CompanyHourTotal: fromDocuments,
  CompanyDepartmentTotal: fromDocuments,
  PackedTotal: fromDocuments,
  PackedKey: fromDocuments,
  TerminalMonthTotal: fromDocuments,
  CashierMonthTotal: fromDocuments,
  BasketMonthTotal: fromDocuments,
  TerminalFormerSecret: 'holds secrets and nothing else',
  DevicePairing: 'a device that waited to be let in; what came of it is a key of a terminal',
  ProductImport: 'what was taken over from a file lies in the products',
  ProductImportFault: 'what was taken over from a file lies in the products',
  BulkChange: "work of the hub's staff; what it changed is exported",
  BulkChangeRow: "work of the hub's staff; what it changed is exported",
  DataImport: 'what was taken over from a file lies in the rows',
  DataImportFault: 'what was taken over from a file lies in the rows',
  OutboxEvent: 'on its way to somebody else; what it tells of is exported',
  MailMessage: 'of the person it was written to',
  StaffCompany: 'of the staff of the hub',
};

/** Columns that leave the hub for nobody: passwords and secrets, in clear, encrypted or hashed, and links that open something. */
export const hiddenColumns: Readonly<Partial<Record<ModelName, readonly string[]>>> = {
  Cashier: ['password_encrypted'],
  Terminal: ['secret_hash', 'secret_hint'],
  CompanyInvitation: ['token_hash', 'pending_key', 'email_key'],
  CompanyJoinRequest: ['pending_key'],
  ReportSchedule: ['webhook_secret'],
  ApiKey: ['key_hash'],
};

/** What a page is sought by, in the order of the rows: a key of the table, served by an index where the table grows with sales. */
const keysets: Readonly<Partial<Record<ModelName, readonly string[]>>> = {
  Transaction: ['uuid'],
  Closure: ['uuid'],
  StockMovement: ['product_id', 'occurred_at', 'id'],
  TerminalState: ['terminal_id'],
  TerminalSequence: ['terminal_id', 'name'],
  TerminalSync: ['terminal_id', 'kind'],
  NotificationDelivery: ['notification_id', 'terminal_id'],
  FrozenTotal: ['month_id', 'rollup', 'store_id', 'business_day', 'key', 'currency'],
  SalesTarget: ['company_id', 'store_id', 'month', 'currency'],
  CurrencyDayRate: ['company_id', 'currency', 'target', 'day'],
};

/** Order of the rows that hang on one row. */
const partOrder: Readonly<Partial<Record<ModelName, readonly string[]>>> = {
  TransactionBody: [],
  ClosureBody: [],
  ClosureJudgement: [],
  ClosureSummary: ['kind', 'position'],
  CustomerSegmentMember: ['id'],
  CashierTerminal: ['terminal_id'],
};

/** One file: lines of JSON, a row each. */
export interface ExportFile {
  name: string;
  /** Prisma model, for tests. */
  model: ModelName;
  /** SELECT list with the columns' own names, FROM, and the condition with the placeholder of the company. */
  columns: readonly string[];
  from: string;
  where(company: string): string;
  keyset: readonly string[];
  /** Rows that hang on rows of another table: they are read by the ids of those, `column` names them. */
  partOf?: { root: ExportFile; column: string };
}

export function exportFiles(): ExportFile[] {
  const files: ExportFile[] = [company, members];
  for (const owned of ownedTables) {
    if (owned.model in notExported || owned.model === 'CompanyMembership') continue;
    const root = fileOf(owned.model, (place) => ownRows(owned, place));
    files.push(root);
    for (const [part, column] of Object.entries(owned.parts ?? {})) {
      const model = part as ModelName;
      const keyset = [column, ...(partOrder[model] ?? ['position'])];
      files.push({ ...fileOf(model, () => ''), keyset, partOf: { root, column } });
    }
  }
  return [...files, { ...fileOf('AuditEntry', (place) => `chain = ${place}`), keyset: ['position'] }];
}

function fileOf(model: ModelName, where: (company: string) => string): ExportFile {
  const { name, columns } = tableOf(model);
  const hidden = hiddenColumns[model] ?? [];
  return {
    name: `${name}.ndjson`,
    model,
    columns: Object.keys(columns).filter((column) => !hidden.includes(column)),
    from: name,
    where,
    keyset: keysets[model] ?? ['id'],
  };
}

const company: ExportFile = fileOf('Company', (place) => `id = ${place}`);

/** Members by their names, and nothing else of the person. */
const members: ExportFile = {
  ...fileOf('CompanyMembership', (place) => `company_id = ${place}`),
  columns: [...Object.keys(tableOf('CompanyMembership').columns), 'username', 'display_name'],
  from: `(SELECT m.*, u.username, u.display_name FROM company_memberships m JOIN users u ON u.id = m.user_id) AS members`,
};

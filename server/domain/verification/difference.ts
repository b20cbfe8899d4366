/** How a disagreement of the hub with itself is told. */

import { moneyToText } from '../../core/money.ts';
import { type Dialect, statement, type Tx } from '../../db/index.ts';

type Told = string | number | boolean | null;

/** One disagreement. Sides hold only what differs: counts as numbers, amounts and quantities as decimal text with 4 places. */
export interface Difference {
  /** What disagrees, for example `rollup.day`, `document.hash`, `balance.stock`, `audit.chain`. */
  kind: string;
  /** Where: codes where the hub has them, otherwise ids. */
  key: Record<string, Told>;
  /** What the documents (or the ledger) say. */
  expected: Record<string, Told>;
  /** What is stored. */
  found: Record<string, Told>;
}

/** Codes that people know for the hub's compact ids. */
export interface Names {
  company: ReadonlyMap<number, string>;
  store: ReadonlyMap<number, string>;
  terminal: ReadonlyMap<number, string>;
}

const companyCodes = statement({
  params: {},
  returns: { id: 'int', code: 'text' },
  sql: () => 'SELECT id, office_code AS code FROM companies',
});
const storeCodes = statement({
  params: {},
  returns: { id: 'int', code: 'text' },
  sql: () => 'SELECT id, code FROM stores',
});
const terminalCodes = statement({
  params: {},
  returns: { id: 'int', code: 'text' },
  sql: () => 'SELECT id, code FROM terminals',
});

export async function readNames(dialect: Dialect, read: Tx): Promise<Names> {
  const toMap = (rows: readonly { id: number; code: string }[]) => new Map(rows.map((row) => [row.id, row.code]));
  return {
    company: toMap(await dialect.query(read, companyCodes, {})),
    store: toMap(await dialect.query(read, storeCodes, {})),
    terminal: toMap(await dialect.query(read, terminalCodes, {})),
  };
}

/** Writes database columns for people and programs: `company_id: 1` becomes `officeCode: 'OFFICE-001'`, `gross_e4` becomes
 *  `gross: '12.5000'`. An id without a row stays visible as `#17`. */
export function tell(columns: Readonly<Record<string, unknown>>, names: Names): Record<string, Told> {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => tellOne(column, value, names)));
}

function tellOne(column: string, value: unknown, names: Names): [string, Told] {
  if (column === 'company_id') return ['officeCode', codeOf(names.company, value)];
  if (column === 'store_id') return ['storeCode', value === 0 ? 'all' : codeOf(names.store, value)];
  if (column === 'terminal_id') return ['terminalCode', codeOf(names.terminal, value)];
  const name = column.replace(/_e\d$/, '').replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  if (typeof value === 'bigint') return [name, column.endsWith('_e4') ? moneyToText(value) : Number(value)];
  if (value instanceof Date) return [name, value.toISOString()];
  return [name, value as Told];
}

function codeOf(codes: ReadonlyMap<number, string>, id: unknown): string {
  return codes.get(id as number) ?? `#${String(id)}`;
}

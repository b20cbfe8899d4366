/** What a report is: a declaration that the page, the files, the schedule and the API all work from, so that they cannot differ. */
import type { Ctx } from '../../server/db/index.ts';
import type { Action } from '../../server/domain/tenancy/index.ts';
import type { Comparison, DayRange } from '../range.ts';
import type { FilterName, Window } from './window.ts';

/** How a value reads. Money, quantities: ten-thousandths; shares and changes: basis points; counts and points: whole numbers; a day
 *  is `YYYY-MM-DD`; a word is the end of a key of texts, `reports.words.<value>`. */
export type ColumnKind = 'money' | 'count' | 'points' | 'quantity' | 'share' | 'change' | 'text' | 'day' | 'word';

export interface Column {
  /** Its heading is the text `reports.columns.<name>`. */
  name: string;
  kind: ColumnKind;
}

const textKinds: ReadonlySet<ColumnKind> = new Set(['text', 'word', 'day']);

/** Whether its values are numbers, which stand at the end of a column, under a head that does. */
export function isNumber({ kind }: Pick<Column, 'kind'>): boolean {
  return !textKinds.has(kind);
}

/** What a row is about. `word` is a key of texts, for what has no name of its own. */
export type Label =
  | { kind: 'text'; text: string; note?: string }
  | { kind: 'word'; word: string; facts?: Readonly<Record<string, string | number>> }
  | { kind: 'day'; day: string }
  | { kind: 'week'; day: string }
  | { kind: 'month'; month: string }
  | { kind: 'hour'; hour: number }
  | { kind: 'weekday'; weekday: number }
  | { kind: 'rate'; basisPoints: number };

export type Value = bigint | number | string | null;

/** Where a number leads: another report of the same company, days and filters, but for what is said here; or, where `page` is
 *  present, that address of the portal, and the rest says nothing. */
export interface Drill {
  report: string;
  filters: Readonly<Record<string, string>>;
  page?: string;
}

export interface Row {
  /** What is compared with the row of the same key of the days before. */
  key: string;
  label: Label;
  values: Readonly<Record<string, Value>>;
  drill: Drill | null;
  /** Where single values lead that do not lead where their row does: by column. */
  cells?: Readonly<Record<string, Drill>>;
  /** Money that a till told without saying where it belongs; what rounding leaves over; what came after the month was frozen. */
  kind?: 'unknown' | 'difference' | 'correction';
  /** Columns whose value stands out, by the rule that a note of the report says. */
  marked?: readonly string[];
}

/** Rows in one currency; currencies are never added up. Null: the report is about no money. */
export interface Section {
  currency: string | null;
  rows: Row[];
  /** Null when the rows are no parts of a whole. */
  total: Readonly<Record<string, Value>> | null;
  /** Where its whole leads, where not as the report says; null: nowhere, as it is no whole of receipts. */
  ofAll?: Drill | null;
  /** Of a list that is read page by page: rows before these, and in all. */
  listed?: { before: number; inAll: number } | undefined;
}

/** A piece that the bars of rows are drawn of: a store. */
export interface Part {
  name: string;
  /** In the lead column's kind, by the rows' keys. */
  values: ReadonlyMap<string, Value>;
}

export interface ChartPlan {
  /** `heat`: rows' keys are "<weekday 1 to 7> <hour 0 to 23>". `pareto`: rows are ordered by the lead column. */
  kind: 'bar' | 'line' | 'doughnut' | 'heat' | 'pareto';
  /** Columns that are drawn. */
  columns: readonly string[];
  isHorizontal?: boolean;
  /** More rows than these are drawn as one. */
  mostRows?: number;
}

export type Area = 'sales' | 'products' | 'stock' | 'customers' | 'control' | 'accounting';

/** A choice that is the report's own, as addresses carry it. */
export interface Option {
  name: string;
  /** The first one is what counts when the address says nothing. Labels: `reports.options.<name>.<value>`. */
  values: readonly string[];
}

export interface Report {
  /** Its address below /reports, and its place among the texts: `reports.list.<name>`. */
  name: string;
  area: Area;
  permission: Action;
  columns: readonly Column[];
  /** The column that rows are ordered, drawn and compared by. */
  lead: string;
  /** Heading of the rows' names: the text `reports.columns.<name>`. */
  rowName: string;
  chart: ChartPlan | null;
  /** Filters that its rollup answers at once; the others read documents, within the limit of `window.ts`. Empty: neither. */
  instantFilters: readonly FilterName[];
  /** False: only what its rollups know may be asked for. */
  readsDocuments: boolean;
  /** Rows that the page shows before "and others"; files have all. */
  mostRows?: number;
  isComparable: boolean;
  /** Of many rows only those are compared that are shown: the days compared with are read when these are known. */
  comparesShown?: true;
  /** Its days are drawn beside what they are meant to bring (server/domain/targets). */
  hasTargets?: true;
  /** The earlier days, where they are not simply as many: months are compared with months. */
  comparedRange?(range: DayRange, comparison: Exclude<Comparison, 'none'>): DayRange;
  /** It is about the company as one: stores mean nothing to it, and who sees some of them alone is shown nothing. */
  isOfCompany?: true;
  /** False: it is about now, and days mean nothing to it. */
  hasRange: boolean;
  options?: readonly Option[];
  /** Names in the address, with any value, that rows of other reports narrow this one by; kept in its links like filters. They
   *  are among the window's options. */
  narrowedBy?: readonly string[];
  /** Its list is read page by page: `after` and `take` of the address. */
  isPaged?: true;
  /** Where figures of the whole lead; by default to all receipts that the filters leave. */
  ofAll?: Drill;
  /** Keys of sentences below the table: `reports.notes.<note>`. */
  notes?: readonly string[];
  /** Keys of sentences above the table that hold for this question alone: `reports.remarks.<remark>`. */
  remarks?(ctx: Ctx, window: Window): Promise<string[]>;
  sections(ctx: Ctx, window: Window): Promise<Section[]>;
  /** What the rows' bars are made of, by currency: for the picture alone. */
  parts?(ctx: Ctx, window: Window): Promise<ReadonlyMap<string, readonly Part[]>>;
}

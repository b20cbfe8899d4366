/** How rows of a model are changed by people of the hub, one by one or many at once: the form, the bulk edit and the import of
 *  the back office write through this and through nothing else. */

import type { Ctx, ModelName, Tx } from '../../db/index.ts';

/** Values by column, as Prisma returns and takes them. */
export type Values = Record<string, unknown>;

/** What one row is to become. With `id` it is a row that is there: columns that are not named stay as they are. Without one it
 *  is new, and columns that are not named take their default. */
export type RowInput = Values & {
  id?: string;
  /** Version that the person has seen; another one by now is `stale`. Absent: whatever it is. */
  seen?: number;
};

export interface PutRows {
  /** Whose rows they are; null: the hub's own. */
  companyId: number | null;
  /** Up to 500. */
  rows: readonly RowInput[];
}

export interface NamedRows {
  companyId: number | null;
  /** Up to 500. */
  ids: readonly string[];
  /** Versions that the person has seen, by id. */
  seen?: ReadonlyMap<string, number>;
}

export interface PutResult {
  /** One per row given, in its order. */
  ids: string[];
  created: number;
  updated: number;
  /** Rows that were already as given: they keep their version. */
  unchanged: number;
}

/** Why one row of several cannot be stored as it is given. */
export interface RowFault {
  /** Position among the rows given. */
  index: number;
  /** Empty: the row as a whole. */
  column: string;
  code: 'invalid_input' | 'already_exists' | 'stale' | 'not_found' | 'conflict';
  message: string;
  /** The row that stands in the way. */
  holder?: { model: ModelName; id: string };
  /** What still needs the row. */
  users?: { model: ModelName; count: number };
}

/** What a form has to know of a column. */
export interface ColumnRule {
  isRequired: boolean;
  /** Closed value set. */
  values?: readonly string[];
  /** Characters. */
  maxLength?: number;
  /** Of a new row. */
  initial?: unknown;
  /** True: it is said once, when the row is made. */
  isFixed?: boolean;
  /** How it is stored; a `?` says that it may be null. The scale of a number stands in its name: `…E4`. */
  type?: string;
  /** Model of the row that it names. */
  reference?: ModelName;
}

export interface RowOperations {
  model: ModelName;
  /** What the audit trail calls a row. */
  subject: string;
  /** Columns that people set, without `companyId`. */
  columns: readonly string[];
  rules: Readonly<Record<string, ColumnRule>>;
  /** Columns by which people recognise a row within its company; empty: by none. */
  key: readonly string[];
  /** Rows may belong to the hub itself. */
  isOfHub: boolean;
  /** False: rows come to be elsewhere, for example by registering. */
  canCreate: boolean;
  /** False: what was made stays, or changes by actions. */
  canEdit: boolean;
  /** False: one is made at a time, never from a file. */
  comesInFiles: boolean;
  /** What is said of a new row: columns, and words that no column keeps as they were said, such as a first password. */
  making: Readonly<Record<string, ColumnRule>>;
  /** What the form of a row that is there offers: columns, and fields that are parts of one. */
  changing: Readonly<Record<string, ColumnRule>>;
  /** Values of the fields of `changing` that are no columns. */
  parts?(row: Values): Values;
  /** Whether the person may make rows; absent: whoever may write them. */
  mayCreate?(ctx: Ctx): boolean;
  /** Whether the person may write rows of this company (null: the hub's own; undefined: any at all). The operations judge again. */
  isAllowed(ctx: Ctx, companyId?: number | null): boolean;
  /** All rows or none; validates, writes an audit entry for each row, raises versions.
   *  @throws DomainError `facts.errors` has paths `rows.<index>.<column>`, `facts.faults` the same as `RowFault`s */
  put(ctx: Ctx, input: PutRows): Promise<PutResult>;
  /** What `put` would refuse, without writing. Rows without a fault are fine unless somebody is faster. */
  check(ctx: Ctx, input: PutRows): Promise<RowFault[]>;
  /** Puts rows into the trash: tills are told to forget them. Refuses what others still need. */
  remove?(ctx: Ctx, input: NamedRows): Promise<void>;
  /** Takes rows out of the trash, under their ids. */
  restore?(ctx: Ctx, input: NamedRows): Promise<void>;
}

/** Inside a transaction. */
export interface At {
  tx: Tx;
  ctx: Ctx;
}

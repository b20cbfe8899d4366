/** What a list is made from: a table and conditions on it, described by data. Column names are those of the data model; only this
 *  folder knows what they are called in SQL. */

import type { ScalarType } from '../../db/index.ts';

/** Columns of raw bytes are never listed. */
export type ListScalar = Exclude<ScalarType, 'bytes'>;

export type ListValue = number | bigint | string | boolean | Date;

export interface ListColumn {
  /** As the database knows it. */
  sql: string;
  scalar: ListScalar;
  isNullable: boolean;
}

export interface ListTable {
  /** As the database knows it. */
  name: string;
  /** The column that tells rows apart. */
  id: string;
  columns: Readonly<Record<string, ListColumn>>;
  /** Every index, the primary key's among them. */
  indexes: readonly ListIndex[];
}

export interface ListIndex {
  /** As the database knows it; null: it is the primary key. */
  name: string | null;
  columns: readonly string[];
  isUnique: boolean;
}

export type ListCondition =
  | { is: 'equal'; column: string; value: ListValue }
  /** One of several; an empty list holds nowhere. */
  | { is: 'among'; column: string; values: readonly ListValue[] }
  /** From and to are included, `before` is not. */
  | {
      is: 'range';
      column: string;
      from?: ListValue | undefined;
      to?: ListValue | undefined;
      before?: ListValue | undefined;
    }
  | { is: 'empty' | 'filled'; column: string }
  /** Letter case does not matter. */
  | { is: 'beginning' | 'containing'; column: string; text: string }
  | { is: 'any' | 'all'; of: readonly ListCondition[] }
  /** The column names a row of another table. */
  | { is: 'related'; column: string; table: ListTable; key: string; where: ListCondition };

export interface ListOrder {
  column: string;
  direction: 'asc' | 'desc';
}

/** Alternatives that exclude one another, each a list of conditions that all hold. */
export type ListScope = readonly (readonly ListCondition[])[];

export interface ListQuery {
  table: ListTable;
  /** Whose rows. No alternative, no row; one without conditions is every row. */
  scope: ListScope;
  filters: readonly ListCondition[];
  order: ListOrder;
  /** Columns that the reader may not see: no order holds them, not even to tell equal rows apart, because rows that stand in it
   *  and cursors would tell of them. */
  hidden?: ReadonlySet<string>;
}

/** @throws Error the table has no such column: names are checked before they come here */
export function columnOf(table: ListTable, name: string): ListColumn {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (!column) throw new Error(`${table.name} has no column ${name}`);
  return column;
}

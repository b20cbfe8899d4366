/** Where a page begins, as a text for an address. It says nothing that the page does not show. */

import { DomainError } from '../../core/errors.ts';
import type { ListOrder, ListScalar, ListTable, ListValue } from './table.ts';

/** Values of the order's columns in a row. The first may be null: such rows stand behind all others. */
export type Key = readonly (ListValue | null)[];

export interface Cursor {
  /** Rows behind or before the key. */
  side: 'after' | 'before';
  key: Key;
}

interface Place {
  table: ListTable;
  order: ListOrder;
  /** Columns of the key. */
  columns: readonly string[];
}

export function writeCursor({ table, order, columns }: Place, { side, key }: Cursor): string {
  const cells = key.map((cell, place) => textOf(table.columns[columns[place] ?? '']?.scalar, cell));
  return Buffer.from(JSON.stringify([side[0], order.direction[0], columns, cells, table.name])).toString('base64url');
}

/** The columns and the place that a text names, for an order; null: it was made for another order.
 *  @throws DomainError invalid_input: nobody made this text for this list */
export function readCursor(
  table: ListTable,
  order: ListOrder,
  text: string,
): { columns: string[]; cursor: Cursor } | null {
  const parsed = parse(text);
  if (!Array.isArray(parsed) || parsed.length !== 5) throw refused();
  const [side, direction, columns, cells, of] = parsed as unknown[];
  // Lists of other tables may have columns of the same names: rows would be passed over unseen.
  if (of !== table.name) throw refused();
  const isWhole = Array.isArray(columns) && Array.isArray(cells) && columns.length === cells.length;
  if (!isWhole || (side !== 'a' && side !== 'b') || columns.length === 0 || columns.length > 8) throw refused();
  const names = columns.map(String);
  const key = names.map((name, place) => {
    const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
    if (!column) throw refused();
    return cellValue(column.scalar, (cells as unknown[])[place], place === 0);
  });
  if (direction !== order.direction[0] || !names.includes(order.column)) return null;
  return { columns: names, cursor: { side: side === 'a' ? 'after' : 'before', key } };
}

function parse(text: string): unknown {
  if (text.length > 2000) throw refused();
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw refused();
  }
}

function textOf(scalar: ListScalar | undefined, cell: ListValue | null): string | null {
  if (cell === null) return null;
  if (cell instanceof Date) return String(cell.getTime());
  return scalar === 'bool' ? (cell === true ? '1' : '0') : String(cell);
}

function cellValue(scalar: ListScalar, cell: unknown, isFirst: boolean): ListValue | null {
  if (cell === null && isFirst) return null;
  if (typeof cell !== 'string') throw refused();
  if (scalar === 'text') return cell;
  if (scalar === 'bool') return cell === '1';
  if (!/^-?\d{1,19}$/.test(cell)) throw refused();
  if (scalar === 'bigint') return BigInt(cell);
  const number = Number(cell);
  if (scalar === 'instant') return dateOf(number);
  if (!Number.isSafeInteger(number) || Math.abs(number) > 2_147_483_647) throw refused();
  return number;
}

function dateOf(millis: number): Date {
  const date = new Date(millis);
  if (Number.isNaN(date.getTime())) throw refused();
  return date;
}

/** @returns the error of a cursor that a list of another order has given */
export function otherPlace(): DomainError {
  const errors = [{ path: 'cursor', message: 'belongs to another order of this list' }];
  return new DomainError('invalid_input', { errors }, 'This cursor belongs to a list in another order: begin again.');
}

function refused(): DomainError {
  const errors = [{ path: 'cursor', message: 'is no place in this list' }];
  return new DomainError('invalid_input', { errors }, 'This address names no place in the list.');
}

/** Rows as cells of a file: names in place of ids, numbers as exact decimals, instants in UTC. */

import { decimalToShortText, readDecimal } from '../../server/core/decimal.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { Cell } from '../../server/http/files/cell.ts';
import type { Row } from '../adapter/definition.ts';
import { plainValue } from '../adapter/display.ts';
import { mask } from '../adapter/field-rules.ts';
import { loadPlaces, type Place } from '../adapter/places.ts';
import type { HubResource } from '../adapter/resource.ts';
import type { ColumnInfo } from '../adapter/source.ts';

const none: Cell = { kind: 'none' };

/** Cells of some rows, with one query for each column of references. */
export async function cellsOf(
  ctx: Ctx,
  { resource, names, rows }: { resource: HubResource; names: readonly string[]; rows: Row[] },
): Promise<Cell[][]> {
  const columns = names.flatMap((name) => resource.source.columns.get(name) ?? []);
  const [places] = await Promise.all([
    loadPlaces(ctx, rows),
    columns.some(({ isVirtual }) => isVirtual) ? resource.enrich(ctx, rows) : undefined,
  ]);
  const titles = new Map<string, ReadonlyMap<unknown, string>>();
  for (const { field, reference } of columns) {
    const target = resource.siblings.get(reference ?? '');
    const ids = new Set(
      rows.map((row) => row[field.name]).filter((id) => id !== null && id !== undefined && id !== mask),
    );
    if (target && ids.size > 0) titles.set(field.name, await target.titles(ctx, ids));
  }
  return rows.map((row) => {
    const place = places(row);
    return columns.map((column) => {
      const title = titles.get(column.field.name)?.get(row[column.field.name]);
      return title === undefined ? cellOf(column, row[column.field.name], place) : { kind: 'text', text: title };
    });
  });
}

function cellOf({ kind }: ColumnInfo, value: unknown, place: Place): Cell {
  if (value === null || value === undefined || value === '') return none;
  if (value === mask) return { kind: 'text', text: mask };
  if (typeof value === 'boolean') return { kind: 'flag', value };
  if (value instanceof Date) return { kind: 'instant', at: value };
  const { text: rounded, isNumber } = plainValue(kind, value, place);
  const text = kind === 'money' && typeof value === 'bigint' ? exactly(value, rounded) : rounded;
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text)) return { kind: 'number', text, isMoney: kind === 'money' };
  return kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(text) ? { kind: 'day', day: text } : { kind: 'text', text };
}

/** An amount with more decimals than its currency has keeps them all. */
function exactly(amountE4: bigint, rounded: string): string {
  const read = readDecimal(rounded, 4);
  return read.ok && read.value === amountE4 ? rounded : decimalToShortText(amountE4, 4);
}

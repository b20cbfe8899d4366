/** Names of records as people say them: where the name holds a reference, the name of what it refers to; figures and moments as
 *  everywhere. An id is nobody's name, unless there is nothing else. */

import type { Ctx } from '../../server/db/index.ts';
import type { Row } from './definition.ts';
import { displayValue } from './display.ts';
import { anonymousName, isMasked } from './field-rules.ts';
import { loadPlaces } from './places.ts';
import type { HubResource } from './resource.ts';
import type { ColumnInfo } from './source.ts';

const names = new WeakMap<Row, string>();

/** The name that `nameRows` found for this very row. */
export function knownName(row: Row): string | undefined {
  return names.get(row);
}

/** Finds names of rows whose title has more than texts in it, with one query for each column of references. */
export async function nameRows(resource: HubResource, ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const { source } = resource;
  const all = source.definition.title.flatMap((name) => source.columns.get(name) ?? []);
  const columns = all.filter(({ field }) => !isMasked(ctx, source, field.name));
  const isWhole = columns.length === all.length;
  if (rows.length === 0 || (isWhole && columns.every(isPlain))) return;
  const [places, ...titles] = await Promise.all([
    loadPlaces(ctx, rows),
    ...columns.map((column) => referred(resource, ctx, { column, rows })),
  ]);
  for (const row of rows) {
    const parts = columns.map(({ field, kind, reference }, index) => {
      const value = row[field.name];
      if (value === null || value === undefined || value === '') return '';
      if (reference !== null) return titles[index]?.get(value) ?? '';
      const text = String(displayValue(kind, value, places(row)) ?? '');
      return kind === 'instant' ? text.slice(0, 16) : text;
    });
    const name = joinedName(columns.map(({ field }, index) => ({ column: field.name, text: parts[index] ?? '' })));
    if (name !== '') names.set(row, name);
    else if (!isWhole) names.set(row, anonymousName(ctx, source, row));
  }
}

/** A last name follows the first one as people write it; any other part stands apart. */
export function joinedName(parts: readonly { column: string; text: string }[]): string {
  return parts.reduce((name, { column, text }) => {
    if (name === '' || text === '') return name + text;
    return `${name}${column === 'lastName' ? ' ' : ' · '}${text}`;
  }, '');
}

function isPlain({ kind, reference }: ColumnInfo): boolean {
  return reference === null && kind !== 'money' && kind !== 'instant' && kind !== 'percent' && kind !== 'quantity';
}

async function referred(
  resource: HubResource,
  ctx: Ctx,
  { column, rows }: { column: ColumnInfo; rows: readonly Row[] },
): Promise<ReadonlyMap<unknown, string>> {
  const target = resource.siblings.get(column.reference ?? '');
  return target ? target.titles(ctx, new Set(rows.map((row) => row[column.field.name]))) : new Map();
}

/** From what a person asked for to a Prisma condition. Only columns that the resource offers as filters are understood; anything
 *  else is refused, so that a filter can never feel its way along a hidden value. */

import type { Filter } from 'adminjs';
import { readDecimal } from '../../server/core/decimal.ts';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { Condition } from './definition.ts';
import { isMasked } from './field-rules.ts';
import { decimalsOf } from './kinds.ts';
import type { ModelField } from './model.ts';
import { type ColumnInfo, type Source, searchProperty } from './source.ts';

/** Longer texts find nothing and cost much. */
const maxTextLength = 200;

/** How `contains` ignores letter case: SQLite does by itself and does not know the word. */
type TextMode = { mode?: 'insensitive' };

/** @throws DomainError invalid_input naming the filter */
export function whereOf(ctx: Ctx, source: Source, filter: Filter | undefined): Condition[] {
  const textMode: TextMode = ctx.db.provider === 'postgresql' ? { mode: 'insensitive' } : {};
  const conditions: Condition[] = [];
  for (const [path, element] of Object.entries(filter?.filters ?? {})) {
    const value: unknown = element.value;
    if (value === '' || value === null || value === undefined) continue;
    if (isMasked(ctx, source, path)) throw refused(path, 'it is not yours to see');
    conditions.push(
      path === searchProperty ? search(ctx, source, { value, textMode }) : column(source, path, { value, textMode }),
    );
  }
  return conditions;
}

function usedColumns(filter: Filter): Set<string> {
  const given = Object.entries(filter.filters).filter(
    ([, { value }]) => value !== '' && value !== null && value !== undefined,
  );
  return new Set(given.map(([path]) => path));
}

/** Whether these filters would have to read a whole endless table; see `ResourceDefinition.window`. */
export function isUnbounded(source: Source, filter: Filter | undefined): boolean {
  const { window } = source.definition;
  if (!window || !filter) return false;
  const used = usedColumns(filter);
  if (used.size === 0) return false;
  return !window.indexes.some((columns) => columns.every((name) => used.has(name)));
}

interface Asked {
  value: unknown;
  textMode: TextMode;
}

function column(source: Source, path: string, { value, textMode }: Asked): Condition {
  const info = source.columns.get(path);
  if (!info?.isFilterable) throw refused(path, 'there is no such filter');
  if (typeof value === 'object' && value !== null) return { [path]: range(info, value as Record<string, unknown>) };
  return { [path]: exactly(info, textOf(path, value), textMode) };
}

function exactly(info: ColumnInfo, text: string, textMode: TextMode): unknown {
  const { field } = info;
  if (info.reference !== null || info.values !== null) return scalar(info, text);
  if (field.type === 'String' && info.kind === 'text') return { contains: text, ...textMode };
  return scalar(info, text);
}

function range(info: ColumnInfo, bounds: Record<string, unknown>): Condition {
  const { field, kind } = info;
  if (Object.keys(bounds).some((key) => key !== 'from' && key !== 'to')) {
    throw refused(field.name, 'a range has "from" and "to"');
  }
  if (kind === 'text' || kind === 'flag' || kind === 'json' || info.reference !== null) {
    throw refused(field.name, 'it has no order');
  }
  const { from, to } = bounds;
  return {
    ...(isGiven(from) ? { gte: scalar(info, textOf(field.name, from)) } : {}),
    ...(isGiven(to) ? { lte: scalar(info, textOf(field.name, to)) } : {}),
  };
}

function isGiven(bound: unknown): boolean {
  return bound !== undefined && bound !== null && bound !== '';
}

/** The column's own type from text. */
function scalar({ field, kind }: ColumnInfo, text: string): unknown {
  const decimals = decimalsOf(kind);
  if (field.type === 'Boolean') {
    if (text !== 'true' && text !== 'false') throw refused(field.name, 'yes or no');
    return text === 'true';
  }
  if (field.type === 'DateTime') {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) throw refused(field.name, 'a date and time');
    return at;
  }
  if (kind === 'day' && !/^\d{4}-\d{2}-\d{2}$/.test(text)) throw refused(field.name, 'a day, YYYY-MM-DD');
  if (field.type === 'Int' || field.type === 'BigInt') return integer(field, text.replace(/\s*%$/, ''), decimals ?? 0);
  return text;
}

function integer(field: ModelField, text: string, decimals: number): number | bigint {
  const reading = readDecimal(text, decimals);
  if (!reading.ok)
    throw refused(field.name, decimals === 0 ? 'a whole number' : `a number with up to ${decimals} decimals`);
  if (field.type === 'BigInt') return reading.value;
  if (reading.value > 2_147_483_647n || reading.value < -2_147_483_648n) throw refused(field.name, 'a smaller number');
  return Number(reading.value);
}

function search(ctx: Ctx, source: Source, { value, textMode }: Asked): Condition {
  const text = textOf(searchProperty, value).trim();
  const hits = source.definition.search.flatMap((name): Condition[] => {
    if (isMasked(ctx, source, name)) return [];
    const field = source.model.fields.find((candidate) => candidate.name === name);
    if (field?.type === 'String') {
      if (source.definition.searchesUuid) return [{ [name]: text.toLowerCase() }];
      return [{ [name]: { contains: name.endsWith('Folded') ? fold(text) : text, ...textMode } }];
    }
    // A whole number is looked for in number columns; words are not.
    return field?.type === 'Int' && /^\d{1,9}$/.test(text) ? [{ [name]: Number(text) }] : [];
  });
  return { OR: hits };
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function textOf(path: string, value: unknown): string {
  const text =
    typeof value === 'string' ? value : typeof value === 'boolean' || typeof value === 'number' ? String(value) : null;
  if (text === null || text.length > maxTextLength || text.includes('\0')) throw refused(path, 'a short text');
  return text;
}

function refused(path: string, message: string): DomainError {
  return new DomainError(
    'invalid_input',
    { errors: [{ path: `filters.${path}`, message }] },
    `Filter ${path}: ${message}.`,
  );
}

/** The id of a record from an address, in its column's type; null when it can be none. */
export function readId(field: ModelField, id: unknown): string | number | null {
  if (field.type === 'String') return typeof id === 'string' && id !== '' && id.length <= maxTextLength ? id : null;
  const text = String(id);
  return /^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647 ? Number(text) : null;
}

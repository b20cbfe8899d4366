/** From what a person asked for to conditions of a list. Only columns that the resource offers as filters are understood; anything
 *  else is refused, so that a filter can never feel its way along a hidden value.
 *
 *  `filters.<column>=…` once or several times: one of these values; of plain texts, a part of the text.
 *  `filters.<column>~~from`, `~~to`: a range, both ends included. `~~during`: a word of relative-days.ts. `~~is`: empty or filled.
 *  `~~starts`: the beginning of a text. `~~exact`: the whole text. */

import type { Filter } from 'adminjs';
import { isDay } from '../../server/core/business-day.ts';
import { readDecimal } from '../../server/core/decimal.ts';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { ListCondition, ListValue, ModelField } from '../../server/domain/listing/index.ts';
import { isMasked } from './field-rules.ts';
import { type Calendar, dayEnd, dayStart, daysOf } from './filter-days.ts';
import { decimalsOf } from './kinds.ts';
import { type ColumnInfo, type Source, searchProperty } from './source.ts';

/** Longer texts find nothing and cost much. */
const maxTextLength = 200;

/** Values of one column that may be asked for at once. */
const maxValues = 200;

/** @throws DomainError invalid_input naming the filter */
export function conditionsOf(ctx: Ctx, source: Source, asked: { filter: Filter | undefined; calendar: Calendar }) {
  const conditions: ListCondition[] = [];
  for (const [path, element] of Object.entries(asked.filter?.filters ?? {})) {
    const value: unknown = element.value;
    if (!isGiven(value)) continue;
    if (isMasked(ctx, source, path)) throw refused(path, 'it is not yours to see');
    conditions.push(
      ...(path === searchProperty ? [search(ctx, source, value)] : column(source, path, { value, ...asked })),
    );
  }
  return conditions;
}

function column(source: Source, path: string, asked: { value: unknown; calendar: Calendar }): ListCondition[] {
  const info = source.columns.get(path);
  if (!info?.isFilterable) throw refused(path, 'there is no such filter');
  const { value, calendar } = asked;
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return chosen(info, value, calendar);
  return Object.entries(value).flatMap(([key, given]) => {
    if (!isGiven(given)) return [];
    return special(info, { key, text: textOf(path, given) }, calendar);
  });
}

/** One of several values, or a part of a text. */
function chosen(info: ColumnInfo, value: unknown, calendar: Calendar): ListCondition[] {
  const { name } = info.field;
  const texts = (Array.isArray(value) ? value : [value]).filter(isGiven).map((each) => textOf(name, each));
  if (texts.length > maxValues) throw refused(name, `up to ${maxValues} values`);
  if (isPlainText(info)) {
    const parts = texts.map((text): ListCondition => ({ is: 'containing', column: name, text }));
    return parts.length > 1 ? [{ is: 'any', of: parts }] : parts;
  }
  if (info.kind === 'instant') {
    const days = texts.map((text): ListCondition => ({ is: 'range', column: name, ...bounds(info, text, calendar) }));
    return days.length > 1 ? [{ is: 'any', of: days }] : days;
  }
  const values = [...new Set(texts.map((text) => scalar(info, text)))];
  const [only] = values;
  if (only === undefined) return [];
  return [values.length === 1 ? { is: 'equal', column: name, value: only } : { is: 'among', column: name, values }];
}

function isPlainText({ field, kind, reference, values }: ColumnInfo): boolean {
  return reference === null && values === null && field.type === 'String' && kind === 'text';
}

function special(info: ColumnInfo, asked: { key: string; text: string }, calendar: Calendar): ListCondition[] {
  const { name } = info.field;
  const { key, text } = asked;
  switch (key) {
    case 'from':
    case 'to': {
      requireOrder(info);
      const { from, to, before } = bounds(info, text, calendar);
      return [{ is: 'range', column: name, ...(key === 'from' ? { from } : { to, before }) }];
    }
    case 'during': {
      if (info.kind !== 'day' && info.kind !== 'instant') throw refused(name, 'it holds no days');
      const days = daysOf(text, calendar);
      if (days === null) throw refused(name, 'no such time');
      const [from, to] = [bounds(info, days.from, calendar), bounds(info, days.to, calendar)];
      return [{ is: 'range', column: name, from: from.from, to: to.to, before: to.before }];
    }
    case 'is':
      if (text !== 'empty' && text !== 'filled') throw refused(name, '"empty" or "filled"');
      return emptiness(info, text);
    case 'starts':
    case 'exact':
      if (info.field.type !== 'String') throw refused(name, 'it is no text');
      return [
        key === 'starts'
          ? { is: 'beginning', column: name, text }
          : { is: 'equal', column: name, value: scalar(info, text) },
      ];
    default:
      throw refused(name, 'a range has "from" and "to"');
  }
}

/** Texts that must be there are empty when nothing stands in them. */
function emptiness({ field }: ColumnInfo, is: 'empty' | 'filled'): ListCondition[] {
  if (!field.isRequired) return [{ is, column: field.name }];
  if (field.type !== 'String') return is === 'empty' ? [{ is: 'any', of: [] }] : [];
  if (is === 'empty') return [{ is: 'equal', column: field.name, value: '' }];
  return [{ is: 'range', column: field.name, from: '\u0001' }];
}

function requireOrder({ field, kind, reference }: ColumnInfo): void {
  const hasNone = kind === 'text' || kind === 'flag' || kind === 'json' || reference !== null;
  if (hasNone) throw refused(field.name, 'it has no order');
}

type Bounds = { from: ListValue; to?: ListValue; before?: ListValue };

/** A value as a range: days of instants last a whole day, by the clocks of the calendar. */
function bounds(info: ColumnInfo, text: string, calendar: Calendar): Bounds {
  if (info.kind === 'instant' && isDay(text)) return { from: dayStart(text, calendar), before: dayEnd(text, calendar) };
  const value = scalar(info, text);
  return { from: value, to: value };
}

/** What a list begins with when somebody jumps to a value of its order.
 *  @throws DomainError invalid_input */
export function jumpValue(info: ColumnInfo, text: string, asked: { isUp: boolean; calendar: Calendar }): ListValue {
  const { from, before } = bounds(info, textOf(info.field.name, text), asked.calendar);
  if (asked.isUp || before === undefined) return from;
  return before instanceof Date ? new Date(before.getTime() - 1) : before;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The column's own type from text. */
function scalar({ field, kind }: ColumnInfo, text: string): ListValue {
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
  if (kind === 'day' && !isDay(text)) throw refused(field.name, 'a day, YYYY-MM-DD');
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

function search(ctx: Ctx, source: Source, value: unknown): ListCondition {
  const text = textOf(searchProperty, value).trim();
  const hits = source.definition.search.flatMap((name): ListCondition[] => {
    if (isMasked(ctx, source, name)) return [];
    const field = source.model.fields.find((candidate) => candidate.name === name);
    if (field?.type === 'String') {
      if (source.definition.searchesUuid) return [{ is: 'equal', column: name, value: text.toLowerCase() }];
      return [{ is: 'containing', column: name, text: name.endsWith('Folded') ? fold(text) : text }];
    }
    // A whole number is looked for in number columns; words are not.
    return field?.type === 'Int' && /^\d{1,9}$/.test(text) ? [{ is: 'equal', column: name, value: Number(text) }] : [];
  });
  const [only] = hits;
  return only && hits.length === 1 ? only : { is: 'any', of: hits };
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

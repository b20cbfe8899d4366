/** What staff says a change of many rows shall do, as the domain understands it, and back in words. */

import { decimalToShortText, powerOfTen, readDecimal } from '../../server/core/decimal.ts';
import { DomainError } from '../../server/core/errors.ts';
import type { RoundingMode } from '../../server/core/rounding.ts';
import type { Ctx } from '../../server/db/index.ts';
import { bulkColumns, type ColumnChange } from '../../server/domain/bulk-change/index.ts';
import { sayTo } from '../texts.ts';
import { displayValue } from './display.ts';
import { isMasked } from './field-rules.ts';
import { readField } from './form-values.ts';
import { decimalsOf, isFigure } from './kinds.ts';
import type { Place } from './places.ts';
import type { HubResource } from './resource.ts';
import type { ColumnInfo } from './source.ts';

/** Rows of several companies share no currency and no clock. */
export const nowhere: Place = { currency: null, timeZone: 'UTC' };

/** One line of the form. */
export interface TypedChange {
  column: string;
  /** `set` a value, `clear` it, `add` an amount, or change by `percent`. */
  way: string;
  value: string;
  /** Of `percent`: the unit that the result is a multiple of, and how it is rounded to it. */
  step?: string | undefined;
  rounding?: string | undefined;
}

/** Columns of a list that the person may change for many rows at once. */
export function changeable(ctx: Ctx, { source }: HubResource): ColumnInfo[] {
  const { operations } = source;
  if (!operations) return [];
  return bulkColumns(operations).flatMap((name) => {
    const info = source.columns.get(name);
    return info && info.kind !== 'json' && !isMasked(ctx, source, name) ? [info] : [];
  });
}

/** Whether a column's numbers can be added to. */
export function isAddable({ kind, reference }: ColumnInfo): boolean {
  return isFigure(kind) && reference === null;
}

/** @throws DomainError invalid_input; paths are `changes.<line>` */
export function readChanges(ctx: Ctx, resource: HubResource, typed: readonly TypedChange[]): ColumnChange[] {
  const known = new Map(changeable(ctx, resource).map((info) => [info.field.name, info]));
  const errors: { path: string; message: string }[] = [];
  const changes = typed.flatMap((line, index): ColumnChange[] => {
    const info = known.get(line.column);
    const reading = info ? readChange(info, line) : 'cannot be changed for many rows at once';
    if (typeof reading !== 'string') return [reading];
    errors.push({ path: `changes.${index}`, message: reading });
    return [];
  });
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return changes;
}

function readChange(info: ColumnInfo, { way, value, step, rounding }: TypedChange): ColumnChange | string {
  const column = info.field.name;
  if (way === 'clear') return info.field.isRequired ? 'cannot be empty' : { column, set: null };
  if (way === 'set') {
    const reading = readField(info, value, nowhere);
    if (!reading.ok) return reading.message;
    return reading.value === undefined || reading.value === null ? 'is required' : { column, set: reading.value };
  }
  if (!isAddable(info)) return 'is no number';
  const amount = signed(value, way === 'percent' ? 2 : (decimalsOf(info.kind) ?? 0));
  if (amount === null) return way === 'percent' ? 'must be a percentage such as +5 or -2.5' : 'must be a number';
  if (amount === 0n) return 'changes nothing';
  if (way === 'add') return { column, add: amount };
  if (way !== 'percent' || amount < -10_000n || amount > 10_000_000n) return 'must be a percentage such as +5 or -2.5';
  const unit = signed(step ?? '', decimalsOf(info.kind) ?? 0) ?? 1n;
  const mode = roundings.find((name) => name === rounding) ?? 'half-up';
  return { column, percent: amount, step: unit > 0n ? unit : 1n, rounding: mode };
}

const roundings: readonly RoundingMode[] = ['half-up', 'away', 'down'];

/** "+5 %", "-0,50", "1.25", scaled; null: no number. */
function signed(typed: string, places: number): bigint | null {
  const bare = typed.replace(/[\s%]/g, '').replace('−', '-');
  const reading = readDecimal(/^[+-]?\d+,\d{1,4}$/.test(bare) ? bare.replace(',', '.') : bare, places);
  return reading.ok ? reading.value : null;
}

/** "Purchase price: + 5 %, rounded to 0.05". Names of referenced rows are looked up, one query for each. */
export async function changesInWords(ctx: Ctx, resource: HubResource, changes: readonly ColumnChange[]) {
  return Promise.all(changes.map((change) => changeInWords(ctx, resource, change)));
}

async function changeInWords(ctx: Ctx, resource: HubResource, change: ColumnChange): Promise<string> {
  const say = sayTo(ctx);
  const info = resource.source.columns.get(change.column);
  if (!info) return change.column;
  const column = say(info.label);
  if (isMasked(ctx, resource.source, change.column)) return column;
  if ('add' in change) return `${column}: ${plus(change.add)}${figure(info, change.add)}`;
  if ('percent' in change) {
    const by = `${plus(change.percent)}${decimalToShortText(change.percent, 2)} %`;
    const step = figure(info, change.step);
    const hasStep = change.step > 1n;
    return hasStep ? say('{column}: {by}, rounded to {step}', { column, by, step }) : `${column}: ${by}`;
  }
  if (change.set === null) return say('{column}: empty', { column });
  if (typeof change.set === 'boolean') return `${column}: ${change.set ? say('Yes') : say('No')}`;
  const target = resource.siblings.get(info.reference ?? '');
  const names = target ? await target.titles(ctx, new Set([change.set])) : null;
  return `${column}: ${names?.get(change.set) ?? displayValue(info.kind, change.set, nowhere)}`;
}

function plus(value: bigint): string {
  return value > 0n ? '+' : '';
}

function figure({ kind }: ColumnInfo, value: bigint): string {
  const decimals = decimalsOf(kind) ?? 0;
  const text = decimalToShortText(value, decimals);
  return kind === 'money' && value % powerOfTen(decimals) !== 0n && /\.\d$/.test(text) ? `${text}0` : text;
}

/** Whether the person behind a request may see a column. The table is the domain's (server/domain/tenancy/personal-data.ts). A
 *  masked value never leaves the database: rows hold `mask` in its place, whatever the value is, even none. */

import type { Ctx } from '../../server/db/index.ts';
import { isPersonal, seesPersonalData } from '../../server/domain/tenancy/index.ts';
import { sayTo } from '../texts.ts';
import type { Row } from './definition.ts';
import type { Source } from './source.ts';

/** What stands in place of a value. */
export const mask = '•••';

/** True: the column is shown as `mask`, and is no filter, no sort, and no part of search, export, history or title. Also of
 *  columns that the list does not know, such as helpers of the search. */
export function isMasked(ctx: Ctx, source: Pick<Source, 'model' | 'columns'>, column: string): boolean {
  const isVirtual = source.columns.get(column)?.isPersonal === true;
  return (isVirtual || isPersonal(source.model.name, column)) && !seesPersonalData(ctx);
}

/** Columns of a list that the person may not see. */
export function maskedColumns(ctx: Ctx, source: Source): readonly string[] {
  if (seesPersonalData(ctx)) return [];
  return [...source.columns.keys()].filter((name) => isMasked(ctx, source, name));
}

/** Fields of the model that the person may not see, those that no list shows among them. */
export function maskedFields(ctx: Ctx, source: Source): ReadonlySet<string> {
  if (seesPersonalData(ctx)) return new Set();
  const names = source.model.fields.map(({ name }) => name);
  return new Set(names.filter((name) => isMasked(ctx, source, name)));
}

/** Puts `mask` in place of what the person may not see, also of what `enrich` has filled in. */
export function maskRows<R extends Row>(ctx: Ctx, source: Source, rows: R[]): R[] {
  const masks = Object.fromEntries(maskedColumns(ctx, source).map((name) => [name, mask]));
  for (const row of rows) Object.assign(row, masks);
  return rows;
}

/** Digits of an id by which rows without a name are told apart. */
const shortId = 4;

/** A name for a row whose own would say who it is: "Customer 1f3a". */
export function anonymousName(ctx: Ctx, { model, idField, definition }: Source, row: Row): string {
  const id = String(row[idField.name]);
  return personName(ctx, model.name, id) ?? `${sayTo(ctx)(definition.label)} ${id.slice(-shortId)}`;
}

/** Who did what an entry of the trail tells of. */
export function actorTitle(
  ctx: Ctx,
  { actorKind, actorId, actorName }: { actorKind: string; actorId: string; actorName: string },
): string {
  if (seesPersonalData(ctx)) return actorName || actorKind;
  return actorKind === 'user' ? personName(ctx, 'User', actorId) : actorKind;
}

/** The same of what people are in the hub. */
export function personName(ctx: Ctx, model: 'Customer' | 'Cashier' | 'User', id: string): string;
export function personName(ctx: Ctx, model: string, id: string): string | null;
export function personName(ctx: Ctx, model: string, id: string): string | null {
  const say = sayTo(ctx);
  const facts = { id: id.slice(-shortId) };
  if (model === 'Customer') return say('Customer {id}', facts);
  if (model === 'Cashier') return say('Cashier {id}', facts);
  return model === 'User' ? say('Person {id}', facts) : null;
}

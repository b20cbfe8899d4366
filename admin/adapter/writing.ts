/** New, edit and delete of rows without rules of their own: the form's values become one whole row, and the domain's operation
 *  judges and stores it. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { ValidationError } from '../adminjs.ts';
import { companiesOf } from '../staff.ts';
import type { Row, Writable } from './definition.ts';
import { readId } from './filters.ts';
import { dataModel } from './model.ts';
import type { HubResource } from './resource.ts';
import type { ColumnInfo } from './source.ts';

/** @throws ValidationError naming the fields */
export async function createRow(resource: HubResource, ctx: Ctx, params: Row): Promise<string> {
  const writable = writableOf(resource);
  const values = formValues(resource, writable, params);
  const companyId = readCompany(resource, params['companyId']);
  await refuseTaken(resource, ctx, { companyId, values });
  return write(ctx, writable, companyId, values);
}

/** @throws ValidationError naming the fields, or saying that somebody else has changed the row */
export async function updateRow(
  resource: HubResource,
  ctx: Ctx,
  { id, params }: { id: string | number; params: Row },
): Promise<string> {
  const writable = writableOf(resource);
  const before = await existing(resource, ctx, id);
  if (params['version'] !== undefined && String(params['version']) !== String(before['version'])) {
    throw problem('Somebody else has changed this row meanwhile. Open it again.');
  }
  const values = { ...whole(writable, before), ...formValues(resource, writable, params), id: before['id'] };
  return write(ctx, writable, companyOf(before), values);
}

/** Leaves a tombstone, so that terminals learn of it.
 *  @throws ValidationError other rows use it */
export async function deleteRow(resource: HubResource, ctx: Ctx, id: string | number): Promise<void> {
  const writable = writableOf(resource);
  const before = await existing(resource, ctx, id);
  const users = await countUsers(resource, ctx, String(before['id']));
  if (users !== null) throw problem(`It cannot be deleted: ${users}.`);
  await write(ctx, writable, companyOf(before), { ...whole(writable, before), id: before['id'], deletedAt: ctx.now() });
}

function writableOf(resource: HubResource): Writable {
  const { writable } = resource.source.definition;
  if (!writable) throw new DomainError('forbidden', { model: resource.source.model.name });
  return writable;
}

async function existing(resource: HubResource, ctx: Ctx, id: unknown): Promise<Row> {
  const row = await resource.row(ctx, id);
  if (!row || row['deletedAt'] !== null) throw new DomainError('not_found', { model: resource.source.model.name, id });
  return row;
}

async function write(ctx: Ctx, writable: Writable, companyId: number | null, row: Row): Promise<string> {
  const limits = companiesOf(ctx);
  const isOutside = limits !== null && (companyId === null || !limits.includes(companyId));
  if (isOutside) throw problem('Only staff of the whole hub may change what belongs to all companies.');
  try {
    const { ids } = await writable.put(ctx, { companyId, rows: [row] });
    return String(ids[0]);
  } catch (error) {
    throw asValidationError(error);
  }
}

/** The operation would take a row with a known key for that row and change it: a form for new rows must not. */
async function refuseTaken(
  resource: HubResource,
  ctx: Ctx,
  { companyId, values }: { companyId: number | null; values: Row },
): Promise<void> {
  const { key } = writableOf(resource);
  const where = { ...Object.fromEntries(key.map((name) => [name, values[name]])), companyId, deletedAt: null };
  if (key.some((name) => values[name] === undefined || values[name] === null)) return;
  if ((await resource.countWhere(ctx, where)) === 0) return;
  throw new ValidationError(
    { [key.at(-1) ?? 'id']: { message: 'is already taken' } },
    { message: 'Another row has this key.' },
  );
}

/** The columns of a stored row that a write must carry on. */
function whole(writable: Writable, row: Row): Row {
  const names = [...writable.columns, ...(writable.kept ?? [])].filter((name) => name !== 'companyId');
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/** The form's fields in their columns' types; what the form does not name is left out. */
function formValues(resource: HubResource, writable: Writable, params: Row): Row {
  const values: Row = {};
  for (const name of writable.columns) {
    const info = resource.source.columns.get(name);
    if (!info || name === 'companyId' || params[name] === undefined) continue;
    values[name] = formValue(info, params[name]);
  }
  return values;
}

function formValue(info: ColumnInfo, value: unknown): unknown {
  const { field } = info;
  if (field.type === 'Boolean') return value === true || value === 'true';
  if (value === null || value === '') return field.isRequired ? '' : null;
  if (field.type !== 'Int') return String(value);
  const number = Number(value);
  if (!Number.isInteger(number)) throw new ValidationError({ [field.name]: { message: 'must be a whole number' } });
  return number;
}

function readCompany(resource: HubResource, value: unknown): number | null {
  const info = resource.source.columns.get('companyId');
  if (!info || value === null || value === undefined || value === '') {
    if (!info || info.field.isRequired) throw new ValidationError({ companyId: { message: 'is required' } });
    return null;
  }
  const id = readId({ ...info.field, type: 'Int' }, value);
  if (typeof id !== 'number') throw new ValidationError({ companyId: { message: 'is no company' } });
  return id;
}

function companyOf(row: Row): number | null {
  return typeof row['companyId'] === 'number' ? row['companyId'] : null;
}

/** "3 cities, 1 store use it", or null. */
async function countUsers(resource: HubResource, ctx: Ctx, id: string): Promise<string | null> {
  const name = resource.source.model.name;
  const uses: string[] = [];
  for (const model of dataModel().datamodel.models) {
    const relation = model.fields.find((field) => field.type === name && field.relationFromFields?.length === 1);
    const key = relation?.relationFromFields?.[0];
    if (!key || !model.fields.some((field) => field.name === 'deletedAt')) continue;
    const delegate = model.name.charAt(0).toLowerCase() + model.name.slice(1);
    // See `HubResource.delegate`.
    const { count } =
      (ctx.db.reader as unknown as Record<string, { count(args: object): Promise<number> }>)[delegate] ?? {};
    const rows = (await count?.({ where: { [key]: id, deletedAt: null } })) ?? 0;
    if (rows > 0) uses.push(`${rows} × ${model.name}`);
  }
  return uses.length === 0 ? null : `it is used by ${uses.join(', ')}`;
}

/** What an operation refused, as AdminJS shows it: beside the field where one is known. Other errors stay what they are. */
export function asValidationError(error: unknown): unknown {
  if (error instanceof DomainError) {
    const known = (error.facts.errors ?? []).map(({ path, message }) => [path.split('.').at(-1) ?? '', { message }]);
    if (known.length > 0)
      return new ValidationError(Object.fromEntries(known), { message: error.detail ?? 'Not saved.' });
    if (error.code === 'internal' || error.code === 'unavailable') return error;
    return problem(error.detail ?? `It was refused: ${error.code.replaceAll('_', ' ')}.`);
  }
  return prismaProblem(error);
}

/** A rule of the database that no operation has put into words: names the field. */
function prismaProblem(error: unknown): unknown {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: ConstraintCause } } };
  if (code !== 'P2002' && code !== 'P2003') return error;
  const { fields = [], index = '' } = meta?.driverAdapterError?.cause?.constraint ?? {};
  const names = fields.length > 0 ? fields : [index];
  const message = code === 'P2002' ? 'is already taken' : 'names a row that does not exist, or is in use';
  const properties = Object.fromEntries(names.map((name) => [camelCase(name), { message }]));
  return new ValidationError(properties, { message: `${names.join(', ')} ${message}.` });
}

interface ConstraintCause {
  constraint?: { fields?: string[]; index?: string };
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A refusal of the whole row. AdminJS takes a row without a fault at some field for saved, so one is named. */
function problem(message: string): InstanceType<typeof ValidationError> {
  return new ValidationError({ row: { message } }, { message });
}

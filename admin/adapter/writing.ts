/** New, edit, delete and restore of rows: what a form says becomes one row for the domain's operation, which judges and stores
 *  it. AdminJS's own actions and our routes come through here. */

import { DomainError } from '../../server/core/errors.ts';
import type { Language } from '../../server/core/languages.ts';
import { translateSentence } from '../../server/core/translate.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { RowOperations } from '../../server/domain/row-operations/index.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import { ValidationError } from '../adminjs.ts';
import type { Row } from './definition.ts';
import { displayValue } from './display.ts';
import { readId } from './filters.ts';
import { readField } from './form-values.ts';
import { loadPlaces, type Place } from './places.ts';
import type { HubResource } from './resource.ts';

/** @throws DomainError forbidden: rows of this kind are changed by nobody's hand */
export function operationsOf({ source }: HubResource): RowOperations {
  if (!source.operations) throw new DomainError('forbidden', { model: source.model.name }, 'These rows are read-only.');
  return source.operations;
}

/** Whether the person may make rows of this kind at all. */
export function mayCreate(operations: RowOperations | null, ctx: Ctx): boolean {
  if (!operations?.canCreate) return false;
  return operations.mayCreate ? operations.mayCreate(ctx) : operations.isAllowed(ctx);
}

/** Makes a row from what a form says, as text by column.
 *  @throws DomainError whose `facts.errors` have paths `rows.0.<column>` */
export async function createRow(resource: HubResource, ctx: Ctx, said: Row): Promise<string> {
  const operations = operationsOf(resource);
  if (!operations.canCreate) throw new DomainError('forbidden', {}, 'Rows of this kind come to be elsewhere.');
  if (!mayCreate(operations, ctx)) throw new DomainError('forbidden', { model: resource.source.model.name });
  const companyId = readCompany(resource, said['companyId']);
  const place = await placeOf(ctx, { ...said, companyId });
  const values = readValues(resource, { said, place, names: Object.keys(operations.making) });
  const { ids } = await operations.put(ctx, { companyId, rows: [values] });
  return String(ids[0]);
}

export interface Change {
  id: string | number;
  /** Columns that are to be otherwise, as text; others stay. */
  said: Row;
  /** Version that the person has seen; null: they did not look. */
  seen: number | null;
}

/** @throws DomainError as `createRow`; stale */
export async function updateRow(resource: HubResource, ctx: Ctx, { id, said, seen }: Change): Promise<string> {
  const operations = operationsOf(resource);
  const before = await existing(resource, ctx, id);
  const place = await placeOf(ctx, before);
  const changed = Object.entries(said).filter(([name, text]) => {
    const info = resource.source.infoOf(name);
    // AdminJS's own form sends everything back as it was shown.
    return info !== undefined && text !== undefined && text !== displayValue(info.kind, before[name], place);
  });
  const names = Object.keys(operations.changing);
  const values = readValues(resource, { said: Object.fromEntries(changed), place, names });
  const row = { ...values, id: String(before['id']), ...(seen !== null && { seen }) };
  const { ids } = await operations.put(ctx, { companyId: ownerOf(resource, before), rows: [row] });
  return String(ids[0]);
}

/** Puts a row into the trash: tills are told to forget it.
 *  @throws DomainError conflict: others still need it */
export async function deleteRow(
  resource: HubResource,
  ctx: Ctx,
  { id, seen }: { id: string | number; seen: number | null },
): Promise<void> {
  const { remove } = operationsOf(resource);
  if (!remove) throw new DomainError('forbidden', {}, 'Rows of this kind are not deleted.');
  const before = await existing(resource, ctx, id);
  const ids = [String(before['id'])];
  const versions = seen === null ? undefined : new Map(ids.map((each) => [each, seen]));
  await remove(ctx, { companyId: ownerOf(resource, before), ids, ...(versions && { seen: versions }) });
}

/** Takes a row out of the trash, under its id.
 *  @throws DomainError already_exists: its key is another row's by now; conflict: it is not in the trash */
export async function restoreRow(resource: HubResource, ctx: Ctx, row: Row): Promise<void> {
  const { restore } = operationsOf(resource);
  if (!restore) throw new DomainError('forbidden', {}, 'Rows of this kind are not deleted.');
  await restore(ctx, { companyId: ownerOf(resource, row), ids: [String(row['id'])] });
}

/** A row that the person sees and that is not in the trash.
 *  @throws DomainError not_found */
async function existing(resource: HubResource, ctx: Ctx, id: unknown): Promise<Row> {
  const row = await resource.row(ctx, id);
  if (!row || row['deletedAt'] !== null) throw new DomainError('not_found', { model: resource.source.model.name, id });
  return row;
}

async function placeOf(ctx: Ctx, row: Row): Promise<Place> {
  return (await loadPlaces(ctx, [row]))(row);
}

/** The form's fields in their columns' types; what the form does not name is left out.
 *  @throws DomainError invalid_input */
function readValues(
  resource: HubResource,
  { said, place, names }: { said: Row; place: Place; names: readonly string[] },
): Row {
  const values: Row = {};
  const errors: { path: string; message: string }[] = [];
  for (const name of names) {
    const info = resource.source.infoOf(name);
    if (!info || said[name] === undefined) continue;
    const reading = readField(info, said[name], place);
    if (!reading.ok) errors.push({ path: `rows.0.${name}`, message: reading.message });
    else if (reading.value !== undefined) values[name] = reading.value;
  }
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return values;
}

function readCompany(resource: HubResource, value: unknown): number | null {
  const info = resource.source.columns.get('companyId');
  const refuse = (message: string) =>
    new DomainError('invalid_input', { errors: [{ path: 'rows.0.companyId', message }] });
  // People and companies belong to nobody.
  if (!info) return null;
  if (value === null || value === undefined || value === '') {
    if (info.field.isRequired) throw refuse('is required');
    return null;
  }
  const id = readId({ ...info.field, type: 'Int' }, value);
  if (typeof id !== 'number') throw refuse('is no company');
  return id;
}

/** Whose row it is; null: the hub's own. A company is its own. */
export function ownerOf({ source }: HubResource, row: Row): number | null {
  const owner = row[source.model.name === 'Company' ? 'id' : 'companyId'];
  return typeof owner === 'number' ? owner : null;
}

/** What an operation refused, as AdminJS shows it and in the language of the person: beside the field where one is known. Other
 *  errors stay what they are. */
export function asValidationError(error: unknown, language: Language): unknown {
  if (error instanceof DomainError) {
    const { detail, title, errors } = spokenProblem(toProblem(error), language);
    const known = errors.flatMap(({ path, message }) => {
      const field = path.split('.').at(-1) ?? '';
      return /^\d*$/.test(field) ? [] : [[field, { message }] as const];
    });
    if (known.length > 0) return new ValidationError(Object.fromEntries(known), { message: detail ?? title });
    if (error.code === 'internal' || error.code === 'unavailable') return error;
    return refusedRow(detail ?? title);
  }
  return prismaProblem(error, language);
}

/** A rule of the database that no operation has put into words: names the field. */
function prismaProblem(error: unknown, language: Language): unknown {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: ConstraintCause } } };
  if (code !== 'P2002' && code !== 'P2003') return error;
  const { fields = [], index = '' } = meta?.driverAdapterError?.cause?.constraint ?? {};
  const names = fields.length > 0 ? fields : [index];
  const message = translateSentence(
    code === 'P2002' ? 'is already taken' : 'names a row that does not exist, or is in use',
    language,
  );
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
function refusedRow(message: string): InstanceType<typeof ValidationError> {
  return new ValidationError({ row: { message } }, { message });
}

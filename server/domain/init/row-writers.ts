/** A stored row in the form of the wire. */
import { type Definition, fieldsOf, type InitScope, noWords, type StoredRow, type WireRow } from './definition.ts';
import { type Extras, extrasReader, parseStored } from './extras.ts';
import { wireDateTime } from './kinds.ts';

export function rowWriter(definition: Definition): (row: StoredRow, scope: InitScope) => WireRow {
  const fields = fieldsOf(definition, noWords);
  const readExtras = definition.extras ? extrasReader(definition.extras) : null;
  return (row, scope) => {
    const wire: WireRow = { id: row.id };
    if (readExtras) Object.assign(wire, readExtras(parseStored(row['terminal_fields'] as string)));
    for (const [name, field] of fields) {
      const value = field.write(row[`f_${name}`] as never);
      if (value !== undefined) wire[name] = value;
    }
    Object.assign(wire, blocksOf(row, definition, scope));
    return wire;
  };
}

/** As `rowWriter`, without an object of eighty fields in between: most of them say the same in every row. */
export function textWriter(definition: Definition): (row: StoredRow, scope: InitScope) => string {
  const fields = fieldsOf(definition, noWords).map(([name, field]) => {
    return { start: `,${JSON.stringify(name)}:`, column: `f_${name}`, write: field.write };
  });
  const extrasText = definition.extras ? extrasTextReader(definition.extras) : null;
  return (row, scope) => {
    let text = `{"id":"${row.id}"`;
    if (extrasText) text += extrasText(row['terminal_fields'] as string);
    for (const { start, column, write } of fields) {
      const value = write(row[column] as never);
      if (value !== undefined) text += start + (typeof value === 'string' ? JSON.stringify(value) : String(value));
    }
    return `${text}${blocksText(row, definition, scope)}}`;
  };
}

const notDeleted = inner(deletion(null));

function blocksText(row: StoredRow, definition: Definition, scope: InitScope): string {
  const { blocks } = definition;
  if (blocks === 'none') return '';
  const goneAt = goneSince(row, definition, scope);
  const cashiers = blocks === 'A+S' ? ',"fk_cashier_create_id":null,"fk_cashier_update_id":null' : '';
  const stamps = `,"created_at":"${wireDateTime(row['created_at'] as Date)}","updated_at":"${wireDateTime(row['updated_at'] as Date)}"`;
  return cashiers + stamps + (goneAt === null ? notDeleted : inner(deletion(goneAt)));
}

/** The fields of an object as they follow others. */
function inner(object: object): string {
  const text = JSON.stringify(object).slice(1, -1);
  return text === '' ? '' : `,${text}`;
}

function extrasTextReader(extras: Extras): (stored: string) => string {
  const readExtras = extrasReader(extras);
  const ofNothing = inner(readExtras(parseStored('{}')));
  return (stored) => (stored === '{}' ? ofNothing : inner(readExtras(parseStored(stored))));
}

/** When a row ended: itself, for this store, or with what it is a part of; null: it is alive. */
export function goneSince(row: StoredRow, { onlyStore }: Definition, scope: InitScope): Date | null {
  if (row.deleted_at !== null) return row.deleted_at;
  const isElsewhere = onlyStore !== undefined && ![null, scope.store].includes(row['only_store'] as number | null);
  return isElsewhere ? (row['updated_at'] as Date) : ((row['whole_gone_at'] as Date | null | undefined) ?? null);
}

/** The common blocks of a row. */
function blocksOf(row: StoredRow, definition: Definition, scope: InitScope): WireRow {
  const { blocks } = definition;
  if (blocks === 'none') return {};
  return {
    ...(blocks === 'A+S' && { fk_cashier_create_id: null, fk_cashier_update_id: null }),
    created_at: wireDateTime(row['created_at'] as Date),
    updated_at: wireDateTime(row['updated_at'] as Date),
    ...deletion(goneSince(row, definition, scope)),
  };
}

/** Block S. */
export function deletion(deletedAt: Date | null): WireRow {
  return {
    is_deleted: deletedAt !== null,
    delete_description: null,
    deleted_at: deletedAt && wireDateTime(deletedAt),
    deleted_by: null,
  };
}

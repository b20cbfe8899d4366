/** A model as a table for lists: its columns and indexes, as `prisma generate` wrote them down. */

import type { Prisma } from '@prisma/client';
import { dataModel, modelOf } from './data-model.ts';
import type { ListColumn, ListTable } from './table.ts';

const scalars: Readonly<Record<string, ListColumn['scalar']>> = {
  Int: 'int',
  BigInt: 'bigint',
  String: 'text',
  Boolean: 'bool',
  DateTime: 'instant',
};

const tables = new Map<string, ListTable>();

/** Every column but raw bytes, also those that no list shows: scopes and searches use them. */
export function listTableOf(name: Prisma.ModelName): ListTable {
  const known = tables.get(name) ?? readTable(name);
  tables.set(name, known);
  return known;
}

function readTable(name: Prisma.ModelName): ListTable {
  const model = modelOf(name);
  const columns: Record<string, ListColumn> = {};
  for (const { name: field, kind, type, dbName, isRequired } of model.fields) {
    const scalar = scalars[type];
    if (kind === 'scalar' && scalar) columns[field] = { sql: dbName ?? field, scalar, isNullable: !isRequired };
  }
  const table = model.dbName ?? name;
  // As Prisma names what the schema does not.
  const indexName = (names: string[], type: string) =>
    [table, ...names.map((each) => columns[each]?.sql), type === 'unique' ? 'key' : 'idx'].join('_');
  const indexes = dataModel()
    .datamodel.indexes.filter((index) => index.model === name)
    .map(({ type, dbName, fields }) => {
      const names = fields.map((field) => field.name);
      return {
        name: type === 'id' ? null : (dbName ?? indexName(names, type)),
        columns: names,
        isUnique: type !== 'normal',
      };
    });
  const id = model.fields.find(({ isId }) => isId)?.name;
  if (id === undefined) throw new Error(`${name} has no single id column and cannot be a list`);
  return { name: table, id, columns, indexes };
}

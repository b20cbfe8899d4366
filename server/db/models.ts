/** Tables as the data model has them, for statements that concern whole rows of any of them: copying out, erasing. */

import { createRequire } from 'node:module';
import type { Prisma } from '@prisma/client';
import type { ColumnType } from './columns.ts';

export type ModelName = Prisma.ModelName;

export interface Table {
  /** As the database knows it. */
  name: string;
  /** Every column. Any of them may be null: the client does not know at run time which may. */
  columns: Readonly<Record<string, ColumnType>>;
}

const typeOf: Readonly<Record<string, ColumnType>> = {
  Int: 'int?',
  BigInt: 'bigint?',
  String: 'text?',
  Boolean: 'bool?',
  DateTime: 'instant?',
  Bytes: 'bytes?',
};

interface RuntimeModel {
  name: string;
  dbName: string | null;
  fields: readonly { name: string; kind: string; type: string; dbName?: string | null }[];
}

let models: ReadonlyMap<string, RuntimeModel> | undefined;

/** @throws Error the model has a column of a kind that the hub does not use */
export function tableOf(model: ModelName): Table {
  const found = readModels().get(model);
  if (found === undefined) throw new Error(`The data model has no ${model}`);
  const columns: Record<string, ColumnType> = {};
  for (const field of found.fields) {
    if (field.kind === 'object') continue;
    const type = typeOf[field.type];
    if (type === undefined) throw new Error(`${model}.${field.name} is of a kind that nothing reads: ${field.type}`);
    columns[field.dbName ?? field.name] = type;
  }
  return { name: found.dbName ?? found.name, columns };
}

/** The columns of a model by the names that the client uses, with the client's types. */
export function fieldsOf(model: ModelName): ReadonlyMap<string, string> {
  const fields =
    readModels()
      .get(model)
      ?.fields.filter(({ kind }) => kind !== 'object') ?? [];
  return new Map(fields.map(({ name, type }) => [name, type]));
}

/** The model whose rows lie in a table.
 *  @throws Error there is none */
export function modelOfTable(table: string): ModelName {
  for (const model of readModels().values()) if (model.dbName === table) return model.name as ModelName;
  throw new Error(`No model lies in the table ${table}`);
}

function readModels(): ReadonlyMap<string, RuntimeModel> {
  if (models === undefined) {
    // Not imported above: the thread that records pushes loads this folder and needs no Prisma.
    const client = createRequire(import.meta.url)('@prisma/client') as {
      Prisma: { dmmf: { datamodel: { models: readonly RuntimeModel[] } } };
    };
    models = new Map(client.Prisma.dmmf.datamodel.models.map((model) => [model.name, model]));
  }
  return models;
}

/** The data model as `prisma generate` wrote it. Prisma's own copy is pruned at run time and knows no ids and relations. */

import { readFileSync } from 'node:fs';
import type { Prisma } from '@prisma/client';

/** One field of the generated data model; only what is used here. */
export interface ModelField {
  name: string;
  /** As the database knows it, where that is another name. */
  dbName?: string | null;
  kind: 'scalar' | 'object' | 'enum';
  type: string;
  isId: boolean;
  isList: boolean;
  isRequired: boolean;
  documentation?: string;
  relationName?: string;
  relationFromFields?: string[];
  relationToFields?: string[];
}

export interface Model {
  name: Prisma.ModelName;
  dbName?: string | null;
  fields: ModelField[];
}

interface ModelIndex {
  model: string;
  type: 'id' | 'unique' | 'normal' | 'fulltext';
  dbName?: string | null;
  fields: { name: string }[];
}

interface DataModel {
  datamodel: { enums: object[]; models: Model[]; indexes: ModelIndex[] };
}

let known: DataModel | undefined;

/** The whole data model.
 *  @throws Error `npm run db:generate` has not been run */
export function dataModel(): DataModel {
  known ??= JSON.parse(
    readFileSync(new URL('../../../prisma/generated/dmmf.json', import.meta.url), 'utf8'),
  ) as DataModel;
  return known;
}

/** @throws Error there is no such model */
export function modelOf(name: Prisma.ModelName): Model {
  const model = dataModel().datamodel.models.find((candidate) => candidate.name === name);
  if (!model) throw new Error(`There is no model ${name}`);
  return model;
}

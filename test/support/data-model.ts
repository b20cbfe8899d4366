/** The data model, for tests that go through every table of it. */
import { readFileSync } from 'node:fs';

export interface Field {
  name: string;
  dbName: string | null;
  kind: 'scalar' | 'object';
  type: string;
  isRequired: boolean;
  isId: boolean;
  isList: boolean;
  hasDefaultValue: boolean;
  relationFromFields?: string[];
  relationToFields?: string[];
  relationOnDelete?: string;
}

export interface Model {
  name: string;
  dbName: string;
  fields: Field[];
  primaryKey: { fields: string[] } | null;
}

const file = new URL('../../prisma/generated/dmmf.json', import.meta.url);

export const dataModel = (JSON.parse(readFileSync(file, 'utf8')) as { datamodel: { models: Model[] } }).datamodel
  .models;

export function modelNamed(name: string): Model {
  const found = dataModel.find((model) => model.name === name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

/** Models whose rows belong to a company: by a `companyId` of their own, or because they cannot be without a row that does. */
export function companyModels(): string[] {
  const found = new Set(['Company']);
  for (const { name, fields } of dataModel) if (fields.some((field) => field.name === 'companyId')) found.add(name);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { name, fields } of dataModel) {
      const hangs = fields.some(
        ({ kind, isRequired, relationFromFields = [], type }) =>
          kind === 'object' && isRequired && relationFromFields.length > 0 && found.has(type),
      );
      if (hangs) found.add(name);
    }
  }
  return [...found].sort();
}

/** What of a model a file can say, and by what its rows are recognised. */

import { DomainError } from '../../core/errors.ts';
import type { ModelName } from '../../db/index.ts';
import { bareHeader } from '../product-import/index.ts';
import { type RowOperations, rowOperationsOf } from '../row-operations/index.ts';

export interface ImportColumn {
  name: string;
  kind: 'text' | 'whole' | 'decimal' | 'flag' | 'instant' | 'reference';
  /** Decimals of the number that is stored as a whole one. */
  scale: number;
  isNullable: boolean;
  isRequired: boolean;
  /** Model of the row that it names. */
  reference: ModelName | null;
}

/** Column to column of the file, counted from 0. `id` is the row's own. */
export type Mapping = Readonly<Record<string, number>>;

/** By what rows are recognised where the model itself has no key. */
const ownKeys: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Customer: [['phoneNumber'], ['email'], ['taxId'], ['name', 'lastName']],
};

/** @throws not_found nobody changes rows of this model by hand */
export function operationsFor(model: string): RowOperations {
  const operations = rowOperationsOf(model);
  if (!operations) throw new DomainError('not_found', { model });
  return operations;
}

export function columnsFor({ columns, rules }: RowOperations): ImportColumn[] {
  return columns.map((name) => {
    const { type = 'text?', reference = null, isRequired = false } = rules[name] ?? {};
    const scale = scaleOf(name);
    return {
      ...{ name, scale, isRequired, reference },
      kind: reference === null ? kindOf(type, scale) : 'reference',
      isNullable: type.endsWith('?'),
    };
  });
}

function kindOf(type: string, scale: number): ImportColumn['kind'] {
  if (type.startsWith('bool')) return 'flag';
  if (type.startsWith('instant')) return 'instant';
  if (type.startsWith('text')) return 'text';
  return scale === 0 ? 'whole' : 'decimal';
}

function scaleOf(name: string): number {
  if (name.endsWith('E4')) return 4;
  if (name.endsWith('E6')) return 6;
  return name.endsWith('BasisPoints') ? 2 : 0;
}

/** Sets of columns by which a row is recognised, the first that a row fills counts; before all of them its id. */
export function keysFor({ model, key }: RowOperations): readonly (readonly string[])[] {
  return ownKeys[model] ?? (key.length > 0 ? [key] : []);
}

/** What the columns of a file probably are.
 *  @param names what each column may be called */
export function guessMapping(columnNames: readonly string[], names: ReadonlyMap<string, readonly string[]>): Mapping {
  const headers = columnNames.map(bareHeader);
  const mapping: Record<string, number> = {};
  const taken = new Set<number>();
  const known = [...names].map(([column, called]) => ({ column, called: new Set(called.map(bareHeader)) }));
  for (const { column, called } of known) {
    const at = headers.findIndex((header, index) => !taken.has(index) && called.has(header));
    if (at === -1) continue;
    mapping[column] = at;
    taken.add(at);
  }
  return mapping;
}

/** @throws invalid_input two columns from one, one that is not there, or nothing to recognise rows by */
export function checkMapping(operations: RowOperations, mapping: Mapping, columnCount: number): void {
  const refuse = (path: string, message: string): never => {
    throw new DomainError('invalid_input', { errors: [{ path, message }] }, message);
  };
  const used = new Set<number>();
  for (const [column, at] of Object.entries(mapping)) {
    if (column !== 'id' && !operations.columns.includes(column)) refuse(column, 'There is no such column.');
    if (!Number.isInteger(at) || at < 0 || at >= columnCount) refuse(column, 'The file has no such column.');
    if (used.has(at)) refuse(column, 'A column of the file can be one thing only.');
    used.add(at);
  }
  if (used.size === 0) refuse('mapping', 'Say of at least one column what it is.');
  if ('id' in mapping) return;
  const keys = keysFor(operations);
  const columns = new Map(columnsFor(operations).map((column) => [column.name, column]));
  const isUsable = (key: readonly string[]) =>
    key.some((name) => name in mapping) && key.every((name) => name in mapping || columns.get(name)?.isNullable);
  if (keys.length === 0) refuse('id', 'Rows of this list are recognised by their id only: choose its column.');
  if (!keys.some(isUsable)) {
    const missing = keys[0]?.find((name) => !(name in mapping)) ?? 'id';
    refuse(missing, 'Choose its column: rows are recognised by it.');
  }
}

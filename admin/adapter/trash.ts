/** Rows in the trash: out of every list, but for one that asks for them. */

import type { Filter } from 'adminjs';
import type { ListQuery } from '../../server/domain/listing/index.ts';
import type { Source } from './source.ts';

const column = 'deletedAt';

/** Whether rows of a model go to a trash and come back. */
export function hasTrash({ operations, columns }: Source): boolean {
  return operations?.remove !== undefined && columns.has(column);
}

/** The scope of a list without what lies in the trash, unless a filter asks for that. */
export function withoutTrash(
  source: Source,
  scope: ListQuery['scope'],
  filter: Filter | undefined,
): ListQuery['scope'] {
  const isAsked = Object.keys(filter?.filters ?? {}).some((path) => path.split('~~')[0] === column);
  if (!hasTrash(source) || isAsked) return scope;
  return scope.map((conditions) => [...conditions, { is: 'empty', column }]);
}

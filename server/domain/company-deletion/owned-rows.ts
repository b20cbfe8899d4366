/** Statements about the rows of one company in any of its tables. */

import { type ColumnType, type ModelName, type Statement, tableOf } from '../../db/index.ts';
import type { Owned } from './tables.ts';

/** A condition on rows of `owned`, with the placeholder of the company's id. */
export function ownRows({ through }: { through?: Owned['through'] | undefined }, company: string): string {
  if (through === undefined) return `company_id = ${company}`;
  return `${through.column} IN (SELECT id FROM ${tableOf(through.parent).name} WHERE company_id = ${company})`;
}

const batch = { company: 'int', most: 'int' } as const;

const deletions = new Map<string, Statement<typeof batch>>();
const idSelections = new Map<string, Statement<typeof batch, { id: ColumnType }>>();
const idDeletions = new Map<string, Statement<{ ids: readonly [ColumnType] }>>();
const looks = new Map<string, Statement<{ company: 'int' }, { found: 'int' }>>();

/** Deletes up to `most` rows of a table. */
export function deleteRows(owned: Owned): Statement<typeof batch> {
  const { name } = tableOf(owned.model);
  const key = (owned.key ?? ['id']).join(', ');
  return kept(deletions, owned.model, {
    params: batch,
    sql: (q) => `DELETE FROM ${name} WHERE (${key}) IN (
      SELECT ${key} FROM ${name} WHERE ${ownRows(owned, q.param('company'))} LIMIT ${q.param('most')})`,
  });
}

/** Ids of up to `most` rows. */
export function selectIds(owned: Owned): Statement<typeof batch, { id: ColumnType }> {
  return kept(idSelections, owned.model, {
    params: batch,
    returns: { id: idType(owned) },
    sql: (q) => `SELECT id FROM ${tableOf(owned.model).name}
      WHERE ${ownRows({ through: owned.inOrder ?? owned.through }, q.param('company'))} LIMIT ${q.param('most')}`,
  });
}

/** Deletes the rows of `model` whose `column` is one of the ids that `selectIds` gave. */
export function deleteByIds(owned: Owned, model: ModelName, column: string): Statement<{ ids: readonly [ColumnType] }> {
  return kept(idDeletions, model, {
    params: { ids: [idType(owned)] },
    sql: (q) => `DELETE FROM ${tableOf(model).name} WHERE ${column} IN ${q.list('ids')}`,
  });
}

/** Whether anything is left. */
export function selectFirst(owned: Owned): Statement<{ company: 'int' }, { found: 'int' }> {
  return kept(looks, owned.model, {
    params: { company: 'int' },
    returns: { found: 'int' },
    sql: (q) => `SELECT 1 AS found FROM ${tableOf(owned.model).name}
      WHERE ${ownRows(owned, q.param('company'))} LIMIT 1`,
  });
}

function idType({ model }: Owned): ColumnType {
  return scalarType(tableOf(model).columns['id'] ?? 'text');
}

/** An id is never null, whatever the client knows of it. */
function scalarType(type: ColumnType): ColumnType {
  return type.replace('?', '') as ColumnType;
}

/** Statements are constants: each is made once for a table. */
function kept<S extends object>(known: Map<string, S>, model: string, made: S): S {
  const found = known.get(model);
  if (found !== undefined) return found;
  known.set(model, made);
  return made;
}

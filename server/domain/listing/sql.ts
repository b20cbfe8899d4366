/** SQL put together from pieces whose values travel as parameters. Nothing that a person wrote becomes text of a statement. */

import { type Columns, type ColumnType, type Ctx, type RowOf, type Statement, statement } from '../../db/index.ts';
import { columnOf, type ListCondition, type ListScalar, type ListTable, type ListValue } from './table.ts';

type Bound =
  | { scalar: ListScalar; value: ListValue | null }
  | { scalar: ListScalar; values: readonly (ListValue | null)[] };

/** Text and values in their order. */
export type Sql = readonly (string | Bound)[];

/** A piece of SQL: `sql\`a = ${value('int', 1)}\``. Strings put in are text, so they must be names of ours. */
export function sql(texts: TemplateStringsArray, ...parts: (string | number | Bound | Sql)[]): Sql {
  const pieces: (string | Bound)[] = [];
  texts.forEach((text, place) => {
    pieces.push(text);
    const part = parts[place];
    if (part === undefined) return;
    if (Array.isArray(part)) pieces.push(...(part as Sql));
    else pieces.push(typeof part === 'number' ? String(part) : (part as string | Bound));
  });
  return pieces;
}

export function value(scalar: ListScalar, given: ListValue | null): Bound {
  return { scalar, value: given };
}

export function join(pieces: readonly Sql[], between: string): Sql {
  return pieces.flatMap((piece, place) => (place === 0 ? [...piece] : [between, ...piece]));
}

/** All of them; true when there are none. */
export function allOf(pieces: readonly Sql[]): Sql {
  return pieces.length === 0 ? ['1 = 1'] : join(pieces, ' AND ');
}

/** The statement of one question; its text differs from question to question, so nobody keeps it prepared. */
export function toStatement<R extends Columns>(pieces: Sql, returns: R) {
  const params: Record<string, ColumnType | readonly [ColumnType]> = {};
  const values: Record<string, unknown> = {};
  pieces.forEach((piece, place) => {
    if (typeof piece === 'string') return;
    const isList = 'values' in piece;
    params[`p${place}`] = isList ? [piece.scalar] : piece.value === null ? `${piece.scalar}?` : piece.scalar;
    values[`p${place}`] = isList ? piece.values : piece.value;
  });
  const made: Statement<typeof params, R> = statement({
    params,
    returns,
    isVaried: true,
    sql: (q) =>
      pieces
        .map((piece, place) => {
          if (typeof piece === 'string') return piece;
          return 'values' in piece ? q.list(`p${place}`) : q.param(`p${place}`);
        })
        .join(''),
  });
  return { made, values };
}

export async function run<R extends Columns>(ctx: Ctx, pieces: Sql, returns: R): Promise<RowOf<R>[]> {
  const { made, values } = toStatement(pieces, returns);
  return ctx.db.dialect.query(ctx.db.finder, made, values as never);
}

export interface ConditionStyle {
  provider: 'sqlite' | 'postgresql';
  /** Keeps SQLite from choosing an index for these conditions: another one was chosen. PostgreSQL knows its figures. */
  isGuarded: boolean;
  /** It is one of several, any of which may hold: PostgreSQL takes an index for each only where what is looked for is there as an
   *  array, and reads the whole table for a subquery. */
  isAlternative?: boolean;
}

const characters = /[%_!]/g;

export function conditionSql(table: ListTable, condition: ListCondition, style: ConditionStyle): Sql {
  if ('of' in condition) {
    const inner = { ...style, isAlternative: style.isAlternative === true || condition.is === 'any' };
    const pieces = condition.of.map((each) => sql`(${conditionSql(table, each, inner)})`);
    if (pieces.length === 0) return condition.is === 'any' ? ['1 = 0'] : ['1 = 1'];
    return join(pieces, condition.is === 'any' ? ' OR ' : ' AND ');
  }
  const { sql: name, scalar } = columnOf(table, condition.column);
  const column = style.isGuarded && style.provider === 'sqlite' ? `+${name}` : name;
  const among = (rows: Sql): Sql =>
    style.isAlternative && style.provider === 'postgresql'
      ? sql`${column} = ANY (ARRAY ${rows})`
      : sql`${column} IN ${rows}`;
  switch (condition.is) {
    case 'equal':
      return sql`${column} = ${value(scalar, condition.value)}`;
    case 'among':
      return condition.values.length === 0 ? ['1 = 0'] : among([{ scalar, values: condition.values }]);
    case 'empty':
      return [`${column} IS NULL`];
    case 'filled':
      return [`${column} IS NOT NULL`];
    case 'range': {
      const { from, to, before } = condition;
      return allOf([
        ...(from === undefined ? [] : [sql`${column} >= ${value(scalar, from)}`]),
        ...(to === undefined ? [] : [sql`${column} <= ${value(scalar, to)}`]),
        ...(before === undefined ? [] : [sql`${column} < ${value(scalar, before)}`]),
      ]);
    }
    case 'beginning':
    case 'containing': {
      const quoted = condition.text.replace(characters, '!$&');
      const pattern = condition.is === 'beginning' ? `${quoted}%` : `%${quoted}%`;
      const like = style.provider === 'sqlite' ? 'LIKE' : 'ILIKE';
      return sql`${name} ${like} ${value('text', pattern)} ESCAPE '!'`;
    }
    case 'related': {
      const { table: target, key, where } = condition;
      const inner = conditionSql(target, where, { provider: style.provider, isGuarded: false });
      return among(sql`(SELECT ${columnOf(target, key).sql} FROM ${target.name} WHERE ${inner})`);
    }
  }
}

export function conditionsSql(table: ListTable, conditions: readonly ListCondition[], style: ConditionStyle): Sql {
  return allOf(conditions.map((condition) => sql`(${conditionSql(table, condition, style)})`));
}

/** Comparing a stored table of sums with the same sums computed afresh: one statement per table, inside the database, so that
 *  memory does not grow with the number of documents. */

import { type Columns, type EngineWords, type Statement, statement } from '../../db/index.ts';
import { isKept } from './being-erased.ts';

/** The most differences of one kind that are reported one by one. */
export const reportedPerKind = 200;

/** A table whose rows must equal what `expected` computes. Names are those of the database. */
export interface SumCheck {
  kind: string;
  /** The stored sums: a table, or a SELECT in brackets. */
  stored: string;
  keys: Columns;
  /** Integer columns; null counts as 0. */
  values: readonly string[];
  /** A SELECT of all keys and values, one row per key at most. */
  expected: (q: EngineWords) => string;
}

/** One key whose stored and computed sums disagree; only the values that differ. */
export interface SumDifference {
  key: Record<string, unknown>;
  expected: Record<string, bigint>;
  found: Record<string, bigint>;
}

/** The statement of a check. Rows of either side are put under each other and summed per key, so that a missing row, a row
 *  too many and a wrong figure all show as unequal sums: both ways in one pass, the same on both engines. A row of zeros
 *  equals no row. */
export function comparison(check: SumCheck): Statement<Record<never, never>, Columns> {
  const keys = Object.keys(check.keys).join(', ');
  const list = (write: (value: string) => string) => check.values.map(write).join(', ');
  const sides = check.values.flatMap((value) => [`e_${value}`, `f_${value}`]);
  return statement({
    params: {},
    returns: { ...check.keys, ...Object.fromEntries(sides.map((side) => [side, 'bigint'] as const)) } as Columns,
    sql: (q) => {
      const sum = (column: string) => `coalesce(${q.sumBig(column)}, 0)`;
      return `SELECT ${keys}, ${sides.map((side) => `${sum(side)} AS ${side}`).join(', ')}
        FROM (SELECT ${keys}, ${list((value) => `${value} AS e_${value}, 0 AS f_${value}`)} FROM (${check.expected(q)}) AS e
              UNION ALL
              SELECT ${keys}, ${list((value) => `0 AS e_${value}, ${value} AS f_${value}`)} FROM ${check.stored} AS f) AS sides
        WHERE ${isKept('company_id')}
        GROUP BY ${keys}
        HAVING ${check.values.map((value) => `${sum(`e_${value}`)} <> ${sum(`f_${value}`)}`).join(' OR ')}
        ORDER BY ${keys} LIMIT ${reportedPerKind + 1}`;
    },
  });
}

/** Reads a row of `comparison`. */
export function readDifference(check: SumCheck, row: Record<string, unknown>): SumDifference {
  const differing = check.values.filter((value) => row[`e_${value}`] !== row[`f_${value}`]);
  const side = (prefix: string) =>
    Object.fromEntries(differing.map((value) => [value, row[`${prefix}${value}`] as bigint]));
  return {
    key: Object.fromEntries(Object.keys(check.keys).map((key) => [key, row[key]])),
    expected: side('e_'),
    found: side('f_'),
  };
}

/** SQLite's words. Instants are integer milliseconds, booleans 0 and 1; see `dialect.ts`. */

import { scalarOf } from './columns.ts';
import { createDialect, type Engine } from './dialect.ts';
import { keepPrepared } from './sqlite-statements.ts';

const engine: Engine = {
  words: {
    provider: 'sqlite',
    sumBig: (expression) => `sum(${expression})`,
    // The scalar max() and min() are null as soon as one argument is; the aggregates pass over nulls. Each expression must
    // be written once only: it may hold placeholders.
    greatest: (...expressions) => passNulls('max', expressions),
    least: (...expressions) => passNulls('min', expressions),
    millis: (expression) => expression,
    instant: (expression) => expression,
    forUpdate: '',
    skipLocked: '',
  },
  // The adapter refuses numbered placeholders ("Too many parameter values were provided").
  placeholder: (_place, type) => (type === 'bytes' ? 'substr(?, 2)' : '?'),
  reuses: false,
  rowSource({ columns, alias, json, blob }) {
    let place = 0;
    const cells = Object.entries(columns).map(([name, type]) => {
      if (scalarOf(type).scalar !== 'bytes') return `value ->> ${place++} AS ${name}`;
      return `substr(${blob()}, value ->> ${place++}, value ->> ${place++}) AS ${name}`;
    });
    // jsonb_each hands on each row in SQLite's binary form: json_each would write it as text, which every cell then parses
    // again (31 against 10 µs for a row of 44 columns). SQLite has it since 3.51.
    return `(SELECT ${cells.join(', ')} FROM jsonb_each(${json()})) AS ${alias}`;
  },
  listSource: (json) => `(SELECT value FROM json_each(${json}))`,
  bind(_scalar, value) {
    // A JavaScript number would be bound as REAL; a bigint is exact.
    if (typeof value === 'boolean') return value ? 1n : 0n;
    // The driver binds empty bytes as null, so one is put in front that the placeholder cuts off.
    return value instanceof Uint8Array ? Buffer.concat([Buffer.alloc(1), value]) : value;
  },
  prepared: keepPrepared,
};

function passNulls(name: string, expressions: readonly string[]): string {
  return `(SELECT ${name}(column1) FROM (VALUES ${expressions.map((expression) => `(${expression})`).join(', ')}))`;
}

export const sqliteDialect = createDialect(engine);

/** SQLite's words. Instants are integer milliseconds, booleans 0 and 1; see `dialect.ts`. */

import { scalarOf } from './columns.ts';
import { createDialect, type Engine } from './dialect.ts';

const engine: Engine = {
  words: {
    provider: 'sqlite',
    sumBig: (expression) => `sum(${expression})`,
    // The scalar max() and min() are null as soon as one argument is.
    greatest: (...expressions) => passNulls('max', expressions),
    least: (...expressions) => passNulls('min', expressions),
    millis: (expression) => expression,
    instant: (expression) => expression,
    forUpdate: '',
    skipLocked: '',
  },
  rowShape: 'arrays',
  // The adapter refuses numbered placeholders ("Too many parameter values were provided").
  placeholder: () => '?',
  reuses: false,
  rowSource({ columns, alias, json, blob }) {
    let place = 0;
    const cells = Object.entries(columns).map(([name, type]) => {
      if (scalarOf(type).scalar !== 'bytes') return `value ->> ${place++} AS ${name}`;
      return `substr(${blob()}, value ->> ${place++}, value ->> ${place++}) AS ${name}`;
    });
    return `(SELECT ${cells.join(', ')} FROM json_each(${json()})) AS ${alias}`;
  },
  listSource: (json) => `(SELECT value FROM json_each(${json}))`,
  // A JavaScript number would be bound as REAL; a bigint is exact.
  bind: (_scalar, value) => (typeof value === 'boolean' ? (value ? 1n : 0n) : value),
};

function passNulls(name: string, expressions: readonly string[]): string {
  return `coalesce(${name}(${expressions.join(', ')}), ${expressions.join(', ')})`;
}

export const sqliteDialect = createDialect(engine);

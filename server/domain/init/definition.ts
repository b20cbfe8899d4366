/** How a table of init is declared, and the columns that its statements read. */
import type { Columns, Words } from '../../db/index.ts';
import type { Extras } from './extras.ts';
import type { Field, WireValue } from './kinds.ts';

export type WireRow = Record<string, WireValue>;

/** What the statements may ask about the terminal that pulls. */
export interface InitScope {
  company: number;
  store: number;
  /** ISO letters of the store's currency. */
  currency: string;
  now: Date;
  /** Locations whose stock is the store's own. */
  locations: readonly string[];
}

export const params = {
  company: 'int',
  store: 'int',
  currency: 'text',
  now: 'instant',
  locations: ['text'],
  after_version: 'int',
  after_id: 'text',
  ids: { id: 'text' },
} as const;

export type ScopeWords = Words<typeof params>;

export interface Definition {
  /** Name on the wire. */
  name: string;
  table: string;
  /** `own`: the company's rows. `shared`: also the hub's own, of which the company's rows replace those of the same key. */
  owner: 'own' | 'shared';
  /** Which of them; `t` is the row. */
  where?: (q: ScopeWords) => string;
  fields: Readonly<Record<string, Field | ((q: ScopeWords) => Field)>>;
  /** Fields out of the JSON column `terminal_fields`. */
  extras?: Extras;
  /** Wire fields that no two rows of one till may share; needed where `owner` is `shared`. */
  uniques?: readonly (readonly string[])[];
  /** The common blocks of the resource: A says who and when, S that it is gone. Reference tables have neither. */
  blocks: 'A+S' | 'S' | 'none';
  /** Column that names the only store for which a row is meant: elsewhere the row counts as deleted. */
  onlyStore?: string;
  /** What a row is a part of, and by which column: it is gone when that is gone. `hasStore`: that may be meant for one store. */
  partOf?: PartOf;
  /** Column that names a product whose prices are part of the row. */
  pricedBy?: string;
  /** Rows that change without a version. */
  isUnversioned?: true;
  /** Read in pages, by an index on (company_id, version). */
  isLarge?: true;
}

/** What a row is a part of. */
interface PartOf {
  table: string;
  column: string;
  hasStore?: true;
}

export type StoredRow = Record<string, unknown> & { id: string; deleted_at: Date | null };

const ownColumns: Columns = {
  id: 'text',
  created_at: 'instant',
  updated_at: 'instant',
  deleted_at: 'instant?',
};

export function fieldsOf(definition: Definition, q: ScopeWords): [string, Field][] {
  return Object.entries(definition.fields).map(([name, field]) => [
    name,
    typeof field === 'function' ? field(q) : field,
  ]);
}

/** Only the types are asked for: words that make no SQL will do. */
export const noWords = new Proxy({} as ScopeWords, { get: () => () => '' });

/** Whether a change of a row can be told by its version. */
export function hasVersions({ owner, isUnversioned }: Definition): boolean {
  return owner === 'own' && !isUnversioned;
}

export function columnsOf(definition: Definition): Columns {
  return {
    ...ownColumns,
    ...(hasVersions(definition) && { version: 'int' as const }),
    ...(definition.onlyStore && { only_store: 'int?' as const }),
    ...(definition.partOf && { whole_gone_at: 'instant?' as const }),
    ...(definition.extras && { terminal_fields: 'text' as const }),
    ...Object.fromEntries(fieldsOf(definition, noWords).map(([name, field]) => [`f_${name}`, field.type])),
  };
}

export function selectList(definition: Definition, q: ScopeWords): string {
  const own = Object.keys(ownColumns).map((column) => `t.${column}`);
  if (hasVersions(definition)) own.push('t.version');
  if (definition.onlyStore) own.push(`t.${definition.onlyStore} AS only_store`);
  if (definition.partOf) own.push(`${wholeGoneAt(definition.partOf, q)} AS whole_gone_at`);
  if (definition.extras) own.push('t.terminal_fields');
  const fields = fieldsOf(definition, q).map(([name, { column }]) => {
    const expression = /^[a-z_0-9]+$/.test(column) ? `t.${column}` : column;
    return `${expression} AS f_${name}`;
  });
  return [...own, ...fields].join(', ');
}

function wholeGoneAt({ table, column, hasStore }: PartOf, q: ScopeWords): string {
  const elsewhere = hasStore ? `WHEN w.store_id <> ${q.param('store')} THEN w.updated_at` : '';
  return `(SELECT CASE WHEN w.deleted_at IS NOT NULL THEN w.deleted_at ${elsewhere} END
    FROM ${table} w WHERE w.id = t.${column})`;
}

/** Whether what a till is told of a row depends on its store: 1 or 0. Asks for no parameter. */
export function isStoresOwn({ where, fields, onlyStore, partOf, pricedBy }: Definition): string {
  // The price is the only field that asks for it: what comes beside it has no condition of its own yet.
  const made = pricedBy ? [] : Object.values(fields).filter((field) => typeof field === 'function');
  const conditions = [
    ...([...made, ...(where ? [where] : [])].some(asksForStore) ? ['true'] : []),
    ...(onlyStore ? [`t.${onlyStore} IS NOT NULL`] : []),
    ...(partOf?.hasStore
      ? [`EXISTS (SELECT 1 FROM ${partOf.table} w WHERE w.id = t.${partOf.column} AND w.store_id IS NOT NULL)`]
      : []),
    ...(pricedBy
      ? [`EXISTS (SELECT 1 FROM prices p WHERE p.product_id = t.${pricedBy} AND p.store_id IS NOT NULL)`]
      : []),
  ];
  return conditions.length === 0 ? '0' : `CASE WHEN ${conditions.join(' OR ')} THEN 1 ELSE 0 END`;
}

/** Whether SQL that is made of these words mentions the store. */
function asksForStore(sql: (q: ScopeWords) => unknown): boolean {
  let isAsked = false;
  const words = new Proxy({} as ScopeWords, {
    get: () => (name: unknown) => {
      isAsked ||= name === 'store' || name === 'locations';
      return '';
    },
  });
  sql(words);
  return isAsked;
}

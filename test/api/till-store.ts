/** The memory of a till: what its seeding makes of init, row by row, written from the protocol (1.2, "how data is consumed")
 *  and from nothing of ours. What a till would drop without a word is told here. */
import { readFileSync } from 'node:fs';
import { resources } from './init-check.ts';
import type { Json } from './support.ts';

/** A row as the till keeps it: columns of the protocol, UUIDs without dashes. */
export type TillRow = Record<string, Json>;

/** Which rows a column points to. */
const references: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('./fixtures/init-references.json', import.meta.url), 'utf8'),
);

/** What stands in a column that was not sent and has a default of its own. */
const ownDefault = Symbol('default');

class Dropped extends Error {}

export class TillStore {
  readonly #tables = new Map<string, Map<string, TillRow>>();
  /** Rows that the till threw away or cannot read again, with the reason. Empty when the hub did its work. */
  readonly dropped: string[] = [];

  /** All rows of a resource, deleted ones included. */
  all(resource: string): TillRow[] {
    return [...(this.#tables.get(resource)?.values() ?? [])];
  }

  /** Rows that count. */
  living(resource: string): TillRow[] {
    return this.all(resource).filter((row) => row['is_deleted'] !== true);
  }

  find(resource: string, id: string): TillRow | undefined {
    return this.#tables.get(resource)?.get(bare(id));
  }

  /** Takes the `data` of init: into an empty database each row is inserted, later inserted or updated by its id. */
  take(data: Record<string, Json>, isRefresh: boolean): void {
    for (const name of Object.keys(resources)) {
      const sent = data[name];
      if (sent === undefined || sent === null) continue;
      for (const row of Array.isArray(sent) ? sent : [sent]) {
        try {
          this.#takeRow(name, row, isRefresh);
        } catch (error) {
          if (!(error instanceof Dropped)) throw error;
          this.dropped.push(`${name} ${JSON.stringify(row?.id)}: ${error.message}`);
        }
      }
    }
  }

  #takeRow(name: string, sent: Json, isRefresh: boolean): void {
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw new Dropped('is no object');
    const { fields = {}, unique = [] } = resources[name] ?? {};
    const values: TillRow = {};
    for (const [field, value] of Object.entries(sent)) {
      const fact = fields[field];
      if (fact) values[field] = read(field, fact[0], fact[1], value);
    }
    if (values['id'] === undefined) throw new Dropped('has no id: each init would make it anew');
    const table = this.#tables.get(name) ?? new Map<string, TillRow>();
    this.#tables.set(name, table);
    const known = table.get(values['id']);
    if (known && !isRefresh) throw new Dropped('its id was there already');
    const row = known ? { ...known, ...values } : withDefaults(fields, values);
    for (const columns of unique) {
      const clash = [...table.values()].find((other) => other !== known && sharesAll(other, row, columns));
      if (clash) throw new Dropped(`${columns.join(' + ')} is that of ${clash['id']}`);
    }
    table.set(row['id'], row);
  }

  /** References of living rows that lead nowhere or to a deleted row: stored by a till, and of no use to it. */
  dangling(): string[] {
    const faults: string[] = [];
    for (const [name, columns] of Object.entries(references)) {
      for (const row of this.living(name)) {
        for (const [column, target] of Object.entries(columns)) {
          const id = row[column];
          if (id === null || id === undefined || !resources[target]) continue;
          const found = this.find(target, id);
          if (!found || found['is_deleted'] === true) faults.push(`${name}.${column} of ${row['id']} leads to no row`);
        }
      }
    }
    return faults;
  }
}

function withDefaults(fields: (typeof resources)[string]['fields'], values: TillRow): TillRow {
  const row: TillRow = {};
  for (const [field, [, need]] of Object.entries(fields)) {
    if (values[field] !== undefined) row[field] = values[field];
    else if (need === 'required') throw new Dropped(`${field} is missing`);
    else row[field] = need === 'nullable' ? null : ownDefault;
  }
  return row;
}

/** In SQLite a null is like no other null. */
function sharesAll(a: TillRow, b: TillRow, columns: readonly string[]): boolean {
  return columns.every((column) => a[column] !== null && a[column] !== undefined && a[column] === b[column]);
}

const bare = (id: string) => id.replaceAll('-', '').toLowerCase();
const isUuid = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(bare(value));

/** @throws Dropped the row cannot be stored with this value */
function read(field: string, type: string, need: string, value: Json): Json {
  const drop = (why: string) => new Dropped(`${field} ${why}: ${JSON.stringify(value)}`);
  if (value === null || (value === 'None' && type !== 'str' && type !== 'text')) {
    if (need !== 'nullable') throw drop('may not be null');
    return null;
  }
  if (typeof value === 'object') throw drop('is JSON that is not text');
  // Any text under such a name that looks like a UUID becomes one, whatever the column is.
  const isIdentity = field === 'id' || field.endsWith('_id') || field.endsWith('_by');
  if (isIdentity && type !== 'uuid' && isUuid(value)) throw drop('would be taken for a UUID');
  if (type === 'uuid') return readUuid(value, drop);
  if (type.startsWith('dec')) return readDecimal(value, drop);
  switch (type) {
    case 'int':
      if (Number.isSafeInteger(typeof value === 'string' && value.trim() !== '' ? Number(value) : value)) {
        return Number(value);
      }
      throw drop('is no integer');
    case 'float':
      if (typeof value === 'number') return value;
      throw drop('is no number');
    case 'bool':
      if (typeof value === 'boolean' || value === 0 || value === 1) return value === true || value === 1;
      throw drop('is no boolean');
    case 'datetime':
      return readTime(value, /^(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)?)(.*)$/, drop);
    case 'date':
      return readTime(value, /^(\d{4}-\d{2}-\d{2})(.*)$/, drop);
    case 'time':
      return readTime(value, /^(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(.*)$/, drop);
    default:
      if (field.endsWith('_json')) return readJsonText(String(value), drop);
      return String(value);
  }
}

type Drop = (why: string) => Dropped;

/** Ids of digits alone become numbers in the till's database and raise at each later reading (trap 27). */
function readUuid(value: Json, drop: Drop): string {
  if (!isUuid(value)) throw drop('is no UUID');
  if (/^\d*e?\d*$/.test(bare(value))) throw drop('is kept as a number');
  return bare(value);
}

function readDecimal(value: Json, drop: Drop): string {
  if (!/^-?\d+(\.\d+)?$/.test(String(value)) || typeof value === 'boolean') throw drop('is no decimal');
  return String(value);
}

/** Zones are dropped where they should be converted, so that a time with one is a wrong time; a time of day with one is
 *  thrown away by the till itself. */
function readTime(value: Json, form: RegExp, drop: Drop): string {
  const [, time, rest] = form.exec(typeof value === 'string' ? value : '') ?? [];
  if (time === undefined) throw drop('is no time');
  if (rest !== '') throw drop('names a zone that the till drops');
  return time;
}

/** Stored whatever it says, and read as JSON later. */
function readJsonText(text: string, drop: Drop): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw drop('is no JSON');
  }
}

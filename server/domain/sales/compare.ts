/** Whether two bodies under one id say the same: decimal text and number, key order, missing and null, forms of a UUID do not
 *  matter; every value does, also of fields that the hub does not know. */
import { decimalToShortText, readDecimal } from '../../core/decimal.ts';
import { normalizeWireId } from '../../core/ids.ts';
import type { SectionFields, WireFields } from './wire-fields.ts';
import { isRow } from './wire-values.ts';

export interface Difference {
  path: string;
  stored: unknown;
  received: unknown;
}

/** More than this many differences say no more than that the bodies have nothing in common. */
const maxDifferences = 100;
const maxShownLength = 300;

const unknownSection: SectionFields = { ids: new Set(), numbers: new Set(), bools: new Set(), defaults: {} };

/** The values in which two items differ, in the order of the stored one; at most 100. */
export function differencesOf(stored: unknown, received: unknown, fields: WireFields): Difference[] {
  const found: Difference[] = [];
  if (!isRow(stored) || !isRow(received)) {
    note(found, { path: '', stored, received });
    return found;
  }
  for (const name of keysOf(stored, received)) {
    const types = fields[name] ?? unknownSection;
    compareSection(found, { path: name, stored: stored[name], received: received[name] }, types);
  }
  return found;
}

export function isEmptySection(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** A missing section is an empty one: absent, null and [] are the same. */
function compareSection(found: Difference[], pair: Difference, types: SectionFields): void {
  if (isEmptySection(pair.stored) && isEmptySection(pair.received)) return;
  const stored = isEmptySection(pair.stored) ? [] : pair.stored;
  const received = isEmptySection(pair.received) ? [] : pair.received;
  if (!Array.isArray(stored) || !Array.isArray(received)) {
    compareRow(found, pair, types);
    return;
  }
  for (let i = 0; i < Math.max(stored.length, received.length); i += 1) {
    compareRow(found, { path: `${pair.path}[${i}]`, stored: stored[i], received: received[i] }, types);
  }
}

function compareRow(found: Difference[], pair: Difference, types: SectionFields): void {
  const { path, stored, received } = pair;
  if (!isRow(stored) || !isRow(received)) {
    if (canonicalJson(stored) !== canonicalJson(received)) note(found, pair);
    return;
  }
  for (const key of keysOf(stored, received)) {
    if (comparable(stored[key], key, types) !== comparable(received[key], key, types)) {
      note(found, { path: `${path}.${key}`, stored: stored[key], received: received[key] });
    }
  }
}

function keysOf(a: object, b: object): Set<string> {
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}

/** Head fields whose absence says something: not cancelled, a completed sale. */
const saidByAbsence = new Set(['transaction_type', 'transaction_status']);

/** Whether everything that the thin item says is said by the full one too, and nothing else of it: sections that the thin one
 *  leaves empty, and fields of its head that it leaves out, may hold anything. Lists that both fill must be alike. */
export function isThinner(thin: unknown, full: unknown, fields: WireFields): boolean {
  if (!isRow(thin) || !isRow(full)) return false;
  for (const [name, said] of Object.entries(thin)) {
    if (isEmptySection(said)) continue;
    const types = fields[name] ?? unknownSection;
    const told = name === 'head' && isRow(said) ? withoutUnsaid(said, full[name], types) : full[name];
    const found: Difference[] = [];
    compareSection(found, { path: name, stored: said, received: told }, types);
    if (found.length > 0) return false;
  }
  return true;
}

/** The full head with what the thin one leaves out left out as well. */
function withoutUnsaid(thin: object, full: unknown, types: SectionFields): unknown {
  if (!isRow(full)) return full;
  const said = thin as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(full).filter(
      ([key]) => (said[key] ?? null) !== null || types.bools.has(key) || saidByAbsence.has(key),
    ),
  );
}

/** One text for all ways to write a value. */
function comparable(value: unknown, key: string, types: SectionFields): string {
  const given = value ?? types.defaults[key] ?? null;
  if (given === null) return 'null';
  if (types.ids.has(key)) return given === '' ? 'null' : (normalizeWireId(given) ?? canonicalJson(given));
  if (types.numbers.has(key)) return numberText(given);
  if (types.bools.has(key) && (given === 0 || given === 1)) return String(given === 1);
  return canonicalJson(given);
}

function numberText(value: unknown): string {
  const reading = readDecimal(value, 6);
  return reading.ok ? decimalToShortText(reading.value, 6) : canonicalJson(value);
}

/** JSON with sorted keys. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, child: unknown) => (isRow(child) ? sorted(child) : child));
}

function sorted(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function note(found: Difference[], difference: Difference): void {
  if (found.length >= maxDifferences) return;
  found.push({
    path: difference.path,
    stored: shortened(difference.stored),
    received: shortened(difference.received),
  });
}

/** A value as it is kept in the record of a conflict; long ones only by their beginning. */
function shortened(value: unknown): unknown {
  const json = JSON.stringify(value ?? null);
  return json.length <= maxShownLength ? (value ?? null) : `${json.slice(0, maxShownLength)}…`;
}

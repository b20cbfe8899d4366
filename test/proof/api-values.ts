/** Values drawn from JSON Schema: right ones, and right ones with something wrong in them. */
import fc from 'fast-check';
import type { OpenApiDocument } from '../../server/api/v1/docs/document.ts';
import { resolved } from '../../server/api/v1/docs/document.ts';
import type { JsonSchema } from '../../server/api/v1/docs/schemas.ts';

/** What has been seen in answers, by the field's name: ids and cursors that mean something. */
export type Known = (name: string) => readonly string[];

interface Place {
  document: OpenApiDocument;
  known: Known;
  depth: number;
  /** Of the field. */
  name: string;
}

const deepest = 5;

/** Values that the schema takes, as far as its patterns can be drawn from. */
export function rightValue(document: OpenApiDocument, schema: JsonSchema, field: { name: string; known: Known }) {
  return drawn(schema, { document, depth: 0, ...field });
}

function drawn(sent: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  const schema = resolved(place.document, sent);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => drawn(each, place)));
  if (schema.allOf) {
    const parts = schema.allOf.map((each) => drawn(each, place));
    return fc.tuple(...parts).map((all) => Object.assign({}, ...all.map((each) => each as object)));
  }
  const [type] = [schema.type ?? 'any'].flat();
  if (type === 'object') return objectOf(schema, place);
  if (type === 'array') return listOf(schema, place);
  if (type === 'string') return textOf(schema, place);
  if (type === 'integer' || type === 'number') return numberOf(schema, type);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  return fc.jsonValue({ maxDepth: 1 });
}

function objectOf(schema: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (place.depth > deepest) return fc.constant({});
  const deeper = (name: string) => ({ ...place, name, depth: place.depth + 1 });
  const own = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, drawn(each, deeper(name))])),
    { requiredKeys: required.filter((name) => properties[name] !== undefined) },
  );
  if (typeof additionalProperties !== 'object') return own;
  const more = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), drawn(additionalProperties, deeper('')), {
    maxKeys: 2,
  });
  return fc.tuple(more, own).map(([extra, known]) => ({ ...extra, ...known }));
}

function listOf({ items = {}, minItems, maxItems }: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  const least = Number(minItems ?? 0);
  const most = Math.min(Number(maxItems ?? 3), Math.max(least, 3));
  return fc.array(drawn(items, { ...place, depth: place.depth + 1 }), {
    minLength: least,
    maxLength: place.depth > deepest ? least : most,
  });
}

function textOf({ format, pattern, minLength, maxLength }: JsonSchema, { name, known }: Place): fc.Arbitrary<unknown> {
  const seen = known(name);
  const made = drawnText({ format, pattern }, { least: Number(minLength ?? 0), most: Number(maxLength ?? 30) });
  return seen.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...seen) }, made) : made;
}

function drawnText(
  { format, pattern }: { format: string | undefined; pattern: string | undefined },
  { least, most }: { least: number; most: number },
): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return aDate.map((date) => date.toISOString());
  if (format === 'date') return aDate.map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.emailAddress();
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern));
    } catch {
      return fc.constantFrom('1', '1.00', 'a', '2026-11-21', '12:00');
    }
  }
  return fc.oneof(
    fc.string({ minLength: least, maxLength: Math.min(most, Math.max(least, 30)) }),
    fc.string({ minLength: least, maxLength: Math.min(most, Math.max(least, 30)), unit: 'grapheme' }),
  );
}

const aDate = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-01-01T00:00:00Z'),
  noInvalidDate: true,
});

function numberOf({ minimum, maximum }: JsonSchema, type: string): fc.Arbitrary<unknown> {
  const range = { min: Number(minimum ?? -1000), max: Number(maximum ?? 100_000) };
  return type === 'integer' ? fc.integer(range) : fc.double({ ...range, noNaN: true });
}

/** What no field asks for. */
const odd: readonly unknown[] = [
  ...[null, true, '', 'x'.repeat(5000), '\u0000', '\u202e', '../../etc/passwd', "' OR 1=1 --", '😀'.repeat(300)],
  ...[-1, 0, 1e308, 9_007_199_254_740_992, 0.1, [], {}, [[]], [null], { a: { b: { c: {} } } }, '9999-99-99', 'NaN'],
  ...['2026-02-30', '99999999999999999999.9999', '0x10', '１２', 'null', '{}'],
];

/** A right value with one thing wrong: a field of another kind, missing, or that nobody knows. */
export function wrongValue(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(right, fc.nat(), fc.constantFrom(...odd), fc.nat(9)).map(([value, at, strange, how]) => {
    if (how === 0 || typeof value !== 'object' || value === null) return strange;
    const copy = structuredClone(value) as object;
    const places = placesIn(copy);
    const place = places[at % Math.max(1, places.length)];
    if (!place || how === 1) return Object.assign(copy, { nobody_knows_this: strange });
    const { holder, key } = place;
    if (how === 2) delete holder[key];
    else holder[key] = strange;
    return copy;
  });
}

interface Spot {
  holder: Record<string, unknown>;
  key: string;
}

function placesIn(value: object): Spot[] {
  const holder = value as Record<string, unknown>;
  return Object.entries(value).flatMap(([key, each]) => [
    { holder, key },
    ...(typeof each === 'object' && each !== null ? placesIn(each) : []),
  ]);
}

export const oddTexts = odd.filter((value): value is string => typeof value === 'string');

/** A schema as rows that people read: a name, a kind and a sentence for each field, nested ones by their dotted paths. */
import { type OpenApiDocument, resolved } from './document.ts';
import { componentPrefix, type JsonSchema } from './schemas.ts';

export interface FieldRow {
  path: string;
  kind: string;
  isRequired: boolean;
  description: string;
  depth: number;
}

const deepest = 5;
/** Rows of the protocol have a hundred columns; nobody reads more at once. */
const mostRows = 250;

type Components = Pick<OpenApiDocument, 'components'>;

/** The fields of an object, or of what a list holds; empty for a single value. */
export function fieldRows(document: Components, schema: JsonSchema): { rows: FieldRow[]; isCut: boolean } {
  const rows: FieldRow[] = [];
  addFields({ document, rows, seen: [] }, schema, '');
  return { rows: rows.slice(0, mostRows), isCut: rows.length > mostRows };
}

interface Walk {
  document: Components;
  rows: FieldRow[];
  /** Names of components on the way here: what holds itself is not unfolded again. */
  seen: readonly string[];
}

function addFields(walk: Walk, schema: JsonSchema, prefix: string): void {
  const { document, rows, seen } = walk;
  const depth = prefix.split('.').length - 1;
  if (depth > deepest || rows.length > mostRows) return;
  const name = nameOf(schema);
  if (name !== null && seen.includes(name)) return;
  const inside = { ...walk, seen: name === null ? seen : [...seen, name] };
  const whole = resolved(document, schema);
  for (const [field, each] of Object.entries(whole.properties ?? {})) {
    const path = `${prefix}${field}`;
    const described = resolved(document, each);
    const isRequired = whole.required?.includes(field) === true;
    rows.push({ path, kind: kindOf(document, each), isRequired, description: described.description ?? '', depth });
    addFields(inside, each, `${path}.`);
  }
  if (typeof whole.additionalProperties === 'object') addFields(inside, whole.additionalProperties, `${prefix}*.`);
  if (whole.items) addFields(inside, whole.items, prefix === '' ? '' : `${prefix.slice(0, -1)}[].`);
  for (const each of [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.allOf ?? [])]) {
    addFields(inside, each, prefix);
  }
}

function nameOf({ $ref }: JsonSchema): string | null {
  return $ref === undefined ? null : $ref.slice(componentPrefix.length);
}

/** In a word or two: `text`, `list of Product`, `one of: a, b`. */
export function kindOf(document: Components, schema: JsonSchema): string {
  const name = nameOf(schema);
  const whole = resolved(document, schema);
  if (whole.const !== undefined) return JSON.stringify(whole.const);
  if (whole.enum)
    return `one of: ${whole.enum.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')}`;
  const choices = whole.anyOf ?? whole.oneOf;
  if (choices) return [...new Set(choices.map((each) => kindOf(document, each)))].join(' or ');
  if (whole.type === 'array') return `list of ${whole.items ? kindOf(document, whole.items) : 'anything'}`;
  if (whole.type === 'string') return textKind(whole);
  if (name !== null) return name;
  const types = [whole.type ?? 'anything'].flat();
  return types.map((type) => words[type] ?? type).join(' or ');
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
};

function textKind({ format, pattern }: JsonSchema): string {
  if (format === 'date-time') return 'time, ISO 8601';
  if (format === 'uuid') return 'UUID';
  if (format !== undefined) return `text (${format})`;
  return pattern !== undefined && pattern.length <= 40 ? `text ${pattern}` : 'text';
}

/** What stands for a schema in an example.
 *  @param depth how far it is unfolded still */
export function sampleOf(document: Components, schema: JsonSchema, depth = 4): unknown {
  const whole = resolved(document, schema);
  if (whole.const !== undefined) return whole.const;
  if (whole.default !== undefined) return whole.default;
  if (whole.enum) return whole.enum[0];
  const choice = (whole.anyOf ?? whole.oneOf ?? [])[0];
  if (choice) return sampleOf(document, choice, depth);
  const type = [whole.type ?? 'object'].flat()[0];
  if (type === 'array') return whole.items && depth > 0 ? [sampleOf(document, whole.items, depth - 1)] : [];
  if (type === 'object') {
    const wanted = Object.entries(whole.properties ?? {}).filter(([name]) => whole.required?.includes(name));
    return Object.fromEntries(
      depth > 0 ? wanted.map(([name, each]) => [name, sampleOf(document, each, depth - 1)]) : [],
    );
  }
  return simple[type ?? ''] ?? sampleText(whole);
}

const simple: Readonly<Record<string, unknown>> = { integer: 1, number: 1, boolean: true };

function sampleText({ format, type }: JsonSchema): unknown {
  if (type === 'null') return null;
  if (format === 'date-time') return '2026-11-21T10:00:00Z';
  if (format === 'date') return '2026-11-21';
  if (format === 'uuid') return '7b0c8a52-6f0e-4d0b-9a53-0d7c6d1f2e41';
  return '…';
}

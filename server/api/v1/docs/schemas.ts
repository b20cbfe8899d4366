/** JSON Schema of what operations read and answer. What has a name (`.meta({ id })`) stands once, among the components. */
import { z } from 'zod';

/** JSON Schema 2020-12, as far as the document needs it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  format?: string;
  pattern?: string;
  [keyword: string]: unknown;
}

/** `input`: what is sent; `output`: what is answered. */
export type Direction = 'input' | 'output';

export const componentPrefix = '#/components/schemas/';

/** Collects the named schemas of a document. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** What stands in a schema's place: itself, or a reference to where it stands.
   *  @throws Error two different schemas have one name */
  schemaOf(shape: z.ZodType, io: Direction): JsonSchema {
    const whole = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as JsonSchema;
    const { $schema: _, $defs = {}, ...rest } = whole;
    const named = $defs as Record<string, JsonSchema>;
    const names = new Map(Object.keys(named).map((name) => [name, this.#nameFor(name, named[name] as JsonSchema, io)]));
    const moved = (schema: JsonSchema) => pointed(schema, names);
    for (const [name, schema] of Object.entries(named)) this.#keep(names.get(name) as string, moved(plain(schema)));
    return moved(plain(rest));
  }

  /** Where what is sent is not what is answered under the same name, what is sent gets a name of its own. */
  #nameFor(name: string, schema: JsonSchema, io: Direction): string {
    const known = this.schemas[name];
    const same = pointed(plain(schema), new Map());
    return known === undefined || io === 'output' || text(known) === text(same) ? name : `${name}Sent`;
  }

  #keep(name: string, schema: JsonSchema): void {
    const known = this.schemas[name];
    if (known !== undefined && text(known) !== text(schema)) throw new Error(`two different schemas are named ${name}`);
    this.schemas[name] = schema;
  }
}

const text = (schema: JsonSchema) => JSON.stringify(schema);

/** Without what zod writes only for itself: the name, and bounds that every whole number of JSON has. */
function plain(schema: JsonSchema): JsonSchema {
  return walked(schema, ({ id: _, $schema: __, ...each }) => {
    const { minimum, maximum, ...rest } = each;
    return {
      ...rest,
      ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
      ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
    };
  });
}

function pointed(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  return walked(schema, (each) => {
    if (each.$ref === undefined) return each;
    const name = each.$ref.slice(each.$ref.lastIndexOf('/') + 1);
    return { ...each, $ref: `${componentPrefix}${names.get(name) ?? name}` };
  });
}

/** Keywords that hold schemas by name, and what is data and no schema. */
const byName = new Set(['properties', 'patternProperties', '$defs']);
const data = new Set(['enum', 'const', 'default', 'examples', 'example', 'required']);

/** A copy, each schema in it changed, from the outside in. */
export function walked(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const into = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(into);
    return typeof value === 'object' && value !== null ? walked(value as JsonSchema, change) : value;
  };
  return Object.fromEntries(
    Object.entries(change(schema)).map(([keyword, value]) => {
      if (data.has(keyword)) return [keyword, value];
      if (byName.has(keyword)) {
        return [keyword, Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, into(each)]))];
      }
      return [keyword, into(value)];
    }),
  );
}

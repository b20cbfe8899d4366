/** Inputs of procedures, drawn from what their schemas take: an id of a shop in every place where one can stand. */
import { z } from 'zod';
import { rootRouter } from '../../../portal/trpc/root.ts';
import type { Shop } from './world.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  schemas: readonly Schema[];
}

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  enum?: unknown[];
  items?: Schema;
  const?: unknown;
  minimum?: number;
}

interface Declared {
  _def: { type: 'query' | 'mutation'; inputs: z.ZodType[] };
}

const asSchema = (input: z.ZodType) => z.toJSONSchema(input, { unrepresentable: 'any', io: 'input' }) as Schema;

export const procedures: readonly Procedure[] = Object.entries(
  rootRouter._def.procedures as unknown as Record<string, Declared>,
).map(([path, { _def }]) => ({ path, type: _def.type, schemas: _def.inputs.map(asSchema) }));

/** What names a thing of a company: by area and name, or by name in every area. */
const ids: Readonly<Record<string, (shop: Shop) => unknown>> = {
  company: ({ slug }) => slug,
  storeId: ({ storeId }) => storeId,
  storeIds: ({ storeId }) => storeId,
  terminalIds: ({ terminalId }) => terminalId,
  target: ({ storeId }) => `store:${storeId}`,
  store: ({ ids: { storeCode } }) => storeCode,
  'cashiers.store': ({ storeId }) => storeId,
  ...Object.fromEntries(
    Object.entries({
      ...{ userId: 'user', requestId: 'request', invitationId: 'invitation', layout: 'layout', keyId: 'key' },
      ...{ item: 'quarantined', conflict: 'conflict', vatRateId: 'vat', departmentId: 'department' },
      ...{ divisionId: 'division', department: 'department', unitId: 'unit', warehouseId: 'warehouse' },
      ...{ 'stores.uuid': 'store', 'tills.uuid': 'till', 'tillKeys.uuid': 'till', 'closures.uuid': 'closure' },
      ...{ 'receipts.uuid': 'receipt', 'catalog.id': 'product', 'cashiers.id': 'cashier', 'customers.id': 'customer' },
      ...{ 'imports.id': 'import', 'messages.id': 'message', 'pictures.id': 'picture', 'joining.id': 'invitation' },
      ...{ 'tillKeys.keyId': 'tillKey', 'tillKeys.replaces': 'tillKey', 'messages.terminal': 'till' },
      ...{ 'pairing.till': 'till', 'pairing.store': 'store', 'closures.after': 'till' },
      ...{ 'groups.move.id': 'vat', 'groups.saveVatRate.id': 'vat', 'groups.saveDepartment.id': 'department' },
      ...{ 'groups.saveDivision.id': 'division', 'warehouses.id': 'warehouse' },
    }).map(([name, kind]) => [name, (shop: Shop) => shop.ids[kind]]),
  ),
};

const layoutText = '{"forms":[{"name":"SALE","form_no":1,"is_startup":true,"caption":"Walked"}],"controls":[]}';

/** Texts and numbers that have a form of their own. */
const values: Readonly<Record<string, unknown>> = {
  ...{ country: 'GB', timeZone: 'Europe/London', currency: 'GBP', number: 1, seen: 1, version: 1, dayStartMinutes: 0 },
  ...{ dateOfBirth: '', email: 'walked@example.test', phoneNumber: '', to: 'walked@example.test', by: 'email' },
  ...{ cityId: '', countryId: '', bytes: new Uint8Array([1]), code: 'WALK-7', 'groups.code': 7, rateBasisPoints: 700 },
  ...{ content: layoutText, priceE4: 12_500n, seenE4: null, purchasePriceE4: null, hours: 24 },
  ...{ requestsPerMinute: 60, expiresAt: null, 'tills.replaces': null, networks: '10.1.0.0/16', userName: 'walked' },
  ...{ origins: 'https://walked.example', mapping: { code: 0, name: 1 }, devices: {}, manages: {}, codes: '' },
  ...{ barcodes: '4006381333931', actions: 'catalog.see', asked: {}, syncMinutes: 15, before: null },
  ...{ 'quarantine.after': null, 'closures.from': undefined, 'closures.to': undefined, 'receipts.day': undefined },
  ...{
    'receipts.after': undefined,
    'cashiers.password': '447788',
    'cashiers.number': 77,
    'groups.saveDivision.code': 777,
  },
};

interface Drawing {
  procedure: string;
  /** Whose id stands in a place. */
  shopOf: (place: string) => Shop;
  /** Otherwise only what must be said. */
  isFull: boolean;
  /** What free text says. */
  text: string;
  /** Filled while it is drawn: each place where an id stands. */
  places: string[];
}

/** The most special entry for a name: of the procedure, of its area, of all. */
function entryOf<T>(table: Readonly<Record<string, T>>, procedure: string, name: string): { found: T } | null {
  const [area = ''] = procedure.split('.');
  for (const key of [`${procedure}.${name}`, `${area}.${name}`, name])
    if (key in table) return { found: table[key] as T };
  return null;
}

function drawn(schema: Schema, name: string, place: string, how: Drawing): unknown {
  const isStructure =
    schema.type === 'array' || schema.type === 'object' || schema.anyOf?.some((each) => each.type === 'array');
  const id = entryOf(ids, how.procedure, name);
  if (id && !isStructure) {
    how.places.push(place);
    return id.found(how.shopOf(place));
  }
  const value = entryOf(values, how.procedure, name);
  if (value && !(isStructure && schema.type === 'array')) {
    return value.found === layoutText
      ? layoutText.replace('Walked', JSON.stringify(how.text).slice(1, -1))
      : value.found;
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return drawnOf(schema.anyOf, name, place, how);
  switch (schema.type) {
    case 'object':
      return object(schema, place, how);
    case 'array':
      return how.isFull && schema.items ? [drawn(schema.items, name, `${place}.0`, how)] : [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    default:
      return how.text;
  }
}

function drawnOf(variants: readonly Schema[], name: string, place: string, how: Drawing): unknown {
  const isNullable = variants.some(({ type }) => type === 'null');
  const [first = {}] = variants.filter(({ type }) => type !== 'null');
  if (isNullable && !(how.isFull && (first.type === 'object' || first.type === 'array'))) return null;
  return drawn(first, name, place, how);
}

function object(schema: Schema, place: string, how: Drawing): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([key]) => how.isFull || schema.required?.includes(key))
      .map(([key, value]) => [key, drawn(value, key, place === '' ? key : `${place}.${key}`, how)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** One for each way to say it: a union at the root or below it is drawn in each of its variants. */
function variantsOf(schemas: readonly Schema[]): Schema[][] {
  const [schema, ...rest] = schemas;
  if (schema === undefined) return [[]];
  const own = (schema.anyOf ?? [schema]).flatMap((each) => {
    const union = Object.entries(each.properties ?? {}).find(
      ([, value]) => (value.anyOf?.filter(({ type }) => type === 'object').length ?? 0) > 1,
    );
    if (union === undefined) return [each];
    return (union[1].anyOf ?? []).map((one) => ({ ...each, properties: { ...each.properties, [union[0]]: one } }));
  });
  return own.flatMap((each) => variantsOf(rest).map((others) => [each, ...others]));
}

interface Drawn {
  input: Record<string, unknown>;
  places: readonly string[];
}

/** What a procedure can be told; one for each variant of its input. */
export function inputsOf(
  { path, schemas }: Procedure,
  shopOf: (place: string) => Shop,
  { isFull = false, text = 'Walked' }: { isFull?: boolean; text?: string } = {},
): readonly Drawn[] {
  return variantsOf(schemas).map((variant) => {
    const how: Drawing = { procedure: path, shopOf, isFull, text, places: [] };
    const parts = variant.map((schema) => object(schema, '', how));
    return { input: Object.assign({}, ...parts), places: [...new Set(how.places)] };
  });
}

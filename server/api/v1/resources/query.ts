/** The parameters of a list: filters, sort, page, fields. */
import { z } from 'zod';
import type { ListCondition, ListOrder } from '../../../domain/listing/index.ts';
import type { Filters, Listing } from './filters.ts';

const defaultRows = 50;
const mostRows = 200;
const limitWords = `is a whole number from 1 to ${mostRows}`;

export const limit = z
  .string()
  .regex(/^\d{1,3}$/, limitWords)
  .transform(Number)
  .refine((count) => count >= 1 && count <= mostRows, limitWords)
  .optional()
  .describe(`Rows of a page, 1 to ${mostRows}; ${defaultRows} without it.`);

/** `fields=a,b`: names of fields of the item. `id` is answered always. */
export function fieldsOf(item: z.ZodObject) {
  const known = Object.keys(item.shape);
  return z
    .string()
    .max(2000)
    .transform((text) => text.split(','))
    .refine((names) => names.every((name) => known.includes(name)), `is a list of these: ${known.join(', ')}`)
    .optional()
    .describe('Names of fields with commas between them: only these are answered, and `id`.');
}

interface Listed {
  item: z.ZodObject;
  filters: Filters;
  sorts: Readonly<Record<string, string>>;
  defaultSort: string;
}

export function listQuery({ item, filters, sorts, defaultSort }: Listed) {
  const orders = Object.keys(sorts).flatMap((name) => [name, `-${name}`]) as [string, ...string[]];
  return z.strictObject({
    ...Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, schema.optional()])),
    sort: z.enum(orders).optional().describe(`What comes first; with - the other way. Without it: ${defaultSort}.`),
    limit,
    cursor: z.string().max(2000).optional().describe('`next` of the page before.'),
    fields: fieldsOf(item),
  });
}

export interface Asked {
  filters: ListCondition[];
  order: ListOrder;
  most: number;
  cursor: string | undefined;
  fields: readonly string[] | undefined;
}

/** @param query what `listQuery` gave */
export async function readAsked(
  query: Readonly<Record<string, unknown>>,
  { filters, sorts, defaultSort }: Listed,
  listing: Listing,
): Promise<Asked> {
  const conditions: ListCondition[] = [];
  for (const [name, { where }] of Object.entries(filters)) {
    if (query[name] !== undefined) conditions.push(...(await where(query[name], listing)));
  }
  const sort = (query['sort'] as string | undefined) ?? defaultSort;
  const isDown = sort.startsWith('-');
  const column = sorts[isDown ? sort.slice(1) : sort];
  if (column === undefined) throw new Error(`No column is sorted by ${sort}`);
  return {
    filters: conditions,
    order: { column, direction: isDown ? 'desc' : 'asc' },
    most: (query['limit'] as number | undefined) ?? defaultRows,
    cursor: query['cursor'] as string | undefined,
    fields: query['fields'] as readonly string[] | undefined,
  };
}

/** The fields that were asked for; all of them where nobody asked. */
export function select(item: Readonly<Record<string, unknown>>, fields: readonly string[] | undefined) {
  if (fields === undefined) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => name === 'id' || fields.includes(name)));
}

/** Filters of lists: a parameter of the address becomes a condition. */
import { z } from 'zod';
import { isDay } from '../../../core/business-day.ts';
import { foldForSearch } from '../../../core/search-text.ts';
import type { Ctx } from '../../../db/index.ts';
import { type ListCondition, listTableOf } from '../../../domain/listing/index.ts';
import { storesNamed, terminalsNamed } from '../../../domain/resources/index.ts';
import { id, instant, text } from './values.ts';

/** Whose list it is. */
export interface Listing {
  ctx: Ctx;
  /** The company's number; 0 for the list of companies. */
  companyId: number;
}

export interface Filter {
  schema: z.ZodType;
  /** @param value what the schema gave */
  where(value: unknown, listing: Listing): ListCondition[] | Promise<ListCondition[]>;
}

export type Filters = Readonly<Record<string, Filter>>;

/** Keeps the schema's type until the generator, which knows filters by their names only. */
function filter<S extends z.ZodType>(
  schema: S,
  where: (value: z.output<S>, listing: Listing) => ListCondition[] | Promise<ListCondition[]>,
): Filter {
  return { schema, where: (value, listing) => where(value as z.output<S>, listing) };
}

/** Exactly this text. */
export function isText(column: string, most: number, says: string): Filter {
  return filter(text(most).describe(says), (value) => [{ is: 'equal', column, value }]);
}

export function isOneOf<const V extends readonly [string, ...string[]]>(column: string, values: V): Filter {
  return filter(z.enum(values).describe('Only these.'), (value) => [{ is: 'equal', column, value }]);
}

export function isId(column: string, says: string): Filter {
  return filter(id.describe(says), (value) => [{ is: 'equal', column, value }]);
}

export function isFlag(column: string): Filter {
  return filter(z.enum(['true', 'false']).describe('Only those of which it is so.'), (value) => [
    { is: 'equal', column, value: value === 'true' },
  ]);
}

/** A whole number that is not negative. */
export function isNumber(column: string): Filter {
  const number = z
    .string()
    .regex(/^\d{1,9}$/, 'is a whole number')
    .transform(Number)
    .describe('Exactly this number.');
  return filter(number, (value) => [{ is: 'equal', column, value }]);
}

/** `…_from` and `…_to`, both included. */
export function days(name: string, column: string): Filters {
  const day = z.string().refine(isDay, 'is a day such as 2026-11-20');
  return {
    [`${name}_from`]: filter(day.describe('This day and later ones, YYYY-MM-DD.'), (from) => [
      { is: 'range', column, from },
    ]),
    [`${name}_to`]: filter(day.describe('This day and earlier ones, YYYY-MM-DD.'), (to) => [
      { is: 'range', column, to },
    ]),
  };
}

/** Rows changed from then on. */
export const changedSince: Filters = {
  updated_since: filter(instant.describe('Changed at this instant or later.'), (from) => [
    { is: 'range', column: 'updatedAt', from },
  ]),
};

const ofWords = 'Words that must all be found, in capitals or not.';

/** Part of a text; letter case and width of letters do not matter.
 *  @param column holds folded text */
export function contains(column: string): Filter {
  return filter(text(200).describe(ofWords), (value) => {
    const words = foldForSearch(value).split(/\s+/).filter(Boolean).slice(0, 5);
    return words.map((word): ListCondition => ({ is: 'containing', column, text: word }));
  });
}

/** The same in several columns, of which one is enough. */
export function containsAny(columns: readonly string[]): Filter {
  return filter(text(200).describe(ofWords), (value) => {
    const words = value.normalize('NFKC').split(/\s+/).filter(Boolean).slice(0, 5);
    return words.map(
      (word): ListCondition => ({
        is: 'any',
        of: columns.map((column): ListCondition => ({ is: 'containing', column, text: word })),
      }),
    );
  });
}

/** Rows of a store. */
export function inStore(column = 'storeId'): Filter {
  return filter(text(64).describe('Id or code of a store.'), async (named, { ctx, companyId }) => [
    { is: 'among', column, values: await storesNamed(ctx, companyId, named) },
  ]);
}

/** Rows of a terminal. */
export const ofTerminal = filter(id.describe('Id of a terminal.'), async (named, { ctx, companyId }) => [
  { is: 'among', column: 'terminalId', values: await terminalsNamed(ctx, companyId, named) },
]);

/** `…_from` and `…_before`: the first is included, the second is not. */
export function instants(name: string, column: string): Filters {
  return {
    [`${name}_from`]: filter(instant.describe('At this instant or later.'), (from) => [{ is: 'range', column, from }]),
    [`${name}_before`]: filter(instant.describe('Before this instant.'), (before) => [{ is: 'range', column, before }]),
  };
}

/** Closures of a verdict. */
export const verdictIs = filter(
  z.enum(['matched', 'explained', 'differing']).describe('`differing`: nothing explains the difference.'),
  (said) => {
    const where = { is: 'equal', column: 'verdict', value: said === 'differing' ? 'unexplained' : said } as const;
    return [{ is: 'related', column: 'id', table: listTableOf('ClosureJudgement'), key: 'closureId', where }];
  },
);

/** What a resource declares: its fields, how they are filtered and sorted, and the operations of the domain behind them. */
import type { z } from 'zod';
import type { Ctx } from '../../../db/index.ts';
import type { ListCondition } from '../../../domain/listing/index.ts';
import type { Action } from '../../../domain/tenancy/index.ts';
import type { CallerKind, Operation } from '../../../http/operation.ts';
import type { Filters } from './filters.ts';

/** Who acts in which company. */
export interface Within {
  ctx: Ctx;
  /** Its number; 0 where the resource is the company itself. */
  companyId: number;
}

interface Written {
  /** What it takes to do it; asked before what was sent is looked at further. Absent: nothing but being a person. */
  right?: Action;
  callers?: readonly CallerKind[];
  summary: string;
  description?: string;
}

/** Adding one. */
export interface Creating<B extends z.ZodType = z.ZodType> extends Written {
  body: B;
  /** True: the right may be held for a single store. */
  isOfStore?: true;
  /** @returns the new row's number or id in the database */
  run(within: Within, body: z.output<B>): Promise<string | number>;
}

/** Changing one; what the body does not say stays. */
export interface Changing<Row, B extends z.ZodType = z.ZodType> extends Written {
  body: B;
  /** Of which store the row is (null: of the company), where the right may be held for a single one; undefined: of several.
   *  Absent: rows are the company's. */
  storeOf?(row: Row): number | null | undefined;
  run(within: Within & { row: Row }, body: z.output<B>): Promise<void>;
}

export interface Removing<Row> extends Written {
  /** As of `Changing`. */
  storeOf?(row: Row): number | null | undefined;
  run(within: Within & { row: Row }): Promise<void>;
}

/** Something else that is done with one row: `POST` below its address. */
export interface Acting<Row> extends Removing<Row> {
  id: string;
  /** Last part of the address. */
  path: string;
}

export interface Resource<Row extends { id: string | number }, Item extends z.ZodObject, Detail extends z.ZodType> {
  /** In names of operations and of clients: `Product`, `Products`. */
  one: string;
  many: string;
  /** Chapter of the documentation. */
  tag: string;
  /** Of the list, below the company; empty: the list of companies. */
  path: string;
  /** In sentences: `a product`, `products`. */
  words: { one: string; many: string };
  description?: string;
  /** Every field of a row; has `id`. */
  item: Item;
  show(row: Row): z.input<Item>;
  /** What `GET` of one row answers, where that is more. */
  detail?: { schema: Detail; show(within: Within, row: Row): Promise<z.input<Detail>> };
  /** Which row an address names; null: it can be none. */
  named(text: string): ListCondition[] | null;
  /** For the documentation. */
  namedBy: string;
  filters: Filters;
  /** Columns by the names under which the list is sorted by them. */
  sorts: Readonly<Record<string, string>>;
  /** One of them, with `-` for the other way. */
  defaultSort: string;
  /** Fields of the domain's errors that have another name here than in snake case. */
  fieldNames?: Readonly<Record<string, string>>;
  /** Version of a row, where rows have one. */
  versionOf?: (row: Row) => number;
  create?: Creating;
  change?: Changing<Row>;
  remove?: Removing<Row>;
  acts?: readonly Acting<Row>[];
  /** Methods that are looked for here and are not answered: what to do instead. */
  instead?: { ofList?: Operation['instead']; ofOne?: Operation['instead'] };
}

/** Of rows that only devices write. */
export function factsOf(added: string, changed: string) {
  return { ofList: { POST: added }, ofOne: { PUT: changed, PATCH: changed, DELETE: changed } };
}

/** The description of an address, with what it does not answer. */
export function described(instead: Operation['instead'] = {}, ...texts: readonly (string | undefined)[]) {
  const description = [...new Set([...texts, ...Object.values(instead)])].filter(Boolean).join(' ');
  return { instead, ...(description !== '' && { description }) };
}

/** Keeps the types of a body together with what is done with it. */
export function creating<B extends z.ZodType>(declared: Creating<B>): Creating {
  return declared as Creating;
}

/** As `creating`. */
export function changing<Row, B extends z.ZodType>(declared: Changing<Row, B>): Changing<Row> {
  return declared as Changing<Row>;
}

/** What a report is asked for, in the form in which addresses, schedules and programs say it, and what it means. */
import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { Action } from '../../server/domain/tenancy/index.ts';
import { currentDay, getReportCompany, type ReportCompany, type ReportStore } from '../companies.ts';
import {
  type Comparison,
  comparedRange,
  comparisons,
  type DayRange,
  ownRange,
  presetRange,
  presets,
} from '../range.ts';
import { Conversion } from './conversion.ts';

/** Which documents count. Each is a list; an empty list is no filter. */
export const filterNames = ['terminal', 'department', 'cashier', 'payment'] as const;

export type FilterName = (typeof filterNames)[number];

/** What a table is asked to be sorted by, and has not. */
export const noSuchColumn = 'There is no such column.';

/** Stands in addresses for what a document does not say: the unknown cashier, the unknown department. */
export const unknownKey = '-';

/** "a,b" as a list without repeats. */
const list = z
  .string()
  .max(2000)
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== ''));

/** What every report may be asked for; what belongs to one report alone is in its options. */
export const askedFields = {
  /** The company's slug. */
  company: z.string(),
  range: z.enum([...presets, 'own']).default('30-days'),
  /** First and last day of an own range, `YYYY-MM-DD`. */
  from: z.string().optional(),
  to: z.string().optional(),
  compare: z.enum(comparisons).default('previous'),
  /** Codes of stores; without them all that the person may see. */
  store: list.optional(),
  /** UUIDs of terminals. */
  terminal: list.optional(),
  /** Ids of departments; "-" stands for what was sent without one. */
  department: list.optional(),
  /** Ids of cashiers; "-" stands for documents that name none. */
  cashier: list.optional(),
  /** Payment types, as CASH_PAYMENT. */
  payment: list.optional(),
  /** ISO letters of a currency into which everything is converted at each day's rate; without it currencies stay apart. */
  in: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters of a currency, like EUR')
    .optional(),
};

/** Fields that hold several values. */
export const listFields: ReadonlySet<string> = new Set(['store', ...filterNames]);

export const askedInput = z.object(askedFields);

/** Unknown names are kept: the options of a report. */
export const askedWithOptions = z.looseObject(askedFields);

export type Asked = z.infer<typeof askedWithOptions>;

/** What a report computes over. */
export interface Window {
  company: ReportCompany;
  /** The stores that are counted in: those asked for, of those that the person may see. */
  stores: ReportStore[];
  range: DayRange;
  compare: { kind: Comparison; range: DayRange } | null;
  filters: Readonly<Partial<Record<FilterName, readonly string[]>>>;
  options: Readonly<Record<string, string>>;
  /** Convert into this currency; null: leave currencies apart. */
  convertTo: string | null;
  /** How; null where nothing is converted. */
  conversion: Conversion | null;
  /** These are the days that another range is compared with: of every row only the lead column counts, and no name. */
  earlier?: Earlier;
}

interface Earlier {
  /** Keys of the rows that can be compared, in whichever currency; null: any row. */
  shown: ReadonlySet<string> | null;
}

/** @throws not_found      the company or a store is none in which the actor holds the permission
 *  @throws invalid_input  an own range that is none */
export async function openWindow(ctx: Ctx, asked: Asked, permission: Action = 'figures.see'): Promise<Window> {
  const company = await getReportCompany(ctx, asked.company, permission);
  const stores = asked.store ? asked.store.map((code) => storeOf(company, code)) : company.stores;
  const range =
    asked.range === 'own'
      ? ownRange(asked.from, asked.to)
      : presetRange(asked.range, currentDay(company, stores, ctx.now()));
  const earlier = comparedRange(range, asked.compare);
  return {
    company,
    stores,
    range,
    compare: earlier && { kind: asked.compare, range: earlier },
    filters: Object.fromEntries(filterNames.flatMap((name) => (asked[name]?.length ? [[name, asked[name]]] : []))),
    options: Object.fromEntries(
      Object.entries(asked).filter(
        (entry): entry is [string, string] => !(entry[0] in askedFields) && typeof entry[1] === 'string',
      ),
    ),
    convertTo: asked.in ?? null,
    conversion: asked.in === undefined ? null : await Conversion.open(ctx, company.id, asked.in),
  };
}

function storeOf(company: ReportCompany, code: string): ReportStore {
  const store = company.stores.find((candidate) => candidate.code === code);
  if (!store) throw new DomainError('not_found', { store: code });
  return store;
}

/** The same with other days: what is compared.
 *  @param shown keys of the rows that can be; without them any row */
export function windowOver(window: Window, range: DayRange, shown: Earlier['shown'] = null): Window {
  return { ...window, range, compare: null, earlier: { shown } };
}

/** Every store of the company is counted in. */
export function isWholeCompany({ company, stores }: Window): boolean {
  return company.hiddenStores === 0 && stores.length === company.stores.length;
}

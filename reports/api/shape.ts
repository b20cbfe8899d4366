/** What programs are told of reports. These schemas stand in the document at /api/v1/openapi.json; a test holds the answers to them. */
import { z } from 'zod';
import { comparisons } from '../range.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const range = z.object({ from: day, to: day });

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

const columnKind = z
  .enum(['money', 'count', 'points', 'quantity', 'share', 'change', 'text', 'day', 'word'])
  .describe(
    'money, quantity: exact decimal text. share, change: percent as decimal text with two decimals. count, points: whole numbers. day: YYYY-MM-DD. word, text: text.',
  );

/** The first alternative that fits says what it is: the column's kind tells which one is meant. */
const value = z.union([z.int(), decimal, z.string(), z.null()]);

const column = z.object({ name: z.string(), title: z.string(), kind: columnKind });

const row = z.object({
  key: z.string().describe('The same for the same thing on other days.'),
  label: z.string().describe('In the asked language.'),
  note: z.string().optional().describe('What tells it from others of the same name, such as a code.'),
  kind: z.enum(['unknown', 'difference', 'correction']).optional(),
  values: z.record(z.string(), value),
  compared: value.describe('The lead column on the days compared with.'),
});

const section = z.object({
  currency: z.string().nullable().describe('ISO 4217; null: no money. Currencies are never added up.'),
  rows: z.array(row),
  total: z.record(z.string(), value).nullable().describe('Null: the rows are no parts of a whole.'),
  comparedTotal: value,
  rowsInAll: z.number().int().optional().describe('Of a long list: how many rows it has.'),
  next: z.string().nullable().optional().describe('Of a long list: `after` of the rows that follow; null: none do.'),
});

export const answerShape = z
  .object({
    report: z.object({ name: z.string(), title: z.string(), area: z.string() }),
    company: z.object({ slug: z.string(), name: z.string() }),
    stores: z.array(z.object({ code: z.string(), name: z.string() })).describe('Those that are counted in.'),
    isPart: z.boolean().describe('True: the company has stores that the person may not see.'),
    range: range.nullable().describe('Business days, both included; null: the report is about now.'),
    compared: range.extend({ kind: z.enum(comparisons) }).nullable(),
    filters: z.record(z.string(), z.array(z.string())),
    options: z.record(z.string(), z.string()),
    convertedTo: z.string().nullable(),
    asOf: z.iso.datetime(),
    lastReceivedAt: z.iso.datetime().nullable().describe('When a till of these stores last delivered something.'),
    isFromDocuments: z.boolean().describe('True: the filters took reading the receipts themselves.'),
    rowName: z.string(),
    lead: z.string().describe('The column that rows are ordered and compared by.'),
    columns: z.array(column),
    sections: z.array(section),
    notes: z.array(z.string()),
  })
  .meta({ id: 'ReportAnswer' });

export type ReportJson = z.infer<typeof answerShape>;

const entry = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  area: z.string(),
  href: z.string(),
  hasRange: z.boolean(),
  isComparable: z.boolean(),
  columns: z.array(column),
  filters: z.array(z.string()).describe('Filters that the report knows.'),
  instantFilters: z
    .array(z.string())
    .describe('Of these, the ones that are answered at once; others read receipts, within a limit.'),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
});

export const listShape = z
  .object({
    reports: z.array(entry),
    companies: z.array(z.object({ slug: z.string(), name: z.string() })),
  })
  .meta({ id: 'ReportList' });

export type ListJson = z.infer<typeof listShape>;

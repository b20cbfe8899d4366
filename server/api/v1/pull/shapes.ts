/** What is asked and answered when data is pulled. */
import { z } from 'zod';

const mostTypes = 100;
const mostRows = 5000;
const usualRows = 1000;
const longestWait = 30;

function wholeNumber<U extends number | undefined>(least: number, most: number, usual: U) {
  const sentence = `should be a whole number from ${least} to ${most}`;
  return z
    .string(sentence)
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, sentence)
    .transform(Number)
    .optional()
    .transform((value) => value ?? usual);
}

const typeList = z
  .string('should be names separated by commas')
  .max(4000, 'is too long')
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))])
  .refine(
    (names) => names.length <= mostTypes && names.every((name) => name !== ''),
    'should be names separated by commas',
  )
  .optional()
  .describe('Names of types, separated by commas; without it all that the caller may have.');

const store = z
  .string('should be the UUID of a store')
  .max(100, 'should be the UUID of a store')
  .optional()
  .describe(
    'Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant.',
  );

export const pullQuery = z.strictObject({
  cursor: z.string('should be one cursor').max(20_000, 'is none').optional().describe('Of the last answer.'),
  types: typeList,
  limit: wholeNumber(1, mostRows, usualRows).describe(
    `About how many rows to send at most, 1 to ${mostRows}; rows that were changed at once are not torn apart.`,
  ),
  wait: wholeNumber(0, longestWait, 0).describe(
    `Seconds to wait for a change when there is none (long poll), 0 to ${longestWait}.`,
  ),
  store,
});

const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const sequences = z.object({ schema_version: z.literal(1), sequences: z.array(row) }).meta({ id: 'Sequences' });

const rowChange = z
  .object({
    type: z.string(),
    id: z.string().describe('UUID of the row.'),
    version: z.number().int().describe('Place of the change in the company’s feed.'),
    deleted: z.boolean().describe('True: the row is gone.'),
    row: row.nullable().describe('Fields as in init; null: the store should have no row of this id.'),
  })
  .meta({ id: 'RowChange' });

const typeReplacement = z
  .object({
    type: z.string(),
    replace: z.literal(true).describe('These are all rows of the type: what is not among them is gone.'),
    rows: z.array(row),
  })
  .meta({ id: 'TypeReplacement' });

export const changes = z
  .object({
    schema_version: z.literal(1),
    changes: z.array(z.union([rowChange, typeReplacement])),
    cursor: z.string().describe('To be sent with the next pull.'),
    has_more: z.boolean().describe('True: more is waiting, ask again at once.'),
  })
  .meta({ id: 'Changes' });

const buckets = z
  .string('should be buckets separated by commas')
  .max(1000, 'is too long')
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim().toLowerCase()))])
  .refine(
    (names) => names.every((name) => /^[0-9a-f]{2}$/.test(name)),
    'should be two hexadecimal digits each, with commas',
  )
  .optional()
  .describe('Only rows of these buckets, two hexadecimal digits each: to repair what checksums have found.');

export const snapshotQuery = z.strictObject({ types: typeList, buckets, store });

export const snapshotLine = z
  .union([
    z.object({
      schema_version: z.literal(1),
      version: z.number().int(),
      cursor: z.string().describe('Pulls go on from here.'),
      types: z.array(z.string()),
      buckets: z.array(z.string()).optional(),
    }),
    rowChange.extend({ version: z.number().int().nullable().describe('Null: a type that is sent whole.') }),
    z.object({ end: z.literal(true), rows: z.number().int().describe('Lines between the first and this one.') }),
  ])
  .meta({ id: 'SnapshotLine', description: 'A line: first the head, then rows, and at last the end.' });

export const checksumsQuery = z.strictObject({ types: typeList, store });

export const checksums = z
  .object({
    schema_version: z.literal(1),
    version: z.number().int(),
    cursor: z.string().describe('That of a till which has pulled all of this: with another one, pull first.'),
    types: z.record(
      z.string(),
      z.object({
        count: z.number().int().describe('Rows, deleted ones included.'),
        buckets: z.record(z.string(), z.string()).describe('Checksum by bucket; a bucket without rows is left out.'),
      }),
    ),
  })
  .meta({ id: 'Checksums' });

export const storeQuery = z.strictObject({ store });

const mostVersions = 999_999_999;

export const updatesQuery = z.strictObject({
  since: z
    .string('should be one time')
    .max(100, 'is too long')
    .optional()
    .describe('Time of the last synchronisation.'),
  after: wholeNumber(0, mostVersions, undefined).describe('"next" of the page before.'),
  limit: wholeNumber(1, mostRows, usualRows).describe(`About how many rows to send at most, 1 to ${mostRows}.`),
  store,
});

export const results = z
  .object({
    results: z.array(row),
    next: z.number().int().nullable().describe('Where the next page begins; null: there is none.'),
  })
  .meta({ id: 'Results' });

export const campaignResults = z
  .object({
    results: z.array(
      z.object({ campaign_rules: z.array(row), campaign_products: z.array(row) }).catchall(row.valueType),
    ),
    next: z.null(),
  })
  .meta({ id: 'CampaignResults' });

/** Addresses by which tills and other people's programs fetch what has changed. */
import path from 'node:path';
import { readCounters } from '../../../domain/init/index.ts';
import {
  allTypes,
  createPullHub,
  openSnapshot,
  type PullHub,
  pull,
  readChecksums,
} from '../../../domain/pull/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import { PartStore } from '../../pos/part-store.ts';
import type { ApiDeps } from '../operations.ts';
import { answerPull } from './answer-pull.ts';
import { answerSnapshot } from './answer-snapshot.ts';
import { pointToSnapshot } from './point-to-snapshot.ts';
import * as shapes from './shapes.ts';
import { stubPullOperations } from './stub-operations.ts';
import { untilGone } from './until-gone.ts';

const callers = ['device', 'person', 'program'] as const;

const pullDescription = `Send no cursor at first (or begin with a snapshot, which is quicker), then the cursor of the last answer. \
Rows come in the order of their versions, each as it is now; a row may come more than once. A change with "deleted": true says that \
the row is gone: with its last form where it was this store's, with "row": null where the store should have none of that id. A change \
with "replace": true holds a type completely: what is not in it is gone. While "has_more" is true, ask again at once.

Types: ${allTypes.join(', ')}. Programs and people name a store and get the types that are no till's own; \
a kitchen screen gets store, product_units, department_main_groups, department_sub_groups, products, product_variants, \
product_attributes and product_barcodes, each with what food is and how it is made, without prices and costs.

A cursor is good for one till (or store) and one choice of types. 410 means that it leads nowhere any more: take a snapshot, which the \
Link header names.`;

const snapshotDescription = `Lines of JSON: a head with version and cursor, a row on each line, and a last one that says how many there were; \
without it the stream was cut. What is not among the rows does not exist: a till removes all else of these types. Rows have the form of \
pull. The cursor goes on exactly where the snapshot ends (with "buckets", keep the cursor that you have).`;

const checksumsDescription = `How a till proves that it has what the hub has, with the standard library of Python alone:

    def row_hash(row): return sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    def bucket_of(id): return sha256(id.encode()).hexdigest()[:2]
    def checksum(rows): return sha256("\\n".join(sorted(r["id"] + ":" + row_hash(r) for r in rows)).encode()).hexdigest()[:32]

Rows with their fields in the order in which they came, deleted ones included (those with "row": null are none). Compare only while your \
cursor is the one that is answered. Fetch what differs by snapshot?types=…&buckets=…, and remove what is in these buckets and not in the \
snapshot.`;

export function pullOperations(deps: ApiDeps): Operation[] {
  const { db, vault, config, stopping } = deps;
  const hub = createPullHub({ db, vault, secret: config.secrets.vault, keptDays: config.pullCursorDays, stopping });
  return [
    pullOperation(hub),
    snapshotOperation(deps, hub),
    checksumsOperation(hub),
    countersOperation,
    ...stubPullOperations(hub),
  ];
}

const countersOperation = operation({
  id: 'getSequences',
  method: 'GET',
  path: '/sequences',
  tag: 'Pull',
  summary: 'The counters of the till that asks: next receipt number and number of the open period',
  description:
    'They are not in the feed, because every sale moves them. A till that has lost its disk goes on with these; one that has its own keeps whichever is larger.',
  callers: ['device'],
  answers: { 200: { description: 'Rows in the form of init.', schema: shapes.sequences } },
  handle: async ({ ctx }) => ({ body: { schema_version: 1, sequences: await readCounters(ctx) } }),
});

function pullOperation(hub: PullHub): Operation {
  return operation({
    id: 'pull',
    method: 'GET',
    path: '/pull',
    tag: 'Pull',
    summary: 'What has changed since a cursor was given',
    description: pullDescription,
    callers,
    takesKitchens: true,
    query: shapes.pullQuery,
    answers: {
      200: {
        description: 'The next changes. An empty list: there are none.',
        schema: shapes.changes,
        headers: { ETag: 'Of the cursor; with If-None-Match an answer without changes is 304.' },
      },
      304: { description: 'Nothing has changed since the cursor in the query was given.' },
    },
    problems: ['expired'],
    async handle({ req, res, ctx, query, admitAgain }) {
      const { cursor = null, types = null, limit, wait, store = null } = query;
      const asked = { cursor, types, limit, store, waitMs: wait * 1000, gone: untilGone(res), admitAgain };
      const pulled = await pull(ctx, hub, asked).catch(pointToSnapshot({ req, res }));
      return answerPull({ req, res }, pulled);
    },
  });
}

function snapshotOperation({ config }: ApiDeps, hub: PullHub): Operation {
  const parts = new PartStore(path.join(config.dataDir, 'cache'));
  return operation({
    id: 'snapshot',
    method: 'GET',
    path: '/snapshot',
    tag: 'Pull',
    summary: 'All rows of one moment, as lines of JSON',
    description: snapshotDescription,
    callers,
    takesKitchens: true,
    isFullLoad: true,
    query: shapes.snapshotQuery,
    answers: {
      200: {
        description: 'Head, rows, end.',
        schema: shapes.snapshotLine,
        mediaType: 'application/x-ndjson',
        headers: { ETag: 'Of the state; with If-None-Match an unchanged snapshot is 304.' },
      },
      304: { description: 'It is the snapshot that was fetched before.' },
    },
    async handle({ req, res, ctx, query }) {
      const { types = null, buckets = null, store = null } = query;
      const snapshot = await openSnapshot(ctx, hub, { types, buckets, store });
      return answerSnapshot({ req, res }, snapshot, { parts, now: ctx.now(), buckets });
    },
  });
}

function checksumsOperation(hub: PullHub): Operation {
  return operation({
    id: 'checksums',
    method: 'GET',
    path: '/checksums',
    tag: 'Pull',
    summary: 'Checksums by which a till proves that it has the same rows',
    description: checksumsDescription,
    callers,
    takesKitchens: true,
    isFullLoad: true,
    query: shapes.checksumsQuery,
    answers: {
      200: { description: 'By type: how many rows, and a checksum for each bucket.', schema: shapes.checksums },
    },
    async handle({ ctx, query: { types = null, store = null } }) {
      const { version, cursor, types: sums } = await readChecksums(ctx, hub, { types, store });
      return { body: { schema_version: 1, version, cursor, types: sums } };
    },
  });
}

/** The answer to a snapshot: lines of JSON, packed. What the tills of a store get alike is kept packed; a slow one holds one chunk of
 *  bytes, and never the database. */
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import type { Snapshot } from '../../../domain/pull/index.ts';
import type { Reply } from '../../../http/operation.ts';
import { HungUp, sendPacked } from '../../pos/init-answer.ts';
import type { PartReader, PartStore } from '../../pos/part-store.ts';
import { etagOf, holds } from './answer-pull.ts';

const gzip = promisify(zlib.gzip);
const ownLevel = 1;

interface Sending {
  parts: PartStore;
  now: Date;
  buckets: readonly string[] | null;
}

export async function answerSnapshot(
  { req, res }: { req: Request; res: Response },
  snapshot: Snapshot,
  { parts, now, buckets }: Sending,
): Promise<Reply> {
  const etag = etagOf(snapshot.state);
  res.set('ETag', etag);
  if (holds(req.headers['if-none-match'], etag)) {
    res.status(304).set('Cache-Control', 'no-store').end();
    return 'sent';
  }
  const reader = parts.open(snapshot.part, now);
  try {
    const head = { buckets, types: snapshot.types };
    await sendPacked({ req, res }, await begun(members(snapshot, reader, head)), 'application/x-ndjson');
  } catch (error) {
    if (!(error instanceof HungUp)) throw error;
  } finally {
    reader.close();
  }
  return 'sent';
}

type Part = Snapshot['part'];

async function* members(
  snapshot: Snapshot,
  reader: PartReader<Part>,
  { buckets, types }: { buckets: readonly string[] | null; types: readonly string[] },
): AsyncGenerator<Uint8Array> {
  const own = await snapshot.own();
  const version = await reader.part.version;
  const cursor = own.cursorAt(version);
  const head = { schema_version: 1, version, cursor, types, ...(buckets && { buckets }) };
  yield gzip(`${JSON.stringify(head)}\n${own.lines}`, { level: ownLevel });
  yield* reader.section(0);
  yield gzip(`${JSON.stringify({ end: true, rows: own.count + (await reader.part.rows) })}\n`, { level: ownLevel });
}

/** Waits for the first chunk, so that what fails before it is answered as an error. */
async function begun(source: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const first = await source.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* source;
  })();
}

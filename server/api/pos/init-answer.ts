/** The answer to init. What is the till's own is packed afresh, what it shares with others comes from where it is kept packed:
 *  gzip members that follow each other are one gzip stream. A slow till holds one chunk of bytes, and never the database. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import type { SharedPart, Stretch } from '../../domain/init/index.ts';
import type { PartReader, PartStore } from './part-store.ts';

const gzip = promisify(zlib.gzip);

/** A till's own rows are few, and packed while it waits. */
const packLevel = 2;

/** The till has hung up before the end: its own affair, it asks again. */
export class HungUp extends Error {}

/** Sends init; resolves when the till has it. It begins with the till's own rows, at once, while what it shares is perhaps still
 *  being read. When that fails the connection is cut: half an answer is no JSON, so that the till cannot mistake it for a whole.
 *  @throws HungUp
 *  @throws what the parts throw when they are read */
export async function sendInit(
  { req, res }: { req: Request; res: Response },
  { stretches, parts, now }: { stretches: readonly Stretch[]; parts: PartStore; now: Date },
): Promise<void> {
  const readers = new Map<SharedPart, PartReader>();
  for (const stretch of stretches) {
    if ('part' in stretch && !readers.has(stretch.part)) readers.set(stretch.part, parts.open(stretch.part, now));
  }
  try {
    await sendPacked({ req, res }, packed(stretches, readers), 'application/json');
  } finally {
    for (const reader of readers.values()) reader.close();
  }
}

/** Sends gzip members as one stream, unpacked for whoever takes no gzip. When their source fails the connection is cut.
 *  @throws HungUp
 *  @throws what the members throw */
export async function sendPacked(
  { req, res }: { req: Request; res: Response },
  members: AsyncIterable<Uint8Array>,
  mediaType: string,
): Promise<void> {
  const encoding = req.acceptsEncodings('gzip', 'deflate', 'identity');
  res.status(200).set({ 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' }).type(mediaType);
  if (encoding === 'gzip' || encoding === 'deflate') res.set('Content-Encoding', encoding);
  let failure: unknown = null;
  const watched = watch(members, (error) => {
    failure = error;
  });
  const unpacked = encoding === 'gzip' ? [] : [zlib.createGunzip()];
  const repacked = encoding === 'deflate' ? [zlib.createDeflate({ level: packLevel })] : [];
  try {
    await pipeline([Readable.from(watched, { objectMode: false }), ...unpacked, ...repacked, res]);
  } catch (error) {
    res.destroy();
    throw failure ?? new HungUp(String(error));
  }
}

/** Tells what goes wrong at the source from what goes wrong on the way. */
async function* watch<T>(source: AsyncIterable<T>, failed: (error: unknown) => void): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    failed(error);
    throw error;
  }
}

/** The whole answer as gzip members. */
async function* packed(
  stretches: readonly Stretch[],
  readers: ReadonlyMap<SharedPart, PartReader>,
): AsyncGenerator<Uint8Array> {
  let before = '{"status":"ok","data":{';
  for (const stretch of stretches) {
    if ('own' in stretch) {
      const rows = Object.entries(stretch.own).map(
        ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
      );
      before += rows.join(',');
    } else {
      yield gzip(before, { level: packLevel });
      before = '';
      yield* readers.get(stretch.part)?.section(stretch.section) ?? [];
    }
    before += ',';
  }
  yield gzip(`${before.slice(0, -1)}}}`, { level: packLevel });
}

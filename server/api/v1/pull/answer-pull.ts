/** The answer to a pull. What many tills get alike is packed once: gzip members that follow each other are one gzip stream. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import type { Page, Pulled } from '../../../domain/pull/index.ts';
import type { Reply } from '../../../http/operation.ts';

const gzip = promisify(zlib.gzip);

/** Packed once and sent often. */
const sharedLevel = 6;
const ownLevel = 1;
/** What is shorter is sent as it is. */
const worthPacking = 1024;

const packed = new WeakMap<Page, Promise<Buffer>>();

export async function answerPull({ req, res }: { req: Request; res: Response }, pulled: Pulled): Promise<Reply> {
  const { cursor, isUnchanged, hasMore, wholes, page } = pulled;
  const etag = etagOf(cursor);
  res.set({ 'Cache-Control': 'no-store', ETag: etag, Vary: 'Accept-Encoding' });
  if (isUnchanged && holds(req.headers['if-none-match'], etag)) {
    res.status(304).end();
    return 'sent';
  }
  const before = `{"schema_version":1,"changes":[${wholes}${wholes !== '' && page.count > 0 ? ',' : ''}`;
  const after = `],"cursor":${JSON.stringify(cursor)},"has_more":${hasMore}}`;
  res.status(200).type('application/json');
  const isWorth = before.length + page.bytes.length > worthPacking;
  if (!isWorth || req.acceptsEncodings('gzip', 'identity') !== 'gzip') {
    // Not put together: a page is large, and every till of the store gets the same bytes.
    res.set('Content-Length', String(Buffer.byteLength(before) + page.bytes.length + Buffer.byteLength(after)));
    res.write(before);
    res.write(page.bytes);
    res.end(after);
    return 'sent';
  }
  const [first, shared, last] = await Promise.all([
    gzip(before, { level: ownLevel }),
    page.count === 0 ? page.bytes : packPage(page),
    gzip(after, { level: ownLevel }),
  ]);
  res.set('Content-Encoding', 'gzip').end(Buffer.concat([first, shared, last]));
  return 'sent';
}

/** A weak validator would do: the bytes depend on the encoding, what they say does not. */
export function etagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** Whether one of the sent validators is this one. */
export function holds(sent: string | undefined, etag: string): boolean {
  if (sent === undefined) return false;
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return sent.trim() === '*' || sent.split(',').some((each) => bare(each) === bare(etag));
}

function packPage(page: Page): Promise<Buffer> {
  const known = packed.get(page);
  if (known) return known;
  const making = gzip(page.bytes, { level: sharedLevel });
  packed.set(page, making);
  return making;
}

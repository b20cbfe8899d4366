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
  const before = `{"schema_version":1,"changes":[${wholes}${wholes !== '' && page.text !== '' ? ',' : ''}`;
  const after = `],"cursor":${JSON.stringify(cursor)},"has_more":${hasMore}}`;
  res.status(200).type('application/json');
  const isWorth = before.length + page.text.length > worthPacking;
  if (!isWorth || req.acceptsEncodings('gzip', 'identity') !== 'gzip') {
    res.end(before + page.text + after);
    return 'sent';
  }
  const [first, shared, last] = await Promise.all([
    gzip(before, { level: ownLevel }),
    page.text === '' ? Buffer.alloc(0) : packPage(page),
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
  const making = gzip(page.text, { level: sharedLevel });
  packed.set(page, making);
  return making;
}

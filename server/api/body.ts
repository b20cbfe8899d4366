/** Reading a device's body: JSON in UTF-8, perhaps compressed, up to a limit. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { DomainError } from '../core/errors.ts';
import { freeNow } from '../core/free-now.ts';
import { findJsonFault } from '../core/json-fault.ts';

const bytesPerMegabyte = 1024 * 1024;
/** All bodies of the process that are being read at one moment. */
const budgetBytes = 512 * bytesPerMegabyte;
/** What is read and thrown away of a body that is too large, so that the client gets to read its answer. */
const drainBytes = 128 * bytesPerMegabyte;
const drainMs = 20_000;

let readingBytes = 0;

/** A request's body, unpacked.
 *  @param maxBytes the limit, before and after decompression
 *  @param takesLines whether it may be one JSON value on each line
 *  @throws unsupported_media_type it says that it is something else
 *  @throws payload_too_large      after the rest was thrown away, unread in memory
 *  @throws malformed_body         it was cut off, or its compression is damaged
 *  @throws unavailable            too many large bodies arrive at once */
export async function readBody(req: IncomingMessage, maxBytes: number, takesLines = false): Promise<Buffer> {
  checkContentType(req, takesLines);
  const packed = await readRaw(req, maxBytes);
  return unpack(packed, req.headers['content-encoding'], maxBytes);
}

const json = /^\s*application\/([\w.-]+\+)?json\s*$/;
const lines = /^\s*application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\s*$/;

/** Whether the body says that it is one JSON value on each line. */
export function isLines({ headers }: IncomingMessage): boolean {
  return lines.test((headers['content-type'] ?? '').toLowerCase().split(';', 1)[0] ?? '');
}

function checkContentType(req: IncomingMessage, takesLines: boolean): void {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(each)?.[1]).find(Boolean) ?? 'utf-8';
  const isRight = json.test(type) || (takesLines && lines.test(type));
  if (isRight && /^(utf-?8|us-ascii)$/.test(charset)) return;
  const also = takesLines ? ' or "application/x-ndjson"' : '';
  const message = `Send JSON in UTF-8 with "Content-Type: application/json"${also}.`;
  throw new DomainError('unsupported_media_type', {}, message);
}

async function readRaw(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > maxBytes) return refuseLarge(req, maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Not `for await`: leaving that early would destroy the connection before the answer.
    await new Promise<void>((resolve) => {
      const take = (chunk: Buffer) => {
        size += chunk.length;
        readingBytes += chunk.length;
        if (size <= maxBytes && readingBytes <= budgetBytes) {
          chunks.push(chunk);
          return;
        }
        req.off('data', take).pause();
        resolve();
      };
      // A connection that breaks is told by `complete`; its error would look like one of ours.
      req.on('data', take).once('end', resolve).once('error', resolve).once('close', resolve);
    });
    if (size > maxBytes) return await refuseLarge(req, maxBytes);
    if (readingBytes > budgetBytes) {
      await drain(req);
      throw new DomainError('unavailable', { readingBytes }, 'Too many large bodies arrive at once.');
    }
    if (!req.complete) throw new DomainError('malformed_body', { size }, 'The body was cut off.');
    const whole = Buffer.concat(chunks, size);
    freeNow(chunks);
    return whole;
  } finally {
    readingBytes -= size;
  }
}

async function refuseLarge(req: IncomingMessage, maxBytes: number): Promise<never> {
  await drain(req);
  const message =
    maxBytes < bytesPerMegabyte
      ? `A body may have up to ${inWords(maxBytes)} here.`
      : `A body may have up to ${inWords(maxBytes)}. Send fewer documents at once.`;
  throw new DomainError('payload_too_large', {}, message);
}

function inWords(bytes: number): string {
  const [unit, size] = bytes < bytesPerMegabyte ? ['KB', 1024] : ['MB', bytesPerMegabyte];
  return `${Math.floor(bytes / size)} ${unit}`;
}

/** Throws away what is left of a body: a client that is still sending would not see an answer. */
function drain(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let left = drainBytes;
    const timer = setTimeout(resolve, drainMs);
    const finish = () => {
      clearTimeout(timer);
      resolve();
    };
    req.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) finish();
    });
    req.once('end', finish).once('close', finish).once('error', finish).resume();
  });
}

/** Bodies that are unpacked at one moment; a few kilobytes become as much as a body may have. The others wait, packed. */
const mostUnpacking = 8;
let unpacking = 0;
const waitingToUnpack: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (unpacking >= mostUnpacking) await new Promise<void>((resolve) => waitingToUnpack.push(resolve));
  else unpacking += 1;
  try {
    return await work();
  } finally {
    const next = waitingToUnpack.shift();
    // The turn is handed over: nobody who comes now gets in between.
    if (next) next();
    else unpacking -= 1;
  }
}

const unpackers = {
  gzip: promisify(zlib.gunzip) as (packed: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>,
  deflate: promisify(zlib.inflate) as (packed: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>,
};

async function unpack(packed: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return packed;
  if (name !== 'gzip' && name !== 'x-gzip' && name !== 'deflate') {
    throw new DomainError('unsupported_media_type', {}, 'A body may be compressed with gzip or deflate.');
  }
  try {
    const unpacker = unpackers[name === 'deflate' ? 'deflate' : 'gzip'];
    return await inTurn(() => unpacker(packed, { maxOutputLength: maxBytes }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') {
      throw new DomainError('malformed_body', {}, `The body is not readable ${name}.`);
    }
    throw new DomainError('payload_too_large', {}, `A body may have up to ${inWords(maxBytes)}, unpacked.`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Smaller bodies cannot hold enough to be in the way. */
const countedBytes = bytesPerMegabyte;
/** Documents have a value for every 20 bytes or more, so a full body of them stays far below. */
const mostValues = 2_500_000;
const [comma, bracket, brace] = [...',[{'].map((sign) => sign.charCodeAt(0));

/** A body of nothing but `[],[],…` becomes thirty times its size in memory, which would end the whole process.
 *  @throws payload_too_large */
function refuseSwarm(bytes: Uint8Array): void {
  if (bytes.length <= countedBytes) return;
  let values = 0;
  // Signs inside texts count too; real texts have few.
  for (let at = 0; at < bytes.length; at += 1) {
    const sign = bytes[at];
    if (sign === comma || sign === bracket || sign === brace) values += 1;
  }
  if (values > mostValues) {
    throw new DomainError('payload_too_large', { values }, `A body may hold up to ${mostValues} values.`);
  }
}

/** The JSON value that a body holds.
 *  @throws malformed_body    it is empty, not UTF-8 or not JSON; says where
 *  @throws payload_too_large it holds more values than documents could */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '') throw new DomainError('malformed_body', {}, 'The body is empty; send a JSON object.');
  try {
    return JSON.parse(text);
  } catch {
    const position = findJsonFault(text);
    const line = text.slice(0, position).split('\n').length;
    throw new DomainError(
      'malformed_body',
      { position },
      `The body is not JSON: it cannot be read from character ${position} (line ${line}) on.`,
    );
  }
}

/** The JSON values that a body holds, one on each line. Empty lines are passed over.
 *  @throws malformed_body    it is not UTF-8, or a line is not JSON: what is cut in the middle is not taken by half
 *  @throws payload_too_large as `parseJson` */
export function parseJsonLines(bytes: Uint8Array): unknown[] {
  const values: unknown[] = [];
  for (const [index, line] of decode(bytes).split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      const message = `Line ${index + 1} of the body is not JSON. Send each value on a line of its own, without line breaks in it.`;
      throw new DomainError('malformed_body', { line: index + 1 }, message);
    }
  }
  return values;
}

function decode(bytes: Uint8Array): string {
  refuseSwarm(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new DomainError('malformed_body', {}, 'The body is not UTF-8.');
  }
}

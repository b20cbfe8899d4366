/** Forms with files (RFC 7578). The body is read whole, up to a limit, and taken apart in memory: nothing is written anywhere
 *  before somebody has decided what it is. */
import { Busboy } from '@fastify/busboy';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../core/errors.ts';

/** A file that came with a form. What its name and media type say is only what the sender claims. */
export interface Upload {
  /** Without folders and control characters. */
  name: string;
  /** Empty when it is too large. */
  bytes: Uint8Array;
  mediaType: string;
  /** True: larger than the route takes; nothing of it was kept. */
  isTooLarge: boolean;
}

interface Limits {
  /** Of one file. */
  maxBytes: number;
}

interface Parts {
  fields: Map<string, string>;
  files: Map<string, Upload>;
}

/** A file that is a little too large is still read, so that its form can say so; one far too large is cut off. */
const readFactor = 2;
const overheadBytes = 256 * 1024;

const partLimits = {
  fieldNameSize: 100,
  fieldSize: 64 * 1024,
  fields: 200,
  files: 5,
  parts: 205,
  headerPairs: 20,
  headerSize: 4 * 1024,
};

const maxNameLength = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Reads a form that came as `multipart/form-data` into `req.body` and `uploadsOf(res)`; forms of other kinds pass. Mount it
 *  before whoever looks for the form's token.
 *  @throws payload_too_large, malformed_body */
export function multipartBody({ maxBytes }: Limits): RequestHandler {
  const read = express.raw({
    limit: maxBytes * readFactor + overheadBytes,
    type: 'multipart/form-data',
    inflate: false,
  });
  return (req, res, next) => {
    if (!req.is('multipart/form-data')) return next();
    read(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      takeApart(req, maxBytes).then(({ fields, files }) => {
        req.body = Object.fromEntries(fields);
        res.locals['uploads'] = Object.fromEntries(files);
        next();
      }, next);
    });
  };
}

/** The files of this form by the names of their fields; a field in which no file was chosen is missing. */
export function uploadsOf(res: Response): Readonly<Record<string, Upload>> {
  return (res.locals['uploads'] as Record<string, Upload> | undefined) ?? {};
}

async function takeApart(req: Request, maxBytes: number): Promise<Parts> {
  const body: unknown = req.body;
  const contentType = req.headers['content-type'] ?? '';
  const parts: Parts = { fields: new Map(), files: new Map() };
  try {
    await parse({ contentType, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0), maxBytes }, parts);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('malformed_body', { cause: (error as Error).message }, 'The form could not be read.');
  }
  return parts;
}

function parse(
  { contentType, body, maxBytes }: { contentType: string; body: Buffer; maxBytes: number },
  { fields, files }: Parts,
): Promise<void> {
  const tooMuch = () => new DomainError('payload_too_large', {}, 'The form has too many or too long fields.');
  return new Promise((resolve, reject) => {
    const busboy = new Busboy({
      headers: { 'content-type': contentType },
      limits: { ...partLimits, fileSize: maxBytes },
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      busboy.once(limit, () => reject(tooMuch()));
    }
    busboy.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) reject(tooMuch());
      else if (!fields.has(name)) fields.set(name, value);
    });
    busboy.on('file', (field, stream, name, _encoding, mediaType) => {
      // Without a listener the end of a broken body would end the process.
      stream.once('error', reject);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const bytes = stream.truncated ? new Uint8Array() : Buffer.concat(chunks);
        const upload = { name: plainName(name), bytes, mediaType, isTooLarge: stream.truncated };
        const isNothing = upload.name === '' && bytes.length === 0 && !stream.truncated;
        if (!isNothing && !files.has(field)) files.set(field, upload);
      });
    });
    busboy.once('error', reject);
    // It waits for the end of each file.
    busboy.once('finish', resolve);
    busboy.end(body);
  });
}

function plainName(name: string | undefined): string {
  return (name ?? '').replace(unprintable, '').trim().slice(-maxNameLength);
}

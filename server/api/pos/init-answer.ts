/** The answer to init, sent while it is built. It is packed into memory as fast as the database gives it and goes out as fast
 *  as the till takes it: a slow till holds packed bytes, a tenth of the whole, and never the database. */
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import type { InitSink } from '../../domain/init/index.ts';

/** Fast, and already a tenth of the size. */
const packLevel = 2;
const unbounded = Number.MAX_SAFE_INTEGER;

export interface InitAnswer {
  sink: InitSink;
  /** Ends the answer; resolves when the till has it. Rejects when the connection was lost. */
  finish(): Promise<void>;
  /** Cuts the connection when the answer has begun: half an answer is no JSON, so the till cannot mistake it for a whole. */
  abort(error: unknown): void;
}

/** Nothing is sent before the first resource is there, so that what fails until then can still be answered properly. */
export function createInitAnswer(req: Request, res: Response): InitAnswer {
  const encoding = req.acceptsEncodings('gzip', 'deflate', 'identity');
  const packer =
    encoding === 'deflate' ? zlib.createDeflate({ level: packLevel }) : zlib.createGzip({ level: packLevel });
  const store = new PassThrough({ readableHighWaterMark: unbounded, writableHighWaterMark: unbounded });
  // Nobody listens before the answer has begun, and then `sending` tells the same.
  packer.on('error', () => undefined);
  let sending: Promise<void> | null = null;
  let separator = '{"status":"ok","data":{';
  let rowSeparator = '';

  const send = () => {
    res.status(200).set({ 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' }).type('json');
    if (encoding === 'gzip' || encoding === 'deflate') res.set('Content-Encoding', encoding);
    const unpacked = encoding === 'gzip' || encoding === 'deflate' ? [] : [zlib.createGunzip()];
    sending = pipeline([packer, store, ...unpacked, res]);
    // Looked at in finish(); until then it must not count as unhandled.
    sending.catch(() => undefined);
  };
  const write = (text: string): boolean => {
    if (sending === null) send();
    return packer.write(text);
  };
  const key = (resource: string): string => {
    const text = `${separator}${JSON.stringify(resource)}:`;
    separator = ',';
    return text;
  };

  /** Resolves when the packer takes more, or has been destroyed. */
  const room = () =>
    new Promise<void>((resolve) => {
      const go = () => {
        packer.off('drain', go).off('close', go);
        resolve();
      };
      packer.on('drain', go).on('close', go);
    });

  const sink: InitSink = {
    begin(resource) {
      write(`${key(resource)}[`);
      rowSeparator = '';
    },
    async rows(rows) {
      if (rows.length === 0) return;
      const text = rows.map((row) => JSON.stringify(row)).join(',');
      const isRoom = write(rowSeparator + text);
      rowSeparator = ',';
      if (packer.destroyed) throw new Error('the till has hung up');
      if (!isRoom) await room();
    },
    single(resource, row) {
      write(`${key(resource)}${JSON.stringify(row)}`);
    },
    end() {
      write(']');
    },
  };
  return {
    sink,
    async finish() {
      packer.end('}}');
      await sending;
    },
    abort(error) {
      packer.destroy(error instanceof Error ? error : new Error(String(error)));
      if (sending !== null) res.destroy();
    },
  };
}

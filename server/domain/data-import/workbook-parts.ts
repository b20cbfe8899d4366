/** A workbook as what it is: a zip of XML files. Nothing is written anywhere, names inside the zip are only looked up, no entity is
 *  expanded, and what it unpacks to is bounded whatever it says of itself. */

import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { DomainError } from '../../core/errors.ts';

/** What all parts that are read may unpack to: half a million rows with ten columns. */
const mostUnpacked = 512 * 1024 * 1024;
const mostEntries = 2_000;
/** What a part may unpack to for each byte of it, beyond a first megabyte: tables reach a fiftieth, bombs a thousandth. */
const mostRatio = 100;
const freeBytes = 1024 * 1024;
/** Signs between two tags: the parser keeps them until the next one comes. */
const mostQuiet = 1024 * 1024;

export interface Parts {
  has(name: string): boolean;
  /** The part's text, bit by bit.
   *  @throws invalid_input it is not there, broken, or the workbook unpacks to too much */
  read(name: string): AsyncGenerator<string>;
}

/** @throws invalid_input it is no zip that can be read */
export async function openParts(bytes: Uint8Array): Promise<Parts> {
  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    zip = await fromBufferPromise(buffer);
    if (zip.entryCount > mostEntries) throw refused(tooMuch);
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  } catch (error) {
    throw asRefusal(error);
  }
  let left = mostUnpacked;
  return {
    has: (name) => entries.has(name.toLowerCase()),
    async *read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) throw refused(broken);
      const most = Math.min(left, entry.compressedSize * mostRatio + freeBytes);
      if (entry.uncompressedSize > most) throw refused(tooMuch);
      try {
        const decoder = new TextDecoder('utf-8', { fatal: true });
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          left -= (chunk as Buffer).length;
          if (left < 0) throw refused(tooMuch);
          yield decoder.decode(chunk as Buffer, { stream: true });
        }
        yield decoder.decode();
      } catch (error) {
        throw asRefusal(error);
      }
    },
  };
}

export interface Handlers {
  /** Names without their prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** Reads XML and yields, after each bit of it, what the handlers have collected.
 *  @throws invalid_input it is not well formed, or declares a type of its own */
export async function* parseXml<T>(
  text: AsyncIterable<string>,
  make: (emit: (item: T) => void) => Handlers,
): AsyncGenerator<T[]> {
  let items: T[] = [];
  const handlers = make((item) => items.push(item));
  const parser = new SaxesParser();
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw refused('It declares entities of its own: such a workbook is not read.');
  });
  parser.on('error', () => {
    throw refused(broken);
  });
  let quiet = 0;
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0;
    handlers.open(bare(name), attributes);
  });
  parser.on('text', (piece) => handlers.text(piece));
  parser.on('cdata', (piece) => handlers.text(piece));
  parser.on('closetag', ({ name }) => {
    quiet = 0;
    handlers.close(bare(name));
  });
  for await (const piece of text) {
    quiet += piece.length;
    if (quiet > mostQuiet) throw refused(broken);
    parser.write(piece);
    if (items.length === 0) continue;
    yield items;
    items = [];
  }
  parser.close();
  if (items.length > 0) yield items;
}

const broken = 'This workbook is broken, or no workbook: save it anew as XLSX, or as CSV.';
const tooMuch = 'This workbook unpacks to more than the hub reads: bring it in parts.';

export function refused(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'file', message }] }, message);
}

function asRefusal(error: unknown): unknown {
  return error instanceof DomainError ? error : refused(broken);
}

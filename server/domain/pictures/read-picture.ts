/** Pictures that people send: recognised by what they are and never by name, and drawn anew, so that nothing of the file
 *  itself is kept: no metadata, no second file behind the picture, no programs. */
import { randomBytes } from 'node:crypto';
import type { Sharp, SharpOptions } from 'sharp';
import { DomainError } from '../../core/errors.ts';

export type Purpose = 'avatar' | 'logo';

/** A picture as the hub keeps it. */
export interface ReadyPicture {
  /** 128 random bits, base64url. */
  id: string;
  mediaType: string;
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What a form may send. */
export const maxPictureBytes = 5 * 1024 * 1024;

const maxPixels = 25_000_000;
const maxSide = 10_000;
const minSide = 16;
/** An avatar fills a square of it, a logo fits into one. */
const side = 512;
const quality = 84;
const maxSeconds = 10;
/** Pictures that wait for their turn; each can take some 200 MB while it is drawn, so it is one at a time. */
const maxWaiting = 8;

type Kind = 'png' | 'jpeg' | 'webp' | 'gif';

/** Draws the picture anew, as WebP. Takes up to a second: call it outside of transactions.
 *  @throws DomainError invalid_input at `picture`, with a sentence that says what would be right
 *  @throws DomainError too_many_requests: others' pictures are being read */
export async function readPicture(bytes: Uint8Array, purpose: Purpose): Promise<ReadyPicture> {
  if (bytes.length === 0) throw refusal('Choose a file first.');
  if (bytes.length > maxPictureBytes) throw tooLargeFile();
  const kind = kindOf(bytes);
  if (kind === null) throw refusal(isSvg(bytes) ? svgSentence : kindSentence);
  const { data, info } = await inTurn(() => draw(bytes, kind, purpose));
  return {
    id: randomBytes(16).toString('base64url'),
    mediaType: 'image/webp',
    width: info.width,
    height: info.height,
    bytes: new Uint8Array(data),
  };
}

export function tooLargeFile(): DomainError {
  return refusal(`This file is larger than ${maxPictureBytes / 1024 / 1024} MB. Choose a smaller one.`);
}

const kindSentence = 'This is no PNG, JPEG, WebP or GIF picture. Choose one of these.';
const svgSentence = 'SVG drawings can hold programs and are not taken. Choose a PNG, JPEG, WebP or GIF picture.';
const damagedSentence = 'This picture is damaged or not complete. Choose another one.';
const sizeSentence = `Choose a picture of at most ${maxPixels / 1_000_000} million pixels, and at most ${maxSide} on a side.`;
const smallSentence = `Choose a picture of at least ${minSide} pixels on each side.`;

function refusal(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'picture', message }] }, message);
}

const pngMark = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegMark = [0xff, 0xd8, 0xff];

function kindOf(bytes: Uint8Array): Kind | null {
  const begins = (mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);
  const says = (from: number, text: string) => text === String.fromCharCode(...bytes.slice(from, from + text.length));
  if (begins(pngMark)) return 'png';
  if (begins(jpegMark)) return 'jpeg';
  if (says(0, 'RIFF') && says(8, 'WEBP')) return 'webp';
  return says(0, 'GIF87a') || says(0, 'GIF89a') ? 'gif' : null;
}

/** For a better sentence only. */
function isSvg(bytes: Uint8Array): boolean {
  return /<svg[\s/>]/i.test(new TextDecoder('latin1').decode(bytes.slice(0, 4096)));
}

/** Only the header is read before the size is known; only the first frame is ever decoded. */
async function draw(bytes: Uint8Array, kind: Kind, purpose: Purpose) {
  const sharp = await loadSharp();
  const options: SharpOptions = { limitInputPixels: maxPixels, failOn: 'error', pages: 1 };
  try {
    const { format, width, height } = await sharp(bytes, options).metadata();
    if (format !== kind) throw refusal(kindSentence);
    if (width * height > maxPixels || Math.max(width, height) > maxSide) throw refusal(sizeSentence);
    if (Math.min(width, height) < minSide) throw refusal(smallSentence);
    const drawing = sharp(bytes, options).autoOrient().timeout({ seconds: maxSeconds });
    return await fitted(drawing, purpose).webp({ quality }).toBuffer({ resolveWithObject: true });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refusal(/pixel limit/i.test((error as Error).message) ? sizeSentence : damagedSentence);
  }
}

function fitted(drawing: Sharp, purpose: Purpose): Sharp {
  if (purpose === 'avatar') return drawing.resize(side, side, { fit: 'cover' });
  return drawing.resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

let loading: Promise<typeof import('sharp')['default']> | undefined;

/** Loaded with the first picture: a hub that gets none need not pay for it. Of the many kinds of files that the library reads,
 *  all but four are switched off. */
function loadSharp() {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    const kinds = ['Png', 'Jpeg', 'Webp', 'Nsgif'];
    sharp.unblock({ operation: kinds.map((name) => `VipsForeignLoad${name}Buffer`) });
    return sharp;
  });
  return loading;
}

let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= maxWaiting) {
    const sentence = 'Many pictures are being read just now. Please try again in a moment.';
    throw new DomainError('too_many_requests', { retryAfterSeconds: 3 }, sentence);
  }
  waiting += 1;
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    waiting -= 1;
  }
}

/** Picture files for tests, harmless and otherwise. */
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

export type Format = 'png' | 'jpeg' | 'webp' | 'gif';

/** A picture whose left half is red and whose right half is blue. */
export async function halves(format: Format, { width = 800, height = 400 } = {}): Promise<Buffer> {
  return half(width, height).toFormat(format, { quality: 95 }).toBuffer();
}

function half(width: number, height: number) {
  const blue = { create: { width: Math.ceil(width / 2), height, channels: 3, background: '#0000ff' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: blue, left: Math.floor(width / 2), top: 0 },
  ]);
}

/** As a phone writes it: lying on its side, with where and when it was taken. */
export async function phonePhoto(): Promise<Buffer> {
  return half(600, 300)
    .withExif({
      IFD0: { Make: 'SecretPhone', Artist: 'Ayse Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 1/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Red first, then blue, many times. */
export async function animatedGif(frames: number): Promise<Buffer> {
  const side = 32;
  const pages = Array.from({ length: frames }, (_, at) => Buffer.alloc(side * side * 3, at % 2 === 0 ? red : blue));
  return sharp(Buffer.concat(pages), {
    raw: { width: side, height: side * frames, channels: 3, pageHeight: side },
  })
    .gif({ loop: 0, delay: 20 })
    .toBuffer();
}

const red = Buffer.from([255, 0, 0]);
const blue = Buffer.from([0, 0, 255]);

/** A PNG that says it has so many pixels and brings next to nothing of them. */
export function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1024 * 1024));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** The colour of a pixel as `#rrggbb`, roughly: each part is nothing, half or all. */
export async function colourAt(picture: Uint8Array, at: { x: number; y: number }): Promise<string> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const from = (at.y * info.width + at.x) * info.channels;
  return `#${[...data.subarray(from, from + 3)].map((part) => (part < 64 ? '00' : part > 191 ? 'ff' : '80')).join('')}`;
}

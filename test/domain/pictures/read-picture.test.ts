import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../../server/domain/pictures/read-picture.ts';
import { animatedGif, colourAt, type Format, halves, phonePhoto, pngBomb } from '../../support/pictures.ts';

const formats: Format[] = ['png', 'jpeg', 'webp', 'gif'];

async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await readPicture(bytes, 'avatar');
  } catch (error) {
    const { facts } = error as { facts: { errors: { path: string; message: string }[] } };
    expect(facts.errors.map(({ path }) => path)).toEqual(['picture']);
    return facts.errors[0]?.message ?? '';
  }
  return 'taken';
}

describe('F-ACC-11: a picture', () => {
  it.each(formats)('that is %s becomes a square of 512 pixels around its middle, as WebP', async (format) => {
    const picture = await readPicture(await halves(format), 'avatar');
    expect(picture).toMatchObject({ mediaType: 'image/webp', width: 512, height: 512 });
    const { format: kept, width, height } = await sharp(picture.bytes).metadata();
    expect([kept, width, height]).toEqual(['webp', 512, 512]);
    expect(await colourAt(picture.bytes, { x: 20, y: 256 })).toBe('#ff0000');
    expect(await colourAt(picture.bytes, { x: 490, y: 256 })).toBe('#0000ff');
  });

  it('of a company fits into 512 pixels and is never made larger', async () => {
    expect(await readPicture(await halves('png'), 'logo')).toMatchObject({ width: 512, height: 256 });
    const small = await halves('png', { width: 100, height: 40 });
    expect(await readPicture(small, 'logo')).toMatchObject({ width: 100, height: 40 });
  });

  it('of a company keeps what is transparent', async () => {
    const clear = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const { bytes } = await readPicture(clear, 'logo');
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
  });

  it('loses where and when and with what it was taken, and stands upright', async () => {
    const photo = await phonePhoto();
    expect(photo.includes('SecretPhone')).toBe(true);
    const { bytes } = await readPicture(photo, 'logo');
    const { exif, xmp, icc, orientation, width, height } = await sharp(bytes).metadata();
    expect({ exif, xmp, icc, orientation, width, height }).toEqual({
      ...{ exif: undefined, xmp: undefined, icc: undefined, orientation: undefined },
      ...{ width: 256, height: 512 },
    });
    expect(Buffer.from(bytes).includes('Secret')).toBe(false);
    expect(await colourAt(bytes, { x: 128, y: 20 })).toBe('#ff0000');
  });

  it('that moves stands still in its first frame', async () => {
    const { bytes } = await readPicture(await animatedGif(500), 'avatar');
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
    expect(await colourAt(bytes, { x: 256, y: 256 })).toBe('#ff0000');
  });
});

describe('picture bombs', () => {
  it('of 20,000 by 20,000 pixels in a few kilobytes are refused by their header', async () => {
    const bomb = pngBomb(20_000, 20_000);
    expect(bomb.length).toBeLessThan(3000);
    expect(await refusalOf(bomb)).toBe('Choose a picture of at most 25 million pixels, and at most 10000 on a side.');
  });

  it.each([
    [1, 2_000_000_000],
    [2_000_000_000, 1],
    [20, 10_001],
    [5001, 5001],
    [2_147_483_647, 2_147_483_647],
  ])('of %i by %i pixels are refused', async (width, height) => {
    expect(await refusalOf(pngBomb(width, height))).toMatch(
      /^(Choose a picture of at most 25|This picture is damaged)/,
    );
  });

  it('that are narrow and long are cut and not blown up', async () => {
    const strip = await sharp({ create: { width: 16, height: 10_000, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    const before = process.cpuUsage();
    expect(await readPicture(strip, 'avatar')).toMatchObject({ width: 512, height: 512 });
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  it('that bring less than they say are refused as not complete', async () => {
    expect(await refusalOf(pngBomb(4000, 4000))).toBe('This picture is damaged or not complete. Choose another one.');
  });

  it('of more than 5 MB are not even looked at', async () => {
    expect(await refusalOf(new Uint8Array(5 * 1024 * 1024 + 1))).toBe(
      'This file is larger than 5 MB. Choose a smaller one.',
    );
  });

  it('sent many at once are drawn one after another, and the crowd is asked to wait', async () => {
    const photo = await halves('jpeg', { width: 3000, height: 2000 });
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => readPicture(photo, 'avatar')));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(22);
    for (const { reason } of refused as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: 'too_many_requests', facts: { retryAfterSeconds: 3 } });
    }
  });
});

describe('files that are no picture', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a page named .png', '<!doctype html><script>alert(1)</script>'],
    ['a document', '%PDF-1.7\n'],
    ['a drawing of another kind', 'II*\0\x08\0\0\0'],
    ['the beginning of a PNG', '\x89PNG\r\n\x1a\n'],
    ['the beginning of a JPEG', '\xff\xd8\xff\xe0'],
    ['the beginning of a WebP', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['the beginning of a GIF', 'GIF89a\xff\xff\xff\xff\xf7\0\0'],
    ['a GIF without a frame', 'GIF89a\x20\0\x20\0\0\0\0;'],
    ['sound in the wrapping of WebP', 'RIFF\x24\0\0\0WAVEfmt '],
  ])('are refused: %s', async (_what, content) => {
    expect(await refusalOf(Buffer.from(content, 'latin1'))).toMatch(
      /^(Choose a file first|This is no PNG, JPEG, WebP or GIF|This picture is damaged|Choose a picture of at (least|most))/,
    );
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    '\ufeff  <!-- a comment --><SVG width="99999999" height="99999999"><script>alert(1)</script></SVG>',
  ])('are refused: SVG, which can hold programs and read files: %s', async (text) => {
    expect(await refusalOf(Buffer.from(text))).toBe(
      'SVG drawings can hold programs and are not taken. Choose a PNG, JPEG, WebP or GIF picture.',
    );
  });

  it.each(['avif', 'tiff'] as const)('are refused: %s, of which only four kinds are read at all', async (format) => {
    const file = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#ff0000' } })
      .toFormat(format)
      .toBuffer();
    expect(await refusalOf(file)).toBe('This is no PNG, JPEG, WebP or GIF picture. Choose one of these.');
  });

  it.each(formats)('are refused: %s that was cut off', async (format) => {
    const noise = Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, at) => (at * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const answers = await Promise.all(
      [0.1, 0.4, 0.7].map((part) => refusalOf(whole.subarray(0, Math.floor(whole.length * part)))),
    );
    expect(answers).not.toContain('taken');
  });

  it('leave nothing of what hides behind a picture', async () => {
    const secret = '<script>alert("polyglot")</script>PK\x03\x04%PDF-1.7';
    for (const format of formats) {
      const file = Buffer.concat([await halves(format), Buffer.from(secret, 'latin1')]);
      const { bytes } = await readPicture(file, 'avatar');
      expect(Buffer.from(bytes).includes('script')).toBe(false);
      expect(Buffer.from(bytes).includes('PDF')).toBe(false);
    }
    const inside = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#ff0000' } })
      .withExif({ IFD0: { ImageDescription: secret.slice(0, 34) } })
      .jpeg()
      .toBuffer();
    expect(inside.includes('alert("polyglot")')).toBe(true);
    expect(Buffer.from((await readPicture(inside, 'avatar')).bytes).includes('polyglot')).toBe(false);
  });

  it('are refused when they are too small to be seen', async () => {
    expect(await refusalOf(await halves('png', { width: 10, height: 10 }))).toBe(
      'Choose a picture of at least 16 pixels on each side.',
    );
  });
});

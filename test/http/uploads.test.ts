import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { issueCsrfToken, requireCsrfToken } from '../../server/http/csrf.ts';
import { formBody } from '../../server/http/limits.ts';
import { multipartBody, uploadsOf } from '../../server/http/uploads.ts';
import { plainConfig, startTinyApp } from './tiny-app.ts';

const maxBytes = 1000;
const boundary = 'xYzZY';
const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const csrfToken = issueCsrfToken(plainConfig, null);

function app() {
  return startTinyApp((tiny, config) => {
    const guard = requireCsrfToken({ config }, () => null);
    tiny.post('/', formBody({ config }), multipartBody({ maxBytes }), guard, (req, res) => {
      const files = Object.entries(uploadsOf(res)).map(([field, { bytes, ...file }]) => [
        field,
        { ...file, length: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') },
      ]);
      res.json({ fields: req.body, files: Object.fromEntries(files) });
    });
  });
}

function part(head: string, content: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
}

function field(name: string, value: string): Buffer {
  return part(`Content-Disposition: form-data; name="${name}"`, value);
}

function file(name: string, filename: string, content: string | Buffer, mediaType = 'image/png'): Buffer {
  return part(
    `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${mediaType}`,
    content,
  );
}

function form(...parts: Buffer[]): Buffer {
  return Buffer.concat([field('_csrf', csrfToken), ...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

const bytes = Buffer.from(Array.from({ length: 700 }, (_, at) => at % 256));

describe('a form with a file', () => {
  test('brings its fields and the bytes of its file, whatever they are', async () => {
    await using tiny = await app();
    const answer = await tiny.send('/', {
      headers: type,
      body: form(field('name', 'Ayşe'), file('picture', 'foto ğ.png', bytes)),
    });
    expect(answer.json()).toEqual({
      fields: { _csrf: csrfToken, name: 'Ayşe' },
      files: {
        picture: {
          name: 'foto ğ.png',
          mediaType: 'image/png',
          isTooLarge: false,
          length: 700,
          hash: createHash('sha256').update(bytes).digest('hex'),
        },
      },
    });
  });

  test('needs the token of the session as every other form does', async () => {
    await using tiny = await app();
    const body = Buffer.concat([file('picture', 'a.png', 'x'), Buffer.from(`--${boundary}--\r\n`)]);
    expect((await tiny.send('/', { headers: type, body })).json()).toMatchObject({ code: 'bad_origin' });
  });

  test('still works without one, encoded either way', async () => {
    await using tiny = await app();
    const body = `_csrf=${csrfToken}&name=Jo`;
    const plain = await tiny.send('/', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect(plain.json()).toEqual({ fields: { _csrf: csrfToken, name: 'Jo' }, files: {} });
    const nothingChosen = file('picture', '', '', 'application/octet-stream');
    const empty = await tiny.send('/', { headers: type, body: form(field('name', 'Jo'), nothingChosen) });
    expect(empty.json()).toEqual({ fields: { _csrf: csrfToken, name: 'Jo' }, files: {} });
  });

  test('says of a file that it is too large, and keeps nothing of it', async () => {
    await using tiny = await app();
    const answer = await tiny.send('/', {
      headers: type,
      body: form(file('picture', 'a.png', Buffer.alloc(maxBytes + 1)), field('name', 'Jo')),
    });
    expect(answer.json()).toMatchObject({
      fields: { name: 'Jo' },
      files: { picture: { isTooLarge: true, length: 0 } },
    });
    const fits = await tiny.send('/', { headers: type, body: form(file('picture', 'a.png', Buffer.alloc(maxBytes))) });
    expect(fits.json()).toMatchObject({ files: { picture: { isTooLarge: false, length: maxBytes } } });
  });

  test('takes the first of a name, and names of JavaScript as any other', async () => {
    await using tiny = await app();
    const body = form(field('a', '1'), field('a', '2'), field('__proto__', 'x'), field('constructor', 'y'));
    const { fields } = (await tiny.send('/', { headers: type, body })).json() as { fields: object };
    expect(Object.entries(fields)).toEqual([
      ['_csrf', csrfToken],
      ['a', '1'],
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\Users\\\\jo\\\\logo.png', 'logo.png'],
    ['a\u202egnp.exe', 'agnp.exe'],
    [`${'n'.repeat(300)}.png`, `${'n'.repeat(196)}.png`],
  ])('calls a file %j only %j', async (sent, name) => {
    await using tiny = await app();
    const answer = await tiny.send('/', { headers: type, body: form(file('picture', sent, 'x')) });
    expect(answer.json()).toMatchObject({ files: { picture: { name } } });
  });
});

describe('a form that cannot be read', () => {
  test.each([
    ['cut off inside a file', form(file('picture', 'a.png', bytes)).subarray(0, 400), 400, 'malformed_body'],
    ['cut off inside a field', form(field('name', 'x'.repeat(300))).subarray(0, 250), 400, 'malformed_body'],
    ['without an end', form(field('name', 'x')).subarray(0, -9), 400, 'malformed_body'],
    ['of nothing', Buffer.alloc(0), 400, 'malformed_body'],
    ['of something else', Buffer.from('hello'), 400, 'malformed_body'],
    [
      'with many fields',
      form(...Array.from({ length: 201 }, (_, at) => field(`f${at}`, ''))),
      413,
      'payload_too_large',
    ],
    [
      'with many files',
      form(...Array.from({ length: 6 }, (_, at) => file(`f${at}`, 'a', 'x'))),
      413,
      'payload_too_large',
    ],
    ['with a long field', form(field('name', 'x'.repeat(70_000))), 413, 'payload_too_large'],
    ['far too large', form(file('picture', 'a.png', Buffer.alloc(300_000))), 413, 'payload_too_large'],
  ])('is refused: %s', async (_what, body, status, code) => {
    await using tiny = await app();
    const answer = await tiny.send('/', { headers: type, body });
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
    expect((await tiny.send('/', { headers: type, body: form(field('a', 'b')) })).status).toBe(200);
  });

  test.each(['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary=other'])(
    'is refused with the type %j',
    async (contentType) => {
      await using tiny = await app();
      const answer = await tiny.send('/', { headers: { 'content-type': contentType }, body: form() });
      expect(answer.json()).toMatchObject({ status: 400, code: 'malformed_body' });
    },
  );

  test('is refused when it is packed: nothing is unpacked here', async () => {
    await using tiny = await app();
    const answer = await tiny.send('/', { headers: { ...type, 'content-encoding': 'gzip' }, body: form() });
    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('does not become fields by headers of its parts that are too long or too many', async () => {
    await using tiny = await app();
    const long = part(`X-Long: ${'x'.repeat(10_000)}\r\nContent-Disposition: form-data; name="late"`, 'v');
    const many = part(
      `${Array.from({ length: 50 }, (_, at) => `X-${at}: y`).join('\r\n')}\r\nContent-Disposition: form-data; name="many"`,
      'v',
    );
    const answer = await tiny.send('/', { headers: type, body: form(long, many) });
    expect(answer.json()).toEqual({ fields: { _csrf: csrfToken }, files: {} });
  });
});

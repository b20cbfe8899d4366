import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError, errorCodes } from '../../server/core/errors.ts';
import { formBody, jsonBody, parseJsonBody, rawBody } from '../../server/http/limits.ts';
import { problems } from '../../server/http/problem.ts';
import { noteRequest } from '../../server/http/request-log.ts';
import { startTinyApp } from './tiny-app.ts';

/** An app whose every route throws what it was given. */
const throwing = (error: unknown) =>
  startTinyApp((app) => {
    app.get('/t/:secret/fails', () => {
      throw error;
    });
  });

describe('problems', () => {
  test.each(errorCodes.map((code) => [code]))('%s is answered with its status, title and code', async (code) => {
    await using app = await throwing(new DomainError(code));
    const answer = await app.send('/t/leak/fails?token=leak');
    expect(answer.status).toBe(problems[code].status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ code, status: problems[code].status, title: problems[code].title });
    expect(answer.json()).toMatchObject({ requestId: answer.headers['x-request-id'], instance: '/t/***/fails' });
    expect(answer.text + JSON.stringify(app.logged)).not.toContain('leak');
  });

  test('of the facts only errors, waiting time and methods are answered', async () => {
    await using app = await throwing(
      new DomainError(
        'too_many_requests',
        {
          errors: [{ path: 'a.0', message: 'short' }],
          retryAfterSeconds: 2.2,
          allow: ['GET', 'HEAD'],
          inner: 'private',
        },
        'Wait a little.',
      ),
    );
    const answer = await app.send('/t/x/fails');
    expect(answer.headers).toMatchObject({ 'retry-after': '3', allow: 'GET, HEAD', 'cache-control': 'no-store' });
    expect(answer.json()).toMatchObject({ detail: 'Wait a little.', errors: [{ path: 'a.0', message: 'short' }] });
    expect(answer.text).not.toContain('private');
    expect(JSON.stringify(app.logged)).toContain('private');
  });

  test('an unknown error is a bare 500 whose text is in the log, once', async () => {
    await using app = await throwing(new Error('the inner workings'));
    const answer = await app.send('/t/x/fails');
    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(answer.text).not.toContain('inner workings');
    expect(answer.text).not.toContain('stack');
    const faults = app.logged.filter((line) => line['level'] === 'error');
    expect(faults).toEqual([
      expect.objectContaining({
        requestId: answer.headers['x-request-id'],
        err: expect.objectContaining({ message: 'the inner workings', stack: expect.any(String) }),
      }),
    ]);
  });

  test.each([['a text'], [null], [undefined], [{ status: 'x' }]])(
    '%j thrown is a 500 and harms nobody',
    async (thrown) => {
      await using app = await throwing(thrown);
      // Express takes a thrown null or undefined for "not answered here".
      expect((await app.send('/t/x/fails')).status).toBe(thrown ? 500 : 404);
      expect((await app.send('/other')).status).toBe(404);
    },
  );

  test.each([
    [{ code: 'SQLITE_FULL' }],
    [{ code: 'SQLITE_READONLY' }],
    [{ code: 'SQLITE_IOERR_WRITE' }],
    [{ code: 'SQLITE_CANTOPEN' }],
    [{ code: 'P1001' }],
    [{ code: 'P1017' }],
    [{ code: 'ECONNREFUSED' }],
    [{ code: '57P01' }],
    [{ code: '53100' }],
    [{ code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'sqlite', originalCode: 'SQLITE_FULL' } } } }],
    [{ code: 'ENOSPC' }],
  ])('a database or disk that fails with %j is a 503 worth repeating', async (facts) => {
    await using app = await throwing(Object.assign(new Error('disk of the server'), facts));
    const answer = await app.send('/t/x/fails');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ code: 'unavailable' });
    expect(answer.text).not.toContain('disk of the server');
  });

  test('what zod refuses is named by path, without the refused value', async () => {
    const schema = z.object({ lines: z.array(z.object({ price: z.number() })) });
    await using app = await startTinyApp((tiny) => {
      tiny.get('/', () => schema.parse({ lines: [{ price: 'hunter2' }] }));
    });
    const answer = await app.send('/');
    expect(answer.status).toBe(400);
    expect(answer.json()['errors']).toEqual([{ path: 'lines.0.price', message: expect.stringContaining('number') }]);
    expect(answer.text).not.toContain('hunter2');
  });

  test('a browser gets a page, in which nothing is markup', async () => {
    await using app = await throwing(new DomainError('conflict', {}, '<script>alert(1)</script>'));
    const answer = await app.send('/t/x/fails', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(answer.status).toBe(409);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('&#60;script&#62;');
    expect(answer.text).not.toContain('<script');
  });

  test('an error after the answer has begun cuts the connection instead of looking like success', async () => {
    await using app = await startTinyApp((tiny) => {
      tiny.get('/', (_req, res) => {
        res.write('half');
        throw new Error('late');
      });
    });
    await expect(app.send('/')).rejects.toThrow();
    expect(app.logged.some((line) => line['level'] === 'error')).toBe(true);
  });

  test('a broken percent sequence in the address is the client’s mistake', async () => {
    await using app = await throwing(new Error('never'));
    expect((await app.send('/t/%E0%A4%A/fails')).status).toBe(400);
  });
});

describe('bodies', () => {
  const echo = () =>
    startTinyApp((app, config) => {
      app.post('/json', jsonBody({ config }), (req, res) => void res.json({ body: req.body ?? null }));
      app.post('/form', formBody({ config }), (req, res) => void res.json({ body: req.body ?? null }));
      app.post('/raw', rawBody({ config }), (req, res) => void res.json({ body: parseJsonBody(req.body) }));
      app.post('/bytes', rawBody({ config }), (req, res) => void res.json({ bytes: req.body.length }));
    });
  const json = { 'content-type': 'application/json' };

  test('json, forms and raw bodies are read', async () => {
    await using app = await echo();
    expect((await app.send('/json', { body: '{"a":[1]}', headers: json })).json()).toEqual({ body: { a: [1] } });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await app.send('/form', { body: 'a=1&b=%20x', headers: form })).json()).toEqual({
      body: { a: '1', b: ' x' },
    });
    expect((await app.send('/raw', { body: '\ufeff{"a":"ü"}' })).json()).toEqual({ body: { a: 'ü' } });
    const packed = { body: gzipSync('{"a":1}'), headers: { ...json, 'content-encoding': 'gzip' } };
    expect((await app.send('/raw', packed)).json()).toEqual({ body: { a: 1 } });
    expect((await app.send('/bytes', { method: 'POST' })).json()).toEqual({ bytes: 0 });
  });

  test.each([
    ['/json', '{"a":', 'malformed_body'],
    ['/json', '"text"', 'malformed_body'],
    ['/raw', '{"a":', 'malformed_body'],
    ['/raw', '', 'malformed_body'],
    ['/raw', Buffer.from([0x22, 0xff, 0x22]), 'malformed_body'],
  ])('%s with %j is a clean problem', async (path, body, code) => {
    await using app = await echo();
    const answer = await app.send(path, { body, headers: json });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code, detail: 'The body is not readable JSON.' });
    expect(app.logged.filter((line) => line['level'] === 'error')).toEqual([]);
  });

  test.each(['/json', '/raw', '/bytes'])('%s reads up to the limit and not a byte more', async (path) => {
    await using app = await echo();
    const fits = `"${'x'.repeat(app.config.maxBodyBytes - 2)}"`;
    if (path !== '/json') expect((await app.send(path, { body: fits, headers: json })).status).toBe(200);
    const answer = await app.send(path, { body: `${fits} `, headers: json });
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'payload_too_large' });
  });

  test('the limit holds for what a compressed body unfolds to, and without a Content-Length', async () => {
    await using app = await echo();
    const bomb = gzipSync(Buffer.alloc(5_000_000, 0x20));
    expect(bomb.length).toBeLessThan(app.config.maxBodyBytes);
    const packed = await app.send('/raw', { body: bomb, headers: { ...json, 'content-encoding': 'gzip' } });
    expect(packed.status).toBe(413);
    const socket = connect(app.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const chunk = `${(50_000).toString(16)}\r\n${'x'.repeat(50_000)}\r\n`;
    socket.write('POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(`${chunk.repeat(3)}0\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('kinds, encodings and broken compression are refused cleanly', async () => {
    await using app = await echo();
    const br = { ...json, 'content-encoding': 'x-unknown' };
    expect((await app.send('/json', { body: '{}', headers: br })).status).toBe(415);
    const charset = { 'content-type': 'application/json; charset=klingon' };
    expect((await app.send('/json', { body: '{}', headers: charset })).status).toBe(415);
    const broken = { body: 'not gzip', headers: { ...json, 'content-encoding': 'gzip' } };
    expect((await app.send('/raw', broken)).json()).toMatchObject({ status: 400, code: 'malformed_body' });
  });
});

describe('the request log', () => {
  test('one line per request, with what the door noted, without the query', async () => {
    await using app = await startTinyApp((tiny) => {
      tiny.get('/t/:secret/sales', (_req, res) => {
        noteRequest(res, { door: 'device' });
        noteRequest(res, { companyId: 7, actorId: 'terminal:3' });
        res.send('ok');
      });
    });
    const answer = await app.send('/t/leak/sales?secret=leak');
    expect(app.logged).toEqual([
      expect.objectContaining({
        level: 'info',
        requestId: answer.headers['x-request-id'],
        method: 'GET',
        path: '/t/***/sales',
        status: 200,
        bytes: 2,
        ms: expect.any(Number),
        address: '127.0.0.1',
        door: 'device',
        companyId: 7,
        actorId: 'terminal:3',
      }),
    ]);
    expect(JSON.stringify(app.logged)).not.toContain('leak');
  });

  test("a client's own request id is not taken over, and probes are quiet", async () => {
    await using app = await startTinyApp((tiny) => {
      tiny.get('/healthz', (_req, res) => void res.send('ok'));
    });
    const answer = await app.send('/healthz', { headers: { 'x-request-id': 'mine' } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(app.logged).toEqual([expect.objectContaining({ level: 'debug', path: '/healthz' })]);
  });
});

import { deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../support/database.ts';
import {
  call,
  type DeviceHub,
  type Json,
  only,
  openShop,
  raw,
  recorded,
  type ShopTerminal,
  startDeviceHub,
} from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let terminal: ShopTerminal;
let path: string;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  terminal = only((await openShop(hub)).terminals);
  path = `/t/${terminal.secret}/api/v1/pos/transactions`;
  return () => hub[Symbol.asyncDispose]();
});

const stored = () => test.db.reader.transaction.count({ where: { terminalId: terminal.id } });

/** A sale that nobody has pushed yet. */
function newSale(): Json {
  const body = recorded('transaction-push-real-sale', terminal);
  body.transactions[0].head.id = crypto.randomUUID();
  return body;
}

function post(json: unknown, headers: Record<string, string> = {}) {
  return call(hub.url + path, { json, headers });
}

describe('a body that cannot be taken', () => {
  it.each([
    ['broken JSON', '{"transactions": [}', 'cannot be read from character 18'],
    ['JSON that ends too early', '{"transactions": [', 'is not JSON'],
    ['nothing', ' ', 'is empty'],
    ['a number with a leading zero', '{"pos_id": 01}', 'is not JSON'],
  ])('because it is %s says so', async (_what, json, message) => {
    const answer = await post(json);
    expect(answer).toMatchObject({ status: 400, body: { status: 'error', code: 'malformed_body' } });
    expect(answer.body.message).toContain(message);
  });

  it.each([
    ['a list', [], 'send a JSON object'],
    ['null', 'null', 'send a JSON object'],
    ['without its documents', {}, 'transactions: a list of transactions'],
    ['with one document outside a list', { transactions: {} }, 'transactions: a list of transactions'],
    ['with a number for a code', { office_code: 5, transactions: [] }, 'office_code: a text'],
  ])('because it is %s says what would be right', async (_what, json, message) => {
    const answer = await post(json);
    expect(answer).toMatchObject({ status: 400, body: { status: 'error', code: 'invalid_input' } });
    expect(answer.body.message).toContain(message);
  });

  it('because it is of another kind is told which kind is read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16']) {
      const answer = await post(newSale(), { 'content-type': type });
      expect(answer, type).toMatchObject({ status: 415, body: { status: 'error' } });
      expect(answer.body.message).toContain('application/json');
    }
    expect((await post(newSale(), { 'content-encoding': 'br' })).status).toBe(415);
    expect((await post(newSale(), { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('because it is not UTF-8 says so', async () => {
    const response = await fetch(hub.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"office_code":"\xff"}', 'latin1'),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: 'The body is not UTF-8.' });
  });

  it('because it is too large is refused without being kept, announced or not', async () => {
    const before = process.memoryUsage().rss;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
    const piece = Buffer.alloc(1024 * 1024, 97);
    const pieces = Array.from({ length: 50 }, () => piece);
    const announced = await raw(hub.port, `${head}Content-Length: ${50 * piece.length}\r\n\r\n`, ...pieces);
    expect(announced).toMatch(/^HTTP\/1.1 413 /);
    expect(announced).toContain('"message":"A body may have up to 2 MB.');
    const chunks = pieces.flatMap((each) => [`${each.length.toString(16)}\r\n`, each, '\r\n']);
    const unannounced = await raw(hub.port, `${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, '0\r\n\r\n');
    expect(unannounced).toMatch(/^HTTP\/1.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
  });

  it('because it unpacks to too much is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 32));
    const response = await fetch(hub.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('unpacked') });
  });

  it('because it holds more documents than one push may is refused', async () => {
    const answer = await post({ transactions: Array.from({ length: 5001 }, () => 1) });
    expect(answer).toMatchObject({ status: 413, body: { message: expect.stringContaining('5000') } });
  });

  it('because it nests too deep does not end the hub', async () => {
    const depth = 200_000;
    const answer = await post(`{"transactions":[${'['.repeat(depth)}${']'.repeat(depth)}]}`);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toMatchObject({ accepted: 0, rejected: 1 });
    expect((await call(`${hub.url}/api/health`)).status).toBe(200);
  });

  it('because it was cut off stores nothing', async () => {
    const before = await stored();
    const text = JSON.stringify(newSale());
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: `;
    await raw(hub.port, `${head}${text.length}\r\n\r\n${text.slice(0, -10)}`, 'END');
    await raw(hub.port, `${head}${text.length - 10}\r\nConnection: close\r\n\r\n${text}`, 'END');
    expect(await stored()).toBe(before);
    expect((await post(newSale())).body.accepted).toBe(1);
    expect(await stored()).toBe(before + 1);
  });
});

describe('a body that can be taken', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('may be packed with %s', async (encoding, pack) => {
    const response = await fetch(hub.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset="UTF-8"', 'content-encoding': encoding },
      body: pack(JSON.stringify(newSale())),
    });
    expect(await response.json()).toEqual({ status: 'ok', accepted: 1, rejected: 0 });
  });

  it('may come in chunks, after "Expect: 100-continue", and with a byte order mark', async () => {
    const text = JSON.stringify(newSale());
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
    const half = Math.floor(text.length / 2);
    const chunk = (part: string) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`;
    const chunked = await raw(
      hub.port,
      `${head}Transfer-Encoding: chunked\r\n\r\n`,
      chunk(`\ufeff${text.slice(0, half)}`),
      chunk(text.slice(half)),
      '0\r\n\r\n',
    );
    expect(chunked).toContain('{"status":"ok","accepted":1,"rejected":0}');
    const other = JSON.stringify(newSale());
    const expecting = await raw(
      hub.port,
      `${head}Expect: 100-continue\r\nContent-Length: ${Buffer.byteLength(other)}\r\n\r\n${other}`,
    );
    expect(expecting).toMatch(/^HTTP\/1.1 100 Continue/);
    expect(expecting).toContain('{"status":"ok","accepted":1,"rejected":0}');
  });
});

describe('a database that cannot be used', () => {
  it('is told as 503, in the dialect, with a time to come back', async () => {
    const full = () => Promise.reject(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }));
    const broken = Object.create(test.db, {
      reader: { get: () => test.db.reader },
      finder: { get: () => test.db.finder },
      transact: { value: full },
      transactRaw: { value: full },
    });
    await using sick = await startDeviceHub(broken);
    const url = `${sick.url}/t/${terminal.secret}/api/v1/pos`;
    for (const answer of [await call(`${url}/transactions`, { json: newSale() }), await call(`${url}/init`)]) {
      expect(answer).toMatchObject({ status: 503, body: { status: 'error', code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(JSON.stringify(answer.body)).not.toContain('disk');
    }
    expect((await call(`${sick.url}/api/v1/health`)).status).toBe(200);
  });
});

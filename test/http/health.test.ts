import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/index.ts';
import { makeWorld, sell } from '../reports/world.ts';
import { ask } from '../support/ask.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('probes', () => {
  it('a hub in order is alive and ready', async () => {
    await using server = await startTestServer();
    for (const path of ['/healthz', '/readyz']) {
      const answer = await fetch(server.url + path);
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, { status: 'ok' }]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('a connection is kept longer than reverse proxies keep theirs, so that none sends on one that is being closed', async () => {
    await using server = await startTestServer();
    const { headers } = await ask(`${server.url}/healthz`, { headers: { connection: 'keep-alive' } });
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
  });

  it('a database that lacks a migration is alive and not ready, and says so', async () => {
    await using server = await startTestServer();
    await inTransaction(server.deps.db, (tx) => tx.$executeRawUnsafe('DELETE FROM _prisma_migrations'));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'migrations are missing' },
    ]);
  });

  it('a database of another kind gives a reason without addresses or errors', async () => {
    await using server = await startTestServer();
    await inTransaction(server.deps.db, (tx) =>
      tx.$executeRawUnsafe(`UPDATE _prisma_migrations SET migration_name = '29990101000000_from_the_future'`),
    );
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'the database does not fit' },
    ]);
  });
});

describe('metrics', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { METRICS_TOKEN: 'a-token-of-sixteen-characters' } });
    return async () => server[Symbol.asyncDispose]();
  });
  const read = (headers: Record<string, string> = {}) => fetch(`${server.url}/metrics`, { headers });

  it('tell of the process, of requests by door, route and status, and of open quarantine', async () => {
    await fetch(`${server.url}/api/v1/health`);
    await fetch(`${server.url}/no-such-page`);
    const answer = await read();
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(text).toMatch(/_seconds_count\{door="device",route="\/health",method="GET",status="200"} 1$/m);
    expect(text).toMatch(/_seconds_count\{door="portal",route="none",method="GET",status="404"} 1$/m);
    expect(text).toMatch(/^gate_quarantine_open 0$/m);
    expect(text).toMatch(/^gate_database_up 1$/m);
  });

  it('hold no secret, id or name, whatever is asked for', async () => {
    const secret = 'S3CRETS3CRETS3CRETS3CRETS3CRET';
    await fetch(`${server.url}/t/${secret}/api/v1/pos/transactions`, { method: 'POST', body: '{}' });
    await fetch(`${server.url}/receipts/some-company/7b0e/`, { redirect: 'manual' });
    await fetch(`${server.url}/reports/day?company=some-company`, { redirect: 'manual' });
    const text = await (await read()).text();
    expect(text).not.toContain(secret);
    expect(text).not.toContain('some-company');
  });

  it('count what became of pushed documents, and how they were written together', async () => {
    const before = await (await read()).text();
    const world = await makeWorld(server.deps.db, [{ code: 'STORE-001' }]);
    await sell(server.deps.db, world.till('STORE-001/POS-001'), [
      { at: '2026-11-19T09:30:00', total: '1.0000' },
      { at: '2026-11-19T09:31:00', total: '2.0000' },
    ]);
    const after = await (await read()).text();
    const sampleOf = (text: string, series: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')[1] ?? 0,
      );
    const grown = (series: string) => sampleOf(after, series) - sampleOf(before, series);
    expect(grown('gate_pushed_items_total{kind="transaction",outcome="stored"}')).toBe(2);
    expect(grown('gate_flush_items_sum')).toBe(2);
    expect(grown('gate_flush_duration_seconds_count')).toBe(1);
    expect(grown('gate_write_wait_seconds_count')).toBeGreaterThan(0);
  });

  it.each([
    ['x-forwarded-for', '10.1.2.3'],
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=10.1.2.3'],
    ['via', '1.1 proxy'],
    ['x-real-ip', '10.1.2.3'],
  ])('do not exist behind a proxy: %s %s', async (header, value) => {
    expect((await read({ [header]: value })).status).toBe(404);
  });

  it('do not exist for a proxy that speaks HTTP/1.0 and adds no header', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      connect(Number(port), '127.0.0.1')
        .on('data', (chunk) => {
          text += chunk.toString();
        })
        .on('error', reject)
        .on('end', () => resolve(text))
        .write(`GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('open to the token from anywhere, and to no other one', async () => {
    const behindProxy = { 'x-forwarded-for': '10.1.2.3' };
    const ask = (token: string) => read({ ...behindProxy, authorization: `Bearer ${token}` });
    expect((await ask('a-token-of-sixteen-characters')).status).toBe(200);
    expect((await ask('another-token-of-sixteen')).status).toBe(404);
    expect((await ask('')).status).toBe(404);
  });
});

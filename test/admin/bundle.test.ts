import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleRouter } from '../../admin/bundle.ts';
import { problemHandler } from '../../server/http/problem.ts';
import { withDatabase } from '../support/database.ts';
import { Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
const folder = path.resolve('admin/bundle/browser');
let office: Office;
let staff: Browser;
let stranger: Browser;

beforeAll(async () => {
  office = await openOffice(test.db);
  staff = await office.person('boss', { role: 'superuser' });
  stranger = new Browser(office.url, '');
});
afterAll(() => office[Symbol.asyncDispose]());

/** What the first page names: style sheet and scripts. */
async function namedFiles(): Promise<string[]> {
  const html = await (await staff.get('/admin')).text();
  return [...html.matchAll(/<(?:script src|link rel="(?:stylesheet|modulepreload)" href)="(\/admin\/[^"]+)"/g)].map(
    ([, address]) => String(address),
  );
}

describe('the browser’s half of the back office', () => {
  it('weighs less than a megabyte in all, with all that is loaded later and every language', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.br'));
    const bytes = files.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(1_000_000);
  });

  it('is sent compressed, once, and kept for good', async () => {
    const files = await namedFiles();
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const answer = await stranger.get(file, { 'accept-encoding': 'br' });
      expect({ file, status: answer.status }).toEqual({ file, status: 200 });
      expect(answer.headers.get('content-encoding')).toBe('br');
      expect(answer.headers.get('content-type')).toMatch(/javascript|css/);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    const plain = await stranger.get(String(files[0]), { 'accept-encoding': 'identity' });
    expect({ status: plain.status, coding: plain.headers.get('content-encoding') }).toEqual({
      status: 200,
      coding: null,
    });
  });

  it('serves its own files and nothing beside them', async () => {
    for (const name of ['..%2fmanifest.json', 'manifest.json', 'components.js', '%2e%2e%2fserver%2fadminjs.cjs']) {
      expect({ name, status: (await stranger.get(`/admin/assets/${name}`)).status }).toEqual({ name, status: 404 });
    }
  });

  it('answers 404 that nobody keeps for a file that was removed while the hub runs', async () => {
    const file = path.basename(String((await namedFiles())[0]));
    const copy = mkdtempSync(path.join(tmpdir(), 'gate-bundle-'));
    const app = express().use('/admin/assets', bundleRouter(copy), problemHandler(office.deps));
    const server = app.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const answer = await new Browser(`http://127.0.0.1:${port}`, '').get(`/admin/assets/${file}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
    } finally {
      server.close();
      rmSync(copy, { recursive: true });
    }
  });
});

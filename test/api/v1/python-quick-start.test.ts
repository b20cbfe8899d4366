/** The page's program, as it stands there, against a real hub. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvePairing } from '../../../server/domain/access/index.ts';
import { hubCtx } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Everybody, makeEverybody } from './everybody.ts';

const page = readFileSync(new URL('../../../docs/python-quick-start.md', import.meta.url), 'utf8');
const [, source = ''] = /```python\n([\s\S]*?)```/.exec(page) ?? [];

let server: TestServer;
let everybody: Everybody;
const folder = mkdtempSync(path.join(tmpdir(), 'gate-python-'));
const file = path.join(folder, 'till.py');

beforeAll(async () => {
  writeFileSync(file, source);
  server = await startTestServer();
  everybody = await makeEverybody(server);
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

/** Isolated: no site-packages, no settings of this machine. */
async function run(args: readonly string[], onLine: (line: string) => Promise<void> = async () => undefined) {
  const child = spawn('python3', ['-I', '-S', file, server.url, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    await onLine(line);
  }
  const [status] = (await ended) as [number];
  return { status, lines, errors };
}

describe('the Python quick start', { timeout: 120_000 }, () => {
  it('imports nothing but the standard library', () => {
    const imported = [...source.matchAll(/^import ([\w.]+)$/gm)].map(([, name]) => name);
    expect(source).not.toMatch(/^\s*from /m);
    expect(imported.length).toBeGreaterThan(5);
    const standard = 'datetime gzip hashlib json sys time urllib.error urllib.parse urllib.request uuid'.split(' ');
    expect(imported.filter((name = '') => !standard.includes(name))).toEqual([]);
  });

  it('is let in by its code, proves its rows, sells, closes, and is told so', async () => {
    const { db } = server.deps;
    const { terminalUuid, id: companyId } = everybody.ours;
    const terminal = await db.reader.terminal.findUniqueOrThrow({ where: { uuid: terminalUuid } });
    const { status, lines, errors } = await run([], async (line) => {
      const [, code] = /^Type (\S+) at /.exec(line) ?? [];
      if (code !== undefined) await approvePairing(hubCtx(db), code, { terminalId: terminal.id });
    });
    expect(errors).toBe('');
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^Type \S+ at http/);
    expect(lines[1]).toMatch(/^\d{2,} rows, different from the hub's: none$/);
    expect(lines.slice(2).map((line) => line.split(' (')[0])).toEqual([
      ...['transaction: created', 'closure: created', 'transaction: duplicate', 'closure: duplicate'],
    ]);
    const sold = await db.reader.transaction.findMany({ where: { companyId } });
    expect(sold.map(({ totalE4 }) => totalE4)).toEqual([25_000n]);
    expect(await db.reader.closure.count({ where: { companyId } })).toBe(1);
  });

  it('says in the hub’s words why it is not let in', async () => {
    const { status, errors } = await run([`gtk_${'a'.repeat(43)}`]);
    expect(status).toBe(1);
    expect(errors).toMatch(/^\w+: .+\n$/);
  });
});

/** Another process, with a client made of the published document and no import of ours. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approvePairing } from '../../../server/domain/access/index.ts';
import { hubCtx } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Everybody, makeEverybody } from './everybody.ts';
import { programKey } from './support.ts';

const file = fileURLToPath(new URL('./children/stranger.mjs', import.meta.url));
let server: TestServer;
let everybody: Everybody;

beforeAll(async () => {
  server = await startTestServer();
  everybody = await makeEverybody(server);
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

it('a program that knows the document alone pairs, pulls, sells, closes, and reads the company’s reports', async () => {
  expect(readFileSync(file, 'utf8')).not.toMatch(/\bimport\b.*['"]|require\(/);
  const { db } = server.deps;
  const { id: companyId, terminalUuid } = everybody.ours;
  const terminal = await db.reader.terminal.findUniqueOrThrow({ where: { uuid: terminalUuid } });
  const key = await programKey(db, { companyId, actions: ['figures.see'] });
  const child = spawn(process.execPath, [file, server.url, key.text], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const steps: Record<string, unknown>[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const step = JSON.parse(line);
    steps.push(step);
    if (step.step === 'pairing') await approvePairing(hubCtx(db), step.code, { terminalId: terminal.id });
  }
  expect({ errors, status: (await ended)[0] }).toEqual({ errors: '', status: 0 });
  expect(steps.slice(1)).toEqual([
    { step: 'pulled', product: 'kestrel tea', currency: expect.stringMatching(/^[A-Z]{3}$/) },
    { step: 'sold', outcomes: ['created'] },
    { step: 'closed', status: 201, outcome: 'created' },
    // What was sold a moment ago is in it.
    { step: 'read', reports: expect.any(Number), net: ['7.50'] },
  ]);
}, 120_000);

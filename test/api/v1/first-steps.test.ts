/** The first steps of the documentation lead where they say, typed as they stand there. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportOperations } from '../../../reports/api/operations.ts';
import { commandOf, firstSteps } from '../../../server/api/v1/docs/first-steps.ts';
import { approvePairing } from '../../../server/domain/access/index.ts';
import { createTerminal } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { type DeviceHub, type Json, openShop, type Shop, startDeviceHub } from '../support.ts';
import { programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db, {}, reportOperations({ now: () => new Date('2026-11-21T10:00:00Z') }));
  shop = await openShop(hub);
});
afterAll(() => hub[Symbol.asyncDispose]());

/** What a shell makes of a command: the words that curl is started with. */
function wordsOf(command: string, variables: Record<string, string>): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync('/bin/sh', ['-c', script], { env: variables }).toString().split('\0').slice(0, -1);
}

async function typed(command: string, variables: Record<string, string>): Promise<{ status: number; body: Json }> {
  const words = wordsOf(command, variables);
  const after = (flag: string) => words.flatMap((word, at) => (words[at - 1] === flag ? [word] : []));
  const [address = ''] = words.filter((word) => word.startsWith('http'));
  const [body] = after('-d');
  const headers = after('-H').map((line) => line.split(': ') as [string, string]);
  const response = await fetch(address, { method: after('-X')[0] ?? 'GET', headers, ...(body && { body }) });
  return { status: response.status, body: (await response.json()) as Json };
}

it('from a code on a screen to a sale and a return in a report', async () => {
  const { slug } = await test.db.reader.company.findUniqueOrThrow({ where: { id: shop.companyId } });
  const terminal = await createTerminal(hub.ctx, { storeId: shop.storeId, code: 'POS-NEW' });
  const { text } = await programKey(test.db, { companyId: shop.companyId, actions: ['figures.see'] });
  const known: Record<string, string> = { DAY: '2026-11-21', COMPANY: slug, COMPANY_KEY: text };
  const answers: Json[] = [];
  for (const step of firstSteps) {
    const { status, body } = await typed(commandOf(step, hub.url), known);
    expect([step.id, status < 300 && status !== 202, body]).toEqual([step.id, true, expect.anything()]);
    for (const [name, field] of Object.entries(step.keep ?? {})) known[name] = String(body[field]);
    if (step.id === 'startPairing') await approvePairing(hub.ctx, body['user_code'], { terminalId: terminal.id });
    answers.push(body);
  }
  const outcomes = answers.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  expect(outcomes).toEqual(['created', 'created', 'created']);
  const { sections } = answers.at(-1) as Json;
  expect(sections[0].total).toMatchObject({ receipts: 2, returns: 1, gross: '0.00' });
  expect((await verify(hub.ctx)).differences).toEqual([]);
});

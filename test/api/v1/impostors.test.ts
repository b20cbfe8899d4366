/** Every operation, as everybody who may come in no more, not yet, or never could. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changedTables, readRows } from '../../proof/api-rows.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { inputsOf } from './access-table.ts';
import { Contract } from './contract.ts';
import { type Everybody, makeEverybody, marker } from './everybody.ts';
import { genuineCopy, type Impostor, makeImpostors } from './impostors.ts';
import { callAs } from './walk.ts';

let server: TestServer;
let contract: Contract;
let everybody: Everybody;
let impostors: Impostor[];
let now = Date.parse('2026-11-21T10:00:00Z');

beforeAll(async () => {
  server = await startTestServer({ now: () => new Date(now) });
  contract = await Contract.of(server.url);
  everybody = await makeEverybody(server, { withBooks: true });
  impostors = await makeImpostors(server, everybody);
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

const guarded = () => contract.operations.filter(({ operation }) => operation['x-callers'].length > 0);

it('none of them gets in anywhere, learns anything, or changes anything', async () => {
  const wrong: string[] = [];
  for (const described of guarded()) {
    const { id } = described;
    const before = await readRows(server.deps.db);
    for (const impostor of impostors) {
      now += 1000;
      const caller = { name: impostor.name, kind: 'program', isOurs: false, renew: async () => undefined } as const;
      const input = inputsOf(everybody.ours)[id] ?? {};
      const { status, text } = await callAs({ url: server.url, contract }, described, {
        ...{ caller: { ...caller, headers: await impostor.headers() }, company: everybody.ours, input, etag: '*' },
      });
      const { code } = JSON.parse(text) as { code: string };
      if (status !== 401 || code !== 'not_signed_in')
        wrong.push(`${id} answers ${impostor.name} with ${status} ${code}`);
      if (text.includes(marker)) wrong.push(`${id} tells ${impostor.name} of the company`);
    }
    const changed = changedTables(before, await readRows(server.deps.db));
    if (changed.length > 0) wrong.push(`${id}: ${changed.join(', ')}`);
  }
  expect(wrong).toEqual([]);
}, 300_000);

it('a token that is made like theirs, with nothing wrong, gets in', async () => {
  for (const name of ['owner', 'device']) {
    const caller = everybody.callers[name];
    if (!caller) throw new Error(`there is no ${name}`);
    const answer = await fetch(`${server.url}/api/v1/me`, { headers: await genuineCopy(server, caller) });
    expect([name, answer.status]).toEqual([name, 200]);
  }
});

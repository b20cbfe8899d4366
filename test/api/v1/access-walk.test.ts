/** Every operation as everybody there can be. A new operation without a row fails. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedByRefusal } from '../../proof/api-rows.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { inputsOf, verdicts, whoWalks } from './access-table.ts';
import { Contract, type Described } from './contract.ts';
import { type Everybody, makeEverybody, marker } from './everybody.ts';
import { callAs, type Input, verdictOf } from './walk.ts';

let server: TestServer;
let contract: Contract;
let everybody: Everybody;
let now = Date.parse('2026-11-21T10:00:00Z');

beforeAll(async () => {
  server = await startTestServer({ now: () => new Date(now) });
  contract = await Contract.of(server.url);
  everybody = await makeEverybody(server, { withBooks: true });
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

async function walk(id: string): Promise<{ row: string; told: string[] }> {
  const described = contract.operationNamed(id);
  const told: string[] = [];
  let row = '';
  for (const [place, name] of whoWalks.entries()) {
    const caller = everybody.callers[name];
    if (!caller) throw new Error(`there is no ${name}`);
    now += 1000;
    const input = inputsOf(everybody.ours)[id] ?? {};
    const etag = await etagOf(described, { input, place });
    const ask = () =>
      callAs({ url: server.url, contract }, described, { caller, company: everybody.ours, input, etag });
    let answer = { status: 0, text: '' };
    const look = () =>
      changedByRefusal(server.deps.db, async () => {
        answer = await ask();
        return answer.status;
      });
    let changed = await look();
    // A token that has ended meanwhile: the same with a new one.
    if (answer.status === 401 && caller.kind !== 'nobody') {
      await caller.renew();
      changed = await look();
    }
    row += verdictOf(answer.status);
    if (changed?.length) told.push(`${id} refused ${name} and changed ${changed.join(', ')}`);
    if (!caller.isOurs && answer.text.includes(marker)) told.push(`${id} tells ${name} of our company`);
  }
  return { row, told };
}

/** As the owner reads it. Whoever may delete it comes with one that is too old, so that the next one finds it there. */
async function etagOf({ id, method, path }: Described, { input, place: at }: { input: Input; place: number }) {
  const reading = contract.operations.find((each) => each.path === path && each.method === 'GET');
  const caller = everybody.callers['owner'];
  const isLetIn = verdicts[id]?.[at] === '+';
  if (!reading || !caller || (method === 'DELETE' && isLetIn)) return '"0"';
  const place = { caller, company: everybody.ours, input, etag: '"0"' };
  return (await callAs({ url: server.url, contract }, reading, place)).etag ?? '"0"';
}

describe('the table of access', () => {
  it('has a row for each operation, and none for another', () => {
    expect(Object.keys(verdicts).sort()).toEqual(contract.operations.map(({ id }) => id).sort());
  });

  it('is what everybody meets', async () => {
    const met: Record<string, string> = {};
    const told: string[] = [];
    for (const { id } of contract.operations) {
      const { row, told: more } = await walk(id);
      met[id] = row;
      told.push(...more);
    }
    expect(told).toEqual([]);
    expect(met).toEqual(verdicts);
  }, 300_000);

  it('lets nobody in who is not named by the document', () => {
    for (const { id, operation } of contract.operations) {
      const callers = operation['x-callers'];
      for (const [place, name] of whoWalks.entries()) {
        const kind = everybody.callers[name]?.kind ?? 'nobody';
        const verdict = verdicts[id]?.[place];
        if (callers.length === 0) continue;
        if (kind === 'nobody') expect([id, name, verdict]).toEqual([id, name, '1']);
        else if (!callers.includes(kind)) expect([id, name, verdict]).toEqual([id, name, '3']);
      }
    }
  });
});

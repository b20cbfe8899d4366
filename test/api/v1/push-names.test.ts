/** Devices choose names of types and fields; some of them are names that every object of ours has from birth. */
import { beforeAll, expect, it } from 'vitest';
import { unpackBody } from '../../../server/domain/sales/index.ts';
import { flushSyncs } from '../../../server/domain/sync-health/note-sync.ts';
import { withDatabase } from '../../support/database.ts';
import { type DeviceHub, only, openShop, type ShopTerminal, startDeviceHub } from '../support.ts';
import { lines, outcomes, postBytes, push, sale } from './push-support.ts';

const test = withDatabase();
let hub: DeviceHub;
let till: ShopTerminal;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  till = only((await openShop(hub)).terminals);
  return () => hub[Symbol.asyncDispose]();
});

it('an event of any name is counted among the till’s events, and takes no other count along', async () => {
  const named = (type: string) => ({ type, document: { of: type } });
  expect(outcomes(await push(till, [named('constructor'), named('kitchen_event')]))).toEqual(['created', 'created']);
  await flushSyncs(hub.deps);
  const syncs = await test.db.reader.terminalSync.findMany({ orderBy: { kind: 'asc' } });
  expect(syncs.map(({ kind, items }) => [kind, items])).toEqual([
    ['push.events', 1n],
    ['push.kitchen_events', 1n],
  ]);
});

it('a document keeps its own fields, whatever they are called', async () => {
  const document = sale(till);
  const odd = '{"constructor": [1], "toString": "x", "__proto__": {"a": 1}, ';
  const text = `{"documents": [{"type": "transaction", "document": ${odd}${JSON.stringify(document).slice(1)}}]}`;
  const sent = { bytes: Buffer.from(text), headers: { 'content-type': 'application/json' } };
  expect(outcomes(await postBytes(till, '/push', sent))).toEqual(['created']);
  const stored = await test.db.reader.transactionBody.findFirstOrThrow({
    where: { transaction: { uuid: document.head.id } },
  });
  const kept = JSON.parse(unpackBody(stored)) as object;
  expect(Object.keys(kept).slice(0, 3)).toEqual(['constructor', 'toString', '__proto__']);
});

it('counters on a line of their own are a list, or the push is refused', async () => {
  const bytes = Buffer.from(lines([{ type: 'transaction', document: sale(till) }, { sequences: { value: 7 } }]));
  const before = await test.db.reader.transaction.count();
  const answer = await postBytes(till, '/push', { bytes, headers: { 'content-type': 'application/x-ndjson' } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path: 'sequences' }] } });
  expect(await test.db.reader.transaction.count()).toBe(before);
});

/** A short round of `npm run proof -- api`. */
import { expect, it } from 'vitest';
import { makeEverybody } from '../api/v1/everybody.ts';
import { startTestServer } from '../support/server.ts';
import { fuzzApi } from './api.ts';

const rounds = 6;

it('no call of the API ends in a fault or in an answer that the document does not know, takes what is wrong, or changes anything when it is refused', async () => {
  let now = Date.parse('2026-11-21T10:00:00Z');
  await using server = await startTestServer({ now: () => new Date(now) });
  const everybody = await makeEverybody(server, { withBooks: true });
  const report = await fuzzApi(server, everybody, { seed: 'short', rounds, tick: () => (now += 1000) });
  expect(report.problems).toEqual([]);
  expect(report.sent).toBeGreaterThanOrEqual(rounds * report.operations);
  // It got in, and it was turned away.
  expect(report.statuses['200']).toBeGreaterThan(report.operations / 2);
  expect(report.statuses['400']).toBeGreaterThan(0);
  expect(report.statuses['401']).toBeGreaterThan(0);
}, 300_000);

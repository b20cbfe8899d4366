import { beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub } from '../support.ts';
import { openPullingShop, type PullingShop } from './pull-support.ts';

const test = withDatabase();
let hub: DeviceHub;
let base: string;
let rename: PullingShop['rename'];

beforeEach(async () => {
  ({ hub, base, rename } = await openPullingShop(test.db));
  return () => hub[Symbol.asyncDispose]();
});

describe('what PyPOS announces', () => {
  it.each(['/api', '/api/v1'])('is answered below %s, with and without a slash, with results', async (prefix) => {
    for (const path of ['products/updates', 'campaigns/active', 'prices', 'taxes']) {
      for (const slash of ['', '/']) {
        const { status, body } = await call(`${base}${prefix}/${path}${slash}`);
        expect({ path, status, results: Array.isArray(body.results) }).toEqual({ path, status: 200, results: true });
        expect(body.results.length, path).toBeGreaterThan(0);
      }
    }
  });

  it('has products since a time in whatever form, and a way to go on', async () => {
    const ask = async (query: string) => (await call(`${base}/api/products/updates/?${query}`)).body;
    const all = await ask('since=');
    hub.clock.now = new Date('2026-12-01T12:00:00Z');
    await rename('Later');
    for (const since of [
      '2026-12-01T11:59:00Z',
      '2026-12-01 11:59:00',
      '2026-12-01T13:59:00%2B02:00',
      '1796126340',
      '1796126340000',
    ]) {
      const { results } = await ask(`since=${since}`);
      expect({ since, names: results.map(({ name }: { name: string }) => name) }).toEqual({ since, names: ['Later'] });
    }
    expect((await ask('since=2027-01-01T00:00:00Z')).results).toEqual([]);
    expect((await ask('since=nonsense')).results).toHaveLength(all.results.length);
    const ids: string[] = [];
    for (let next: number | null = -1; next !== null; ) {
      const page: { results: { id: string }[]; next: number | null } = await ask(
        next === -1 ? 'limit=1' : `limit=1&after=${next}`,
      );
      ids.push(...page.results.map(({ id }) => id));
      next = page.next;
    }
    // One that was written and priced comes for both.
    expect([...new Set(ids)].sort()).toEqual(all.results.map(({ id }: { id: string }) => id).sort());
  });
});

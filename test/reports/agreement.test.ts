/** No two reports disagree on a figure that both show; who sees a part of the stores sees their sums; what a report costs does not
 *  grow with what it is asked over. */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import type { Report, Value } from '../../reports/engine/report.ts';
import { measures } from '../../reports/measures.ts';
import type { CompanyGrant } from '../../server/core/scope.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import { counted } from '../support/counted.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Asking, ask, bodyOf, push, totalsOf } from './shop.ts';
import { makeSmallShop } from './small-shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();
let world: World;

beforeAll(async () => {
  ({ world } = await makeSmallShop(test.db));
});

const threeDays = { range: 'own', from: '2026-11-16', to: '2026-11-18' } as const;

const hub = () => hubCtx(test.db, now);

const answer = (report: Report, asking: Asking = {}, ctx: Ctx = hub()) =>
  ask(ctx, report.name, { company: world.slug, ...threeDays, ...asking });

const own = catalogue.filter(({ area }) => area === 'sales' || area === 'customers');

describe('two reports never disagree on a shared figure', () => {
  const shared = Object.values(measures)
    .filter(({ kind }) => kind === 'money' || kind === 'count')
    .map(({ name }) => name);

  it.each([
    ['three days', {}],
    ['two years', { from: '2025-01-01', to: '2026-11-30' }],
    ['one store', { store: 'NIGHT' }],
    ['a day on which nothing was sold', { from: '2026-01-01', to: '2026-01-01' }],
  ] as const)('over %s', async (_what, asking) => {
    const met = new Map<string, Map<string, Value>>();
    for (const report of catalogue.filter(({ hasRange }) => hasRange)) {
      const names = report.columns.map(({ name }) => name).filter((name) => shared.some((one) => one === name));
      const given = await answer(report, asking);
      for (const name of names) {
        for (const [currency, total] of Object.entries(totalsOf(given, name))) {
          // A report that says no total claims none.
          if (total === null) continue;
          const key = `${name} ${currency}`;
          met.set(key, (met.get(key) ?? new Map<string, Value>()).set(report.name, total));
        }
      }
    }
    const disagreeing = [...met].filter(([, totals]) => new Set([...totals.values()].map(String)).size > 1);
    expect(disagreeing.map(([name, totals]) => [name, Object.fromEntries(totals)])).toEqual([]);
    if (!('from' in asking && asking.from === asking.to)) expect(met.get('net GBP')?.size).toBeGreaterThan(10);
  });

  it('by the same cashier, from documents', async () => {
    const nets = new Set<string>();
    for (const report of own.filter(({ columns }) => columns.some(({ name }) => name === 'net'))) {
      nets.add(String(totalsOf(await answer(report, { cashier: '-' }), 'net')['GBP']));
    }
    expect([...nets]).toEqual(['120000']);
  });
});

describe('who sees what', () => {
  const person = (grants: readonly CompanyGrant[]): Ctx =>
    deriveContext(hub(), {
      actor: { kind: 'user', userId: 'u', username: 'u', staffRole: null, staffCompanyIds: null, grants },
    });
  const manager = (storeIds: readonly number[] | null, companyId = world.companyId) =>
    person([{ companyId, isOwner: false, isAdministrator: false, roles: [{ role: 'manager', storeIds }] }]);

  it('the company’s total of a store’s manager is the total of their stores, and is said to be', async () => {
    const ctx = manager([world.storeId('NIGHT')]);
    for (const report of own.filter(
      ({ columns, hasRange }) => hasRange && columns.some(({ name }) => name === 'net'),
    )) {
      const [part, asked] = [await answer(report, {}, ctx), await answer(report, { store: 'NIGHT' })];
      expect([report.name, part.isPart, totalsOf(part, 'net')]).toEqual([report.name, true, { GBP: 170_000n }]);
      expect(part.sections).toEqual(asked.sections);
    }
  });

  it('another store, and another company, are no different from ones that do not exist', async () => {
    const other = await makeWorld(test.db, [{ code: 'LON' }]);
    const ctx = manager([world.storeId('NIGHT')]);
    const owner = manager(null);
    for (const report of own) {
      for (const [who, asking] of [
        [ctx, { store: 'LON' }],
        [ctx, { store: 'NONE' }],
        [owner, { company: other.slug }],
        [owner, { company: 'no-such-company' }],
      ] as const) {
        // What is of the company as one takes no store at all, whether there is such a one or not.
        const code = report.isOfCompany && 'store' in asking ? 'invalid_input' : 'not_found';
        await expect(answer(report, asking, who)).rejects.toMatchObject({ code });
      }
    }
  });

  it('who may not see customers has no report of them; figures by segment they have', async () => {
    const grant = { companyId: world.companyId, isOwner: false, isAdministrator: false };
    const accountant = person([{ ...grant, roles: [{ role: 'accountant', storeIds: null }] }]);
    const named = (name: string) => own.filter((report) => report.name === name);
    for (const report of named('sales-by-customer')) {
      await expect(answer(report, {}, accountant)).rejects.toMatchObject({ code: 'not_found' });
    }
    for (const report of named('sales-by-segment')) {
      expect(totalsOf(await answer(report, {}, accountant), 'net')['GBP']).toBe(460_000n);
    }
  });
});

it('a report asks the same few questions, whatever the range, the stores and the rows', async () => {
  const queriesOf = async (report: Report, asking: Asking) => {
    const { ctx, queries } = counted(hub());
    await answer(report, asking, ctx);
    return queries();
  };
  const busy = bodyOf({ at: '2026-06-01T10:00:00', total: '1.0000', currency: 'USD' });
  await push(test.db, world.till('LON/POS-001'), [busy]);
  for (const report of own.filter(({ hasRange }) => hasRange)) {
    // What a process keeps, such as who is in which segment, is there by now.
    await answer(report, {}, hub());
    const few = await queriesOf(report, {});
    const many = await queriesOf(report, { from: '2025-01-01', to: '2026-11-30' });
    expect([report.name, many]).toEqual([report.name, few]);
    // Company, freshness, at most three rollups with two kinds of names, and whether what is kept still holds.
    expect(many, report.name).toBeLessThanOrEqual(8);
  }
});

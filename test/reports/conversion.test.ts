/** Takings of several currencies told in one: hand-computed, on days with rates of their own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import { runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { putCurrencyRates } from '../../server/domain/pricing/index.ts';
import { putCurrencies } from '../../server/domain/reference/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeWorld, sell, type World } from './world.ts';

const test = withDatabase();
let world: World;
let currencies: Record<'GBP' | 'EUR' | 'USD', string>;

async function makeCurrencies(companyId: number) {
  const codes = ['GBP', 'EUR', 'USD'] as const;
  const rows = codes.map((code, index) => ({ code, number: index + 1, name: code }));
  const { ids } = await putCurrencies(hubCtx(test.db), { companyId, rows });
  return Object.fromEntries(codes.map((code, index) => [code, ids[index] ?? ''])) as typeof currencies;
}

/** Says what a currency is worth, at a moment. */
function rate(at: string, from: keyof typeof currencies, to: keyof typeof currencies, rateE6: bigint) {
  const row = { baseCurrencyId: currencies[from], targetCurrencyId: currencies[to], rateE6 };
  return putCurrencyRates(hubCtx(test.db, new Date(at)), { companyId: world.companyId, rows: [row] });
}

const ask = (name: string, asked: Record<string, string>) => {
  const report = reportNamed(name);
  if (!report) throw new Error(`There is no ${name}`);
  const query = { company: world.slug, range: 'own', from: '2026-11-10', to: '2026-11-13', compare: 'none', ...asked };
  return runReport(hubCtx(test.db, new Date('2026-11-13T20:00:00Z')), report, askedWithOptions.parse(query));
};

beforeAll(async () => {
  world = await makeWorld(test.db, [{ code: 'NORTH' }, { code: 'NIGHT', dayStartMinutes: 240 }]);
  currencies = await makeCurrencies(world.companyId);
  await rate('2026-11-10T12:00:00Z', 'EUR', 'GBP', 850_000n);
  await rate('2026-11-10T12:00:00Z', 'GBP', 'USD', 1_250_000n);
  await rate('2026-11-12T09:00:00Z', 'EUR', 'GBP', 870_000n);
  // Later on the same day: the last one counts for all of it.
  await rate('2026-11-12T15:00:00Z', 'EUR', 'GBP', 900_000n);
  // A later rate in the other direction changes nothing where there is one in this.
  await rate('2026-11-13T10:00:00Z', 'GBP', 'EUR', 2_000_000n);
  const till = world.till('NORTH/POS-001');
  await sell(test.db, till, [
    { at: '2026-11-09T10:00:00', total: '7.0000', currency: 'EUR' },
    { at: '2026-11-10T10:00:00', total: '10.0001', currency: 'EUR' },
    { at: '2026-11-11T10:00:00', total: '20.0000', currency: 'EUR' },
    { at: '2026-11-11T11:00:00', total: '1.0001', currency: 'USD' },
    { at: '2026-11-12T10:00:00', total: '10.0000', currency: 'EUR' },
    { at: '2026-11-12T11:00:00', total: '4.0000', currency: 'EUR', type: 'return' },
    { at: '2026-11-12T12:00:00', total: '3.0000' },
    { at: '2026-11-13T10:00:00', total: '0.0005', currency: 'EUR', type: 'return' },
  ]);
});

describe('a report in one currency', () => {
  it('has every day at its own rate, rounded half up, and says which rates these were', async () => {
    const { sections, rates } = await ask('sales-by-day', { in: 'GBP' });
    expect(sections.map(({ currency }) => currency)).toEqual(['GBP']);
    expect(
      sections[0]?.rows.map(({ label, values }) => [label.kind === 'day' ? label.day : '', values['gross']]),
    ).toEqual([
      // 10.0001 × 0.85 = 8.500085
      ['2026-11-10', 85_001n],
      // 20 × 0.85, the rate of the day before, and 1.0001 / 1.25 = 0.80008
      ['2026-11-11', 170_000n + 8_001n],
      // (10 − 4) × 0.90 and 3
      ['2026-11-12', 54_000n + 30_000n],
      // −0.0005 × 0.90 = −0.00045
      ['2026-11-13', -5n],
    ]);
    expect(sections[0]?.total?.['gross']).toBe(346_997n);
    expect(sections[0]?.total?.['receipts']).toBe(7);
    expect(rates).toEqual([
      { currency: 'EUR', target: 'GBP', day: '2026-11-10', rateE6: 850_000n, isInverse: false },
      { currency: 'EUR', target: 'GBP', day: '2026-11-12', rateE6: 900_000n, isInverse: false },
      { currency: 'USD', target: 'GBP', day: '2026-11-10', rateE6: 1_250_000n, isInverse: true },
    ]);
  });

  it('has the same total however its rows are made, and none of the days’ rates without being asked', async () => {
    for (const name of ['sales-by-store', 'sales-by-hour', 'sales-by-cashier', 'sales-by-month']) {
      const { sections } = await ask(name, { in: 'GBP' });
      expect([name, sections.length, sections[0]?.total?.['gross'] ?? sections[0]?.total?.['net']]).toEqual([
        ...[name, 1, 346_997n],
      ]);
    }
    const apart = await ask('sales-by-day', {});
    expect(apart.sections.map(({ currency }) => currency)).toEqual(['GBP', 'EUR', 'USD']);
    expect(apart.rates).toEqual([]);
  });

  it('is refused with the days and currencies that lack a rate', async () => {
    await expect(ask('sales-by-day', { in: 'GBP', from: '2026-11-09' })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'in', message: 'There is no rate from EUR into GBP for one day: 2026-11-09' }] },
    });
    await expect(ask('sales-by-day', { in: 'USD' })).rejects.toMatchObject({
      facts: {
        errors: [
          {
            path: 'in',
            message: 'There is no rate from EUR into USD for 4 days: 2026-11-10, 2026-11-11, 2026-11-12, 2026-11-13',
          },
        ],
      },
    });
  });
});

describe('the rate of a day', () => {
  it('holds from the business day on that it is in the stores when it is made, and outlives the rate', async () => {
    const own = world;
    world = await makeWorld(test.db, [{ code: 'NIGHT', dayStartMinutes: 240 }]);
    const before = currencies;
    currencies = await makeCurrencies(world.companyId);
    await rate('2026-11-13T02:00:00Z', 'EUR', 'GBP', 910_000n);
    await rate('2026-11-14T04:00:00Z', 'EUR', 'GBP', 920_000n);
    const { ids } = await rate('2026-11-14T05:00:00Z', 'EUR', 'GBP', 920_000n);
    await putCurrencyRates(hubCtx(test.db, new Date('2026-11-15T12:00:00Z')), {
      companyId: world.companyId,
      rows: [
        {
          ...{ id: ids[0] ?? '', baseCurrencyId: currencies.EUR, targetCurrencyId: currencies.GBP, rateE6: 920_000n },
          deletedAt: new Date('2026-11-15T12:00:00Z'),
        },
      ],
    });
    const kept = await test.db.reader.currencyDayRate.findMany({
      where: { companyId: world.companyId },
      orderBy: { day: 'asc' },
    });
    expect(kept.map(({ currency, target, day, rateE6 }) => [currency, target, day, rateE6])).toEqual([
      ['EUR', 'GBP', '2026-11-12', 910_000n],
      ['EUR', 'GBP', '2026-11-14', 920_000n],
    ]);
    world = own;
    currencies = before;
  });
});

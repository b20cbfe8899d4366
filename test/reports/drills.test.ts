/** Where rows lead, the same money is found again: in another report, and at last in the receipts. */
import { beforeAll, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import type { Drill, Value } from '../../reports/engine/report.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { measures } from '../../reports/measures.ts';
import { receiptPage } from '../../reports/receipts/query.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Asking, ask, totalsOf } from './shop.ts';
import { makeSmallShop } from './small-shop.ts';
import { now, type World } from './world.ts';

const test = withDatabase();
let world: World;

beforeAll(async () => {
  ({ world } = await makeSmallShop(test.db));
});

const asking = (): Asking => ({
  ...{ company: world.slug, range: 'own', from: '2026-11-12', to: '2026-11-18', compare: 'none' },
});

interface Found {
  net: Value;
  steps: number;
}

/** Net of the receipts that a drill leads to, filters kept, and how many steps it took. */
async function follow(drill: Drill, currency: string, before = asking(), step = 1): Promise<Found> {
  const filters = { ...before, ...drill.filters };
  if (drill.report === 'receipts') {
    const { sums } = await receiptPage(hubCtx(test.db, now), askedWithOptions.parse({ ...filters, currency }));
    const heads = sums?.perCurrency.find((one) => one.currency === currency)?.heads;
    return { net: heads ? measures.net.of(heads) : 0n, steps: step };
  }
  expect(reportNamed(drill.report), drill.report).toBeDefined();
  const next = await ask(hubCtx(test.db, now), drill.report, filters);
  const section = next.sections.find((one) => one.currency === currency);
  let deepest = step;
  for (const row of section?.rows ?? []) {
    if (row.drill && Number(row.values['net'] ?? 0) !== 0) {
      const found = await follow(row.cells?.['net'] ?? row.drill, currency, filters, step + 1);
      expect([row.key, found.net]).toEqual([row.key, row.values['net']]);
      deepest = Math.max(deepest, found.steps);
    }
  }
  return { net: totalsOf(next, 'net')[currency] ?? 0n, steps: deepest };
}

it.each([
  ...['sales-by-day', 'sales-by-store', 'sales-by-hour', 'sales-by-weekday', 'sales-heat-map', 'sales-by-week'],
  ...['sales-by-month', 'sales-by-terminal', 'sales-by-cashier', 'sales-by-customer', 'sales-by-segment'],
  ...['shares-by-store', 'shares-by-day', 'basket-size'],
])('%s leads from each row to receipts of the same money, in at most two steps', async (name) => {
  const column = name === 'basket-size' ? 'basketNet' : 'net';
  const { sections } = await ask(hubCtx(test.db, now), name, asking());
  let followed = 0;
  for (const { currency, rows } of sections) {
    for (const { key, values, drill } of rows) {
      if (Number(values[column] ?? 0) === 0) continue;
      expect(drill, key).not.toBeNull();
      const found = await follow(drill as Drill, currency ?? '');
      expect([key, found.net]).toEqual([key, values[column]]);
      expect(found.steps).toBeLessThanOrEqual(2);
      followed += 1;
    }
  }
  expect(followed).toBeGreaterThan(1);
});

it('receipts that came without lines, and those that say no rate, are found again', async () => {
  for (const [name, key, column] of [
    ['sales-by-department', 'withoutLines', 'gross'],
    ['sales-by-vat-rate', '-1', 'taxed'],
  ] as const) {
    const { sections } = await ask(hubCtx(test.db, now), name, asking());
    const row = sections[0]?.rows.find((one) => one.key === key);
    const found = await follow(row?.drill as Drill, 'GBP');
    expect([name, found.net]).toEqual([name, row?.values[column]]);
  }
});

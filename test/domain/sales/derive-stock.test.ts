import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reprocessQuarantined } from '../../../server/domain/quarantine/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { putLocations, putWarehouses } from '../../../server/domain/stock/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { updateStore } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { type Body, makeTerminals, makeTransaction, stockOf, systemContext } from './support.ts';

const test = withDatabase();

const product = (number: number) => `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`;

interface LinePlan {
  product: number;
  /** Ten-thousandths. */
  quantityE4: number;
  isCancelled: boolean;
  isVoided: boolean;
}

interface Plan {
  type: string;
  isCancelled: boolean;
  lines: LinePlan[];
}

const text = (e4: number) =>
  `${e4 < 0 ? '-' : ''}${Math.trunc(Math.abs(e4) / 10_000)}.${String(Math.abs(e4) % 10_000).padStart(4, '0')}`;

function build(plan: Plan, number: number): Body {
  return makeTransaction((body) => {
    Object.assign(body.head, {
      transaction_type: plan.type,
      is_cancel: plan.isCancelled,
      receipt_number: number,
    });
    const line = body.products[0];
    body.products = plan.lines.map((each, index) => ({
      ...line,
      id: randomUUID(),
      line_no: index + 1,
      fk_product_id: each.product === 0 ? null : product(each.product),
      quantity: text(each.quantityE4),
      is_cancel: each.isCancelled,
      is_voided: each.isVoided,
    }));
  });
}

/** What the documents leave in stock, counted without the hub. */
function expectedStock(plans: readonly Plan[]): Record<string, bigint> {
  const stock: Record<string, bigint> = {};
  for (const { type, isCancelled, lines } of plans) {
    if (isCancelled) continue;
    for (const line of lines) {
      if (line.isCancelled || line.isVoided || line.product === 0) continue;
      const movedE4 = BigInt(type === 'return' ? line.quantityE4 : -line.quantityE4);
      stock[product(line.product)] = (stock[product(line.product)] ?? 0n) + movedE4;
    }
  }
  return Object.fromEntries(Object.entries(stock).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const plan: fc.Arbitrary<Plan> = fc.record({
  type: fc.constantFrom('sale', 'sale', 'return', 'exchange'),
  isCancelled: fc.integer({ min: 0, max: 4 }).map((die) => die === 0),
  lines: fc.array(
    fc.record({
      product: fc.integer({ min: 0, max: 4 }),
      quantityE4: fc.integer({ min: -50_000, max: 900_000 }),
      isCancelled: fc.integer({ min: 0, max: 4 }).map((die) => die === 0),
      isVoided: fc.integer({ min: 0, max: 4 }).map((die) => die === 0),
    }),
    { maxLength: 5 },
  ),
});

/** The documents one to three times, shuffled by `ranks`, in pushes of at most `largest`. */
function pushesOf(bodies: readonly Body[], way: { ranks: number[]; repeats: number; largest: number }): Body[][] {
  const copies = bodies.flatMap((body) => Array.from({ length: way.repeats }, () => body));
  const shuffled = copies
    .map((body, index) => ({ body, rank: way.ranks[index % way.ranks.length] ?? 0, index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ body }) => body);
  return Array.from({ length: Math.ceil(shuffled.length / way.largest) }, (_, push) =>
    shuffled.slice(push * way.largest, (push + 1) * way.largest),
  );
}

async function expectSound(): Promise<void> {
  expect((await verify(systemContext(test.db))).differences).toEqual([]);
}

describe('stock follows sales', () => {
  it('exactly once for each live line of a live document, in any order, repetition and grouping of pushes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 10 }),
        fc.record({
          ranks: fc.array(fc.integer(), { minLength: 5, maxLength: 40 }),
          repeats: fc.integer({ min: 1, max: 3 }),
          largest: fc.integer({ min: 1, max: 7 }),
        }),
        fc.boolean(),
        async (plans, way, parallel) => {
          const tills = await makeTerminals(test.db, 2);
          const pushes = pushesOf(plans.map(build), way);
          const ctx = systemContext(test.db);
          // A document belongs to one till; both sell in one store, from one place.
          const send = (push: Body[]) =>
            Promise.all(
              tills.map((till, index) =>
                recordTransactions(
                  ctx,
                  till,
                  push.filter((body) => body.head.receipt_number % 2 === index),
                  [],
                ),
              ),
            );
          if (parallel) await Promise.all(pushes.map(send));
          else for (const push of pushes) await send(push);
          expect(await stockOf(test.db, tills[0].companyId)).toEqual(expectedStock(plans));
        },
      ),
      { numRuns: Number(process.env['GATE_TEST_RUNS'] ?? 20) },
    );
    await expectSound();
  }, 120_000);

  it('to the ten-thousandth and below zero, never clamped', async () => {
    const [terminal] = await makeTerminals(test.db);
    const sale = build(
      { type: 'sale', isCancelled: false, lines: [line(1, 1), line(1, 12_345), line(2, 5_000_001)] },
      1,
    );
    await recordTransactions(systemContext(test.db), terminal, [sale], []);
    expect(await stockOf(test.db, terminal.companyId)).toEqual({ [product(1)]: -12_346n, [product(2)]: -5_000_001n });
    await expectSound();
  });

  it('also for an item that lay in quarantine and is judged again later, once', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = build({ type: 'return', isCancelled: false, lines: [line(3, 25_000)] }, 1);
    // A balance at the end of its range refuses the document.
    await recordTransactions(
      ctx,
      terminal,
      [build({ type: 'return', isCancelled: false, lines: [line(3, 10_000)] }, 2)],
      [],
    );
    const set = (onHandE4: bigint) =>
      test.db.transact((tx) =>
        tx.stockLevel.updateMany({ where: { companyId: terminal.companyId }, data: { onHandE4 } }),
      );
    await set(2n ** 63n - 1n);
    const refused = await recordTransactions(ctx, terminal, [body], []);
    expect(refused).toMatchObject({ accepted: 0, rejected: 1 });
    expect(refused.message).toContain('largest number');
    await set(10_000n);
    const item = await test.db.reader.quarantinedItem.findFirstOrThrow({ where: { companyId: terminal.companyId } });
    expect((await reprocessQuarantined(ctx, item.id)).outcome).toBe('stored');
    expect((await recordTransactions(ctx, terminal, [body], [])).items[0]?.outcome).toBe('duplicate');
    expect(await stockOf(test.db, terminal.companyId)).toEqual({ [product(3)]: 35_000n });
    await expectSound();
  });
});

describe('the place that sales take goods from', () => {
  const sell = (terminal: TerminalIdentity, number: number) =>
    recordTransactions(
      systemContext(test.db),
      terminal,
      [build({ type: 'sale', isCancelled: false, lines: [line(1, 10_000)] }, number)],
      [],
    );

  it('is a shop floor made once, whatever comes at the same moment, when the store has none', async () => {
    const tills = await makeTerminals(test.db, 3);
    const { companyId } = tills[0];
    await Promise.all(Array.from({ length: 12 }, (_, index) => sell(tills[index % 3] as TerminalIdentity, index + 1)));
    const warehouses = await test.db.reader.warehouse.findMany({ where: { companyId }, include: { locations: true } });
    expect(warehouses).toMatchObject([
      { code: 'FLOOR-STORE-001', warehouseType: 'SALES_FLOOR', storeId: tills[0].storeId, locations: [{}] },
    ]);
    const levels = await test.db.reader.stockLevel.findMany({ where: { companyId } });
    expect(levels).toMatchObject([{ locationId: warehouses[0]?.locations[0]?.id, onHandE4: -120_000n }]);
    await expectSound();
  });

  it("is the first location of the store's own warehouse, and follows when that is changed; what was sold stays where it was", async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const { companyId, storeId } = terminal;
    await sell(terminal, 1);
    const warehouses = await putWarehouses(ctx, {
      companyId,
      rows: [{ code: 'W', name: 'Back room', warehouseType: 'BACKROOM', storeId }],
    });
    const warehouseId = warehouses.ids[0] as string;
    const { ids } = await putLocations(ctx, {
      companyId,
      rows: ['A', 'B'].map((code) => ({ code, name: code, locationType: 'SHELF', warehouseId })),
    });
    await updateStore(ctx, { storeId, warehouseId });
    await sell(terminal, 2);
    await sell(terminal, 3);
    const levels = await test.db.reader.stockLevel.findMany({ where: { companyId }, orderBy: { onHandE4: 'desc' } });
    expect(levels.map(({ onHandE4 }) => onHandE4)).toEqual([-10_000n, -20_000n]);
    expect(levels[1]?.locationId).toBe(ids[0]);
    await expectSound();
  });
});

function line(number: number, quantityE4: number): LinePlan {
  return { product: number, quantityE4, isCancelled: false, isVoided: false };
}

/** A small shop with goods, costs, places, campaigns and points, whose every figure can be reckoned by hand. */
import { newId } from '../../server/core/ids.ts';
import { type Database, inTransaction } from '../../server/db/index.ts';
import { bodyOf, push } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

export interface Goods {
  world: World;
  food: string;
  drinks: string;
  bread: string;
  milk: string;
  tea: string;
  cup: string;
  /** Sold by a till, unknown to the hub. */
  stranger: string;
  anna: string;
  ben: string;
}

/** London and Auckland; bread and milk (food), tea and cups (drinks). What each report makes of it stands in the tests. */
export async function makeGoods(db: Database): Promise<Goods> {
  const world = await makeWorld(db, [
    { code: 'LON', name: 'London' },
    { code: 'AKL', name: 'Auckland', timeZone: 'Pacific/Auckland' },
  ]);
  const { companyId } = world;
  const names = ['food', 'drinks', 'bread', 'milk', 'tea', 'cup', 'stranger', 'anna', 'ben'] as const;
  const ids = Object.fromEntries(names.map((name) => [name, newId()])) as Record<(typeof names)[number], string>;
  const goods = { world, ...ids };
  await inTransaction(db, async (tx) => {
    for (const [id, code, name] of [
      [ids.food, '1', 'Food'],
      [ids.drinks, '2', 'Drinks'],
    ] as const) {
      await tx.departmentMainGroup.create({ data: { id, companyId, code, name } });
      const sub = { id: newId(), companyId, mainGroupId: id, code: `${code}00`, name };
      const { id: subGroupId } = await tx.departmentSubGroup.create({ data: sub });
      for (const product of productsOf(goods).filter(({ mainGroupId }) => mainGroupId === id)) {
        await tx.product.create({
          data: { ...product, companyId, subGroupId, nameFolded: product.name.toLowerCase() },
        });
      }
    }
    const cashier = { companyId, passwordEncrypted: '' };
    await tx.cashier.create({
      data: { ...cashier, id: ids.anna, number: 1, userName: 'anna', firstName: 'Anna', lastName: 'Bell' },
    });
    await tx.cashier.create({
      data: { ...cashier, id: ids.ben, number: 2, userName: 'ben', firstName: 'Ben', lastName: 'Cole' },
    });
  });
  await sellGoods(db, goods);
  await layOut(db, goods);
  return goods;
}

function productsOf({ food, drinks, bread, milk, tea, cup }: Goods) {
  return [
    { id: bread, code: 'B', name: 'Bread', mainGroupId: food },
    { id: milk, code: 'M', name: 'Milk', mainGroupId: food, minStockE4: 50_000n },
    { id: tea, code: 'T', name: 'Tea', mainGroupId: drinks, purchasePriceE4: 20_000n },
    { id: cup, code: 'C', name: 'Cup', mainGroupId: drinks, minStockE4: 2_000_000n },
  ];
}

async function sellGoods(db: Database, goods: Goods): Promise<void> {
  const { world, food, drinks, bread, milk, tea, stranger, anna, ben } = goods;
  const discount = (amount: string, code?: string) => ({
    discounts: [{ id: newId(), line_no: 1, fk_discount_type_id: anna, discount_code: code, discount_amount: amount }],
  });
  const aBread = { product: bread, department: food, total: '8.0000', cost: '5.0000' };
  const loyalty = (points: object) => ({ loyalty: [{ id: newId(), ...points }] });
  await push(db, world.till('LON/POS-001'), [
    bodyOf({
      ...{ at: '2026-10-31T10:00:00', total: '9.0000', cashier: anna },
      lines: [{ ...aBread, total: '9.0000' }],
    }),
    {
      ...bodyOf({
        ...{ at: '2026-11-02T10:00:00', total: '80.0000', cashier: anna },
        lines: [{ ...aBread, total: '80.0000', quantity: '10.0000' }],
      }),
      ...loyalty({ points_earned: 10 }),
    },
    {
      ...bodyOf({
        ...{ at: '2026-11-05T10:00:00', total: '16.0000', discount: '1.0000', vat: '1.0000', cashier: anna },
        lines: [
          { product: milk, department: food, total: '10.0000', quantity: '5.0000', cost: '1.0000' },
          { product: tea, department: drinks, total: '6.0000', discount: '1.0000', vat: '1.0000', cost: '2.0000' },
        ],
      }),
      ...discount('1.0000', 'TEA10'),
      ...loyalty({ points_redeemed: 4, redemption_amount: '0.4000' }),
    },
    bodyOf({
      ...{ at: '2026-11-06T10:00:00', total: '4.0000', cashier: ben },
      lines: [{ product: stranger, total: '3.0000', quantity: '2.0000' }, { total: '1.0000' }],
    }),
    {
      ...bodyOf({ at: '2026-11-07T10:00:00', total: '20.0000', discount: '2.0000', cashier: ben }),
      ...discount('1.5000'),
    },
    bodyOf({
      ...{ at: '2026-11-09T10:00:00', total: '2.0000', type: 'return', cashier: ben },
      lines: [{ product: milk, department: food, total: '2.0000', cost: '1.0000' }],
    }),
    bodyOf({
      ...{ at: '2026-11-10T10:00:00', total: '50.0000', isCancelled: true, cashier: ben },
      lines: [{ ...aBread, total: '50.0000' }],
    }),
    bodyOf({
      ...{ at: '2026-11-11T10:00:00', total: '8.0100', cashier: ben },
      lines: [aBread, { ...aBread, is: 'voided' }],
    }),
  ]);
  await push(db, world.till('AKL/POS-001'), [
    bodyOf({
      ...{ at: '2026-11-12T10:00:00', total: '6.0000' },
      lines: [{ product: tea, department: drinks, total: '6.0000', cost: '2.0000' }],
    }),
  ]);
}

/** What lies where, in place of what the sales above left; what came and went; a programme with three members; a campaign. */
async function layOut(db: Database, { world, anna, ...goods }: Goods): Promise<void> {
  const { companyId } = world;
  const { bread, milk, tea, cup, stranger } = goods;
  await inTransaction(db, async (tx) => {
    await tx.stockLevel.deleteMany({ where: { companyId } });
    const places = { LON: newId(), AKL: newId(), central: newId() };
    for (const [name, id] of Object.entries(places)) {
      const storeId = name === 'central' ? null : world.storeId(name);
      const warehouse = { id: newId(), companyId, storeId, code: `W-${name}`, name, warehouseType: 'MAIN' };
      await tx.warehouse.create({ data: warehouse });
      const place = {
        id,
        companyId,
        warehouseId: warehouse.id,
        code: `L-${name}`,
        name: 'Shelf',
        locationType: 'SHELF',
      };
      await tx.warehouseLocation.create({ data: place });
    }
    const lies = (place: keyof typeof places, productId: string, data: object) =>
      tx.stockLevel.create({
        data: {
          ...{ id: newId(), companyId, locationId: places[place], productId },
          stockKey: `${places[place]}:${productId}:-`,
          lastMovementAt: new Date('2026-11-11T10:00:00Z'),
          ...data,
        },
      });
    await lies('LON', bread, { onHandE4: 200_000n, averageCostE4: 6_000n, lastCostE4: 9_000n });
    await lies('LON', milk, { onHandE4: -30_000n, lastCostE4: 10_000n });
    await lies('LON', tea, { onHandE4: 80_000n, minLevelE4: 100_000n });
    await lies('LON', stranger, { onHandE4: 70_000n });
    await lies('AKL', tea, { onHandE4: 300_000n, reorderPointE4: 300_000n, averageCostE4: 21_000n });
    await lies('central', bread, { onHandE4: 500_000n, averageCostE4: 5_000n });
    await lies('central', cup, { onHandE4: 1_000_000n });
    const moved = (movementType: string, productId: string, data: { quantityE4: bigint; occurredAt: Date }) => ({
      ...{ uuid: newId(), companyId, movementType, productId },
      ...data,
    });
    const at = (text: string) => new Date(`${text}:00Z`);
    await tx.stockMovement.createMany({
      data: [
        {
          ...moved('RECEIPT', bread, { quantityE4: 400_000n, occurredAt: at('2026-11-03T09:00') }),
          toLocationId: places.LON,
        },
        {
          ...moved('TRANSFER', tea, { quantityE4: 50_000n, occurredAt: at('2026-11-03T12:00') }),
          ...{ fromLocationId: places.LON, toLocationId: places.AKL },
        },
        {
          ...moved('LOSS', milk, { quantityE4: 20_000n, occurredAt: at('2026-11-05T12:00') }),
          fromLocationId: places.LON,
        },
        // The day on which London's clocks go back has 25 hours: both are in it.
        {
          ...moved('DAMAGE', milk, { quantityE4: 10_000n, occurredAt: at('2026-10-24T23:30') }),
          fromLocationId: places.LON,
        },
        {
          ...moved('DAMAGE', milk, { quantityE4: 10_000n, occurredAt: at('2026-10-25T23:30') }),
          fromLocationId: places.LON,
        },
      ],
    });
    const program = { id: newId(), companyId, name: 'Club', currencyPerPointE4: 100n };
    await tx.loyaltyProgram.create({ data: program });
    const policy = { id: newId(), companyId, programId: program.id, pointsStep: 10, minimumPoints: 20 };
    await tx.loyaltyRedemptionPolicy.create({ data: policy });
    for (const availablePoints of [76, 45, 5]) {
      const customer = { id: newId(), companyId, name: 'Somebody', lastName: String(availablePoints) };
      await tx.customer.create({ data: customer });
      const membership = { id: newId(), companyId, customerId: customer.id, programId: program.id, availablePoints };
      await tx.loyaltyMembership.create({ data: membership });
      if (availablePoints !== 76) continue;
      const entry = { companyId, membershipId: membership.id, balanceAfter: 0 };
      await tx.loyaltyEntry.createMany({
        data: [
          { ...entry, id: newId(), entryType: 'WELCOME', points: 100, occurredAt: at('2026-11-03T10:00') },
          { ...entry, id: newId(), entryType: 'EXPIRED', points: -30, occurredAt: at('2026-11-04T10:00') },
        ],
      });
    }
    const type = { id: newId(), companyId, code: 'T', name: 'Discounts' };
    await tx.campaignType.create({ data: type });
    const campaign = { companyId, campaignTypeId: type.id, code: 'TEA10', codePrefix: 'TEA10', name: 'Tea week' };
    await tx.campaign.create({ data: { ...campaign, id: newId() } });
    await tx.discountType.create({ data: { id: anna, companyId, code: 'M', name: 'By hand' } });
  });
}

/** Closures of London with their verdicts: one that is right, one that misses two receipts, and one that nobody judged yet. */
export async function closeGoods(db: Database, { world }: Goods): Promise<void> {
  const { companyId, storeId, terminalId } = world.till('LON/POS-001');
  const closure = { companyId, storeId, terminalId, baseCurrencyId: 'GBP', cashierOpenedId: '', cashierClosedId: '' };
  const counts = { cancelledCount: 0, returnCount: 0, suspendedCount: 0, paidInCount: 0, paidOutCount: 0 };
  const amounts = { netE4: 0n, vatE4: 0n, discountE4: 0n, tipE4: 0n, openingCashE4: 0n, paidInE4: 0n, paidOutE4: 0n };
  const plans = [
    {
      number: 1,
      day: '2026-11-02',
      verdict: 'matched',
      rank: 0,
      documents: 1,
      grossE4: 800_000n,
      missing: 0,
      worstE4: 0n,
    },
    {
      ...{ number: 2, day: '2026-11-05', verdict: 'unexplained', rank: 2, documents: 4, grossE4: 500_000n },
      ...{ missing: 2, worstE4: 125_000n },
    },
    { number: 3, day: '2026-11-06', verdict: null, rank: 0, documents: 0, grossE4: 40_000n, missing: 0, worstE4: 0n },
  ];
  await inTransaction(db, async (tx) => {
    for (const { number, day, verdict, rank, documents, grossE4, missing, worstE4 } of plans) {
      const differenceE4 = missing > 0 ? -10_000n : 0n;
      const said = {
        ...{ uuid: newId(), uniqueId: `C-${number}`, number, closureDate: day, businessDay: day, bodyHash: 'x' },
        ...{ startedAt: now, startedText: '', receivedAt: now, documentCount: documents + missing, validCount: 0 },
        ...{ grossE4, closingCashE4: grossE4 + differenceE4, expectedCashE4: grossE4, cashDifferenceE4: differenceE4 },
        ...{ isCancelled: false, isModified: false },
      };
      const { id: closureId } = await tx.closure.create({ data: { ...closure, ...counts, ...amounts, ...said } });
      const judgement = {
        closureId,
        companyId,
        storeId,
        terminalId,
        number,
        verdict,
        rank,
        documents,
        missing,
        worstE4,
      };
      await tx.closureJudgement.create({ data: judgement });
    }
    const item = { companyId, terminalId, codec: 1, body: new Uint8Array(1), bodyHash: 'x', kind: 'transaction' };
    const came = { firstReceivedAt: now, lastReceivedAt: now };
    await tx.quarantinedItem.create({ data: { ...item, ...came, reasonCode: 'bad', reason: 'bad' } });
    const settled = { bodyHash: 'y', resolvedAt: now, resolution: 'dismissed' };
    await tx.quarantinedItem.create({ data: { ...item, ...came, ...settled, reasonCode: 'bad', reason: 'bad' } });
    await tx.conflict.create({ data: { ...item, ...came, documentUuid: newId(), differences: '[]' } });
  });
}

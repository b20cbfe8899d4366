import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  putCustomers,
  putLoyaltyMemberships,
  putLoyaltyPrograms,
  putLoyaltyTiers,
} from '../../../server/domain/customers/index.ts';
import { putCampaigns, putCoupons } from '../../../server/domain/pricing/index.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { type Body, makeTerminals, makeTransaction, systemContext } from './support.ts';

const test = withDatabase();
let campaignType: string;
let loyaltyType: string;
let campaignTypeId: string;

beforeAll(async () => {
  const ctx = systemContext(test.db);
  await seedReferenceData(ctx);
  const types = await test.db.reader.discountType.findMany();
  campaignType = types.find(({ code }) => code === 'CAMPAIGN')?.id as string;
  loyaltyType = types.find(({ code }) => code === 'LOYALTY')?.id as string;
  campaignTypeId = (await test.db.reader.campaignType.findFirstOrThrow()).id;
});

const first = ({ ids }: { ids: readonly string[] }) => ids[0] as string;

async function makeShop() {
  const ctx = systemContext(test.db);
  const [terminal] = await makeTerminals(test.db);
  const { companyId } = terminal;
  const { ids } = await putCampaigns(ctx, {
    companyId,
    rows: [
      { code: 'SPRING-BASKET-2026-LONG', name: 'Spring', campaignTypeId },
      { code: 'MEMBERS', name: 'Members', campaignTypeId, requiresCoupon: true },
    ],
  });
  const customerId = first(await putCustomers(ctx, { companyId, rows: [{ name: 'Ann', lastName: 'Reed' }] }));
  return { ctx, terminal, companyId, spring: ids[0] as string, members: ids[1] as string, customerId };
}

interface DiscountPlan {
  code: string | null;
  amount: string;
  type?: string;
  isCancelled?: boolean;
}

function sale(discounts: readonly DiscountPlan[], change: (body: Body) => void = () => {}): Body {
  return makeTransaction((body) => {
    body.discounts = discounts.map(({ code, amount, type, isCancelled }, index) => ({
      id: randomUUID(),
      line_no: index + 1,
      fk_discount_type_id: type ?? campaignType,
      discount_code: code,
      discount_amount: amount,
      is_cancel: isCancelled ?? false,
    }));
    change(body);
  });
}

async function usagesOf(companyId: number) {
  return test.db.reader.campaignUsage.findMany({ where: { companyId }, orderBy: { discountE4: 'asc' } });
}

async function expectSound(): Promise<void> {
  expect((await verify(systemContext(test.db))).differences).toEqual([]);
}

describe('uses of offers', () => {
  it('are derived once per document and campaign from its live campaign rows, by the first 15 characters of the code', async () => {
    const { ctx, terminal, companyId, spring, members, customerId } = await makeShop();
    const body = sale(
      [
        { code: 'SPRING-BASKET-2', amount: '9.0000', isCancelled: true },
        { code: 'SPRING-BASKET-2', amount: '1.2500' },
        { code: ' spring-basket-2', amount: '0.5000' },
        { code: 'MEMBERS', amount: '0.3000' },
        { code: 'MEMBERS', amount: '5.0000', type: loyaltyType },
        { code: null, amount: '2.0000' },
        { code: 'NOBODY', amount: '2.0000' },
      ],
      (document) => {
        document.head.fk_customer_id = customerId;
      },
    );
    for (let time = 0; time < 3; time += 1) await recordTransactions(ctx, terminal, [body, body], []);
    const uses = { customerId, transactionUuid: body.head.id, storeId: terminal.storeId, couponCode: null };
    expect(await usagesOf(companyId)).toMatchObject([
      { ...uses, campaignId: members, discountE4: 3_000n },
      { ...uses, campaignId: spring, discountE4: 17_500n },
    ]);
    await expectSound();
  });

  it('follow from sales that count only', async () => {
    const { ctx, terminal, companyId } = await makeShop();
    const row = { code: 'MEMBERS', amount: '1.0000' };
    const cancelled = sale([row], ({ head }) => Object.assign(head, { is_cancel: true }));
    const returned = sale([row], ({ head }) => Object.assign(head, { transaction_type: 'return' }));
    await recordTransactions(ctx, terminal, [cancelled, returned, sale([{ ...row, isCancelled: true }])], []);
    expect(await usagesOf(companyId)).toEqual([]);
    await expectSound();
  });

  it('name the coupon, and use it, where a single one can have been handed in', async () => {
    const { ctx, terminal, companyId, members, customerId } = await makeShop();
    const coupon = { campaignId: members, couponType: 'PERSONAL' as const };
    const { ids } = await putCoupons(ctx, {
      companyId,
      rows: [
        { ...coupon, code: 'ANN', name: 'For Ann', customerId },
        { ...coupon, code: 'ONCE', name: 'Anybody', customerId: null, endsAt: new Date('2026-11-20T00:00:00Z') },
      ],
    });
    const row = { code: 'MEMBERS', amount: '1.0000' };
    const ann = sale([row], ({ head }) => Object.assign(head, { fk_customer_id: customerId }));
    const anybody = sale([row]);
    const early = sale([row], ({ head }) =>
      Object.assign(head, { fk_customer_id: customerId, transaction_date_time: '2026-11-19T12:00:00' }),
    );
    await recordTransactions(ctx, terminal, [ann, anybody, early], []);
    const codes = new Map((await usagesOf(companyId)).map((usage) => [usage.transactionUuid, usage.couponCode]));
    expect(codes).toEqual(
      new Map([
        [ann.head.id, 'ANN'],
        [anybody.head.id, null],
        [early.head.id, null],
      ]),
    );
    expect(await test.db.reader.couponUsage.findMany({ where: { companyId } })).toMatchObject([
      { couponId: ids[0], customerId, transactionUuid: ann.head.id, discountE4: 10_000n },
    ]);
    await expectSound();
  });

  it('that do not follow from the rows are found by verification', async () => {
    const { ctx, terminal, companyId } = await makeShop();
    await recordTransactions(ctx, terminal, [sale([{ code: 'MEMBERS', amount: '1.0000' }])], []);
    const [usage] = await usagesOf(companyId);
    const set = (discountE4: bigint) =>
      test.db.transact((tx) => tx.campaignUsage.update({ where: { id: usage?.id ?? '' }, data: { discountE4 } }));
    await set(5n);
    expect((await verify(ctx)).differences).toMatchObject([
      { kind: 'usage.campaign', expected: { discount: '1.0000' } },
    ]);
    await set(10_000n);
    await expectSound();
  });
});

interface PointsPlan {
  member: number;
  earned: number;
  redeemed: number;
  isCancelled: boolean;
}

function pointsSale(customerId: string | null, plan: Omit<PointsPlan, 'member'>): Body {
  return makeTransaction((body) => {
    Object.assign(body.head, { fk_customer_id: customerId, is_cancel: plan.isCancelled });
    body.loyalty = [
      {
        id: randomUUID(),
        fk_loyalty_member_id: randomUUID(),
        points_balance_before: 0,
        points_balance_after: plan.earned - plan.redeemed,
        points_earned: plan.earned,
        points_redeemed: plan.redeemed,
      },
    ];
  });
}

describe('points', () => {
  async function makeMembers(count: number) {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const { companyId } = terminal;
    const people = Array.from({ length: count + 2 }, (_, index) => ({
      name: `Person ${index}`,
      isWalkIn: index === count + 1,
    }));
    const customers = (await putCustomers(ctx, { companyId, rows: people })).ids;
    const programId = first(
      await putLoyaltyPrograms(ctx, {
        companyId,
        rows: [{ name: 'Club', terminalFields: JSON.stringify({ welcome_points: 50 }) }],
      }),
    );
    const tierId = first(
      await putLoyaltyTiers(ctx, { companyId, rows: [{ programId, code: 'B', name: 'Bronze', level: 1 }] }),
    );
    const members = await putLoyaltyMemberships(ctx, {
      companyId,
      rows: customers.slice(0, count).map((customerId) => ({ customerId, programId })),
    });
    return { ctx, terminal, companyId, customers, members: members.ids, tierId, programId };
  }

  it('move the ledger and its balance exactly once, in any order, repetition and grouping of pushes', async () => {
    const plan: fc.Arbitrary<PointsPlan> = fc.record({
      member: fc.integer({ min: 0, max: 2 }),
      earned: fc.integer({ min: 0, max: 500 }),
      redeemed: fc.integer({ min: 0, max: 300 }),
      isCancelled: fc.integer({ min: 0, max: 3 }).map((die) => die === 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 16 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (plans, repeats, largest, parallel) => {
          const { ctx, terminal, customers, members } = await makeMembers(3);
          const bodies = plans.map((each) => pointsSale(customers[each.member] as string, each));
          const sent = [...repeats.flatMap((index) => bodies[index] ?? []), ...bodies];
          const pushes = Array.from({ length: Math.ceil(sent.length / largest) }, (_, push) =>
            sent.slice(push * largest, (push + 1) * largest),
          );
          const send = (push: Body[]) => recordTransactions(ctx, terminal, push, []);
          if (parallel) await Promise.all(pushes.map(send));
          else for (const push of pushes) await send(push);
          for (const [index, id] of members.entries()) {
            const mine = plans.filter((each) => each.member === index && !each.isCancelled);
            const sum = (pick: (each: PointsPlan) => number) => mine.reduce((total, each) => total + pick(each), 0);
            const member = await test.db.reader.loyaltyMembership.findUniqueOrThrow({ where: { id } });
            expect(member).toMatchObject({
              availablePoints: sum((each) => each.earned - each.redeemed),
              lifetimePoints: sum((each) => each.earned),
              totalPurchases: mine.length,
              totalSpentE4: BigInt(mine.length) * 100_000n,
              annualSpentE4: BigInt(mine.length) * 100_000n,
            });
          }
        },
      ),
      { numRuns: Number(process.env['GATE_TEST_RUNS'] ?? 12) },
    );
    await expectSound();
  }, 120_000);

  it('enrol a customer whom a till has enrolled, once, with the welcome points; neither the walk-in one nor a stranger', async () => {
    const { ctx, terminal, companyId, customers, tierId, programId } = await makeMembers(0);
    const [newcomer, walkIn] = customers as [string, string];
    const plan = { earned: 7, redeemed: 0, isCancelled: false };
    const bodies = [newcomer, newcomer, newcomer, walkIn, randomUUID(), null].map((id) => pointsSale(id, plan));
    await Promise.all(bodies.map((body) => recordTransactions(ctx, terminal, [body], [])));
    const members = await test.db.reader.loyaltyMembership.findMany({
      where: { companyId },
      include: { entries: true },
    });
    expect(members).toMatchObject([
      { customerId: newcomer, programId, tierId, availablePoints: 71, lifetimePoints: 71 },
    ]);
    expect(members[0]?.entries.map(({ entryType, points }) => `${entryType} ${points}`).sort()).toEqual([
      'EARNED 7',
      'EARNED 7',
      'EARNED 7',
      'WELCOME 50',
    ]);
    // What nobody could be credited with stays told by the documents.
    expect(await test.db.reader.transactionLoyalty.count({ where: { companyId, membershipId: null } })).toBe(3);
    await expectSound();
  });

  it('that would pass the largest number refuse the document, and points that do not follow from the rows are found', async () => {
    const { ctx, terminal, companyId, customers, members } = await makeMembers(1);
    const [customer] = customers as [string];
    const [id] = members as [string];
    const big = { earned: 2_000_000_000, redeemed: 0, isCancelled: false };
    const results = await recordTransactions(ctx, terminal, [pointsSale(customer, big), pointsSale(customer, big)], []);
    expect(results.items.map(({ outcome }) => outcome)).toEqual(['stored', 'quarantined']);
    expect(results.message).toContain('points');
    await expectSound();
    const set = (points: number) =>
      test.db.transact((tx) =>
        tx.loyaltyEntry.updateMany({ where: { companyId, membershipId: id }, data: { points } }),
      );
    await set(1_999_999_999);
    const kinds = (await verify(ctx)).differences.map(({ kind }) => kind);
    expect(kinds).toEqual(['balance.loyalty', 'points.document']);
    await set(2_000_000_000);
  });
});

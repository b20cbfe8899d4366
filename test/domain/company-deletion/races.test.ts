/** Several people, and the clock, at the same moment: whatever comes first, a company is deleted only while every owner that it
 *  has then has approved, and the state always says what is true. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import { recordAudit, verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { dropOwnerTag, giveOwnerTag } from '../../../server/domain/companies/index.ts';
import {
  approveDeletion,
  cancelDeletion,
  completeDueDeletions,
  eraseCompany,
  withdrawApproval,
} from '../../../server/domain/company-deletion/index.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword } from '../../support/people.ts';
import { again, dayMs, type Owned, ownedCompany, pending, start } from './support.ts';

const test = withDatabase();

const expected = new Set(['done', 'forbidden', 'conflict', 'not_found', 'too_many_requests']);

async function outcomes(all: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(all);
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason?.code ?? String(one.reason))));
}

/** What must hold at any moment. */
async function expectSound(shop: Owned): Promise<'there' | 'deleted'> {
  const company = await test.db.reader.company.findUniqueOrThrow({ where: { id: shop.id } });
  const owners = await test.db.reader.companyMembership.findMany({ where: { companyId: shop.id, isOwner: true } });
  expect(owners.length, 'a company has an owner').toBeGreaterThan(0);
  const requests = await test.db.reader.companyDeletionRequest.findMany({
    where: { companyId: shop.id },
    include: { approvals: true },
  });
  const isFull = (request: (typeof requests)[number]) =>
    owners.every(({ userId }) => request.approvals.some((approval) => approval.userId === userId));
  expect(requests.filter(({ closedAt }) => closedAt === null).length).toBeLessThanOrEqual(1);
  for (const request of requests) {
    expect(request.pendingKey, 'only an open one is pending').toBe(request.closedAt === null ? shop.id : null);
    if (request.closedAt === null)
      expect(request.eraseAt !== null, 'the clock runs when all approve').toBe(isFull(request));
  }
  const completed = requests.filter(({ outcome }) => outcome === 'completed');
  expect(completed.length).toBe(company.deletedAt === null ? 0 : 1);
  for (const request of completed) expect(isFull(request), 'every owner had approved').toBe(true);
  return company.deletedAt === null ? 'there' : 'deleted';
}

type Step = (shop: Owned, ctx: Ctx) => Promise<unknown>;

const steps: Record<string, Step> = {
  approve: (shop, ctx) => approveDeletion(ctx, { companyId: shop.id, proof: goodPassword }),
  withdraw: (shop, ctx) => withdrawApproval(ctx, shop.id),
  cancel: (shop, ctx) => cancelDeletion(ctx, shop.id),
  drop: (shop, ctx) => dropOwnerTag(ctx, shop.id),
  tag: (shop, ctx) => giveOwnerTag(ctx, { companyId: shop.id, username: shop.member }),
  job: (shop) => completeDueDeletions(shop.hub),
};

describe('at the same moment', () => {
  it('two owners start: one does, the other is told', async () => {
    const shop = await ownedCompany(test.db, 2);
    expect((await outcomes([start(shop, 0), start(shop, 1)])).sort()).toEqual(['conflict', 'done']);
    await expectSound(shop);
  });

  it('the last owner approves and the first takes the approval back: never both with an end', async () => {
    for (const coolOffDays of [0, 7]) {
      const shop = await ownedCompany(test.db, 2);
      await start(shop, 0, coolOffDays);
      const [approve, withdraw] = [steps['approve'] as Step, steps['withdraw'] as Step];
      const said = await outcomes([approve(shop, shop.owner(1)), withdraw(shop, shop.owner(0))]);
      expect(
        said.every((one) => expected.has(one)),
        String(said),
      ).toBe(true);
      await expectSound(shop);
    }
  });

  it('the time comes while an owner stops it: one of the two wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const shop = await ownedCompany(test.db, 1);
      await start(shop);
      shop.clock.pass(7 * dayMs);
      const [stopped] = await outcomes([cancelDeletion(shop.owner(0), shop.id), completeDueDeletions(shop.hub)]);
      expect(await expectSound(shop)).toBe(stopped === 'done' ? 'there' : 'deleted');
    }
  });

  it('an owner is added while the time comes: the company is gone before, or waits for the new owner', async () => {
    for (let round = 0; round < 5; round += 1) {
      const shop = await ownedCompany(test.db, 1);
      await start(shop);
      shop.clock.pass(7 * dayMs);
      await outcomes([
        giveOwnerTag(shop.owner(0), { companyId: shop.id, username: shop.member }),
        completeDueDeletions(shop.hub),
      ]);
      const there = await expectSound(shop);
      expect((await pending(test.db, shop.id)) !== null).toBe(there === 'there');
    }
  });

  it('others write into its audit trail, and into the hub’s, while a company ends and is erased: no entry takes another’s place', async () => {
    const shop = await ownedCompany(test.db, 1);
    await start(shop);
    shop.clock.pass(7 * dayMs);
    const write = (companyId: number | null, subjectId: number) =>
      inTransaction(test.db, (tx) =>
        recordAudit(tx, shop.hub, { companyId, action: 'note', subjectType: 'note', subjectId }),
      );
    const notes = (from: number) =>
      Array.from({ length: 12 }, (_, index) => write(index % 3 === 0 ? null : shop.id, from + index));
    const end = [completeDueDeletions(shop.hub), completeDueDeletions(shop.hub)];
    expect(await outcomes([...notes(0), ...end, ...notes(12)])).toEqual(Array(26).fill('done'));
    const erase = [eraseCompany(shop.hub, shop.id), eraseCompany(shop.hub, shop.id)];
    expect(await outcomes([...notes(24), ...erase, ...notes(36)])).toEqual(Array(26).fill('done'));
    for (const chain of [shop.id, 0]) {
      const trail = await test.db.reader.auditEntry.findMany({ where: { chain }, orderBy: { position: 'asc' } });
      expect(trail.map(({ position }) => position)).toEqual(trail.map((_, index) => index + 1));
      expect(trail.filter(({ action }) => action === 'note')).toHaveLength(chain === 0 ? 16 : 32);
      expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: true, entries: trail.length });
    }
    expect(await test.db.reader.company.findUnique({ where: { id: shop.id } })).toBeNull();
  });

  it('any two or three of approve, withdraw, cancel, drop, tag and the job: the state stays sound', async () => {
    const name = fc.constantFrom(...Object.keys(steps));
    const act = fc.record({ name, owner: fc.integer({ min: 0, max: 2 }) });
    const plan = fc.record({
      coolOffDays: fc.constantFrom(0, 7),
      approvedBy: fc.subarray([1, 2]),
      isDue: fc.boolean(),
      acts: fc.array(act, { minLength: 2, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ coolOffDays, approvedBy, isDue, acts }) => {
        const shop = await ownedCompany(test.db, 3);
        await start(shop, 0, coolOffDays);
        for (const index of approvedBy) await (steps['approve'] as Step)(shop, shop.owner(index));
        if (isDue) shop.clock.pass(8 * dayMs);
        const said = await outcomes(acts.map(({ name, owner }) => (steps[name] as Step)(shop, shop.owner(owner))));
        expect(
          said.every((one) => expected.has(one)),
          `${JSON.stringify(acts)} ${said}`,
        ).toBe(true);
        await expectSound(shop);
      }),
      { numRuns: 20, seed: 20261121 },
    );
  }, 120_000);

  it('the person who was added approves while the owner who added them takes it all back', async () => {
    const shop = await ownedCompany(test.db, 1);
    await start(shop);
    await giveOwnerTag(shop.owner(0), { companyId: shop.id, username: shop.member });
    const added = await again(test.db, shop, shop.member);
    await outcomes([(steps['approve'] as Step)(shop, added), withdrawApproval(shop.owner(0), shop.id)]);
    await expectSound(shop);
  });
});

import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import {
  putCustomers,
  putLoyaltyMemberships,
  putLoyaltyPrograms,
  recordPoints,
} from '../../../server/domain/customers/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();
const occurredAt = new Date('2026-11-20T10:00:00Z');

async function member() {
  const ctx = hubCtx(test.db);
  const companyId = await someCompany(test.db);
  const customer = await putCustomers(ctx, { companyId, rows: [{ name: 'Ada' }] });
  const program = await putLoyaltyPrograms(ctx, { companyId, rows: [{ name: 'Club' }] });
  const membership = await putLoyaltyMemberships(ctx, {
    companyId,
    rows: [{ customerId: customer.ids[0] as string, programId: program.ids[0] as string }],
  });
  return { ctx, companyId, membershipId: membership.ids[0] as string };
}

describe('loyalty points', () => {
  it('leave a balance that is the sum of the ledger, with the balance after each entry', async () => {
    const { ctx, companyId, membershipId } = await member();
    const entry = { membershipId, occurredAt };
    await recordPoints(ctx, { companyId, entries: [{ ...entry, entryType: 'WELCOME', points: 50 }] });
    await recordPoints(ctx, {
      companyId,
      entries: [
        { ...entry, entryType: 'EARNED', points: 30 },
        { ...entry, entryType: 'REDEEMED', points: -70 },
      ],
    });
    const row = await test.db.reader.loyaltyMembership.findUniqueOrThrow({ where: { id: membershipId } });
    expect(row).toMatchObject({ availablePoints: 10, totalPoints: 10, lifetimePoints: 80 });
    const ledger = await test.db.reader.loyaltyEntry.findMany({ where: { membershipId } });
    expect(ledger.map(({ balanceAfter }) => balanceAfter).sort((a, b) => a - b)).toEqual([10, 50, 80]);
  });

  it('are not given to members of another company', async () => {
    const mine = await member();
    const theirs = await member();
    const entries = [{ membershipId: theirs.membershipId, entryType: 'BONUS' as const, points: 1, occurredAt }];
    await expect(recordPoints(mine.ctx, { companyId: mine.companyId, entries })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('are refused for a membership that does not exist', async () => {
    const { ctx, companyId } = await member();
    const entries = [{ membershipId: newId(), entryType: 'BONUS' as const, points: 1, occurredAt }];
    await expect(recordPoints(ctx, { companyId, entries })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

import { createRandom } from '../../server/cli/simulator/random.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  putCustomers,
  putLoyaltyEarnRules,
  putLoyaltyMemberships,
  putLoyaltyProgramPolicies,
  putLoyaltyPrograms,
  putLoyaltyRedemptionPolicies,
  putLoyaltyTiers,
  putSegmentMembers,
  putSegments,
  recordPoints,
} from '../../server/domain/customers/index.ts';
import type { BuiltCompany } from './set-up-company.ts';

export interface CustomerIds {
  walkInId: string;
  customerIds: string[];
}

const dayMs = 86_400_000;

/** Customers, two segments and, where the company has one, the loyalty programme with its members and their points. */
export async function putPeople(ctx: Ctx, company: BuiltCompany, seed: string): Promise<CustomerIds> {
  const companyId = company.id;
  const random = createRandom(`${seed}/${company.plan.officeCode}/customers`);
  const walkInId = random.id();
  const named = company.plan.customers.map((person, index) => ({
    ...person,
    id: random.id(),
    // Ofcom and ComReg keep these ranges for fiction.
    phoneNumber: `07700 900${String(index).padStart(3, '0')}`,
    phoneNormalized: `447700900${String(index).padStart(3, '0')}`,
    email: `customer${index + 1}@example.com`,
  }));
  await putCustomers(ctx, {
    companyId,
    rows: [{ id: walkInId, name: 'Walk-in', lastName: 'Customer', isWalkIn: true }, ...named],
  });
  const customerIds = named.map(({ id }) => id);
  await putSegmentRows(ctx, companyId, customerIds);
  if (company.plan.hasLoyalty) await putLoyalty(ctx, companyId, customerIds);
  return { walkInId, customerIds };
}

async function putSegmentRows(ctx: Ctx, companyId: number, customerIds: readonly string[]): Promise<void> {
  const segments = await putSegments(ctx, {
    companyId,
    rows: [
      { code: 'REGULARS', name: 'Regulars', segmentType: 'BEHAVIOUR', description: 'Come every week' },
      { code: 'NEIGHBOURS', name: 'Neighbours', segmentType: 'LOCATION', description: 'Live around the corner' },
    ],
  });
  await putSegmentMembers(ctx, {
    companyId,
    rows: customerIds.slice(0, 24).map((customerId, index) => ({
      customerId,
      segmentId: segments.ids[index % 2] as string,
      assignedAt: ctx.now(),
    })),
  });
}

async function putLoyalty(ctx: Ctx, companyId: number, customerIds: readonly string[]): Promise<void> {
  const program = await putLoyaltyPrograms(ctx, {
    companyId,
    rows: [
      {
        name: 'Harbour Club',
        description: 'A point for every pound; a hundred points are worth one pound.',
        pointsPerCurrencyE4: 10_000n,
        currencyPerPointE4: 100n,
        terminalFields: JSON.stringify({ welcome_points: 50 }),
      },
    ],
  });
  const programId = program.ids[0] as string;
  const tiers = await putLoyaltyTiers(ctx, {
    companyId,
    rows: [
      { programId, code: 'DECK', name: 'Deckhand', level: 1, minPoints: 0, pointsMultiplierE4: 10_000n },
      { programId, code: 'MATE', name: 'First Mate', level: 2, minPoints: 500, pointsMultiplierE4: 12_500n },
      { programId, code: 'CAPTAIN', name: 'Captain', level: 3, minPoints: 2000, pointsMultiplierE4: 15_000n },
    ],
  });
  await putLoyaltyEarnRules(ctx, { companyId, rows: [{ programId, code: 'TOTAL', description: 'By document total' }] });
  await putLoyaltyRedemptionPolicies(ctx, {
    companyId,
    rows: [{ programId, pointsStep: 100, minimumPoints: 100, maxBasketShareE4: 5000 }],
  });
  await putLoyaltyProgramPolicies(ctx, { companyId, rows: [{ programId, phoneCountryCode: '44' }] });
  const joinedAt = (index: number) => new Date(ctx.now().getTime() - (390 - index * 6) * dayMs);
  const members = await putLoyaltyMemberships(ctx, {
    companyId,
    rows: customerIds.map((customerId, index) => ({
      customerId,
      programId,
      tierId: tiers.ids[index % 9 === 0 ? 2 : index % 3 === 0 ? 1 : 0] as string,
      cardNumber: `HC${String(100_001 + index)}`,
      enrolledAt: joinedAt(index),
    })),
  });
  await recordPoints(ctx, {
    companyId,
    entries: members.ids.map((membershipId, index) => ({
      membershipId,
      entryType: 'WELCOME' as const,
      points: 50,
      description: 'Welcome to the Harbour Club',
      occurredAt: joinedAt(index),
    })),
  });
}

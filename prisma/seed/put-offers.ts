import type { ShopCampaign } from '../../server/cli/simulator/shop.ts';
import type { Ctx } from '../../server/db/index.ts';
import { putCampaignRules, putCampaigns, putCoupons } from '../../server/domain/pricing/index.ts';
import type { CampaignPlan } from './plans.ts';
import type { CustomerIds } from './put-customers.ts';
import type { BuiltCompany } from './set-up-company.ts';

const dayMs = 86_400_000;

/** The kinds of discount that terminals calculate. */
const discountTypes = {
  basket: 'PERCENTAGE',
  line: 'PERCENTAGE',
  'third-free': 'BUY_X_GET_Y',
} as const;

/** Campaigns with their coupons; a personal coupon goes to the first customer. */
export async function putOffers(ctx: Ctx, company: BuiltCompany, customers: CustomerIds): Promise<ShopCampaign[]> {
  const companyId = company.id;
  const { campaigns: plans } = company.plan;
  if (plans.length === 0) return [];
  const types = await ctx.db.reader.campaignType.findMany({ where: { companyId: null } });
  const typeIds = new Map(types.map(({ code, id }) => [code, id]));
  const day = (offset: number) => new Date(Math.floor(ctx.now().getTime() / dayMs) * dayMs + offset * dayMs);
  const campaigns = await putCampaigns(ctx, {
    companyId,
    rows: plans.map((plan, index) => ({
      code: plan.code,
      name: plan.name,
      description: plan.description,
      campaignTypeId: typeIds.get(plan.typeCode) as string,
      discountType: discountTypes[plan.kind],
      discountBasisPoints: plan.kind === 'third-free' ? null : plan.basisPoints,
      minPurchaseE4: plan.minimumE4 > 0n ? plan.minimumE4 : null,
      buyQuantity: plan.kind === 'third-free' ? 2 : null,
      getQuantity: plan.kind === 'third-free' ? 1 : null,
      startsAt: day(plan.startsIn),
      endsAt: day(plan.endsIn),
      priority: index + 1,
      isAutoApply: true,
    })),
  });
  const idOf = (plan: CampaignPlan) => campaigns.ids[plans.indexOf(plan)] as string;
  await putCampaignRules(ctx, {
    companyId,
    rows: plans
      .filter(({ minimumE4 }) => minimumE4 > 0n)
      .map((plan) => ({
        campaignId: idOf(plan),
        ruleType: 'MIN_AMOUNT',
        ruleValue: String(plan.minimumE4 / 10_000n),
      })),
  });
  await putCoupons(ctx, {
    companyId,
    rows: plans.flatMap((plan) =>
      plan.coupons.map((code, index) => ({
        code,
        name: `${plan.name} (${code})`,
        campaignId: idOf(plan),
        couponType: index === 0 ? ('PERSONAL' as const) : ('PUBLIC' as const),
        customerId: index === 0 ? (customers.customerIds[0] ?? null) : null,
        usageLimit: index === 0 ? 1 : 500,
        startsAt: day(plan.startsIn),
        endsAt: day(plan.endsIn),
      })),
    ),
  });
  return plans.map((plan) => ({
    id: idOf(plan),
    code: plan.code,
    kind: plan.kind,
    basisPoints: plan.basisPoints,
    minimumE4: plan.minimumE4,
  }));
}

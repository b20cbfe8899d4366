/** What a customer puts on the counter, priced as a till does it (protocol 3.3): total = quantity × price rounded to the
 *  currency's decimals per line, VAT taken out of each line, discounts beside the lines. */
import { roundToDecimals } from '../../core/rounding.ts';
import { vatOfGross } from '../../core/tax.ts';
import { type Random, weightedIndex } from './random.ts';
import type { Shop, ShopCampaign, ShopDepartment, ShopProduct } from './shop.ts';

export interface BasketLine {
  product: ShopProduct;
  quantityE4: bigint;
  totalE4: bigint;
  vatE4: bigint;
  /** Taken back before payment: stays on the document and counts nowhere. */
  isCancelled: boolean;
}

/** An amount typed on a department key, without a product. */
export interface BasketDepartment {
  department: ShopDepartment;
  totalE4: bigint;
  vatE4: bigint;
}

export interface BasketDiscount {
  typeCode: 'CAMPAIGN' | 'PRODUCT' | 'LOYALTY';
  code: string | null;
  campaignId: string | null;
  amountE4: bigint;
  /** Basis points, null for an amount. */
  rate: number | null;
  /** Index of the line it belongs to, null for the whole document. */
  line: number | null;
}

export interface Basket {
  lines: BasketLine[];
  departments: BasketDepartment[];
  discounts: BasketDiscount[];
  totalE4: bigint;
  vatE4: bigint;
  discountE4: bigint;
}

/** One item is the most frequent basket, a trolley the rarest. */
const basketSizes = [24, 21, 17, 12, 9, 6, 4, 3, 2, 1, 1, 0.5];
const drawSize = weightedIndex(basketSizes);
const unitCounts = [0, 76, 16, 4, 2, 0.5, 1.5];
const drawUnits = weightedIndex(unitCounts);

/** One customer's goods with what is taken off them. A known customer may pay with points. */
export function fillBasket(shop: Shop, random: Random, customerKnown: boolean): Basket {
  const basket: Basket = { lines: [], departments: [], discounts: [], totalE4: 0n, vatE4: 0n, discountE4: 0n };
  for (let left = drawSize(random) + 1; left > 0; left -= 1) addLine(basket, shop, random);
  if (random.chance(0.02) && shop.departments.length > 0) addDepartment(basket, shop, random);
  if (random.chance(0.13) && shop.campaigns.length > 0) applyCampaign(basket, shop, random.pick(shop.campaigns));
  if (customerKnown && random.chance(0.12)) redeemPoints(basket, random);
  return basket;
}

function addLine(basket: Basket, shop: Shop, random: Random): void {
  const product = shop.products[shop.pickProduct(random)] as ShopProduct;
  const quantityE4 = product.isWeighed
    ? BigInt(random.int(30, 320)) * 50n
    : BigInt(Math.max(1, drawUnits(random))) * 10_000n;
  const totalE4 = roundToDecimals((quantityE4 * product.priceE4) / 10_000n, shop.decimals, 'half-up');
  const vatE4 = vatOfGross(totalE4, product.vatBasisPoints, shop.decimals);
  const isCancelled = basket.lines.length > 0 && random.chance(0.012);
  basket.lines.push({ product, quantityE4, totalE4, vatE4, isCancelled });
  if (isCancelled) return;
  basket.totalE4 += totalE4;
  basket.vatE4 += vatE4;
}

function addDepartment(basket: Basket, shop: Shop, random: Random): void {
  const department = random.pick(shop.departments);
  const totalE4 = roundToDecimals(BigInt(random.int(20, 600)) * 500n, shop.decimals, 'half-up');
  const vatE4 = vatOfGross(totalE4, department.vatBasisPoints, shop.decimals);
  basket.departments.push({ department, totalE4, vatE4 });
  basket.totalE4 += totalE4;
  basket.vatE4 += vatE4;
}

function applyCampaign(basket: Basket, shop: Shop, campaign: ShopCampaign): void {
  const take = (amountE4: bigint, line: number | null, rate: number | null) => {
    if (amountE4 <= 0n) return;
    const typeCode = line === null || campaign.kind === 'third-free' ? 'CAMPAIGN' : 'PRODUCT';
    basket.discounts.push({ typeCode, code: campaign.code, campaignId: campaign.id, amountE4, rate, line });
    basket.discountE4 += amountE4;
  };
  const share = (amountE4: bigint) =>
    roundToDecimals((amountE4 * BigInt(campaign.basisPoints)) / 10_000n, shop.decimals, 'half-up');
  if (campaign.kind === 'basket') {
    if (basket.totalE4 >= campaign.minimumE4) take(share(basket.totalE4), null, campaign.basisPoints);
    return;
  }
  if (campaign.kind === 'line') {
    const first = basket.lines[0];
    if (first) take(share(first.totalE4), 0, campaign.basisPoints);
    return;
  }
  const three = basket.lines.findIndex((line) => !line.isCancelled && line.quantityE4 === 30_000n);
  const line = basket.lines[three];
  if (line) take(line.product.priceE4, three, null);
}

/** Points are worth whole currency units here; never more than half of what is due. */
function redeemPoints(basket: Basket, random: Random): void {
  const wishE4 = BigInt(random.int(1, 5)) * 10_000n;
  if ((basket.totalE4 - basket.discountE4) / 2n < wishE4) return;
  basket.discounts.push({
    typeCode: 'LOYALTY',
    code: null,
    campaignId: null,
    amountE4: wishE4,
    rate: null,
    line: null,
  });
  basket.discountE4 += wishE4;
}

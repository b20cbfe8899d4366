/** The catalogue with ids, prices and barcodes: what is put into the hub, and what the tills sell from. */

import { createRandom } from '../../server/cli/simulator/random.ts';
import type { ShopProduct } from '../../server/cli/simulator/shop.ts';
import { readMoney } from '../../server/core/money.ts';
import { seasonFactor } from './calendar.ts';
import type { DepartmentPlan, Season, VatRatePlan } from './catalogue.ts';

export interface ProductPlan {
  id: string;
  barcodeId: string;
  barcode: string;
  code: string;
  name: string;
  departmentCode: string;
  subGroupCode: string;
  mainGroupId: string;
  subGroupId: string;
  vatNumber: number;
  vatBasisPoints: number;
  priceE4: bigint;
  costE4: bigint;
  isWeighed: boolean;
  popularity: number;
  season: Season;
}

export interface Assortment {
  /** By `no`. */
  vatRateIds: ReadonlyMap<number, string>;
  /** By code, main and sub groups. */
  groupIds: ReadonlyMap<string, string>;
  vatRates: readonly VatRatePlan[];
  departments: readonly DepartmentPlan[];
  products: readonly ProductPlan[];
}

export interface CataloguePlan {
  vatRates: readonly VatRatePlan[];
  departments: readonly DepartmentPlan[];
  /** Seven digits that barcodes begin with. */
  barcodePrefix: string;
}

/** The same seed gives the same ids. */
export function planAssortment(seed: string, { vatRates, departments, barcodePrefix }: CataloguePlan): Assortment {
  const random = createRandom(`${seed}/assortment`);
  const vatRateIds = new Map(vatRates.map(({ number }) => [number, random.id()]));
  const groupIds = new Map<string, string>();
  const products: ProductPlan[] = [];
  for (const department of departments) {
    groupIds.set(department.code, random.id());
    const vatBasisPoints = vatRates.find(({ number }) => number === department.vatNumber)?.rateBasisPoints ?? 0;
    for (const group of department.subGroups) {
      groupIds.set(group.code, random.id());
      for (const text of group.products) {
        const [name = '', price = '0', popularity = '1', unit] = text.split('|');
        const number = products.length + 1;
        const priceE4 = moneyOf(price);
        products.push({
          id: random.id(),
          barcodeId: random.id(),
          barcode: ean13(`${barcodePrefix}${String(number).padStart(5, '0')}`),
          code: String(1000 + number),
          name,
          departmentCode: department.code,
          subGroupCode: group.code,
          mainGroupId: groupIds.get(department.code) as string,
          subGroupId: groupIds.get(group.code) as string,
          vatNumber: department.vatNumber,
          vatBasisPoints,
          priceE4,
          costE4: (priceE4 * BigInt(random.int(52, 78))) / 100n,
          isWeighed: unit === 'kg',
          popularity: Number(popularity),
          season: group.season,
        });
      }
    }
  }
  return { vatRateIds, groupIds, vatRates, departments, products };
}

/** The products as a till sees them in a month (1 to 12). What is out of season is not offered. */
export function productsOfMonth(products: readonly ProductPlan[], month: number): ShopProduct[] {
  return products
    .map((product) => ({ ...product, popularity: product.popularity * seasonFactor(product.season, month) }))
    .filter(({ popularity }) => popularity > 0);
}

function moneyOf(text: string): bigint {
  const reading = readMoney(text);
  if (!reading.ok) throw new Error(`'${text}' is no price`);
  return reading.value;
}

/** Twelve digits and their check digit. */
export function ean13(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

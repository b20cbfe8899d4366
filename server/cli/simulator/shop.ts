/** What a till knows of its shop when it rings up a basket. The seed builds it from its own catalogue, the simulator from
 *  the answer of `pos/init`. Money is in ten-thousandths of the currency unit. */
import { type Random, weightedIndex } from './random.ts';

export interface ShopProduct {
  id: string;
  code: string;
  name: string;
  mainGroupId: string;
  subGroupId: string | null;
  barcodeId: string | null;
  /** Of the department: that is where a till takes it from. */
  vatBasisPoints: number;
  priceE4: bigint;
  costE4: bigint | null;
  /** Sold by weight: quantities are parts of a kilogram. */
  isWeighed: boolean;
  /** Relative share of the sales. */
  popularity: number;
}

export interface ShopDepartment {
  id: string;
  subGroupId: string | null;
  vatBasisPoints: number;
}

/** An offer that a till applies by itself. `basket`: a percentage of everything from `minimumE4` on. `line`: a percentage of
 *  one line. `third-free`: of three of a kind one costs nothing. */
export interface ShopCampaign {
  id: string;
  code: string;
  kind: 'basket' | 'line' | 'third-free';
  basisPoints: number;
  minimumE4: bigint;
}

export interface Shop {
  storeId: string;
  /** `pos_settings.id`, what closures refer to. */
  terminalId: string;
  /** `pos_id` of all pushes. */
  posNumber: number;
  currency: string;
  currencyId: string;
  /** Decimals to which line amounts and VAT are rounded. */
  decimals: number;
  zone: string;
  products: readonly ShopProduct[];
  pickProduct: (random: Random) => number;
  departments: readonly ShopDepartment[];
  cashierIds: readonly string[];
  /** Only administrators can close the day. */
  administratorId: string;
  walkInId: string | null;
  customerIds: readonly string[];
  /** By code: NONE, PRODUCT, LOYALTY, CAMPAIGN … */
  discountTypeIds: Readonly<Record<string, string>>;
  /** By name, in the order of their numbers. */
  documentTypeIds: Readonly<Record<string, string>>;
  /** In the order of their numbers; the first stands in for every kind in a closure (protocol 1.8). */
  paymentTypeIds: readonly string[];
  campaigns: readonly ShopCampaign[];
}

/** Draws products by their popularity. */
export function productPicker(products: readonly ShopProduct[]): Shop['pickProduct'] {
  return weightedIndex(products.map((product) => product.popularity));
}

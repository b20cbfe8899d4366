/** Random edits of a company's master data through the hub's own operations. */
import type { Ctx } from '../../server/db/index.ts';
import * as catalog from '../../server/domain/catalog/index.ts';
import { putCustomers } from '../../server/domain/customers/index.ts';
import * as pricing from '../../server/domain/pricing/index.ts';

export interface EditedShop {
  companyId: number;
  storeIds: readonly number[];
  /** How long a minute of a price's dates is; default: a minute. */
  minuteMs?: number;
}

interface Product {
  id: string;
  code: string;
  barcodeId: string;
}

/** Draws edits by `random` (0 to 1). Build it with `start`. */
export class CatalogEdits {
  readonly #ctx: Ctx;
  readonly #shop: EditedShop;
  readonly #random: () => number;
  readonly #products: Product[] = [];
  #groups = { mainGroupId: '', subGroupId: '' };
  #campaignTypeId = '';
  #made = 0;

  private constructor(ctx: Ctx, shop: EditedShop, random: () => number) {
    this.#ctx = ctx;
    this.#shop = shop;
    this.#random = random;
  }

  /** With departments and some products to begin with. The hub must have its reference data. */
  static async start(
    ctx: Ctx,
    shop: EditedShop,
    options: { random: () => number; products: number },
  ): Promise<CatalogEdits> {
    const edits = new CatalogEdits(ctx, shop, options.random);
    const { companyId } = shop;
    const vat = await catalog.putVatRates(ctx, { companyId, rows: [{ number: 1, name: 'A', rateBasisPoints: 2000 }] });
    const main = await catalog.putDepartments(ctx, {
      companyId,
      rows: [{ code: '1', name: 'Food', vatRateId: vat.ids[0] ?? '' }],
    });
    const sub = await catalog.putSubDepartments(ctx, {
      companyId,
      rows: [{ code: '101', name: 'Fresh', mainGroupId: main.ids[0] ?? '' }],
    });
    edits.#groups = { mainGroupId: main.ids[0] ?? '', subGroupId: sub.ids[0] ?? '' };
    const type = await ctx.db.reader.campaignType.findFirstOrThrow({ where: { companyId: null, deletedAt: null } });
    edits.#campaignTypeId = type.id;
    await edits.#addProducts(options.products);
    return edits;
  }

  /** Makes one change. @returns how many rows it was about */
  async edit(): Promise<number> {
    const drawn = this.#random();
    const count = 1 + Math.floor(this.#random() ** 3 * 20);
    if (drawn < 0.1) return this.#addProducts(count);
    if (drawn < 0.3) return this.#changeProducts(count);
    if (drawn < 0.6) return this.#setPrices(count);
    if (drawn < 0.7) return this.#putBarcodes(count);
    if (drawn < 0.8) return this.#putVariants(count);
    if (drawn < 0.9) return this.#putCustomers(count);
    return this.#putCampaigns();
  }

  async #addProducts(count: number): Promise<number> {
    const rows = Array.from({ length: count }, () => this.#product(`P${this.#number()}`));
    const { ids } = await catalog.putProducts(this.#ctx, { companyId: this.#shop.companyId, rows });
    const { companyId } = this.#shop;
    const barcodes = ids.map((productId, index) => ({
      productId,
      barcode: `2${String(this.#number() * 1000 + index).padStart(12, '0')}`,
    }));
    const put = await catalog.putBarcodes(this.#ctx, { companyId, rows: barcodes });
    for (const [index, id] of ids.entries()) {
      this.#products.push({ id, code: rows[index]?.code ?? '', barcodeId: put.ids[index] ?? '' });
    }
    return count * 2;
  }

  /** A product as somebody might write it now: renamed, moved to a store or to all, gone or back. */
  #product(code: string) {
    const moved = this.#random();
    return {
      ...{ code, ...this.#groups, name: this.#name() },
      storeId: moved < 0.1 ? this.#store() : null,
      deletedAt: this.#random() < 0.15 ? this.#ctx.now() : null,
      purchasePriceE4: this.#random() < 0.5 ? this.#amount() : null,
    };
  }

  async #changeProducts(count: number): Promise<number> {
    const rows = this.#some(count).map(({ id, code }) => ({ id, ...this.#product(code) }));
    await catalog.putProducts(this.#ctx, { companyId: this.#shop.companyId, rows });
    return rows.length;
  }

  /** Of the company or of a store, for now or for a time that begins or ends soon. */
  async #setPrices(count: number): Promise<number> {
    const at = (minutes: number) => new Date(this.#ctx.now().getTime() + minutes * (this.#shop.minuteMs ?? 60_000));
    const rows = this.#some(count).map(({ id }) => {
      const isTimed = this.#random() < 0.3;
      const start = Math.floor(this.#random() * 30);
      return {
        ...{ productId: id, currency: 'GBP', priceE4: this.#amount() },
        storeId: this.#random() < 0.3 ? this.#store() : null,
        ...(isTimed && { validFrom: at(start), validUntil: this.#random() < 0.5 ? at(start + 5) : null }),
        deletedAt: this.#random() < 0.1 ? this.#ctx.now() : null,
      };
    });
    await pricing.putPrices(this.#ctx, { companyId: this.#shop.companyId, rows });
    return rows.length;
  }

  async #putBarcodes(count: number): Promise<number> {
    const rows = this.#some(count).map(({ id, barcodeId }, index) => ({
      ...{ id: barcodeId, productId: id, barcode: `3${String(this.#number() * 100 + index).padStart(12, '0')}` },
      salePriceE4: this.#random() < 0.3 ? this.#amount() : null,
      deletedAt: this.#random() < 0.2 ? this.#ctx.now() : null,
    }));
    await catalog.putBarcodes(this.#ctx, { companyId: this.#shop.companyId, rows });
    return rows.length;
  }

  async #putVariants(count: number): Promise<number> {
    const rows = this.#some(count).map(({ id, code }) => ({ productId: id, code: `${code}-v`, name: this.#name() }));
    await catalog.putVariants(this.#ctx, { companyId: this.#shop.companyId, rows });
    return rows.length;
  }

  async #putCustomers(count: number): Promise<number> {
    const rows = Array.from({ length: count }, () => ({ name: this.#name(), lastName: this.#name() }));
    await putCustomers(this.#ctx, { companyId: this.#shop.companyId, rows });
    return count;
  }

  /** A campaign with its products: written anew, moved to a store, gone. */
  async #putCampaigns(): Promise<number> {
    const { companyId } = this.#shop;
    const code = `C${Math.floor(this.#random() * 20)}`;
    const put = await pricing.putCampaigns(this.#ctx, {
      companyId,
      rows: [
        {
          ...{ code, name: this.#name(), campaignTypeId: this.#campaignTypeId },
          storeId: this.#random() < 0.3 ? this.#store() : null,
          deletedAt: this.#random() < 0.2 ? this.#ctx.now() : null,
        },
      ],
    });
    const campaignId = put.ids[0] ?? '';
    const rows = this.#some(2).map(({ id }) => ({ campaignId, productId: id }));
    await pricing.putCampaignProducts(this.#ctx, { companyId, rows });
    return 1 + rows.length;
  }

  #some(count: number): Product[] {
    const drawn = new Set<Product>();
    for (let time = 0; time < count; time += 1) {
      const product = this.#products[Math.floor(this.#random() * this.#products.length)];
      if (product) drawn.add(product);
    }
    return [...drawn];
  }

  #number(): number {
    this.#made += 1;
    return this.#made;
  }

  #store(): number {
    return this.#shop.storeIds[Math.floor(this.#random() * this.#shop.storeIds.length)] ?? 0;
  }

  #amount(): bigint {
    return BigInt(Math.floor(this.#random() * 10_000)) * 100n;
  }

  #name(): string {
    return `Näme "${Math.floor(this.#random() * 1e6)}" €`;
  }
}

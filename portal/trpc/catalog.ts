import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  changeProduct,
  countProducts,
  createProduct,
  deleteProduct,
  getProduct,
  historyOfProduct,
  listProducts,
  readGroups,
  readShop,
  readUnits,
  restoreProduct,
  usesOfProduct,
} from '../../server/domain/catalog/index.ts';
import { setPrice } from '../../server/domain/pricing/index.ts';
import { authorize, can } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const named = inCompany.extend({ id: z.string().max(64) });
const money = z.bigint().nullable();

const said = z.object({
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  description: z.string(),
  divisionId: z.string().max(64),
  unitId: z.string().max(64).nullable(),
  isScalable: z.boolean(),
  allowsDiscount: z.boolean(),
  allowsReturn: z.boolean(),
  barcodes: z.array(z.string()).max(200),
  purchasePriceE4: money,
  prices: z.array(z.object({ storeId: z.int().nullable(), priceE4: money })).max(1000),
});

/** Rows of a page. */
const most = 50;

export const catalogRouter = router({
  /** A page of products, with what its filters offer. */
  list: signedInProcedure
    .input(
      inCompany.extend({
        search: z.string().max(200).optional(),
        department: z.string().max(64).optional(),
        state: z.enum(['current', 'deleted', 'unpriced']).optional(),
        /** Code of the store whose prices are shown. */
        store: z.string().max(100).optional(),
        after: z.object({ nameFolded: z.string().max(400), id: z.string().max(64) }).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await companyOf(ctx, input.company);
      const [shop, groups] = await Promise.all([readShop(ctx, company.id), readGroups(ctx, company.id)]);
      const store = shop.stores.find(({ code }) => code === input.store);
      const { rows, next } = await listProducts(ctx, {
        companyId: company.id,
        search: input.search,
        departmentId: input.department,
        state: input.state,
        storeId: store?.id ?? null,
        currency: store?.currency ?? shop.currency,
        after: input.after,
        most,
      });
      return { company, shop, store: store ?? null, groups, rows, next };
    }),

  /** What a form of a new product offers. */
  blank: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    authorize(ctx, 'catalog.write', { companyId: company.id });
    return { company, ...(await readOffers(ctx, company.id)) };
  }),

  /** One product with its history and what its form offers. */
  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, productId } = await findIds(ctx, input);
    const product = await getProduct(ctx, { companyId: company.id, productId });
    const [offers, history] = await Promise.all([readOffers(ctx, company.id), historyOfProduct(ctx, product)]);
    return { company, product, ...offers, history };
  }),

  /** What still uses it: for the page that asks before it deletes. */
  uses: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, productId } = await findIds(ctx, input);
    const product = await getProduct(ctx, { companyId: company.id, productId });
    return { company, product, uses: await usesOfProduct(ctx, { companyId: company.id, productId }) };
  }),

  create: signedInProcedure.input(inCompany.extend(said.shape)).mutation(async ({ ctx: { ctx }, input }) => {
    const { company: slug, ...product } = input;
    const company = await companyOf(ctx, slug);
    return createProduct(ctx, { ...product, companyId: company.id });
  }),

  change: signedInProcedure
    .input(named.extend({ ...said.shape, seen: z.int().or(z.nan()) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company: slug, id, ...product } = input;
      const { company, productId } = await findIds(ctx, { company: slug, id });
      await changeProduct(ctx, { ...product, companyId: company.id, productId });
    }),

  /** The price of the company, or of one store by its code. */
  setPrice: signedInProcedure
    .input(named.extend({ store: z.string().max(100).nullable(), priceE4: money, seenE4: money }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, productId } = await findIds(ctx, input);
      const storeId = input.store === null ? null : await storeIdOf(ctx, company.id, input.store);
      const { priceE4, seenE4 } = input;
      await setPrice(ctx, { companyId: company.id, productId, storeId, priceE4, seenE4 });
    }),

  remove: signedInProcedure
    .input(named.extend({ seen: z.int().or(z.nan()) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, productId } = await findIds(ctx, input);
      await deleteProduct(ctx, { companyId: company.id, productId, seen: input.seen });
    }),

  restore: signedInProcedure
    .input(named.extend({ seen: z.int().or(z.nan()) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, productId } = await findIds(ctx, input);
      await restoreProduct(ctx, { companyId: company.id, productId, seen: input.seen });
    }),

  /** VAT rates, departments and divisions with how many products they hold. */
  groups: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    const [groups, counts] = await Promise.all([readGroups(ctx, company.id), countProducts(ctx, company.id)]);
    return { company, ...groups, counts, mayWrite: can(ctx, 'catalog.write', { companyId: company.id }) };
  }),
});

/** What a form of a product offers. */
async function readOffers(ctx: Ctx, companyId: number) {
  const [shop, groups, units] = await Promise.all([
    readShop(ctx, companyId),
    readGroups(ctx, companyId),
    readUnits(ctx, companyId),
  ]);
  return { shop, groups, units };
}

async function findIds(ctx: Ctx, input: { company: string; id: string }) {
  const productId = normalizeWireId(input.id);
  if (productId === null) throw new DomainError('not_found');
  return { company: await companyOf(ctx, input.company), productId };
}

async function storeIdOf(ctx: Ctx, companyId: number, code: string): Promise<number> {
  const { stores } = await readShop(ctx, companyId);
  const store = stores.find((each) => each.code === code);
  if (!store) throw new DomainError('not_found', { code });
  return store.id;
}

import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  assignLayout,
  chooseKeyProducts,
  fillForStore,
  getLayout,
  getLayoutContent,
  listLayouts,
  problemsOf,
  readKeyProducts,
  readLayoutText,
  saveLayout,
  useLayoutVersion,
} from '../../server/domain/layouts/index.ts';
import { authorize, can, scopeFor } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const id = z.string().max(64);
/** Numbers and keys are whole numbers of 32 bits in the database. */
const largest = 2_147_483_647;
const versionNumber = z.coerce.number().int().min(1).max(largest);
const inCompany = z.object({ company: slug });

export const layoutsRouter = router({
  /** The layouts that a company can use, and its stores with their tills, to which they can be given. */
  list: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    const [layouts, stores] = await Promise.all([listLayouts(ctx, company.id), storesOf(ctx, company.id)]);
    const mayChange = can(ctx, 'layout.manage', { companyId: company.id });
    return { company, layouts, stores, mayChange };
  }),

  /** One layout as the tills of a store show it, a version of it, and what its design lacks. */
  get: signedInProcedure
    .input(inCompany.extend({ layout: id, number: versionNumber.optional(), store: id.optional() }))
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await companyOf(ctx, input.company);
      const [layouts, stores] = await Promise.all([listLayouts(ctx, company.id), storesOf(ctx, company.id)]);
      const layout = layouts.find((each) => each.id === input.layout);
      if (!layout) throw new DomainError('not_found', { layout: input.layout });
      const store = input.store === undefined ? stores[0] : stores.find(({ code }) => code === input.store);
      if (input.store !== undefined && !store) throw new DomainError('not_found', { store: input.store });
      const number = input.number ?? layout.currentNumber;
      const content = await getLayoutContent(ctx, { companyId: company.id, layoutId: layout.id, number });
      const filled = store
        ? await fillForStore(ctx, { companyId: company.id, storeId: store.id, layoutId: layout.id }, content.controls)
        : content.controls;
      const mayManage = can(ctx, 'layout.manage', { companyId: company.id });
      return { company, layout, number, stores, store, content, filled, problems: problemsOf(content), mayManage };
    }),

  /** A version as it is edited: without stores, and without what stands on their keys. */
  content: signedInProcedure
    .input(inCompany.extend({ layout: id, number: versionNumber.optional() }))
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await companyOf(ctx, input.company);
      const layout = await getLayout(ctx, { companyId: company.id, layoutId: input.layout });
      const number = input.number ?? layout.currentNumber;
      const content = await getLayoutContent(ctx, { companyId: company.id, layoutId: layout.id, number });
      return { company, layout, number, content };
    }),

  /** Saves the text of the editor; without `layout` as a new layout. */
  save: signedInProcedure
    .input(
      inCompany.extend({
        layout: id.optional(),
        name: z.string().max(200),
        note: z.string().max(1000),
        content: z.string().max(900_000),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { id: companyId } = await companyOf(ctx, input.company);
      authorize(ctx, 'layout.manage', { companyId });
      const { layout, name, note } = input;
      return saveLayout(ctx, {
        companyId,
        ...(layout !== undefined && { layoutId: layout }),
        name,
        note,
        ...readLayoutText(input.content),
      });
    }),

  useVersion: signedInProcedure
    .input(inCompany.extend({ layout: id, number: versionNumber }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { id: companyId } = await companyOf(ctx, input.company);
      await useLayoutVersion(ctx, { companyId, layoutId: input.layout, number: input.number });
    }),

  /** `target`: `company`, `store:<id>` or `terminal:<id>`. An empty layout takes its own away. */
  assign: signedInProcedure
    .input(
      inCompany.extend({
        target: z.string().regex(/^(company|(store|terminal):\d{1,9})$/),
        layout: z.string().max(64),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { id: companyId } = await companyOf(ctx, input.company);
      const [kind, number] = input.target.split(':');
      const target = {
        companyId,
        ...(kind === 'store' && { storeId: Number(number) }),
        ...(kind === 'terminal' && { terminalId: Number(number) }),
      };
      await assignLayout(ctx, target, input.layout === '' ? null : input.layout);
    }),

  /** What the product keys of a store sell now. */
  keys: signedInProcedure.input(inCompany.extend({ store: id })).query(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    const store = (await storesOf(ctx, companyId)).find(({ code }) => code === input.store);
    if (!store) throw new DomainError('not_found', { store: input.store });
    return { store, products: await readKeyProducts(ctx, { companyId, storeId: store.id }) };
  }),

  /** `codes`: product codes, separated by blanks, commas or lines. */
  chooseKeys: signedInProcedure
    .input(inCompany.extend({ store: id, codes: z.string().max(20_000) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { id: companyId } = await companyOf(ctx, input.company);
      const store = (await storesOf(ctx, companyId)).find(({ code }) => code === input.store);
      if (!store) throw new DomainError('not_found', { store: input.store });
      const codes = input.codes.split(/[\s,;]+/).filter((code) => code !== '');
      await chooseKeyProducts(ctx, { companyId, storeId: store.id }, codes);
    }),
});

/** The stores that the person may see, with their tills and the codes of their chosen key products. */
async function storesOf(ctx: Ctx, companyId: number) {
  const { storeIds } = scopeFor(ctx, 'store.see');
  const stores = await ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null, ...(storeIds && { id: { in: [...storeIds] } }) },
    select: {
      ...{ id: true, code: true, name: true, keyProducts: true },
      terminals: { where: { deletedAt: null }, select: { id: true, code: true, name: true }, orderBy: { code: 'asc' } },
    },
    orderBy: { code: 'asc' },
  });
  const ids = stores.flatMap(({ keyProducts }) => JSON.parse(keyProducts) as string[]);
  const products = await ctx.db.reader.product.findMany({
    where: { companyId, id: { in: ids } },
    select: { id: true, code: true },
  });
  const codes = new Map(products.map((product) => [product.id, product.code]));
  return stores.map(({ keyProducts, ...store }) => ({
    ...store,
    keyCodes: (JSON.parse(keyProducts) as string[]).flatMap((key) => codes.get(key) ?? []),
  }));
}

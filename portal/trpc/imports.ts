import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import { languages } from '../../server/core/languages.ts';
import type { Ctx } from '../../server/db/index.ts';
import { exportProducts, readGroups, readShop } from '../../server/domain/catalog/index.ts';
import {
  bringImport,
  checkImport,
  getImport,
  importFields,
  listImports,
  maxImportBytes,
  readFaults,
  runImport,
} from '../../server/domain/product-import/index.ts';
import { authorize } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const named = inCompany.extend({ id: z.string().max(64) });

/** Products that come and go as files. */
export const importsRouter = router({
  /** What was brought lately. */
  list: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return {
      company,
      imports: await listImports(ctx, company.id),
      timeZone: (await readShop(ctx, company.id)).timeZone,
    };
  }),

  bring: signedInProcedure
    .input(
      inCompany.extend({
        fileName: z.string().max(300),
        bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= maxImportBytes),
        numberForm: z.enum(languages),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company: slug, ...brought } }) => {
      const company = await companyOf(ctx, slug);
      return bringImport(ctx, { ...brought, companyId: company.id });
    }),

  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, importId } = await findIds(ctx, input);
    const found = await getImport(ctx, { companyId: company.id, importId });
    const [shop, groups] = await Promise.all([readShop(ctx, company.id), readGroups(ctx, company.id)]);
    return { company, import: found, shop, groups };
  }),

  check: signedInProcedure
    .input(
      named.extend({
        hasHeader: z.boolean(),
        numberForm: z.enum(languages),
        storeId: z.int().nullable(),
        divisionId: z.string().max(64).nullable(),
        mapping: z.partialRecord(z.enum(importFields), z.int().min(0).max(199)),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, importId } = await findIds(ctx, input);
      const { hasHeader, numberForm, storeId, divisionId, mapping } = input;
      await checkImport(ctx, { companyId: company.id, importId, hasHeader, numberForm, storeId, divisionId, mapping });
    }),

  run: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { company, importId } = await findIds(ctx, input);
    await runImport(ctx, { companyId: company.id, importId });
  }),

  /** Readers of files, for pages only: the rows that are wrong, and the products of a filter. */
  faults: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, importId } = await findIds(ctx, input);
    const found = await getImport(ctx, { companyId: company.id, importId });
    const { columnNames, hasHeader, mapping } = found;
    return { columnNames, hasHeader, mapping, rows: () => readFaults(ctx, { companyId: company.id, importId }) };
  }),

  products: signedInProcedure
    .input(
      inCompany.extend({
        search: z.string().max(200).optional(),
        department: z.string().max(64).optional(),
        state: z.enum(['current', 'deleted', 'unpriced']).optional(),
        store: z.string().max(100).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await companyOf(ctx, input.company);
      authorize(ctx, 'catalog.see', { companyId: company.id });
      const shop = await readShop(ctx, company.id);
      const store = shop.stores.find(({ code }) => code === input.store);
      const { search, department, state } = input;
      const currency = store?.currency ?? shop.currency;
      const filter = {
        companyId: company.id,
        search,
        departmentId: department,
        state,
        storeId: store?.id ?? null,
        currency,
      };
      return { company, currency, rows: () => exportProducts(ctx, filter) };
    }),
});

async function findIds(ctx: Ctx, input: { company: string; id: string }) {
  const importId = normalizeWireId(input.id);
  if (importId === null) throw new DomainError('not_found');
  return { company: await companyOf(ctx, input.company), importId };
}

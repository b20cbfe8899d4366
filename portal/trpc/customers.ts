import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  countOfCustomer,
  eraseCustomer,
  exportCustomer,
  getCustomer,
  listCustomers,
  saveCustomer,
  setCustomerActive,
} from '../../server/domain/customers/index.ts';
import { authorize, can } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const named = inCompany.extend({ id: z.string().max(64) });
const seen = z.int().or(z.nan());

const said = {
  name: z.string(),
  lastName: z.string(),
  phoneNumber: z.string(),
  email: z.string(),
  addressLine1: z.string(),
  addressLine2: z.string(),
  addressLine3: z.string(),
  zipCode: z.string(),
  taxId: z.string(),
  description: z.string(),
  dateOfBirth: z.string(),
  marketingConsent: z.boolean(),
  smsConsent: z.boolean(),
  emailConsent: z.boolean(),
};

export const customersRouter = router({
  list: signedInProcedure
    .input(
      inCompany.extend({
        search: z.string().max(200).optional(),
        state: z.enum(['active', 'inactive']).optional(),
        after: z.object({ nameFolded: z.string().max(400), id: z.string().max(64) }).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input: { company: slug, ...filter } }) => {
      const company = await companyOf(ctx, slug);
      const found = await listCustomers(ctx, { ...filter, companyId: company.id, most: 50 });
      return { company, ...found, mayWrite: can(ctx, 'customer.write', { companyId: company.id }) };
    }),

  /** For the form of somebody new. */
  blank: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    authorize(ctx, 'customer.write', { companyId: company.id });
    return { company };
  }),

  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, customerId } = await findIds(ctx, input);
    const customer = await getCustomer(ctx, { companyId: company.id, customerId });
    return { company, customer, mayWrite: can(ctx, 'customer.write', { companyId: company.id }) };
  }),

  /** With what hangs on them: for the page that asks before it erases. */
  uses: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, customerId } = await findIds(ctx, input);
    const where = { companyId: company.id, customerId };
    return { company, customer: await getCustomer(ctx, where), ...(await countOfCustomer(ctx, where)) };
  }),

  save: signedInProcedure
    .input(inCompany.extend({ id: z.string().max(64).optional(), seen: seen.optional(), ...said }))
    .mutation(async ({ ctx: { ctx }, input: { company: slug, id, ...person } }) => {
      const company = await companyOf(ctx, slug);
      return saveCustomer(ctx, { ...person, companyId: company.id, ...(id !== undefined && { customerId: id }) });
    }),

  setActive: signedInProcedure
    .input(named.extend({ seen, isActive: z.boolean() }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, customerId } = await findIds(ctx, input);
      const { seen: version, isActive } = input;
      await setCustomerActive(ctx, { companyId: company.id, customerId, seen: version, isActive });
    }),

  erase: signedInProcedure.input(named.extend({ seen })).mutation(async ({ ctx: { ctx }, input }) => {
    const { company, customerId } = await findIds(ctx, input);
    await eraseCustomer(ctx, { companyId: company.id, customerId, seen: input.seen });
  }),

  /** Everything that the hub holds about one person. */
  export: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, customerId } = await findIds(ctx, input);
    return exportCustomer(ctx, { companyId: company.id, customerId });
  }),
});

async function findIds(ctx: Ctx, input: { company: string; id: string }) {
  const customerId = normalizeWireId(input.id);
  if (customerId === null) throw new DomainError('not_found');
  return { company: await companyOf(ctx, input.company), customerId };
}

import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import { examineStores } from '../../server/domain/doctor/index.ts';
import {
  closeStore,
  closingEffect,
  createStore,
  createTerminal,
  fiscalProfiles,
  getStoreLife,
  getStoreProfile,
  listStores,
  listTerminalCompanies,
  listTerminals,
  reopenStore,
  setCodeOnlyAccess,
  storeChoices,
  updateStore,
} from '../../server/domain/stores/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const named = z.object({ company: slug, uuid: z.string().max(64) });

/** What people say about a store; texts as they were typed. */
const profile = z.object({
  ...{ name: z.string(), brandName: z.string(), street: z.string(), blockNo: z.string(), district: z.string() },
  ...{ postalCode: z.string(), cityId: z.string(), countryId: z.string(), phoneNumber: z.string(), email: z.string() },
  ...{ timeZone: z.string(), currency: z.string(), warehouseId: z.string() },
  dayStartMinutes: z.number().or(z.nan()),
  stockPolicy: z.enum(['terminal', 'hub']),
  featureFlags: z.object({ restaurantMode: z.boolean(), fiscalProfile: z.enum(fiscalProfiles) }),
});

/** A choice that was left open. */
const chosen = (text: string) => (text === '' ? null : text);

function profileOf({ cityId, countryId, warehouseId, ...said }: z.output<typeof profile>) {
  return { ...said, cityId: chosen(cityId), countryId: chosen(countryId), warehouseId: chosen(warehouseId) };
}

/** Of the row that the page has shown. */
const version = z.number().or(z.nan());

export const storesRouter = router({
  /** The companies of which the person sees tills. */
  companies: signedInProcedure.query(({ ctx }) => listTerminalCompanies(ctx.ctx)),

  /** Stores with their tills counted by state. */
  list: signedInProcedure.input(z.object({ company: slug })).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    const stores = await listStores(ctx, company.id);
    return { company, stores, mayCreate: can(ctx, 'store.create', { companyId: company.id }) };
  }),

  /** What the form of a new store offers. */
  blank: signedInProcedure.input(z.object({ company: slug })).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return { company, choices: await storeChoices(ctx, { companyId: company.id, storeId: null }) };
  }),

  create: signedInProcedure
    .input(profile.extend({ company: slug, code: z.string() }))
    .mutation(async ({ ctx: { ctx }, input: { company, code, ...said } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return createStore(ctx, { ...profileOf(said), companyId, code });
    }),

  /** A store as the form that changes it shows it. */
  profile: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, store } = await findProfile(ctx, input);
    const choices = await storeChoices(ctx, { companyId: company.id, storeId: store.id });
    return { company, store, choices };
  }),

  update: signedInProcedure
    .input(profile.extend({ ...named.shape, version }))
    .mutation(async ({ ctx: { ctx }, input: { company, uuid, version: seen, ...said } }) => {
      const { store } = await findProfile(ctx, { company, uuid });
      await updateStore(ctx, { ...profileOf(said), storeId: store.id, version: seen });
    }),

  /** What closing the store, or opening it again, would do. */
  closing: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, store } = await findProfile(ctx, input);
    return { company, store, effect: await closingEffect(ctx, { companyId: company.id, storeId: store.id }) };
  }),

  close: signedInProcedure.input(named.extend({ version })).mutation(async ({ ctx: { ctx }, input }) => {
    const { store } = await findProfile(ctx, input);
    await closeStore(ctx, store.id, input.version);
  }),

  reopen: signedInProcedure.input(named.extend({ version })).mutation(async ({ ctx: { ctx }, input }) => {
    const { store } = await findProfile(ctx, input);
    await reopenStore(ctx, store.id, input.version);
  }),

  /** One store with its tills. */
  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, store } = await findStore(ctx, input);
    const where = { companyId: company.id, storeId: store.id };
    return {
      company,
      store,
      terminals: await listTerminals(ctx, where),
      mayManageTills: can(ctx, 'terminal.manage', where),
      mayManageStore: can(ctx, 'store.manage', where),
      now: ctx.now(),
    };
  }),

  /** What a till of the store would miss; null: the store is closed, so nobody looks. */
  check: signedInProcedure.input(named).query(async ({ ctx: { ctx, vault }, input }) => {
    const { company, store } = await findProfile(ctx, input);
    const [health = null] = await examineStores(ctx, { storeId: store.id, vault });
    return { company, store, health };
  }),

  /** Puts a till or a kitchen screen into the store. */
  register: signedInProcedure
    .input(
      named.extend({
        code: z.string(),
        name: z.string().optional(),
        number: z.number().or(z.nan()).optional(),
        kind: z.enum(['pypos', 'kitchen']).default('pypos'),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, uuid, ...till } }) => {
      const { store } = await findStore(ctx, { company, uuid });
      return createTerminal(ctx, { ...till, storeId: store.id });
    }),

  /** Networks from which the store's tills need no secret; an empty list closes it. */
  setCodeOnly: signedInProcedure
    .input(named.extend({ networks: z.array(z.string().max(100)).max(1000) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { store } = await findStore(ctx, input);
      await setCodeOnlyAccess(ctx, store.id, input.networks);
    }),
});

async function findProfile(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const company = await companyOf(ctx, input.company);
  return { company, store: await getStoreProfile(ctx, { companyId: company.id, uuid }) };
}

async function findStore(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const company = await companyOf(ctx, input.company);
  return { company, store: await getStoreLife(ctx, { companyId: company.id, uuid }) };
}

import { z } from 'zod';
import { isTimeZone } from '../../core/business-day.ts';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { code, line, optionalLine, parseInput, taken, terminalFields } from './codes.ts';
import { featureFlags, requireReferences } from './store-references.ts';

/** What people say about a store. Absent fields keep their value in an update. */
export const storeProfile = z.object({
  name: line(100).min(1, 'must not be empty'),
  brandName: optionalLine(50),
  description: optionalLine(100),
  webPageUrl: optionalLine(250),
  street: optionalLine(150),
  blockNo: optionalLine(20),
  district: optionalLine(100),
  postalCode: optionalLine(20),
  cityId: z.uuid().nullish(),
  countryId: z.uuid().nullish(),
  phoneNumber: optionalLine(20),
  email: optionalLine(100),
  /** Default place of its goods; null: a shop floor of its own, made at its first sale. */
  warehouseId: z.uuid().nullish(),
  featureFlags,
  timeZone: z.string().refine(isTimeZone, 'the name of a time zone such as Europe/London'),
  /** Minutes after local midnight at which the business day begins. */
  dayStartMinutes: z.int('a time of day such as 04:00').min(0).max(1439, 'a time of day such as 04:00'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three ISO letters such as GBP'),
  /** `hub`: the hub's stock figures go down to the tills; `terminal`: theirs stay. */
  stockPolicy: z.enum(['terminal', 'hub']),
  terminalFields,
});

const input = storeProfile
  .partial()
  .required({ name: true })
  .extend({ companyId: z.int(), code, layoutId: z.string().nullish() });

type CreateStore = z.input<typeof input>;

/** Opens a store. Time zone, start of the day, currency and country default to the company's.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists the company has a store with this code
 *  @throws not_found      the company is none that the actor sees */
export function createStore(ctx: Ctx, raw: CreateStore): Promise<{ id: number; uuid: string }> {
  return inTransaction(ctx, (tx) => createStoreIn({ tx, ctx }, raw));
}

/** The same inside the caller's transaction. */
export async function createStoreIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  raw: CreateStore,
): Promise<{ id: number; uuid: string }> {
  const { companyId, terminalFields: fields, featureFlags: flags, ...profile } = parseInput(input, raw);
  authorize(ctx, 'store.create', { companyId });
  const company = await tx.company.findFirst({ where: { id: companyId, deletedAt: null } });
  if (!company) throw new DomainError('not_found', { companyId });
  const version = await nextVersions(tx, companyId);
  await requireReferences(tx, companyId, { ...profile, storeId: null });
  const data = {
    ...known(profile),
    name: profile.name,
    code: profile.code,
    timeZone: profile.timeZone ?? company.timeZone,
    currency: profile.currency ?? company.currency,
    countryId: profile.countryId ?? company.countryId,
    dayStartMinutes: profile.dayStartMinutes ?? company.dayStartMinutes,
    featureFlags: JSON.stringify(featureFlags.parse(flags ?? {})),
    terminalFields: JSON.stringify(fields ?? {}),
  };
  try {
    const store = await tx.store.create({
      data: { ...data, uuid: newId(), companyId, version, createdAt: ctx.now() },
      select: { id: true, uuid: true },
    });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'store.create',
      subjectType: 'store',
      subjectId: store.id,
      after: data,
    });
    return store;
  } catch (error) {
    if (!isUniqueViolation(error, 'stores', ['company_id', 'code'])) throw error;
    throw taken('code', `The company has a store with the code ${profile.code} already.`);
  }
}

/** Without the keys whose value is undefined: Prisma's types tell "not said" from "said nothing". */
export function known<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

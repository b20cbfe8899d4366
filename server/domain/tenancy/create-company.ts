import { z } from 'zod';
import { findCurrency } from '../../core/currencies.ts';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { can } from './authorize.ts';
import { parseInput } from './input.ts';
import { isReservedSlug, slugFrom, variedSlug } from './slug.ts';

const companySchema = z.object({
  name: z.string().trim().min(1, 'Give the company a name.').max(200, 'A name has at most 200 characters.'),
  companiesHouseNumber: z.string().trim().max(32).default(''),
  vatNumber: z.string().trim().max(32).default(''),
  registeredOffice: z.string().trim().max(2000).default(''),
  currency: z
    .string()
    .refine((code) => findCurrency(code) !== null, 'This is not an ISO 4217 currency.')
    .default('GBP'),
  timeZone: z.string().refine(isTimeZone, 'This is not a time zone.').default('Europe/London'),
  /** First part of its terminals' identity, unique in the hub; without one the next free `OFFICE-…` is taken. */
  officeCode: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,32}$/, 'Use letters, digits and . _ - only, at most 32.')
    .optional(),
  /** Who owns it; only the hub itself and its staff may name somebody else than the actor. */
  ownerUserId: z.string().optional(),
});

export type CreateCompany = z.input<typeof companySchema>;

export interface CreatedCompany {
  id: number;
  uuid: string;
  slug: string;
  officeCode: string;
}

/** Tries with fresh slugs and codes when others were faster. */
const attempts = 5;

/** Creates a company; its owner becomes owner and administrator. Anybody who is signed in may, any number of times; the same
 *  name may exist twice. The slug is made from the name and never changes.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists the office code is taken
 *  @throws forbidden      another person was named as owner without being staff */
export async function createCompany(ctx: Ctx, input: CreateCompany): Promise<CreatedCompany> {
  const company = parseInput(companySchema, input);
  const ownerUserId = ownerOf(ctx, company.ownerUserId);
  const base = slugFrom(company.name);
  for (let attempt = 1; ; attempt++) {
    const slug = attempt === 1 && !isReservedSlug(base) ? base : variedSlug(base);
    try {
      return await inTransaction(ctx, (tx) => insertCompany(tx, ctx, { ...company, slug, ownerUserId }));
    } catch (error) {
      const codeTaken = isUniqueViolation(error, 'companies', ['office_code']);
      if (codeTaken && company.officeCode !== undefined) {
        const errors = [{ path: 'officeCode', message: 'This office code is taken.' }];
        throw new DomainError('already_exists', { errors }, 'This office code is taken.');
      }
      if (attempt === attempts || !(codeTaken || isUniqueViolation(error, 'companies', ['slug']))) throw error;
    }
  }
}

function ownerOf(ctx: Ctx, named: string | undefined): string {
  const { actor } = ctx;
  if (actor.kind === 'anonymous') throw new DomainError('not_signed_in');
  const mayName = actor.kind === 'system' || can(ctx, 'staff.admin');
  const ownerUserId = named ?? (actor.kind === 'user' ? actor.userId : undefined);
  if (ownerUserId === undefined) throw new DomainError('invalid_input', {}, 'Say who owns the company.');
  const isOwn = actor.kind === 'user' && actor.userId === ownerUserId;
  if (!isOwn && !mayName) throw new DomainError('forbidden', { action: 'company.create' });
  return ownerUserId;
}

type NewCompany = z.output<typeof companySchema> & { slug: string; ownerUserId: string };

async function insertCompany(tx: Tx, ctx: Ctx, input: NewCompany): Promise<CreatedCompany> {
  const { ownerUserId, officeCode, ...fields } = input;
  const now = ctx.now();
  const owner = await tx.user.findUnique({ where: { id: ownerUserId }, select: { username: true } });
  if (owner === null) throw new DomainError('not_found', { userId: ownerUserId });
  const data = {
    ...fields,
    officeCode: officeCode ?? (await freeOfficeCode(tx)),
    uuid: newId(),
    createdAt: now,
    version: await nextVersions(tx, null),
  };
  const company = await tx.company.create({ data, select: { id: true, uuid: true, slug: true, officeCode: true } });
  await tx.companyMembership.create({
    data: {
      id: newId(),
      companyId: company.id,
      userId: ownerUserId,
      isOwner: true,
      isAdministrator: true,
      joinedAt: now,
    },
    select: { id: true },
  });
  await recordAudit(tx, ctx, {
    companyId: company.id,
    action: 'company.create',
    subjectType: 'company',
    subjectId: company.id,
    after: { ...fields, officeCode: company.officeCode, owner: owner.username },
  });
  return company;
}

/** `OFFICE-` and the next number that nobody has. */
async function freeOfficeCode(tx: Tx): Promise<string> {
  const last = await tx.company.findFirst({ orderBy: { id: 'desc' }, select: { id: true } });
  for (let number = (last?.id ?? 0) + 1; ; number++) {
    const officeCode = `OFFICE-${String(number).padStart(3, '0')}`;
    const taken = await tx.company.findUnique({ where: { officeCode }, select: { id: true } });
    if (taken === null) return officeCode;
  }
}

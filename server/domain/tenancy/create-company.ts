import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { can } from './authorize.ts';
import { companyFields } from './company-fields.ts';
import { parseInput } from './input.ts';
import { isReservedSlug, slugFrom, variedSlug } from './slug.ts';

const { shape } = companyFields;

const companySchema = companyFields.extend({
  companiesHouseNumber: shape.companiesHouseNumber.default(''),
  vatNumber: shape.vatNumber.default(''),
  registeredOffice: shape.registeredOffice.default(''),
  currency: shape.currency.default('GBP'),
  timeZone: shape.timeZone.default('Europe/London'),
  dayStartMinutes: shape.dayStartMinutes.default(0),
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

/** Its address would be that of a page of the hub, so that it could never be opened. */
const collision = {
  path: 'name',
  message: 'The address of this company would be that of another page. Add a word to the name, such as the town.',
};

/** Tries with fresh slugs and codes when others were faster. */
const attempts = 5;

/** Creates a company; its owner becomes owner and administrator. Anybody who is signed in may, any number of times; the same
 *  name may exist twice. The slug is made from the name and never changes.
 *  @throws invalid_input  a field breaks its rule, or the slug would be a word that fixed addresses need
 *  @throws already_exists the office code is taken
 *  @param furnish what else the company begins with, in the same transaction
 *  @throws forbidden      another person was named as owner without being staff */
export async function createCompany(
  ctx: Ctx,
  input: CreateCompany,
  furnish?: (tx: Tx, company: CreatedCompany) => Promise<void>,
): Promise<CreatedCompany> {
  const company = parseInput(companySchema, input);
  const ownerUserId = ownerOf(ctx, company.ownerUserId);
  const base = slugFrom(company.name);
  if (isReservedSlug(base)) throw new DomainError('invalid_input', { errors: [collision] });
  for (let attempt = 1; ; attempt++) {
    const slug = attempt === 1 ? base : variedSlug(base);
    try {
      return await inTransaction(ctx, async (tx) => {
        const created = await insertCompany(tx, ctx, { ...company, slug, ownerUserId });
        await furnish?.(tx, created);
        return created;
      });
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

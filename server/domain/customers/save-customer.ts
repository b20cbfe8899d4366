import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { trimmed } from '../../core/trimmed.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { erasedSentence, isWalkInName, neededSentence, phoneReader, walkInSentence } from './customer-rules.ts';
import * as tables from './tables.ts';

const line = (most: number) => z.string().overwrite(trimmed).max(most, `Use at most ${most} characters.`);
const email = line(100).refine(
  (text) => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  'This is no e-mail address.',
);
const day = z.string().refine((text) => text === '' || isPastDay(text), 'Give a day in the past, such as 1990-12-31.');

const said = {
  name: line(50).min(1, 'Give a name.'),
  lastName: line(50),
  phoneNumber: line(40),
  email,
  addressLine1: line(100),
  addressLine2: line(100),
  addressLine3: line(100),
  zipCode: line(50),
  taxId: line(50),
  description: line(500),
  dateOfBirth: day,
  /** What the person allowed: advertising at all, by text message, by mail. */
  marketingConsent: z.boolean(),
  smsConsent: z.boolean(),
  emailConsent: z.boolean(),
};

const input = z.object({
  companyId: z.int(),
  /** Absent: a new one. */
  customerId: z.string().optional(),
  /** Version that the page carried. */
  seen: z.int().optional(),
  /** Absent: as it is; somebody new is in use. */
  isActive: z.boolean().optional(),
  ...said,
});

/** Adds a customer, or changes one; the walk-in customer, in whose name every other sale is booked, keeps a name that tills
 *  recognise.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists another customer has this phone number; the sentence names them
 *  @throws conflict       the walk-in customer cannot be renamed or put out of use, somebody erased not be filled again
 *  @throws stale, not_found, forbidden */
export async function saveCustomer(ctx: Ctx, raw: z.input<typeof input>): Promise<{ id: string }> {
  const { companyId, customerId, seen, isActive, ...person } = parse(input, raw);
  authorize(ctx, 'customer.write', { companyId });
  return inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = customerId === undefined ? null : await findCustomer(tx, { companyId, customerId, seen });
    if (before?.isWalkIn && !isWalkInName(person.name)) {
      throw new DomainError('invalid_input', { errors: [{ path: 'name', message: walkInSentence }] });
    }
    if (before?.isWalkIn && isActive === false) throw new DomainError('conflict', {}, neededSentence);
    const phoneNormalized = (await phoneReader(tx, companyId))(person.phoneNumber);
    if (phoneNormalized !== null) await refuseTaken(tx, { companyId, customerId, phoneNormalized });
    const { ids } = await putRowsIn({ tx, ctx }, tables.customers, {
      companyId,
      rows: [
        {
          ...(before && keptFields(before)),
          ...columnsOf(person, before?.terminalFields),
          ...(isActive !== undefined && { isActive }),
          phoneNormalized,
        },
      ],
    });
    return { id: ids[0] as string };
  });
}

/** Takes a customer out of use, or back into it; tills hear of it at their next refresh.
 *  @throws conflict  the walk-in customer is needed
 *  @throws stale, not_found, forbidden */
export async function setCustomerActive(
  ctx: Ctx,
  { isActive, ...named }: { companyId: number; customerId: string; seen: number; isActive: boolean },
): Promise<void> {
  const { companyId } = named;
  authorize(ctx, 'customer.write', { companyId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = await findCustomer(tx, named);
    if (before.isWalkIn) throw new DomainError('conflict', {}, neededSentence);
    const rows = [{ ...keptFields(before), ...plainFields(before), isActive }];
    await putRowsIn({ tx, ctx }, tables.customers, { companyId, rows });
  });
}

type Before = Awaited<ReturnType<typeof findCustomer>>;

/** A customer who was not erased.
 *  @throws not_found, stale, conflict */
export async function findCustomer(
  tx: Tx,
  { companyId, customerId, seen }: { companyId: number; customerId: string; seen: number | undefined },
) {
  const customer = await tx.customer.findFirst({ where: { id: customerId, companyId } });
  if (!customer) throw new DomainError('not_found', { customerId });
  if (customer.erasedAt !== null) throw new DomainError('conflict', {}, erasedSentence);
  refuseStale(customer, seen);
  return customer;
}

function keptFields({ id, isWalkIn, isActive, deletedAt }: Before) {
  return { id, isWalkIn, isActive, deletedAt };
}

function plainFields(row: Before) {
  const { name, lastName, phoneNumber, phoneNormalized, email: address, zipCode, taxId, terminalFields } = row;
  const { addressLine1, addressLine2, addressLine3 } = row;
  const lines = { addressLine1, addressLine2, addressLine3 };
  return { name, lastName, phoneNumber, phoneNormalized, email: address, zipCode, taxId, terminalFields, ...lines };
}

type Person = Omit<z.output<typeof input>, 'companyId' | 'customerId' | 'seen' | 'isActive'>;

function columnsOf(person: Person, terminalFields = '{}') {
  const { description, dateOfBirth, marketingConsent, smsConsent, emailConsent, ...columns } = person;
  const fields = {
    ...(JSON.parse(terminalFields) as Record<string, unknown>),
    description: description || null,
    date_of_birth: dateOfBirth || null,
    marketing_consent: marketingConsent,
    sms_consent: smsConsent,
    email_consent: emailConsent,
  };
  return { ...columns, terminalFields: JSON.stringify(fields) };
}

async function refuseTaken(
  tx: Tx,
  {
    companyId,
    customerId,
    phoneNormalized,
  }: { companyId: number; customerId: string | undefined; phoneNormalized: string },
): Promise<void> {
  const other = await tx.customer.findFirst({
    where: { companyId, phoneNormalized },
    select: { id: true, name: true, lastName: true },
  });
  if (!other || other.id === customerId) return;
  const message = `The number belongs to “${`${other.name} ${other.lastName}`.trim()}”.`;
  throw new DomainError('already_exists', { errors: [{ path: 'phoneNumber', message }] }, message);
}

function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('invalid_input', { errors });
}

function isPastDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return (
    at !== null &&
    !Number.isNaN(at.getTime()) &&
    at.toISOString().startsWith(text) &&
    at.getFullYear() >= 1900 &&
    at < new Date()
  );
}

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { isMailAddress } from '../../core/mail-address.ts';
import type { StaffRole } from '../../core/scope.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from './authorize.ts';
import { inputErrors } from './input.ts';
import { hashPassword, passwordFaults } from './passwords.ts';
import { foldUsername, usernameSchema } from './usernames.ts';

const userSchema = z.object({
  username: usernameSchema,
  password: z.string(),
  email: z.string().refine(isMailAddress, 'This is not an e-mail address.').nullish(),
  /** One of the hub's, or empty: as the browser asks. */
  language: z.string().max(8).default(''),
  firstName: z.string().trim().max(150).default(''),
  lastName: z.string().trim().max(150).default(''),
});

export type CreateUser = z.input<typeof userSchema>;

export interface CreateStaff extends CreateUser {
  staffRole: StaffRole;
  /** Companies the person may see; null or left out: every company; an empty list: none. */
  companyIds?: readonly number[] | null;
}

/** What makes a person hub staff; `staffRole` null: nothing does. */
interface StaffFields {
  staffRole: StaffRole | null;
  companyIds: readonly number[] | null;
}

type NewPerson = z.output<typeof userSchema> & StaffFields;

/** A person ready to be written: checked, and the password hashed, which takes too long for a transaction. */
export interface PreparedPerson {
  person: NewPerson;
  passwordHash: string;
}

/** Registers a person. Nobody needs a right for it: registration is open, and the account reaches nothing until a company takes
 *  it in or it creates one.
 *  @throws invalid_input  the username or the password breaks a rule; `facts.errors` names the fields
 *  @throws already_exists the username is taken, in any case or composition */
export async function createUser(ctx: Ctx, input: CreateUser): Promise<{ id: string }> {
  const prepared = await preparePerson(input, { staffRole: null, companyIds: null });
  return onTakenUsername(inTransaction(ctx, (tx) => insertPerson(tx, ctx, prepared)));
}

/** Creates an account of the hub's own staff.
 *  @throws as `createUser`, and forbidden unless the actor administers staff */
export async function createStaff(ctx: Ctx, input: CreateStaff): Promise<{ id: string }> {
  authorize(ctx, 'staff.admin');
  const { staffRole, companyIds = null, ...person } = input;
  const prepared = await preparePerson(person, { staffRole, companyIds });
  return onTakenUsername(inTransaction(ctx, (tx) => insertPerson(tx, ctx, prepared)));
}

/** Checks every field, the password also against the person's names, and hashes the password.
 *  @throws invalid_input with all faults of all fields at once */
export async function preparePerson(input: CreateUser, staff: StaffFields): Promise<PreparedPerson> {
  const parsed = userSchema.safeParse(input);
  const errors = [...(parsed.success ? [] : inputErrors(parsed.error)), ...passwordFaults(input.password, input)];
  if (!parsed.success || errors.length > 0) throw new DomainError('invalid_input', { errors });
  return { person: { ...parsed.data, ...staff }, passwordHash: await hashPassword(input.password) };
}

/** Writes the account and its audit entry. A taken username surfaces as a unique violation. */
export async function insertPerson(tx: Tx, ctx: Ctx, prepared: PreparedPerson): Promise<{ id: string }> {
  const { person, passwordHash } = prepared;
  const id = newId();
  const now = ctx.now();
  await tx.user.create({
    data: {
      id,
      username: person.username,
      usernameFolded: foldUsername(person.username),
      email: person.email ?? null,
      language: person.language,
      firstName: person.firstName,
      lastName: person.lastName,
      passwordHash,
      staffRole: person.staffRole,
      staffLimited: person.companyIds !== null,
      createdAt: now,
      version: await nextVersions(tx, null),
    },
    select: { id: true },
  });
  if (person.companyIds !== null && person.companyIds.length > 0) {
    await tx.staffCompany.createMany({ data: person.companyIds.map((companyId) => ({ userId: id, companyId })) });
  }
  const { staffRole, companyIds } = person;
  await recordAudit(tx, ctx, {
    companyId: null,
    action: staffRole === null ? 'user.create' : 'staff.create',
    subjectType: 'user',
    subjectId: id,
    after: { username: person.username, ...(staffRole === null ? {} : { staffRole, companyIds }) },
  });
  return { id };
}

/** Turns the database's "username is taken" into the error that callers know. */
export async function onTakenUsername<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!isUniqueViolation(error, 'users', ['username_folded'])) throw error;
    const errors = [{ path: 'username', message: 'This username is taken.' }];
    throw new DomainError('already_exists', { errors }, 'This username is taken.');
  }
}

/** Cashiers with the passwords that tills compare: the file has them in clear text, the hub seals them. */

import { randomBytes } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import { assignCashier, createCashier, deleteCashier } from '../stores/index.ts';
import type { Run } from './adopt.ts';
import { Cells } from './cells.ts';

const table = 'cashier';

export async function adoptCashiers(run: Run, vault: Vault): Promise<void> {
  for (const page of run.source.pages(table, { order: 'coalesce(is_deleted, 0), rowid', size: 100 })) {
    for (const row of page) {
      const cells = new Cells(row);
      await adoptCashier(run, cells, vault);
      for (const note of cells.notes) run.findings.changed(table, note, cells.name);
    }
    run.advance(page.length, table);
  }
}

/** Names and numbers that a dry run has given away, as the database would know them. */
const promised = { names: 'cashier.userName', numbers: 'cashier.number' };

async function adoptCashier(run: Run, cells: Cells, vault: Vault): Promise<void> {
  const { ctx, findings, place } = run;
  const example = cells.name;
  const cashier = read(cells);
  if (typeof cashier === 'string') {
    findings.add(table, 'skipped', { reason: cashier, example });
    return;
  }
  const { id, userName, number } = cashier;
  const { companyId } = place;
  const known = await ctx.db.reader.cashier.findFirst({ where: { id }, select: { companyId: true, userName: true } });
  if (known) {
    if (known.companyId === companyId) {
      findings.add(table, 'known');
      if (!run.dryRun) await settle(run, cashier);
    } else findings.add(table, 'conflicting', { reason: 'its id belongs to another company', example });
    return;
  }
  const others = await ctx.db.reader.cashier.findMany({
    where: { companyId, OR: [{ userName }, { number }] },
    select: { userName: true },
  });
  const nameKey = `${promised.names} ${userName}`;
  const numberKey = `${promised.numbers} ${number}`;
  if (others.some((other) => other.userName === userName) || run.promised.keys.has(nameKey)) {
    findings.add(table, 'conflicting', { reason: 'another cashier has this user name and stays', example });
    return;
  }
  const isNumberTaken = others.length > 0 || run.promised.keys.has(numberKey);
  if (isNumberTaken) cells.notes.push('no was not free at the hub: the next free one was given');
  for (const key of [nameKey, numberKey]) run.promised.keys.add(key);
  try {
    if (!run.dryRun) await write(run, isNumberTaken ? { ...cashier, number: undefined } : cashier, vault);
    findings.add(table, 'new');
  } catch (error) {
    if (!(error instanceof DomainError) || !['invalid_input', 'already_exists'].includes(error.code)) throw error;
    const first = error.facts.errors?.[0];
    findings.add(table, 'skipped', { reason: first ? `${first.path}: ${first.message}` : error.message, example });
  }
}

function read(c: Cells) {
  if (c.id === null) return 'its id is no UUID, or has become a number in the file';
  const userName = c.text('user_name', 50)?.normalize('NFKC').toLowerCase() ?? null;
  const number = c.int('no');
  if (userName === null) return 'user_name is empty';
  if (number === null || number < 1 || number > 999_999) return 'no: must be from 1 to 999999';
  const password = c.text('password', 50);
  if (password === null) c.notes.push('has no password: taken over as inactive, with one that nobody knows');
  return {
    id: c.id,
    userName,
    number,
    firstName: c.text('name', 50) ?? '',
    lastName: c.text('last_name', 50) ?? '',
    identityNumber: c.text('identity_number', 24) ?? '',
    description: c.text('description', 100) ?? '',
    isAdministrator: c.flag('is_administrator', false),
    isManager: c.flag('is_manager', false),
    isActive: password !== null && c.flag('is_active', false),
    password: password ?? randomBytes(24).toString('base64url'),
    isDeleted: c.deletedAt !== null,
  };
}

type ReadCashier = Exclude<ReturnType<typeof read>, string>;
/** Without a number: the next free one. */
type NewCashier = Omit<ReadCashier, 'number'> & { number: number | undefined };

async function write(run: Run, cashier: NewCashier, vault: Vault): Promise<void> {
  const { isDeleted: _isDeleted, ...profile } = cashier;
  await createCashier(run.ctx, { ...profile, companyId: run.place.companyId }, vault);
  await settle(run, cashier);
}

/** Where they work, and that they have left: also for somebody whom a run that was broken off has only just created. */
async function settle(
  { ctx, place: { storeId } }: Run,
  { id, isDeleted }: Pick<ReadCashier, 'id' | 'isDeleted'>,
): Promise<void> {
  const { deletedAt, stores } = await ctx.db.reader.cashier.findUniqueOrThrow({
    where: { id },
    select: { deletedAt: true, stores: { where: { storeId: storeId ?? 0 }, select: { id: true } } },
  });
  if (deletedAt !== null) return;
  if (storeId !== null && stores.length === 0) await assignCashier(ctx, { cashierId: id, storeId });
  if (isDeleted) await deleteCashier(ctx, id);
}

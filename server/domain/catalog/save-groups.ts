/** VAT rates, departments and their divisions: saved and deleted one by one. A version that a page carried is checked; deleted
 *  rows keep their codes and can be restored. No reason is asked for. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { trimmed } from '../../core/trimmed.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import * as tables from './tables.ts';

const line = (most: number) => z.string().overwrite(trimmed).max(most, `Use at most ${most} characters.`);
/** Without an id: a new one. */
const whichRow = { companyId: z.int(), id: z.string().optional(), seen: z.int().optional() };
const percent = z
  .int('Give the rate in percent, such as 20.')
  .min(0, 'A rate is at least 0.')
  .max(10_000, 'A rate is at most 100.');

const vatRateInput = z.object({
  ...whichRow,
  /** What tills call it; absent: the next free one. */
  number: z
    .int('Give a whole number.')
    .min(1, 'Give a number from 1 on.')
    .max(99, 'Give a number up to 99.')
    .optional(),
  name: line(50).min(1, 'Give the rate a name.'),
  rateBasisPoints: percent,
  description: line(100).default(''),
});

const departmentInput = z.object({
  ...whichRow,
  /** 1 to 99; absent: the next free one. */
  code: z
    .int('Give a whole number.')
    .min(1, 'Departments have numbers from 1 to 99.')
    .max(99, 'Departments have numbers from 1 to 99.')
    .optional(),
  name: line(50).min(1, 'Give the department a name.'),
  vatRateId: z.string().min(1, 'Choose a VAT rate.'),
});

const divisionInput = z.object({
  ...whichRow,
  /** From 100 on; absent: the department's number and the next free two digits. */
  code: z
    .int('Give a whole number.')
    .min(100, 'Divisions have numbers from 100 on.')
    .max(9_999_999, 'Give a shorter number.')
    .optional(),
  name: line(50).min(1, 'Give the division a name.'),
  departmentId: z.string().min(1, 'Choose a department.'),
});

type At = { tx: Tx; ctx: Ctx };

/** @throws invalid_input, already_exists (the number is taken), stale, not_found, forbidden */
export function saveVatRate(ctx: Ctx, raw: z.input<typeof vatRateInput>): Promise<{ id: string }> {
  const { companyId, id, seen, ...rate } = parse(vatRateInput, raw);
  return saving(ctx, companyId, async (at) => {
    const before = id === undefined ? null : await alive(at.tx.vatRate.findFirst({ where: { id, companyId } }), seen);
    const all = await at.tx.vatRate.findMany({ where: { companyId }, select: { id: true, number: true, name: true } });
    const number =
      rate.number ??
      before?.number ??
      freeNumber(
        all.map((each) => each.number),
        1,
      );
    refuseTaken(all, { id, isTaken: (each) => each.number === number, path: 'number', what: `The number ${number}` });
    const row = { ...rate, number, description: rate.description || null, ...(id !== undefined && { id }) };
    return firstId(await putRowsIn(at, tables.vatRates, { companyId, rows: [row] }));
  });
}

/** A new department gets its first division, of the same name: products belong to divisions.
 *  @throws as `saveVatRate` */
export function saveDepartment(ctx: Ctx, raw: z.input<typeof departmentInput>): Promise<{ id: string }> {
  const { companyId, id, seen, ...group } = parse(departmentInput, raw);
  return saving(ctx, companyId, async (at) => {
    const { tx } = at;
    const before =
      id === undefined ? null : await alive(tx.departmentMainGroup.findFirst({ where: { id, companyId } }), seen);
    const rate = await tx.vatRate.findFirst({ where: { id: group.vatRateId, companyId, deletedAt: null } });
    if (!rate) throw wrong('vatRateId', 'There is no such VAT rate in this company.');
    const all = await tx.departmentMainGroup.findMany({
      where: { companyId },
      select: { id: true, code: true, name: true },
    });
    const code =
      group.code ??
      (before
        ? Number(before.code)
        : freeNumber(
            all.map((each) => Number(each.code)),
            1,
          ));
    if (code > 99) throw wrong('code', 'There are 99 departments already.');
    refuseTaken(all, { id, isTaken: (each) => Number(each.code) === code, path: 'code', what: `The number ${code}` });
    const kept = before && {
      id: before.id,
      description: before.description,
      maxPriceE4: before.maxPriceE4,
      discountRateBasisPoints: before.discountRateBasisPoints,
    };
    const row = { ...kept, ...group, code: String(code) };
    const saved = firstId(await putRowsIn(at, tables.mainGroups, { companyId, rows: [row] }));
    if (before === null)
      await addDivision(at, { companyId, departmentId: saved.id, departmentCode: code, name: group.name });
    return saved;
  });
}

/** @throws as `saveVatRate` */
export function saveDivision(ctx: Ctx, raw: z.input<typeof divisionInput>): Promise<{ id: string }> {
  const { companyId, id, seen, code, departmentId, name } = parse(divisionInput, raw);
  return saving(ctx, companyId, async (at) => {
    const { tx } = at;
    const before =
      id === undefined ? null : await alive(tx.departmentSubGroup.findFirst({ where: { id, companyId } }), seen);
    const department = await tx.departmentMainGroup.findFirst({
      where: { id: departmentId, companyId, deletedAt: null },
    });
    if (!department) throw wrong('departmentId', 'There is no such department in this company.');
    if (before && before.mainGroupId !== departmentId)
      throw wrong('departmentId', 'A division stays in its department.');
    const wanted = code ?? (before ? Number(before.code) : undefined);
    return addDivision(at, {
      companyId,
      departmentId,
      departmentCode: Number(department.code),
      name,
      code: wanted,
      before,
    });
  });
}

interface NewDivision {
  companyId: number;
  departmentId: string;
  departmentCode: number;
  name: string;
  code?: number | undefined;
  before?: Awaited<ReturnType<Tx['departmentSubGroup']['findFirst']>>;
}

/** Adds a division, or changes `before`; its code is the department's number and the next free two digits. */
export async function addDivision(
  at: At,
  { companyId, departmentId, departmentCode, name, code: wanted, before }: NewDivision,
) {
  const all = await at.tx.departmentSubGroup.findMany({
    where: { companyId },
    select: { id: true, code: true, name: true },
  });
  const code =
    wanted ??
    freeNumber(
      all.map((each) => Number(each.code)),
      departmentCode * 100 + 1,
    );
  const id = before?.id;
  refuseTaken(all, { id, isTaken: (each) => Number(each.code) === code, path: 'code', what: `The number ${code}` });
  const kept = before && {
    id: before.id,
    description: before.description,
    maxPriceE4: before.maxPriceE4,
    discountRateBasisPoints: before.discountRateBasisPoints,
  };
  const row = { ...kept, code: String(code), name, mainGroupId: departmentId };
  return firstId(await putRowsIn(at, tables.subGroups, { companyId, rows: [row] }));
}

async function saving<T>(ctx: Ctx, companyId: number, work: (at: At) => Promise<T>): Promise<T> {
  authorize(ctx, 'catalog.write', { companyId });
  return inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    return work({ tx, ctx });
  });
}

function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('invalid_input', { errors });
}

async function alive<T extends { deletedAt: Date | null; version: number }>(
  finding: Promise<T | null>,
  seen: number | undefined,
): Promise<T> {
  const row = await finding;
  if (!row || row.deletedAt !== null) throw new DomainError('not_found');
  refuseStale(row, seen);
  return row;
}

/** The first number from `start` on that nobody has, deleted rows counted. */
function freeNumber(taken: readonly number[], start: number): number {
  const known = new Set(taken);
  let number = start;
  while (known.has(number)) number += 1;
  return number;
}

function refuseTaken<T extends { id: string; name: string }>(
  rows: readonly T[],
  { id, isTaken, path, what }: { id: string | undefined; isTaken(row: T): boolean; path: string; what: string },
): void {
  const other = rows.find((row) => row.id !== id && isTaken(row));
  if (!other) return;
  const message = `${what} belongs, or belonged, to “${other.name}”.`;
  throw new DomainError('already_exists', { errors: [{ path, message }] }, message);
}

function wrong(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path, message }] });
}

function firstId({ ids }: { ids: string[] }): { id: string } {
  return { id: ids[0] as string };
}

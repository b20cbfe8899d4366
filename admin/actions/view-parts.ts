/** Small pieces that document pages are made of. */

import type { Ctx } from '../../server/db/index.ts';
import { seesPersonalData } from '../../server/domain/tenancy/index.ts';
import { mask, personName } from '../adapter/field-rules.ts';
import { maskBody } from '../adapter/mask-body.ts';
import type { DocumentView, Fact, LinkCell, Section } from '../components/document-view.ts';
import { rootPath } from '../paths.ts';

export function linkTo(model: string, id: string | number): string {
  return `${rootPath}/resources/${model}/records/${encodeURIComponent(id)}/show`;
}

/** Facts without a value are left out: a page of empty fields hides the others. */
export function facts(...all: (Fact | null)[]): Fact[] {
  return all.filter((fact): fact is Fact => fact !== null && fact.value !== '');
}

export function fact(label: string, value: string | number | null | undefined, more: Partial<Fact> = {}): Fact | null {
  return value === null || value === undefined ? null : { label, value: String(value), ...more };
}

/** A column of a section: its label, how a row fills it, and whether it holds figures, or English words of ours. */
export type ColumnOf<R> = [label: string, text: (row: R) => string | LinkCell | null, holds?: 'figure' | 'word'];

/** A table, or nothing where there are no rows. Columns that no row fills are left out. */
export function table<R>(
  title: string,
  rows: readonly R[],
  columns: readonly ColumnOf<R>[],
  isStruck: (row: R) => boolean = () => false,
): Section[] {
  if (rows.length === 0) return [];
  const filled = columns.filter(([, text]) => rows.some((row) => (text(row) ?? '') !== ''));
  return [
    {
      title,
      columns: filled.map(([label, , holds]) => ({ label, isFigure: holds === 'figure', isWord: holds === 'word' })),
      rows: rows.map((row) => filled.map(([, text]) => text(row) ?? '')),
      struck: rows.flatMap((row, position) => (isStruck(row) ? [position] : [])),
    },
  ];
}

/** A document as it was received, without personal data for whoever may not see it. */
export function received(ctx: Ctx, title: string, value: unknown): DocumentView['raw'][number] {
  return raw(title, seesPersonalData(ctx) ? value : maskBody(value));
}

/** A text in which people write about people: the mask for whoever may not see it. */
export function aboutPeople(ctx: Ctx, text: string | null): string | null {
  return text === null || seesPersonalData(ctx) ? text : mask;
}

/** Indented JSON, folded away on the page. */
export function raw(title: string, value: unknown): DocumentView['raw'][number] {
  return { title, text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) };
}

/** Under which row of the hub a product is known that documents name by this id: its own, or one that the id was merged into. */
export async function productsOf(
  ctx: Ctx,
  companyId: number,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null && id !== ''))];
  if (wanted.length === 0) return new Map();
  const { reader } = ctx.db;
  const [known, seen] = await Promise.all([
    reader.product.findMany({ where: { companyId, id: { in: wanted } }, select: { id: true } }),
    reader.seenRecord.findMany({
      where: { companyId, kind: 'product', uuid: { in: wanted }, mergedIntoId: { not: null } },
      select: { uuid: true, mergedIntoId: true },
    }),
  ]);
  return new Map([
    ...seen.map(({ uuid, mergedIntoId }): [string, string] => [uuid, mergedIntoId ?? uuid]),
    ...known.map(({ id }): [string, string] => [id, id]),
  ]);
}

/** Names of master data by id, of one company or of the hub; ids that point nowhere are simply missing. */
export async function namesOf(
  ctx: Ctx,
  companyId: number,
  ids: Readonly<Record<'cashiers' | 'customers' | 'departments', readonly (string | null)[]>>,
): Promise<ReadonlyMap<string, string>> {
  const { reader } = ctx.db;
  const where = (list: readonly (string | null)[]) => ({
    companyId,
    id: { in: [...new Set(list.filter((id): id is string => id !== null && id !== ''))] },
  });
  const isMasked = !seesPersonalData(ctx);
  const [cashiers, customers, departments] = await Promise.all([
    reader.cashier.findMany({ where: where(ids.cashiers), select: { id: true, firstName: true, lastName: true } }),
    reader.customer.findMany({ where: where(ids.customers), select: { id: true, name: true, lastName: true } }),
    reader.departmentMainGroup.findMany({
      where: where(ids.departments),
      select: { id: true, code: true, name: true },
    }),
  ]);
  return new Map([
    ...cashiers.map(({ id, firstName, lastName }): [string, string] => [
      id,
      isMasked ? personName(ctx, 'Cashier', id) : `${firstName} ${lastName}`.trim(),
    ]),
    ...customers.map(({ id, name, lastName }): [string, string] => [
      id,
      isMasked ? personName(ctx, 'Customer', id) : `${name} ${lastName}`.trim(),
    ]),
    ...departments.map(({ id, code, name }) => [id, `${code} ${name}`] as const),
  ]);
}

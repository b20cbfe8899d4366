/** What addresses and bodies name by the ids and codes that people know. */

import { DomainError } from '../../core/errors.ts';
import { normalizeWireId } from '../../core/ids.ts';
import type { Ctx } from '../../db/index.ts';
import { type Action, authorize, can } from '../tenancy/index.ts';

/** A company by its slug or its id.
 *  @throws not_found there is none, or the actor is not of it: both look the same */
export async function findCompany(ctx: Ctx, named: string): Promise<{ id: number; slug: string; name: string }> {
  const uuid = normalizeWireId(named);
  const rows = await ctx.db.reader.company.findMany({
    where: { deletedAt: null, OR: [{ slug: named }, ...(uuid === null ? [] : [{ uuid }])] },
    select: { id: true, slug: true, name: true, uuid: true },
  });
  const company = rows.find((row) => row.uuid === uuid) ?? rows[0];
  if (!company) throw new DomainError('not_found', { company: named });
  authorize(ctx, 'company.see', { companyId: company.id });
  const { id, slug, name } = company;
  return { id, slug, name };
}

/** Numbers of the stores that a text means, by id or code; of those that are none, nothing. It says nothing about who may see
 *  them: use it to narrow what is seen anyway. */
export async function storesNamed(ctx: Ctx, companyId: number, named: string): Promise<number[]> {
  const uuid = normalizeWireId(named);
  const rows = await ctx.db.reader.store.findMany({
    where: { companyId, OR: [{ code: named }, ...(uuid === null ? [] : [{ uuid }])] },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Numbers of the terminals of an id, as `storesNamed`. */
export async function terminalsNamed(ctx: Ctx, companyId: number, named: string): Promise<number[]> {
  const uuid = normalizeWireId(named);
  if (uuid === null) return [];
  const rows = await ctx.db.reader.terminal.findMany({ where: { companyId, uuid }, select: { id: true } });
  return rows.map(({ id }) => id);
}

interface NamedStore {
  companyId: number;
  /** Id of the store on the wire. */
  uuid: string;
  /** What is to be done there. */
  action: Action;
  /** Where a body says it, for the error. */
  path: string;
}

/** The number of a store that a body names.
 *  @throws invalid_input there is none, or none that the actor may see or act in */
export async function storeOfBody(ctx: Ctx, { companyId, uuid, action, path }: NamedStore): Promise<number> {
  const store = await ctx.db.reader.store.findFirst({
    where: { companyId, uuid: normalizeWireId(uuid) ?? '', deletedAt: null },
    select: { id: true },
  });
  const where = store && { companyId, storeId: store.id };
  if (!where || !(can(ctx, action, where) || can(ctx, 'store.see', where))) {
    throw new DomainError('invalid_input', { errors: [{ path, message: 'is no store of this company' }] });
  }
  return where.storeId;
}

/** Numbers of terminals that a body names, in its order.
 *  @throws invalid_input one of them is none of the company's */
export async function terminalsOfBody(
  ctx: Ctx,
  { companyId, uuids, path }: { companyId: number; uuids: readonly string[]; path: string },
): Promise<number[]> {
  const wanted = uuids.map((uuid) => normalizeWireId(uuid) ?? '');
  const rows = await ctx.db.reader.terminal.findMany({
    where: { companyId, uuid: { in: wanted }, deletedAt: null },
    select: { id: true, uuid: true },
  });
  const known = new Map(rows.map((row) => [row.uuid, row.id]));
  return wanted.map((uuid, index) => {
    const id = known.get(uuid);
    if (id !== undefined) return id;
    const errors = [{ path: `${path}.${index}`, message: 'is no terminal of this company' }];
    throw new DomainError('invalid_input', { errors });
  });
}

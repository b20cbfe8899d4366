/** Warehouses of a company as its people keep them: of one store, or central. A version that a page carried is checked; deleted
 *  ones keep their codes and can be restored. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { trimmed } from '../../core/trimmed.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';
import * as tables from './tables.ts';

/** What a warehouse can be; tills know more words, which stay as they are. */
export const warehouseTypes = ['SALES_FLOOR', 'BACKROOM', 'MAIN'] as const;

const line = (most: number) => z.string().overwrite(trimmed).max(most, `Use at most ${most} characters.`);
const input = z.object({
  companyId: z.int(),
  /** Without an id: a new one. */
  id: z.string().optional(),
  seen: z.int().optional(),
  code: line(20).min(1, 'Give the warehouse a code.'),
  name: line(100).min(1, 'Give the warehouse a name.'),
  warehouseType: line(50).min(1, 'Choose what it is.'),
  /** Null: central. */
  storeId: z.int().nullable(),
  address: line(500).default(''),
  description: line(500).default(''),
  isActive: z.boolean().default(true),
});

/** Those that the actor sees: of their stores, and the central ones. Deleted ones too; small lists, a shop has dozens.
 *  @throws not_found, forbidden */
export async function listWarehouses(ctx: Ctx, companyId: number) {
  const all = can(ctx, 'stock.see', { companyId });
  const { companyIds, storeIds } = scopeFor(ctx, 'stock.see');
  if (!all && !companyIds?.includes(companyId)) authorize(ctx, 'stock.see', { companyId });
  const { reader } = ctx.db;
  const reached = all || storeIds === null ? {} : { OR: [{ storeId: { in: [...storeIds] } }, { storeId: null }] };
  const [rows, stores, sellers] = await Promise.all([
    reader.warehouse.findMany({
      where: { companyId, ...reached },
      include: {
        store: { select: { code: true, name: true } },
        _count: { select: { locations: { where: { deletedAt: null } } } },
      },
      orderBy: { code: 'asc' },
    }),
    reader.store.findMany({
      where: { companyId, deletedAt: null },
      select: { id: true, code: true, name: true },
      orderBy: { code: 'asc' },
    }),
    reader.store.findMany({
      where: { companyId, deletedAt: null, warehouseId: { not: null } },
      select: { warehouseId: true, name: true },
      orderBy: { code: 'asc' },
    }),
  ]);
  const mayWriteIn = (storeId: number | null) =>
    can(ctx, 'stock.write', storeId === null ? { companyId } : { companyId, storeId });
  return {
    warehouses: rows.map(({ _count, ...row }) => ({
      ...row,
      locations: _count.locations,
      /** Stores that sell from it. */
      sellers: sellers.filter(({ warehouseId }) => warehouseId === row.id).map(({ name }) => name),
      mayWrite: mayWriteIn(row.storeId),
    })),
    /** Where the actor may put one. */
    stores: stores.filter(({ id }) => mayWriteIn(id)),
    mayWriteCentral: mayWriteIn(null),
  };
}

/** @throws invalid_input, already_exists (the code is taken), stale, not_found, forbidden */
export async function saveWarehouse(ctx: Ctx, raw: z.input<typeof input>): Promise<{ id: string }> {
  const { companyId, id, seen, ...said } = input.parse(raw);
  judgeWriter(ctx, companyId, said.storeId);
  return inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = id === undefined ? null : await readRow(tx, { companyId, id, isDeleted: false });
    if (before) {
      judgeWriter(ctx, companyId, before.storeId);
      refuseStale(before, seen);
    }
    await judgeStore(tx, companyId, said.storeId);
    const taken = await tx.warehouse.findFirst({
      where: { companyId, code: said.code, ...(id !== undefined && { id: { not: id } }) },
      select: { name: true },
    });
    if (taken) {
      const message = `The code ${said.code} belongs to “${taken.name}”.`;
      throw new DomainError('already_exists', { errors: [{ path: 'code', message }] }, message);
    }
    const row = {
      ...said,
      address: said.address || null,
      description: said.description || null,
      terminalFields: before?.terminalFields ?? '{}',
      ...(id !== undefined && { id }),
    };
    const { ids } = await putRowsIn({ tx, ctx }, tables.warehouses, { companyId, rows: [row] });
    return { id: ids[0] ?? '' };
  });
}

/** Deletes or restores a warehouse.
 *  @throws conflict  a store sells from it, or it has places for goods
 *  @throws not_found, stale, forbidden */
export async function moveWarehouse(
  ctx: Ctx,
  { companyId, id, seen, isBack }: { companyId: number; id: string; seen: number; isBack: boolean },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const row = await readRow(tx, { companyId, id, isDeleted: isBack });
    judgeWriter(ctx, companyId, row.storeId);
    refuseStale(row, seen);
    if (!isBack) await refuseUsed(tx, id);
    const { code, name, warehouseType, storeId, description, address, isActive, terminalFields } = row;
    const kept = { id, code, name, warehouseType, storeId, description, address, isActive, terminalFields };
    const rows = [{ ...kept, deletedAt: isBack ? null : ctx.now() }];
    await putRowsIn({ tx, ctx }, tables.warehouses, { companyId, rows });
  });
}

function judgeWriter(ctx: Ctx, companyId: number, storeId: number | null): void {
  authorize(ctx, 'stock.write', storeId === null ? { companyId } : { companyId, storeId });
}

async function readRow(tx: Tx, { companyId, id, isDeleted }: { companyId: number; id: string; isDeleted: boolean }) {
  const row = await tx.warehouse.findFirst({
    where: { id, companyId, deletedAt: isDeleted ? { not: null } : null },
  });
  if (!row) throw new DomainError('not_found', { id });
  return row;
}

async function judgeStore(tx: Tx, companyId: number, storeId: number | null): Promise<void> {
  if (storeId === null) return;
  const store = await tx.store.findFirst({ where: { id: storeId, companyId, deletedAt: null }, select: { id: true } });
  if (!store) throw new DomainError('not_found', { storeId });
}

async function refuseUsed(tx: Tx, warehouseId: string): Promise<void> {
  const [stores, locations] = [
    await tx.store.count({ where: { warehouseId, deletedAt: null } }),
    await tx.warehouseLocation.count({ where: { warehouseId, deletedAt: null } }),
  ];
  if (stores > 0) throw new DomainError('conflict', { stores }, 'Stores sell from it: give them another first.');
  if (locations > 0) {
    throw new DomainError(
      'conflict',
      { locations },
      'Goods have their places in it: it can be put out of use instead.',
    );
  }
}

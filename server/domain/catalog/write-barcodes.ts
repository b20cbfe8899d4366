import { maskOf } from '../../core/barcodes.ts';
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { putRowsIn } from '../master-data/index.ts';
import * as tables from './tables.ts';

interface Wanted {
  companyId: number;
  productId: string;
  barcodes: readonly string[];
}

/** Gives a product these barcodes and no others. One that was deleted comes back under its old id, wherever it was.
 *  @returns the barcodes before and after; null: nothing changed
 *  @throws already_exists a barcode is another product's; the sentence names it
 *  @throws invalid_input  one is in the list twice */
export async function writeBarcodes(
  at: { tx: Tx; ctx: Ctx },
  { companyId, productId, barcodes }: Wanted,
): Promise<{ before: string[]; after: string[] } | null> {
  refuseTwice(barcodes);
  const { tx, ctx } = at;
  const held = await tx.productBarcode.findMany({ where: { productId, deletedAt: null }, orderBy: { barcode: 'asc' } });
  const before = held.map(({ barcode }) => barcode);
  const added = barcodes.filter((barcode) => !before.includes(barcode));
  const gone = held.filter(({ barcode }) => !barcodes.includes(barcode));
  if (added.length === 0 && gone.length === 0) return null;
  await refuseTaken(tx, { companyId, productId, barcodes: added });
  const masks = added.length === 0 ? [] : await tx.barcodeMask.findMany({ where: { companyId, deletedAt: null } });
  const rows = [
    ...gone.map(({ version: _version, createdAt: _created, updatedAt: _updated, companyId: _company, ...row }) => ({
      ...row,
      deletedAt: ctx.now(),
    })),
    ...added.map((barcode) => ({ barcode, productId, barcodeMaskId: maskOf(barcode, masks)?.id ?? null })),
  ];
  await putRowsIn(at, tables.barcodes, { companyId, rows, isAudited: false });
  return { before, after: [...barcodes].sort() };
}

function refuseTwice(barcodes: readonly string[]): void {
  const twice = barcodes.find((barcode, index) => barcodes.indexOf(barcode) !== index);
  if (twice === undefined) return;
  const message = `The barcode “${twice}” is in the list twice.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'barcodes', message }] });
}

async function refuseTaken(tx: Tx, { companyId, productId, barcodes }: Wanted): Promise<void> {
  if (barcodes.length === 0) return;
  const taken = await tx.productBarcode.findFirst({
    where: {
      ...{ companyId, barcode: { in: [...barcodes] }, deletedAt: null, productId: { not: productId } },
      // What a deleted product had is free again.
      product: { deletedAt: null },
    },
    include: { product: { select: { name: true, code: true } } },
  });
  if (!taken) return;
  const message = `The barcode “${taken.barcode}” belongs to “${taken.product.name}” (code “${taken.product.code}”).`;
  throw new DomainError('already_exists', { errors: [{ path: 'barcodes', message }] }, message);
}

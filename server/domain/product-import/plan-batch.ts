/** What a batch of rows would come to, beside the products that are there: new, changed, unchanged or wrong. */

import type { Ctx, Tx } from '../../db/index.ts';
import type { Fault, Lexicon, ReadRow } from './read-rows.ts';

/** A row of the file with where it stood. */
export interface FileRow {
  /** Line of the file. */
  line: number;
  cells: readonly string[];
  row: ReadRow;
  faults: Fault[];
}

/** Codes and barcodes that earlier rows of the file took. */
export interface Seen {
  codes: Map<string, number>;
  barcodes: Map<string, number>;
}

type StoredProduct = Awaited<ReturnType<typeof readProducts>>[number];

export interface PlannedProduct {
  line: number;
  before: StoredProduct | null;
  /** Fields as they will stand. */
  next: {
    code: string;
    name: string;
    shortName: string | null;
    description: string | null;
    subGroupId: string;
    unitId: string | null;
    purchasePriceE4: bigint | null;
  };
  /** Barcodes that are new to the product. */
  addedBarcodes: string[];
  /** Undefined: the file says none. */
  priceE4: bigint | undefined;
  heldPriceE4: bigint | null;
  isChanged: boolean;
}

export interface Plan {
  products: PlannedProduct[];
  wrong: FileRow[];
}

interface Place {
  companyId: number;
  storeId: number | null;
  currency: string;
  lexicon: Lexicon;
  seen: Seen;
}

/** Judges rows in their order. A product is recognised by its code, else by a barcode; barcodes are added and never taken away;
 *  what a file does not say stays. Reads only. */
export async function planBatch(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  place: Place,
  rows: readonly FileRow[],
): Promise<Plan> {
  const { companyId } = place;
  const readable = rows.filter(({ faults }) => faults.length === 0);
  const codes = readable.map(({ row }) => row.code).filter((code) => code !== '');
  const barcodes = readable.flatMap(({ row }) => row.barcodes ?? []);
  const holders = await tx.productBarcode.findMany({
    where: { companyId, barcode: { in: barcodes }, deletedAt: null, product: { deletedAt: null } },
    select: { barcode: true, productId: true, product: { select: { name: true, code: true } } },
  });
  const holderOf = new Map(holders.map((holder) => [holder.barcode, holder]));
  const stored = await readProducts(tx, {
    ...place,
    codes,
    ids: holders.map(({ productId }) => productId),
    now: ctx.now(),
  });
  const byCode = new Map(stored.map((product) => [product.code, product]));
  const byId = new Map(stored.map((product) => [product.id, product]));
  const plan: Plan = { products: [], wrong: [] };
  for (const each of rows) {
    const { row } = each;
    const faults = [...each.faults];
    const holder = (row.barcodes ?? []).map((barcode) => holderOf.get(barcode)).find((found) => found !== undefined);
    const before =
      row.code === '' ? (holder ? (byId.get(holder.productId) ?? null) : null) : (byCode.get(row.code) ?? null);
    if (faults.length === 0) faults.push(...clashes(each, { before, holderOf, seen: place.seen }));
    const next = nextOf(row, before, place.lexicon);
    if (faults.length === 0) faults.push(...missing(next));
    if (faults.length > 0) plan.wrong.push({ ...each, faults });
    else plan.products.push(planned(each, { before, next: next as PlannedProduct['next'] }));
  }
  return plan;
}

async function readProducts(
  tx: Tx,
  {
    companyId,
    storeId,
    currency,
    codes,
    ids,
    now,
  }: Omit<Place, 'lexicon' | 'seen'> & { codes: string[]; ids: string[]; now: Date },
) {
  const include = {
    barcodes: { where: { deletedAt: null }, select: { barcode: true } },
    prices: {
      where: { storeId, currency, deletedAt: null, OR: [{ validFrom: null }, { validFrom: { lte: now } }] },
      orderBy: [{ validFrom: 'desc' as const }, { version: 'desc' as const }],
    },
  };
  const found = await tx.product.findMany({ where: { companyId, code: { in: codes } }, include });
  const missing = [...new Set(ids)].filter((id) => !found.some((product) => product.id === id));
  return [
    ...found,
    ...(missing.length === 0 ? [] : await tx.product.findMany({ where: { id: { in: missing } }, include })),
  ];
}

function clashes(
  { line, row }: FileRow,
  {
    before,
    holderOf,
    seen,
  }: {
    before: StoredProduct | null;
    holderOf: ReadonlyMap<string, { productId: string; product: { name: string } }>;
    seen: Seen;
  },
): Fault[] {
  const faults: Fault[] = [];
  const first = seen.codes.get(row.code);
  if (row.code !== '' && first !== undefined)
    faults.push({ field: 'code', message: `Line ${first} has this code already.` });
  if (before?.deletedAt)
    faults.push({ field: 'code', message: `“${before.name}” with this code was deleted: restore it first.` });
  for (const barcode of row.barcodes ?? []) {
    const holder = holderOf.get(barcode);
    const taken = seen.barcodes.get(barcode);
    if (holder && holder.productId !== before?.id) {
      faults.push({ field: 'barcodes', message: `The barcode “${barcode}” belongs to “${holder.product.name}”.` });
    } else if (taken !== undefined)
      faults.push({ field: 'barcodes', message: `Line ${taken} has the barcode “${barcode}” already.` });
  }
  if (faults.length > 0) return faults;
  if (row.code !== '') seen.codes.set(row.code, line);
  for (const barcode of row.barcodes ?? []) seen.barcodes.set(barcode, line);
  return faults;
}

function nextOf(row: ReadRow, before: StoredProduct | null, { fallbackDivisionId }: Lexicon) {
  return {
    code: row.code || (before?.code ?? ''),
    name: row.name || (before?.name ?? ''),
    shortName: (row.shortName === undefined ? before?.shortName : row.shortName) || null,
    description: (row.description === undefined ? before?.description : row.description) || null,
    subGroupId: row.divisionId ?? before?.subGroupId ?? fallbackDivisionId,
    unitId: row.unitId ?? before?.unitId ?? null,
    purchasePriceE4: row.purchasePriceE4 ?? before?.purchasePriceE4 ?? null,
  };
}

function missing(next: ReturnType<typeof nextOf>): Fault[] {
  const faults: Fault[] = [];
  if (next.name === '') faults.push({ field: 'name', message: 'Give the product a name.' });
  if (next.subGroupId === null) faults.push({ field: 'department', message: 'Choose a department.' });
  return faults;
}

function planned({ line, row }: FileRow, { before, next }: Pick<PlannedProduct, 'before' | 'next'>): PlannedProduct {
  const held = new Set(before?.barcodes.map(({ barcode }) => barcode));
  const addedBarcodes = (row.barcodes ?? []).filter((barcode) => !held.has(barcode));
  const heldPriceE4 = before?.prices[0]?.priceE4 ?? null;
  const priceE4 = row.priceE4 ?? undefined;
  const names = Object.keys(next) as (keyof typeof next)[];
  const isChanged =
    before === null ||
    names.some((name) => (before[name] ?? null) !== (next[name] ?? null)) ||
    addedBarcodes.length > 0 ||
    (priceE4 !== undefined && priceE4 !== heldPriceE4);
  return { line, before, next, addedBarcodes, priceE4, heldPriceE4, isChanged };
}

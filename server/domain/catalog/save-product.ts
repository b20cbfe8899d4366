import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { trimmed } from '../../core/trimmed.ts';
import { type Ctx, inTransaction, type RawClient, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { holdRows, putRowsIn, refuseStale } from '../master-data/index.ts';
import { refuseFractions, type WantedPrice, writePrices } from '../pricing/index.ts';
import { authorize, can } from '../tenancy/index.ts';
import * as tables from './tables.ts';
import { writeBarcodes } from './write-barcodes.ts';

export const noDivisionSentence = 'There is no such division in this company.';

const line = (most: number) => z.string().overwrite(trimmed).max(most, `Use at most ${most} characters.`);
const money = z.bigint().min(0n).nullable();

const said = z.object({
  /** Empty: the next free number. */
  code: line(20),
  name: line(100).min(1, 'Give the product a name.'),
  shortName: line(50),
  description: line(150),
  /** A division; its department decides the VAT. */
  divisionId: z.string().min(1, 'Choose a department.'),
  unitId: z.string().nullable(),
  isScalable: z.boolean(),
  allowsDiscount: z.boolean(),
  allowsReturn: z.boolean(),
  barcodes: z.array(line(50).min(1)).max(50, 'A product has at most 50 barcodes.'),
  purchasePriceE4: money,
  /** Levels that are not said stay as they are. */
  prices: z
    .array(z.object({ storeId: z.int().nullable(), priceE4: money }))
    .max(1000)
    .refine(
      (levels) => new Set(levels.map(({ storeId }) => storeId)).size === levels.length,
      'Say one price for the company, and one for each store.',
    ),
});

const createInput = said.extend({ companyId: z.int() });
const changeInput = createInput.extend({ productId: z.string(), seen: z.int() });

type Said = z.output<typeof said>;
type At = { tx: Tx; ctx: Ctx };

/** Adds a product with its barcodes and prices: all of it or nothing.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists the code, or a barcode, is another product's
 *  @throws not_found      the company is none that the actor sees
 *  @throws forbidden      the actor may not write the catalogue */
export async function createProduct(ctx: Ctx, raw: z.input<typeof createInput>): Promise<{ id: string; code: string }> {
  const { companyId, ...product } = parse(createInput, raw);
  authorize(ctx, 'catalog.write', { companyId });
  return inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const code = product.code || (await nextCode({ tx, ctx }, companyId));
    await refuseTaken(tx, { companyId, code, productId: null });
    const { productId, ...written } = await write(
      { tx, ctx },
      { companyId, product: { ...product, code }, before: null },
    );
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'product.create', subjectType: 'product', subjectId: productId },
      after: written.after,
    });
    return { id: productId, code };
  });
}

/** Changes a product with its barcodes and prices; `seen` is what `getProduct` gave.
 *  @throws stale and those of `createProduct` */
export async function changeProduct(ctx: Ctx, raw: z.input<typeof changeInput>): Promise<void> {
  const { companyId, productId, seen, ...product } = parse(changeInput, raw);
  authorize(ctx, 'catalog.write', { companyId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = await readProduct(tx, { companyId, productId });
    if (before.deletedAt !== null) throw new DomainError('not_found', { productId });
    refuseStale({ version: before.seen }, seen);
    const code = product.code || before.code;
    await refuseTaken(tx, { companyId, code, productId });
    const written = await write({ tx, ctx }, { companyId, product: { ...product, code }, before });
    if (Object.keys(written.after).length === 0) return;
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'product.update', subjectType: 'product', subjectId: productId },
      before: written.before,
      after: written.after,
    });
  });
}

function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('invalid_input', { errors });
}

/** The whole row as it is stored, with the newest version of its parts. */
export async function readProduct(tx: Tx, { companyId, productId }: { companyId: number; productId: string }) {
  const product = await tx.product.findFirst({
    where: { id: productId, companyId },
    include: {
      barcodes: { where: { deletedAt: null } },
      prices: { where: { deletedAt: null }, select: { version: true } },
    },
  });
  if (!product) throw new DomainError('not_found', { productId });
  const versions = [product, ...product.barcodes, ...product.prices].map(({ version }) => version);
  return { ...product, seen: Math.max(...versions) };
}

type Before = Awaited<ReturnType<typeof readProduct>>;

/** What a put keeps of the row that is there, because no form says it. */
export function keptFields(row: Before) {
  const { manufacturerId, storeId, minStockE4, maxStockE4, allowsNegativeStock, terminalFields } = row;
  return { manufacturerId, storeId, minStockE4, maxStockE4, allowsNegativeStock, terminalFields };
}

async function write(
  at: At,
  { companyId, product, before }: { companyId: number; product: Said; before: Before | null },
) {
  const { divisionId, barcodes, prices, ...plain } = product;
  const groups = await groupsOf(at.tx, companyId, divisionId);
  const row = {
    ...(before && { ...keptFields(before), id: before.id }),
    ...plain,
    shortName: plain.shortName || null,
    description: plain.description || null,
    ...groups,
  };
  const { ids } = await putRowsIn(at, tables.products, { companyId, rows: [row], isAudited: false });
  const productId = ids[0] as string;
  const sides = sidesOf(before, row);
  const codes = await writeBarcodes(at, { companyId, productId, barcodes });
  if (codes) Object.assign(sides, join(sides, { barcodes: codes.before }, { barcodes: codes.after }));
  const wanted = await wantedPrices(at, companyId, prices);
  const changed = await writePrices(at, { companyId, productId, wanted });
  if (changed.length > 0) {
    const side = (pick: 'before' | 'after') =>
      changed.map(({ storeId, currency, ...each }) => ({ storeId, currency, price: each[pick] }));
    Object.assign(sides, join(sides, { prices: side('before') }, { prices: side('after') }));
  }
  return { productId, ...sides };
}

interface Sides {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

function join(sides: Sides, before: object, after: object): Sides {
  return { before: { ...sides.before, ...before }, after: { ...sides.after, ...after } };
}

/** The fields that differ, as they were and as they are. */
function sidesOf(before: Before | null, row: Record<string, unknown>): Sides {
  const old = (before ?? {}) as Record<string, unknown>;
  const names = Object.keys(row).filter((name) => name !== 'id' && (old[name] ?? null) !== (row[name] ?? null));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: before ? pick(old) : {}, after: pick(row) };
}

/** Department and division, and what tills call the VAT rate. The rate itself is the department's. */
async function groupsOf(tx: Tx, companyId: number, divisionId: string) {
  const division = await tx.departmentSubGroup.findFirst({
    where: { id: divisionId, companyId, deletedAt: null },
    include: { mainGroup: { include: { vatRate: true } } },
  });
  const main = division?.mainGroup;
  if (!division || !main || main.deletedAt !== null) {
    throw new DomainError('invalid_input', { errors: [{ path: 'divisionId', message: noDivisionSentence }] });
  }
  return { mainGroupId: main.id, subGroupId: division.id, vatNumber: main.vatRate?.number ?? 1, vatRateId: null };
}

/** Each level with its own currency. */
async function wantedPrices({ tx, ctx }: At, companyId: number, prices: Said['prices']): Promise<WantedPrice[]> {
  if (prices.length === 0) return [];
  const { currency } = await tx.company.findUniqueOrThrow({ where: { id: companyId }, select: { currency: true } });
  const stores = await tx.store.findMany({
    where: { companyId, deletedAt: null },
    select: { id: true, currency: true },
  });
  return prices.map(({ storeId, priceE4 }) => {
    const store = stores.find(({ id }) => id === storeId);
    if (storeId !== null && !(store && can(ctx, 'price.write', { companyId, storeId }))) {
      throw new DomainError('not_found', { storeId });
    }
    const level = store?.currency ?? currency;
    refuseFractions(priceE4, level);
    return { storeId, currency: level, priceE4 };
  });
}

async function refuseTaken(
  tx: Tx,
  { companyId, code, productId }: { companyId: number; code: string; productId: string | null },
): Promise<void> {
  const other = await tx.product.findFirst({
    where: { companyId, code },
    select: { id: true, name: true, deletedAt: true },
  });
  if (!other || other.id === productId) return;
  const message =
    other.deletedAt === null
      ? `The code “${code}” belongs to “${other.name}”.`
      : `The code “${code}” was that of “${other.name}”, which was deleted: restore it, or take another code.`;
  throw new DomainError('already_exists', { errors: [{ path: 'code', message }] }, message);
}

const largestCode = statement({
  params: { company: 'int' },
  returns: { largest: 'bigint?' },
  sql: (q) => `SELECT max(CAST(code AS BIGINT)) AS largest FROM products WHERE company_id = ${q.param('company')}
    AND length(code) <= 9 AND ltrim(code, '0123456789') = ''`,
});

/** One more than the largest code that is a number; deleted ones count. */
export async function nextCode({ tx, ctx }: { tx: RawClient; ctx: Ctx }, companyId: number): Promise<string> {
  const [found] = await ctx.db.dialect.query(tx, largestCode, { company: companyId });
  return String((found?.largest ?? 1000n) + 1n);
}

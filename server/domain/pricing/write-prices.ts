/** Prices of one product, level by level: the company's, and those that a store has of its own. */

import { z } from 'zod';
import { currencyDecimals } from '../../core/currencies.ts';
import { DomainError } from '../../core/errors.ts';
import { moneyToPlain } from '../../core/money.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { holdRows, putRowsIn, staleSentence } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { prices } from './tables.ts';

/** A price of the company (storeId null) or of one store; priceE4 null takes it away. */
export interface WantedPrice {
  storeId: number | null;
  currency: string;
  priceE4: bigint | null;
}

/** One level before and after, for the audit trail. */
interface PriceChange {
  storeId: number | null;
  currency: string;
  before: string | null;
  after: string | null;
}

interface At {
  tx: Tx;
  ctx: Ctx;
}

/** Writes those that differ from what holds now. Prices that begin later stay as they are.
 *  @returns what changed */
export async function writePrices(
  at: At,
  { companyId, productId, wanted }: { companyId: number; productId: string; wanted: readonly WantedPrice[] },
): Promise<PriceChange[]> {
  const changes: PriceChange[] = [];
  for (const { storeId, currency, priceE4 } of wanted) {
    const held = await heldPrice(at, { companyId, productId, storeId, currency });
    if ((held?.priceE4 ?? null) === priceE4) continue;
    const row = { productId, storeId, currency, priceE4: priceE4 ?? held?.priceE4 ?? 0n };
    const kept = held ? { id: held.id, validFrom: held.validFrom, validUntil: held.validUntil } : {};
    const gone = priceE4 === null ? { deletedAt: at.ctx.now() } : {};
    await putRowsIn(at, prices, { companyId, rows: [{ ...row, ...kept, ...gone }], isAudited: false });
    changes.push({
      storeId,
      currency,
      before: textOf(held?.priceE4 ?? null, currency),
      after: textOf(priceE4, currency),
    });
  }
  return changes;
}

function textOf(priceE4: bigint | null, currency: string): string | null {
  return priceE4 === null ? null : moneyToPlain(priceE4, currency);
}

interface Level {
  companyId: number;
  productId: string;
  storeId: number | null;
  currency: string;
}

/** The row of a level that holds now: the one that began last. */
async function heldPrice({ tx, ctx }: At, level: Level) {
  const now = ctx.now();
  const rows = await tx.price.findMany({
    where: {
      ...level,
      deletedAt: null,
      AND: [
        { OR: [{ validFrom: null }, { validFrom: { lte: now } }] },
        { OR: [{ validUntil: null }, { validUntil: { gt: now } }] },
      ],
    },
  });
  const begunAt = (row: (typeof rows)[number]) => row.validFrom?.getTime() ?? Number.NEGATIVE_INFINITY;
  return rows.sort((a, b) => begunAt(b) - begunAt(a) || b.version - a.version)[0] ?? null;
}

const input = z.object({
  companyId: z.int(),
  productId: z.string(),
  /** Null: the price of the company. */
  storeId: z.int().nullable(),
  /** Null takes the level's price away. */
  priceE4: z.bigint().min(0n).nullable(),
  /** What the page showed; a price that is another by now is not written over. */
  seenE4: z.bigint().nullable(),
});

/** Sets one price of one product.
 *  @throws not_found     the product or store is none of the company's, or the actor sees neither
 *  @throws forbidden     the actor may not set prices there
 *  @throws stale         somebody set another price since the page was read
 *  @throws invalid_input the price has more decimals than its currency */
export async function setPrice(ctx: Ctx, raw: z.input<typeof input>): Promise<void> {
  const { companyId, productId, storeId, priceE4, seenE4 } = input.parse(raw);
  authorize(ctx, 'price.write', storeId === null ? { companyId } : { companyId, storeId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const product = await tx.product.findFirst({ where: { id: productId, companyId, deletedAt: null } });
    const owner =
      storeId === null
        ? await tx.company.findFirst({ where: { id: companyId, deletedAt: null }, select: { currency: true } })
        : await tx.store.findFirst({ where: { id: storeId, companyId, deletedAt: null }, select: { currency: true } });
    if (!product || !owner) throw new DomainError('not_found', { productId, storeId });
    const { currency } = owner;
    refuseFractions(priceE4, currency);
    const held = await heldPrice({ tx, ctx }, { companyId, productId, storeId, currency });
    if ((held?.priceE4 ?? null) !== seenE4) throw new DomainError('stale', { productId }, staleSentence);
    const wanted = [{ storeId, currency, priceE4 }];
    const changed = await writePrices({ tx, ctx }, { companyId, productId, wanted });
    if (changed.length > 0) await recordPrices({ tx, ctx }, { companyId, productId, changed });
  });
}

/** Money finer than the currency's smallest coin cannot be charged. */
export function refuseFractions(priceE4: bigint | null, currency: string): void {
  const step = 10n ** BigInt(4 - currencyDecimals(currency));
  if (priceE4 === null || priceE4 % step === 0n) return;
  const decimals = currencyDecimals(currency);
  const message = `Use at most ${decimals} decimals.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'price', message }] });
}

/** The audit entry of a change of prices, under the product's name. */
function recordPrices(
  { tx, ctx }: At,
  { companyId, productId, changed }: { companyId: number; productId: string; changed: readonly PriceChange[] },
): Promise<void> {
  const side = (pick: 'before' | 'after') => ({
    prices: changed.map(({ storeId, currency, ...sides }) => ({ storeId, currency, price: sides[pick] })),
  });
  return recordAudit(tx, ctx, {
    companyId,
    action: 'product.price',
    subjectType: 'product',
    subjectId: productId,
    before: side('before'),
    after: side('after'),
  });
}

/** Targets: net sales of a month, VAT included, of one store or of the whole company, in one currency. */

import { z } from 'zod';
import { currencyDecimals } from '../../core/currencies.ts';
import { DomainError, type InputError } from '../../core/errors.ts';
import { moneyToText, readMoney } from '../../core/money.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, can, parseInput, scopeFor } from '../tenancy/index.ts';

export interface Target {
  /** Null: the company's. */
  storeId: number | null;
  /** `YYYY-MM` of business days. */
  month: string;
  currency: string;
  netE4: bigint;
}

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-11');

const targetFields = z.object({
  companyId: z.number().int(),
  targets: z
    .array(
      z.object({
        storeId: z.number().int().positive().nullable(),
        month,
        currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters of a currency, like EUR'),
        /** Decimal text, "12000.50"; empty: there is no target. */
        amount: z.string().trim().max(30),
      }),
    )
    .max(500),
});

export type SetTargets = z.input<typeof targetFields>;

/** The company's row is kept under store 0. */
const wholeCompany = 0;

/** No shop of ours sells for more in a month; sums of targets stay far below 64 bits. */
const mostE4 = 1_000_000_000_000n * 10_000n;

const selectTargets = statement({
  params: { company: 'int', from: 'text', to: 'text', is_everything: 'bool', stores: ['int'] },
  returns: { store_id: 'int', month: 'text', currency: 'text', net_e4: 'bigint' },
  sql: (q) => `SELECT x.store_id, x.month, x.currency, x.net_e4 FROM sales_targets x
    WHERE x.company_id = ${q.param('company')} AND x.month BETWEEN ${q.param('from')} AND ${q.param('to')}
      AND (${q.param('is_everything')} OR x.store_id IN ${q.list('stores')})
    ORDER BY x.month, x.store_id, x.currency`,
});

/** Targets of the months from and to, both included, as far as the person sees figures: the company's own only for whoever sees
 *  those of all its stores.
 *  @throws not_found no company whose figures the actor may see */
export async function listTargets(
  ctx: Ctx,
  { companyId, from, to }: { companyId: number; from: string; to: string },
): Promise<Target[]> {
  const { companyIds, storeIds } = scopeFor(ctx, 'figures.see');
  if (companyIds !== null && !companyIds.includes(companyId)) throw new DomainError('not_found', { companyId });
  const seen = { is_everything: storeIds === null, stores: storeIds ?? [] };
  const rows = await ctx.db.dialect.query(ctx.db.reader, selectTargets, { company: companyId, from, to, ...seen });
  return rows.map(({ store_id: storeId, net_e4: netE4, ...row }) => ({
    ...row,
    storeId: storeId === wholeCompany ? null : storeId,
    netE4,
  }));
}

/** The company's target by whoever may edit the company, a store's by whoever runs the store. */
export function mayEditTargets(
  ctx: Ctx,
  { companyId, storeId }: { companyId: number; storeId: number | null },
): boolean {
  return storeId === null ? can(ctx, 'company.edit', { companyId }) : can(ctx, 'store.manage', { companyId, storeId });
}

/** Sets and clears targets, all or none; what already is as asked is left alone and leaves no trace.
 *  @returns how many changed
 *  @throws not_found     a company or store that the actor may not see
 *  @throws forbidden     targets that the actor may not edit
 *  @throws invalid_input an amount that is none, negative, too large or finer than the currency; path `targets.<place>.amount` */
export async function setTargets(ctx: Ctx, input: SetTargets): Promise<{ changed: number }> {
  const { companyId, targets } = parseInput(targetFields, input);
  for (const { storeId } of targets) {
    if (storeId === null) authorize(ctx, 'company.edit', { companyId });
    else authorize(ctx, 'store.manage', { companyId, storeId });
  }
  const wanted = readAmounts(targets);
  return inTransaction(ctx, async (tx) => {
    await checkStores(tx, companyId, targets);
    let changed = 0;
    for (const target of wanted) changed += (await setTarget(tx, ctx, { companyId, ...target })) ? 1 : 0;
    return { changed };
  });
}

type Wanted = Omit<Target, 'netE4'> & { netE4: bigint | null };

function readAmounts(targets: z.output<typeof targetFields>['targets']): Wanted[] {
  const errors: InputError[] = [];
  const wanted = targets.map(({ amount, ...target }, place): Wanted => {
    if (amount === '') return { ...target, netE4: null };
    const reading = readMoney(amount);
    const fault = !reading.ok
      ? 'must be an amount'
      : reading.value < 0n || reading.value > mostE4
        ? 'must be an amount from 0 to 1,000,000,000,000'
        : reading.value % 10n ** BigInt(4 - currencyDecimals(target.currency)) === 0n
          ? null
          : 'has more decimals than the currency';
    if (fault) errors.push({ path: `targets.${place}.amount`, message: fault });
    return { ...target, netE4: reading.ok ? reading.value : null };
  });
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return wanted;
}

/** A store of another company under this company's id does not exist. */
async function checkStores(tx: Tx, companyId: number, targets: readonly { storeId: number | null }[]): Promise<void> {
  const ids = [...new Set(targets.flatMap(({ storeId }) => storeId ?? []))];
  const found = await tx.store.count({ where: { id: { in: ids }, companyId } });
  if (found < ids.length) throw new DomainError('not_found', { companyId });
}

async function setTarget(tx: Tx, ctx: Ctx, target: Wanted & { companyId: number }): Promise<boolean> {
  const { companyId, storeId, month: of, currency, netE4 } = target;
  const key = { companyId, storeId: storeId ?? wholeCompany, month: of, currency };
  const where = { companyId_storeId_month_currency: key };
  const before = await tx.salesTarget.findUnique({ where, select: { netE4: true } });
  if ((before?.netE4 ?? null) === netE4) return false;
  if (netE4 === null) await tx.salesTarget.delete({ where, select: { companyId: true } });
  else {
    const updatedAt = ctx.now();
    const data = { ...key, netE4, updatedAt };
    await tx.salesTarget.upsert({ where, create: data, update: { netE4, updatedAt }, select: { companyId: true } });
  }
  await recordAudit(tx, ctx, {
    companyId,
    action: netE4 === null ? 'target.clear' : 'target.set',
    subjectType: 'sales_target',
    subjectId: `${key.storeId}/${of}/${currency}`,
    ...(before && { before: { net: moneyToText(before.netE4) } }),
    ...(netE4 !== null && { after: { net: moneyToText(netE4) } }),
  });
  return true;
}

/** Layouts as people see them. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';
import { fillSlots, type KeySubject, productKeys } from './fill-slots.ts';
import { keySubjects } from './key-subjects.ts';
import type { LayoutRow } from './rows.ts';

const versionFields = { number: true, note: true, author: true, createdAt: true } as const;

/** The layouts that a company can use: its own, and the hub's, which comes first. `companyId` null is the hub's. `stores` and
 *  `terminals` are those of the company to which it is given; `ofCompany`: all others get it.
 *  @throws not_found the company is none that the actor sees */
export async function listLayouts(ctx: Ctx, companyId: number) {
  authorize(ctx, 'store.see', { companyId });
  const { storeIds } = scopeFor(ctx, 'store.see');
  const own = { companyId, deletedAt: null, ...(storeIds && { id: { in: [...storeIds] } }) };
  const [layouts, company] = await Promise.all([
    ctx.db.reader.terminalLayout.findMany({
      where: { deletedAt: null, OR: [{ companyId }, { companyId: null }] },
      select: {
        id: true,
        companyId: true,
        name: true,
        description: true,
        currentNumber: true,
        stores: { where: own, select: { id: true, code: true, name: true }, orderBy: { code: 'asc' } },
        terminals: {
          where: { companyId, deletedAt: null, store: own },
          select: { id: true, code: true, store: { select: { code: true, name: true } } },
          orderBy: { code: 'asc' },
        },
        versions: { select: versionFields, orderBy: { number: 'desc' } },
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    ctx.db.reader.company.findFirst({ where: { id: companyId, deletedAt: null }, select: { layoutId: true } }),
  ]);
  if (!company) throw new DomainError('not_found', { companyId });
  const isHub = (layout: { companyId: number | null }) => (layout.companyId === null ? 0 : 1);
  return layouts
    .sort((a, b) => isHub(a) - isHub(b))
    .map((layout) => ({
      ...layout,
      ofCompany: company.layoutId === null ? layout.companyId === null : company.layoutId === layout.id,
      mayChange: layout.companyId !== null && can(ctx, 'layout.manage', { companyId }),
    }));
}

/** One of them as far as its text depends on it.
 *  @throws not_found the company or the layout is none that the actor sees */
export async function getLayout(ctx: Ctx, { companyId, layoutId }: { companyId: number; layoutId: string }) {
  authorize(ctx, 'store.see', { companyId });
  const layout = await ctx.db.reader.terminalLayout.findFirst({
    where: { id: layoutId, deletedAt: null, OR: [{ companyId }, { companyId: null }] },
    select: { id: true, companyId: true, name: true, currentNumber: true },
  });
  if (!layout) throw new DomainError('not_found', { layoutId });
  return { ...layout, mayChange: layout.companyId !== null && can(ctx, 'layout.manage', { companyId }) };
}

export interface LayoutContent {
  forms: LayoutRow[];
  /** With slots, as they are edited. */
  controls: LayoutRow[];
}

/** The rows of one version.
 *  @throws not_found the layout or the version is none that the actor sees */
export async function getLayoutContent(
  ctx: Ctx,
  { companyId, layoutId, number }: { companyId: number; layoutId: string; number: number },
): Promise<LayoutContent> {
  authorize(ctx, 'store.see', { companyId });
  const version = await ctx.db.reader.terminalLayoutVersion.findFirst({
    where: { layoutId, number, layout: { deletedAt: null, OR: [{ companyId }, { companyId: null }] } },
    select: { id: true },
  });
  if (!version) throw new DomainError('not_found', { layoutId, number });
  const known = kept.get(ctx.db)?.get(version.id);
  return known ?? keepContent(ctx, version.id);
}

/** Contents that were looked at last, parsed: hundreds of kilobytes each, and a version never changes. */
const kept = new WeakMap<Ctx['db'], Map<string, LayoutContent>>();
const mostKept = 16;

async function keepContent({ db }: Ctx, versionId: string): Promise<LayoutContent> {
  const { forms, controls } = await db.reader.terminalLayoutVersion.findUniqueOrThrow({
    where: { id: versionId },
    select: { forms: true, controls: true },
  });
  const content = { forms: JSON.parse(forms) as LayoutRow[], controls: JSON.parse(controls) as LayoutRow[] };
  const contents = kept.get(db) ?? new Map<string, LayoutContent>();
  kept.set(db, contents);
  const [oldest] = contents.keys();
  if (contents.size >= mostKept && oldest !== undefined) contents.delete(oldest);
  contents.set(versionId, content);
  return content;
}

/** The controls as the terminals of a store get them.
 *  @throws not_found the store is none that the actor sees */
export async function fillForStore(
  ctx: Ctx,
  { companyId, storeId, layoutId }: { companyId: number; storeId: number; layoutId: string },
  controls: readonly LayoutRow[],
): Promise<LayoutRow[]> {
  const layout = await ctx.db.reader.terminalLayout.findFirst({
    where: { id: layoutId, deletedAt: null, OR: [{ companyId }, { companyId: null }] },
    select: { keyProducts: true },
  });
  if (!layout) throw new DomainError('not_found', { layoutId });
  const keyStore = await readKeyStore(ctx, { companyId, storeId }, layout.keyProducts);
  return fillSlots(controls, await keySubjects({ ctx, client: ctx.db.reader }, keyStore, productKeys(controls)));
}

/** Product keys of the hub's own layout; others may have more or fewer. */
const usualKeys = 20;

/** What the product keys of a store sell now, in their order.
 *  @throws not_found the store is none that the actor sees */
export async function readKeyProducts(
  ctx: Ctx,
  which: { companyId: number; storeId: number },
): Promise<readonly KeySubject[]> {
  const keyStore = await readKeyStore(ctx, which, '[]');
  return (await keySubjects({ ctx, client: ctx.db.reader }, keyStore, usualKeys)).products;
}

async function readKeyStore(ctx: Ctx, which: { companyId: number; storeId: number }, ofLayout: string) {
  const { companyId, storeId } = which;
  authorize(ctx, 'store.see', which);
  const store = await ctx.db.reader.store.findFirst({
    where: { id: storeId, companyId, deletedAt: null },
    select: { currency: true, keyProducts: true },
  });
  if (!store) throw new DomainError('not_found', { storeId });
  return { companyId, storeId, currency: store.currency, keyProducts: [store.keyProducts, ofLayout] as const };
}

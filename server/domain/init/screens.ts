/** The till's screens: the layout that holds for it, and what other layouts may have left behind. */
import type { Ctx, Tx } from '../../db/index.ts';
import { defaultLayoutId, fillSlots, keySubjects, type LayoutRow, productKeys } from '../layouts/index.ts';
import { wireDateTime } from './kinds.ts';
import type { Owner } from './own-rows.ts';
import type { SharedPart } from './part.ts';
import { screenState } from './positions.ts';
import { deletion } from './resource.ts';

interface Source {
  ctx: Pick<Ctx, 'db' | 'now'>;
  tx: Tx;
  owner: Owner;
}

interface Screens {
  forms: LayoutRow[];
  controls: LayoutRow[];
}

/** The layout that holds for a terminal: its own, its store's, its company's, or the hub's. */
function layoutOf(owner: Owner): string {
  return owner.layoutId ?? owner.store.layoutId ?? owner.company.layoutId ?? defaultLayoutId;
}

/** The screens of every till of a store that has the same layout. */
export function sharedScreens(ctx: Ctx, owner: Owner, state: string): SharedPart {
  return {
    scope: `screens ${owner.companyId} ${owner.storeId} ${layoutOf(owner)}`,
    state,
    write: (sink) =>
      ctx.db.snapshot(async (tx) => {
        sink.describe(await screenState(ctx, tx, owner), { from: ctx.now(), until: null });
        const { forms, controls } = await screenRows({ ctx, tx, owner });
        await sink.put(0, 'forms', inOneGroup(forms));
        await sink.put(0, 'form_controls', inOneGroup(controls));
      }),
  };
}

async function* inOneGroup(rows: readonly object[]): AsyncGenerator<string> {
  if (rows.length > 0) yield rows.map((row) => JSON.stringify(row)).join(',');
}

/** Forms and controls of the terminal's layout. Rows of earlier versions and of other layouts that it may have had go down as
 *  deleted. */
export async function screenRows(source: Source): Promise<Screens> {
  const { tx, owner } = source;
  const layoutId = layoutOf(owner);
  const versions = await tx.terminalLayoutVersion.findMany({
    where: { layout: { OR: [{ companyId: null }, { companyId: owner.companyId }] } },
    include: { layout: { select: { currentNumber: true, deletedAt: true, keyProducts: true } } },
    orderBy: { number: 'desc' },
  });
  const current = versions.find((each) => each.layoutId === layoutId && each.number === each.layout.currentNumber);
  const others = versions.filter((each) => each !== current);
  const at = new Date(Math.max(owner.store.createdAt.getTime(), ...versions.map((each) => each.createdAt.getTime())));
  const controls = current ? await filled(source, parse(current.controls), current.layout.keyProducts) : [];
  return {
    forms: withTombstones(
      current ? parse(current.forms) : [],
      others.map(({ forms }) => parse(forms)),
      at,
    ),
    controls: withTombstones(
      controls,
      others.map((each) => parse(each.controls)),
      at,
    ),
  };
}

function parse(json: string): LayoutRow[] {
  return JSON.parse(json) as LayoutRow[];
}

async function filled({ ctx, tx, owner }: Source, controls: LayoutRow[], ofLayout: string): Promise<LayoutRow[]> {
  if (!controls.some((control) => 'slot' in control)) return controls;
  const { companyId, storeId, store } = owner;
  const keyStore = {
    companyId,
    storeId,
    currency: store.currency,
    keyProducts: [store.keyProducts, ofLayout] as const,
  };
  return fillSlots(controls, await keySubjects({ ctx, client: tx }, keyStore, productKeys(controls)));
}

/** The living rows, and as deleted every row of the others under another id: hidden, and never the form to start with. */
function withTombstones(living: readonly LayoutRow[], others: readonly LayoutRow[][], at: Date): LayoutRow[] {
  const known = new Set(living.map(({ id }) => id));
  const rows = living.map((row) => ({ ...stamps(at), ...row, ...deletion(null) }));
  for (const other of others.flat()) {
    if (known.has(other.id)) continue;
    known.add(other.id);
    const { slot: _slot, ...row } = other;
    const hidden = { is_visible: false, ...('is_startup' in row && { is_startup: false }) };
    rows.push({ ...stamps(at), ...row, ...hidden, ...deletion(at) });
  }
  return rows;
}

function stamps(at: Date) {
  return {
    fk_cashier_create_id: null,
    fk_cashier_update_id: null,
    created_at: wireDateTime(at),
    updated_at: wireDateTime(at),
  };
}

/** The till's screens: the layout that holds for it, and what other layouts may have left behind. */
import { type Ctx, statement, type Tx } from '../../db/index.ts';
import { defaultLayoutId, fillSlots, type KeySubject, type LayoutRow } from '../layouts/index.ts';
import { wireDateTime } from './kinds.ts';
import type { Owner } from './own-rows.ts';
import { deletion } from './resource.ts';

/** Keys that a layout can have at most. */
const mostKeys = 200;

const keyProducts = statement({
  params: { company: 'int', store: 'int', most: 'int' },
  returns: { code: 'text', name: 'text', short_name: 'text?', keyboard: 'text?' },
  sql: (q) => `SELECT t.code, t.name, t.short_name, ${keyboardValue(q.provider)} AS keyboard
    FROM products t JOIN department_main_groups g ON g.id = t.main_group_id
    WHERE t.company_id = ${q.param('company')} AND t.deleted_at IS NULL
      AND (t.store_id IS NULL OR t.store_id = ${q.param('store')})
    ORDER BY (${keyboardValue(q.provider)}) IS NULL, ${keyboardValue(q.provider)}, length(g.code), g.code, length(t.code), t.code
    LIMIT ${q.param('most')}`,
});

/** Products that were given a key come first, in its order. */
function keyboardValue(provider: string): string {
  return provider === 'sqlite'
    ? "nullif(t.terminal_fields ->> 'keyboard_value', '')"
    : "nullif(t.terminal_fields::jsonb ->> 'keyboard_value', '')";
}

interface Source {
  ctx: Ctx;
  tx: Tx;
  owner: Owner;
}

interface Screens {
  forms: LayoutRow[];
  controls: LayoutRow[];
}

/** Forms and controls of the terminal's layout: its own, its store's, its company's, or the hub's. Rows of earlier versions
 *  and of other layouts that it may have had go down as deleted. */
export async function screenRows(source: Source): Promise<Screens> {
  const { tx, owner } = source;
  const layoutId = owner.layoutId ?? owner.store.layoutId ?? owner.company.layoutId ?? defaultLayoutId;
  const versions = await tx.terminalLayoutVersion.findMany({
    where: { layout: { OR: [{ companyId: null }, { companyId: owner.companyId }] } },
    include: { layout: { select: { currentNumber: true, deletedAt: true } } },
    orderBy: { number: 'desc' },
  });
  const current = versions.find((each) => each.layoutId === layoutId && each.number === each.layout.currentNumber);
  const others = versions.filter((each) => each !== current);
  const at = owner.updatedAt;
  const controls = current ? await filled(source, parse(current.controls)) : [];
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

async function filled({ ctx, tx, owner }: Source, controls: LayoutRow[]): Promise<LayoutRow[]> {
  if (!controls.some((control) => 'slot' in control)) return controls;
  const { companyId, storeId, store } = owner;
  const found = await ctx.db.dialect.query(tx, keyProducts, { company: companyId, store: storeId, most: mostKeys });
  const groups = await tx.departmentMainGroup.findMany({ where: { companyId, deletedAt: null } });
  const products = found.map(({ code, name, short_name }) => ({ code, caption: short_name ?? name }));
  const departments = groups
    .map(({ code, name }): KeySubject => ({ code, caption: name }))
    .filter(({ code }) => /^\d{1,2}$/.test(code))
    .sort((a, b) => Number(a.code) - Number(b.code));
  return fillSlots(controls, { products, departments, currency: store.currency });
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

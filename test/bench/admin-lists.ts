/** Every way in which staff can ask for a list: with each filter and each order that it offers. */
import type { HubResource } from '../../admin/adapter/resource.ts';
import type { ColumnInfo } from '../../admin/adapter/source.ts';
import { createResources } from '../../admin/options.ts';
import { openDatabase } from '../../server/db/index.ts';
import type { Visitor } from '../support/visitor.ts';
import { askFor, type Bench, type ListAddress, show, tell, timeAll, timeSlowAgain } from './admin-measures.ts';

interface Listed {
  meta: { total: number | null; sorts: Record<string, boolean>; isNumbered: boolean };
  records: { id: string; params: Record<string, unknown> }[];
}

/** Lists whose tables are large: asked for in every way. Of the others only the first page is asked for. */
const large: ReadonlySet<string> = new Set(['Transaction', 'Product', 'Customer', 'ProductBarcode']);
const rows = 25;
/** Pages by number: of the receipts and of other large lists, whether of all companies or merged from those of several. */
const farPages = { receipts: 20_000, others: 2_000 };
const mustMs = 100;

export async function measureLists(bench: Bench): Promise<void> {
  const db = await openDatabase({ url: bench.url });
  const resources = createResources(db);
  try {
    for (const [title, visitor] of [
      ['Lists', bench.visitor],
      ['Lists of staff that sees two companies', bench.limited],
    ] as const) {
      const addresses = await listAddresses(visitor, resources);
      tell(`${title}: ${addresses.length} pages, ${bench.times} times each`);
      const timed = await timeAll(bench, visitor, addresses);
      show(bench.found, title, await timeSlowAgain(bench, visitor, { addresses, timed, mustMs }), mustMs);
    }
  } finally {
    await db.close();
  }
}

async function listAddresses(visitor: Visitor, resources: readonly HubResource[]): Promise<ListAddress[]> {
  const found: ListAddress[] = [];
  for (const resource of resources) {
    const { model, label } = resource.source.definition;
    const base = `/admin/api/resources/${model}/actions/list?perPage=${rows}`;
    found.push({ name: label, address: base });
    if (large.has(model)) found.push(...(await variants(visitor, resource, base)));
  }
  return found;
}

async function variants(visitor: Visitor, { source }: HubResource, base: string): Promise<ListAddress[]> {
  const { model, label } = source.definition;
  const offered = [...source.columns.values()].filter(({ isFilterable }) => isFilterable);
  const names = offered.map(({ field }) => field.name).join();
  const { meta, records } = await askFor<Listed>(visitor, `${base}&columns=${names}`);
  const sample = records[Math.floor(records.length / 2)]?.params ?? {};
  const found: ListAddress[] = [{ name: `${label}, last page`, address: `${base}&at=last` }];
  const far = model === 'Transaction' ? farPages.receipts : farPages.others;
  found.push(...(await sorted(visitor, { label, base, meta, far })));
  const filters = offered.flatMap((info) => filtersOf(info, sample[info.field.name]));
  for (const filter of filters) {
    const address = `${base}&${filter}`;
    found.push({ name: `${label}: ${filter}`, address });
    const { sorts } = (await askFor<Listed>(visitor, address)).meta;
    for (const [name, isServed] of Object.entries(sorts)) {
      if (isServed)
        found.push({ name: `${label}: ${filter} by ${name}`, address: `${address}&sortBy=${name}&direction=desc` });
    }
  }
  // Two at once, as people narrow down.
  for (const [place, filter] of filters.entries()) {
    const both = `${filter}&${filters[(place + 1) % filters.length]}`;
    if (new Set(both.split('&').map((each) => each.split('=')[0])).size === 2)
      found.push({ name: `${label}: ${both}`, address: `${base}&${both}` });
  }
  for (const text of ['olive', 'zzzznothing'])
    found.push({ name: `${label}: search ${text}`, address: `${base}&filters.search=${text}` });
  return found;
}

interface Sorted {
  label: string;
  base: string;
  meta: Listed['meta'];
  far: number;
}

/** Each order, its first and a far page. */
async function sorted(visitor: Visitor, { label, base, meta, far }: Sorted): Promise<ListAddress[]> {
  const page = far.toLocaleString('en-GB');
  const found: ListAddress[] = [];
  if (meta.isNumbered) found.push({ name: `${label}, page ${page}`, address: `${base}&page=${far}` });
  for (const [name, isServed] of Object.entries(meta.sorts)) {
    if (!isServed) continue;
    for (const direction of ['asc', 'desc']) {
      const address = `${base}&sortBy=${name}&direction=${direction}`;
      found.push({ name: `${label} by ${name} ${direction}`, address });
      const { isNumbered } = (await askFor<Listed>(visitor, address)).meta;
      if (isNumbered)
        found.push({ name: `${label} by ${name} ${direction}, page ${page}`, address: `${address}&page=${far}` });
    }
  }
  return found;
}

/** A value of a row in the middle, what begins like it, a range from it on, and none or any: what the column offers of these. */
function filtersOf({ field, kind, reference, values }: ColumnInfo, value: unknown): string[] {
  const { name } = field;
  const found: string[] = [];
  const typed = typedText(kind, value);
  if (typed !== null) {
    const own = encodeURIComponent(typed);
    const isText = kind === 'text' && reference === null && values === null && field.type === 'String';
    const hasOrder = reference === null && !['text', 'flag', 'json'].includes(kind);
    found.push(`filters.${name}=${own}`);
    if (isText)
      found.push(`filters.${name}~~starts=${encodeURIComponent(typed.slice(0, 4))}`, `filters.${name}~~exact=${own}`);
    if (hasOrder) found.push(`filters.${name}~~from=${own}`, `filters.${name}~~to=${own}`);
  }
  if (kind === 'day' || kind === 'instant') found.push(`filters.${name}~~during=last-7-days`);
  if (!field.isRequired) found.push(`filters.${name}~~is=empty`, `filters.${name}~~is=filled`);
  return found;
}

/** As somebody would type what the list shows: it writes amounts with their currency and moments with their zone, and filters take
 *  figures and days. Null: nothing to ask for. */
function typedText(kind: ColumnInfo['kind'], value: unknown): string | null {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '' || value.includes('\n')) return null;
  if (kind === 'instant') return value.slice(0, 10);
  return kind === 'money' ? value.replace(/[^\d.-]/g, '') : value;
}

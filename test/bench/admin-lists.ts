/** Every way in which staff can ask for a list: with each filter and each order that it offers. */
import { definitions } from '../../admin/resources/index.ts';
import type { Visitor } from '../support/visitor.ts';

export interface ListAddress {
  name: string;
  address: string;
}

interface Listed {
  meta: { total: number | null; sorts: Record<string, boolean>; isNumbered: boolean };
  records: { id: string; params: Record<string, unknown> }[];
}

const rows = 25;
const farPage = 20_000;
/** Of lists that have no such page. */
const laterPage = 2_000;

/** @param models those whose tables are large; of the others only the first page is asked for */
export async function listAddresses(visitor: Visitor, models: ReadonlySet<string>): Promise<ListAddress[]> {
  const found: ListAddress[] = [];
  for (const { model, label } of definitions) {
    const base = `/admin/api/resources/${model}/actions/list?perPage=${rows}`;
    found.push({ name: label, address: base });
    if (models.has(model)) found.push(...(await variants(visitor, { model, label, base })));
  }
  return found;
}

interface Asked {
  model: string;
  label: string;
  base: string;
}

async function variants(visitor: Visitor, { model, label, base }: Asked): Promise<ListAddress[]> {
  const definition = definitions.find((candidate) => candidate.model === model);
  const { meta, records } = await ask(visitor, `${base}&columns=${definition?.filters.join(',')}`);
  const sample = records[Math.floor(records.length / 2)]?.params ?? {};
  const far = model === 'Transaction' ? farPage : laterPage;
  const found: ListAddress[] = [{ name: `${label}, last page`, address: `${base}&at=last` }];
  if (meta.isNumbered)
    found.push({ name: `${label}, page ${far.toLocaleString('en-GB')}`, address: `${base}&page=${far}` });
  for (const [name, isServed] of Object.entries(meta.sorts)) {
    if (!isServed) continue;
    for (const direction of ['asc', 'desc']) {
      const sorted = `${base}&sortBy=${name}&direction=${direction}`;
      found.push({ name: `${label} by ${name} ${direction}`, address: sorted });
      // Where rows of the trash are passed over, pages have no numbers.
      const { isNumbered } = (await ask(visitor, sorted)).meta;
      if (isNumbered) found.push({ name: `${label} by ${name} ${direction}, far`, address: `${sorted}&page=${far}` });
    }
  }
  const given = definition?.filters.filter((name) => isPlain(sample[name])) ?? [];
  for (const name of given) {
    found.push({ name: `${label} with ${name}`, address: `${base}&${filterOf(name, sample[name])}` });
  }
  // Two at once, as people narrow down.
  for (const [place, name] of given.entries()) {
    const other = given[(place + 1) % given.length];
    if (other === undefined || other === name) continue;
    const both = `${filterOf(name, sample[name])}&${filterOf(other, sample[other])}`;
    found.push({ name: `${label} with ${name}, ${other}`, address: `${base}&${both}` });
  }
  found.push({ name: `${label}, search`, address: `${base}&filters.search=olive` });
  found.push({ name: `${label}, search without hits`, address: `${base}&filters.search=zzzznothing` });
  return found;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && value !== '' && !value.includes('\n'));
}

/** Lists write amounts with their currency and moments with their zone; filters take figures and days. */
function filterOf(name: string, value: unknown): string {
  const text = name.endsWith('At') ? String(value).slice(0, 10) : String(value);
  const typed = name.endsWith('E4') ? text.replace(/[^\d.-]/g, '') : text;
  return `filters.${name}=${encodeURIComponent(typed)}`;
}

async function ask(visitor: Visitor, address: string): Promise<Listed> {
  const { status, body } = await visitor.get(address);
  if (status !== 200) throw new Error(`${address} answered ${status}: ${body.slice(0, 300)}`);
  return JSON.parse(body) as Listed;
}

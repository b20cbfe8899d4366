import { type Ctx, statement } from '../../server/db/index.ts';
import { headSums } from '../engine/beside-lines.ts';
import { receiptsOf } from '../engine/drills.ts';
import type { Label, Report, Row, Section } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { type MeasureName, measures, netOf, plus, type Sums, valuesOf } from '../measures.ts';

const shown = [
  'discounts',
  'discountUses',
  'receipts',
  'campaignSales',
  'campaignShare',
] as const satisfies MeasureName[];

/** What campaigns cost and what was sold with them; discounts without a code by their type. */
export const campaigns: Report = {
  name: 'campaigns',
  area: 'sales',
  permission: 'figures.see',
  columns: shown.map((name) => ({ name: measures[name].name, kind: measures[name].kind })),
  lead: 'discounts',
  rowName: 'campaign',
  chart: { kind: 'bar', columns: ['discounts'], isHorizontal: true, mostRows: 20 },
  instantFilters: [],
  readsDocuments: true,
  isComparable: true,
  hasRange: true,
  notes: ['campaigns'],
  sections,
};

const campaignNames = statement({
  params: { company_id: 'int', codes: ['text'], types: ['text'] },
  returns: { kind: 'text', key: 'text', name: 'text' },
  sql: (q) => `SELECT 'code' AS kind, c.code_prefix AS key, c.name FROM campaigns c
      WHERE c.company_id = ${q.param('company_id')} AND c.code_prefix IN ${q.list('codes')}
    UNION ALL SELECT 'type', t.id, coalesce(t.display_name, t.name) FROM discount_types t
      WHERE (t.company_id IS NULL OR t.company_id = ${q.param('company_id')}) AND t.id IN ${q.list('types')}`,
});

/** A code, whatever its types; without a code, the type. */
interface Group {
  code: string;
  type: string;
  sums: Sums;
}

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  const [used, heads] = await Promise.all([
    sumRollup(ctx, window, { rollup: 'campaignTotals', by: ['code', 'discount_type_id'] }),
    headSums(ctx, window),
  ]);
  const perCurrency = new Map<string, Map<string, Group>>();
  for (const { currency, code: codeValue, discount_type_id: typeValue, ...sums } of used) {
    const [code, type] = [String(codeValue), String(typeValue)];
    const groups = perCurrency.get(String(currency)) ?? new Map<string, Group>();
    const key = code === '' ? `type ${type}` : `code ${code}`;
    const known = groups.get(key);
    groups.set(key, { code, type, sums: known ? plus(known.sums, sums as Sums) : (sums as Sums) });
    perCurrency.set(String(currency), groups);
  }
  const groups = [...perCurrency.values()].flatMap((each) => [...each.values()]);
  const label = await labels(ctx, window, groups);
  const currencies = [...new Set([...perCurrency.keys(), ...(heads?.keys() ?? [])])];
  return currenciesInOrder(currencies, window.company.currency).map((currency) =>
    sectionOf(perCurrency.get(currency) ?? new Map(), { currency, head: heads?.get(currency) ?? null, label }),
  );
}

interface Making {
  currency: string;
  head: Sums | null;
  label(group: Group): Label;
}

function sectionOf(groups: ReadonlyMap<string, Group>, { currency, head, label }: Making): Section {
  const whole = { all_net_e4: head === null ? 0n : netOf(head) };
  const rows: Row[] = [...groups].map(([key, group]) => ({
    key,
    label: label(group),
    values: valuesOf(shown, { ...group.sums, ...whole }),
    drill: receiptsOf(group.code === '' ? { discount: group.type || unknownKey } : { campaign: group.code }),
  }));
  rows.sort((a, b) => descending(a, b) || (a.key < b.key ? -1 : 1));
  const sum = [...groups.values()].reduce<Sums>((total, { sums }) => plus(total, sums), {});
  const said = BigInt(head?.['discount_e4'] ?? 0);
  const unsaid = head === null ? 0n : said - BigInt(sum['discount_e4'] ?? 0);
  if (unsaid !== 0n) {
    rows.push({
      key: '(unsaid)',
      label: { kind: 'word', word: 'discountsUnsaid' },
      values: { discounts: unsaid },
      drill: receiptsOf({ kind: 'discounts-differ' }),
      kind: 'unknown',
    });
  }
  // Receipts with several campaigns would count several times: only discounts and uses add up.
  const { discounts, discountUses } = valuesOf(shown, sum);
  const cost = typeof discounts === 'bigint' ? discounts + unsaid : unsaid;
  return {
    currency,
    rows,
    total: {
      discounts: cost,
      discountUses: discountUses ?? 0,
      receipts: null,
      campaignSales: null,
      campaignShare: null,
    },
  };
}

function descending(a: Row, b: Row): number {
  const [one, other] = [BigInt(a.values['discounts'] ?? 0), BigInt(b.values['discounts'] ?? 0)];
  return one === other ? 0 : one > other ? -1 : 1;
}

async function labels(ctx: Ctx, { company }: Window, groups: readonly Group[]): Promise<(group: Group) => Label> {
  const rows =
    groups.length === 0
      ? []
      : await ctx.db.dialect.query(ctx.db.reader, campaignNames, {
          company_id: company.id,
          codes: [...new Set(groups.map(({ code }) => code))],
          types: [...new Set(groups.map(({ type }) => type))],
        });
  const names = new Map(rows.map(({ kind, key, name }) => [`${kind} ${key}`, name]));
  return ({ code, type }) => {
    if (code !== '') return { kind: 'text', text: names.get(`code ${code}`) ?? code, note: code };
    const name = names.get(`type ${type}`);
    return name ? { kind: 'text', text: name } : { kind: 'word', word: 'withoutCode' };
  };
}

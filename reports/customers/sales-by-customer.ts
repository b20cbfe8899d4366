import { type Ctx, statement } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import { chosenRanking, type Ranked, rankingOptions } from '../engine/ranking.ts';
import type { Label, Report, Row, Section } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { type MeasureName, measures, valuesOf } from '../measures.ts';
import { type CustomerOrder, customersBefore, rankCustomers } from './customer-sums.ts';

const shown = [...(['gross', 'discounts', 'net', 'receipts', 'average'] as const)] satisfies MeasureName[];

const orders = ['net', 'receipts'] as const satisfies readonly CustomerOrder[];

/** What each customer bought: the first ones, the others as one row. Who may not see customers has no such report. */
export const salesByCustomer: Report = {
  name: 'sales-by-customer',
  area: 'customers',
  permission: 'customer.see',
  columns: shown.map((name) => ({ name: measures[name].name, kind: measures[name].kind })),
  lead: 'net',
  rowName: 'customer',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 15 },
  instantFilters: [],
  readsDocuments: true,
  isComparable: true,
  comparesShown: true,
  hasRange: true,
  options: rankingOptions(orders),
  notes: ['customers'],
  sections,
};

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  const { shown: compared } = window.earlier ?? {};
  const ranking = chosenRanking(window, orders);
  const ranked = compared ? await customersBefore(ctx, window, compared) : await rankCustomers(ctx, window, ranking);
  const ids = [...ranked.values()].flatMap(({ rows }) => rows.map(({ id }) => id));
  const label = compared ? nobody : await labels(ctx, window, ids);
  return currenciesInOrder([...ranked.keys()], window.company.currency).map((currency) =>
    sectionOf(currency, ranked.get(currency) ?? { rows: [], others: null, total: {} }, label),
  );
}

const nobody = (): Label => ({ kind: 'text', text: '' });

function sectionOf(currency: string, { rows, others, total }: Ranked, label: (id: string) => Label): Section {
  const rowOf = ({ id, sums }: Ranked['rows'][number]): Row => ({
    key: id,
    label: label(id),
    values: valuesOf(shown, sums),
    drill: receiptsOf({ customer: id || unknownKey }),
    ...(id === '' && { kind: 'unknown' }),
  });
  const made = rows.map(rowOf);
  const rest: Row[] = others
    ? [
        {
          key: '(others)',
          label: { kind: 'word', word: 'others', facts: { count: others.count } },
          values: valuesOf(shown, others.sums),
          drill: { report: 'sales-by-customer', filters: { top: 'all' } },
        },
      ]
    : [];
  return {
    currency,
    rows: [...made.filter(({ kind }) => !kind), ...rest, ...made.filter(({ kind }) => kind)],
    total: valuesOf(shown, total),
  };
}

const nameless = statement({
  params: { company_id: 'int', ids: ['text'] },
  returns: { id: 'text', is_walk_in: 'bool' },
  sql: (q) => `SELECT id, is_walk_in FROM customers
    WHERE company_id = ${q.param('company_id')} AND id IN ${q.list('ids')} AND (is_walk_in OR erased_at IS NOT NULL)`,
});

/** Names of customers; the one of sales without one, and those of whom everything personal was taken out, have a word. */
async function labels(ctx: Ctx, { company }: Window, ids: readonly string[]): Promise<(id: string) => Label> {
  const [names, special] = await Promise.all([
    namesOf(ctx, 'customer', { companyId: company.id, ids }),
    ctx.db.dialect.query(ctx.db.reader, nameless, { company_id: company.id, ids: [...ids] }),
  ]);
  const words = new Map(special.map(({ id, is_walk_in }) => [id, is_walk_in ? 'walkIn' : 'erasedCustomer']));
  return (id) => {
    if (id === '') return { kind: 'word', word: 'noCustomer' };
    const word = words.get(id);
    return word ? { kind: 'word', word } : labelOf(names, id);
  };
}

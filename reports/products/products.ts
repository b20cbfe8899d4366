import type { Ctx } from '../../server/db/index.ts';
import { headSums, rowsBesideLines } from '../engine/beside-lines.ts';
import { productLabels } from '../engine/product-names.ts';
import { type ProductOrder, productsBefore, rankProducts } from '../engine/product-sums.ts';
import { chosenRanking, type Ranked, rankingOptions } from '../engine/ranking.ts';
import type { Label, Report, Row, Section } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { type MeasureName, measures, type Sums, valuesOf } from '../measures.ts';

const shown = [
  ...(['quantity', 'gross', 'discounts', 'cost', 'margin', 'marginShare', 'costKnown'] as const),
] satisfies MeasureName[];

const orders = ['gross', 'quantity', 'margin'] as const satisfies readonly ProductOrder[];

/** What each product sold: the first ones, the others as one row, and what no line tells. */
export const products: Report = {
  name: 'products',
  area: 'products',
  permission: 'figures.see',
  columns: shown.map((name) => ({ name: measures[name].name, kind: measures[name].kind })),
  lead: 'gross',
  rowName: 'product',
  chart: { kind: 'bar', columns: ['gross'], isHorizontal: true, mostRows: 20 },
  instantFilters: [],
  readsDocuments: true,
  isComparable: true,
  comparesShown: true,
  hasRange: true,
  options: rankingOptions(orders),
  notes: ['costOfSale', 'linesAndHeads'],
  sections,
};

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  const { shown: compared } = window.earlier ?? {};
  const ranking = chosenRanking(window, orders);
  const [ranked, heads] = await Promise.all([
    compared ? productsBefore(ctx, window, compared) : rankProducts(ctx, window, ranking),
    headSums(ctx, window),
  ]);
  const ids = [...ranked.values()].flatMap(({ rows }) => rows.map(({ id }) => id));
  const label = await productLabels(ctx, window.company.id, compared ? [] : ids);
  const currencies = currenciesInOrder(
    [...new Set([...ranked.keys(), ...(heads?.keys() ?? [])])],
    window.company.currency,
  );
  return currencies.map((currency) =>
    sectionOf(ranked.get(currency) ?? { rows: [], others: null, total: {} }, {
      currency,
      head: heads === null ? null : (heads.get(currency) ?? {}),
      label,
    }),
  );
}

interface Making {
  currency: string;
  head: Sums | null;
  label: (id: string) => Label;
}

function sectionOf({ rows, others, total }: Ranked, { currency, head, label }: Making): Section {
  const made: Row[] = rows.map(({ id, sums }) => ({
    key: id,
    label: label(id),
    values: valuesOf(shown, sums),
    drill: { report: 'receipts', filters: { product: id || unknownKey } },
    ...(id === '' && { kind: 'unknown' }),
  }));
  const unnamed = made.filter(({ kind }) => kind === 'unknown');
  const rest: Row[] = others
    ? [
        {
          key: '(others)',
          label: { kind: 'word', word: 'others', facts: { count: others.count } },
          values: valuesOf(shown, others.sums),
          drill: { report: 'products', filters: { top: 'all' } },
        },
      ]
    : [];
  return {
    currency,
    rows: [...made.filter(({ kind }) => !kind), ...rest, ...unnamed, ...(head ? rowsBesideLines(head, total) : [])],
    total: { ...valuesOf(shown, withHead(total, head)), costKnown: measures.costKnown.of(total) },
  };
}

/** Gross and discounts of the whole are those of the documents; quantities, costs and shares of them are those of the lines. */
function withHead(lines: Sums, head: Sums | null): Sums {
  if (head === null) return lines;
  const { gross_e4 = 0n, discount_e4 = 0n, vat_e4 = 0n } = head;
  return { ...lines, gross_e4, discount_e4, vat_e4 };
}

import type { Ctx } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import { productLabels } from '../engine/product-names.ts';
import { rankProducts } from '../engine/product-sums.ts';
import type { Ranked } from '../engine/ranking.ts';
import type { Label, Report, Row, Section } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { measures, type Sums, shareOf } from '../measures.ts';

type Class = 'A' | 'B' | 'C';

/** A product is of the class in whose share of the whole it begins. */
const classEnds = [
  { name: 'A', basisPoints: 8000 },
  { name: 'B', basisPoints: 9500 },
] as const;

/** Which products make most of the takings, or of the margin (Pareto): A the first 80 %, B up to 95 %, C the rest. */
export const abc: Report = {
  name: 'abc',
  area: 'products',
  permission: 'figures.see',
  columns: [
    { name: 'basis', kind: 'money' },
    { name: 'share', kind: 'share' },
    { name: 'cumulative', kind: 'share' },
    { name: 'class', kind: 'text' },
    { name: 'products', kind: 'count' },
    { name: 'quantity', kind: 'quantity' },
  ],
  lead: 'basis',
  rowName: 'product',
  chart: { kind: 'pareto', columns: ['basis', 'cumulative'], mostRows: 50 },
  instantFilters: [],
  readsDocuments: true,
  mostRows: 100,
  isComparable: false,
  hasRange: true,
  options: [
    { name: 'basis', values: ['gross', 'margin'] },
    { name: 'rows', values: ['products', 'classes'] },
    { name: 'class', values: ['all', 'A', 'B', 'C'] },
  ],
  notes: ['abcClasses'],
  ofAll: receiptsOf({ kind: 'lined' }),
  sections,
};

interface Classed {
  productId: string;
  sums: Sums;
  basisE4: bigint;
  cumulativeE4: bigint;
  class: Class;
}

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  const order = window.options['basis'] === 'margin' ? 'margin' : 'gross';
  const ranked = await rankProducts(ctx, window, { most: null, order, isBrief: true });
  const isByClass = window.options['rows'] === 'classes';
  const { class: only = 'all' } = window.options;
  const ids = isByClass ? [] : [...ranked.values()].flatMap(({ rows }) => rows.map(({ id }) => id));
  const label = await productLabels(ctx, window.company.id, ids);
  return currenciesInOrder([...ranked.keys()], window.company.currency).map((currency) => {
    const { rows = [], total = {} } = ranked.get(currency) ?? {};
    const { classed, wholeE4 } = classify(rows, order);
    const met = isByClass || only === 'all' ? classed : classed.filter((row) => row.class === only);
    const made = isByClass
      ? classRows(classed, { wholeE4, basis: order })
      : met.map((row) => productRow(row, { wholeE4, label }));
    const basis = met.reduce((sum, row) => sum + row.basisE4, 0n);
    const values = {
      basis,
      share: wholeE4 === 0n ? null : met === classed ? 10_000 : shareOf(basis, wholeE4),
      cumulative: null,
      class: null,
      products: met.filter(({ productId }) => productId !== '').length,
      quantity: met === classed ? measures.quantity.of(total) : quantityOf(met),
    };
    return { currency, rows: made, total: values, ...(met !== classed && { ofAll: null }) };
  });
}

/** The whole is what products brought that brought something: what was only returned is of class C and adds nothing.
 *  A product belongs to A as long as those before it have not reached 80 %, so the one that crosses it is of A still. */
export function classify(rows: Ranked['rows'], order: 'gross' | 'margin'): { classed: Classed[]; wholeE4: bigint } {
  const basisOf = (sums: Sums): bigint =>
    order === 'gross' ? BigInt(sums['gross_e4'] ?? 0) : BigInt(sums['costed_e4'] ?? 0) - BigInt(sums['cost_e4'] ?? 0);
  const wholeE4 = rows.reduce((sum, row) => sum + atLeastNothing(basisOf(row.sums)), 0n);
  let reachedE4 = 0n;
  const classed = rows.map(({ id: productId, sums }) => {
    const basisE4 = basisOf(sums);
    const isBefore = ({ basisPoints }: (typeof classEnds)[number]) =>
      basisE4 > 0n && reachedE4 * 10_000n < wholeE4 * BigInt(basisPoints);
    const name: Class = productId === '' ? 'C' : (classEnds.find(isBefore)?.name ?? 'C');
    reachedE4 += atLeastNothing(basisE4);
    return { productId, sums, basisE4, cumulativeE4: reachedE4, class: name };
  });
  return { classed, wholeE4 };
}

function atLeastNothing(valueE4: bigint): bigint {
  return valueE4 > 0n ? valueE4 : 0n;
}

function productRow(row: Classed, { wholeE4, label }: { wholeE4: bigint; label(id: string): Label }): Row {
  const isUnknown = row.productId === '';
  return {
    key: row.productId,
    label: label(row.productId),
    values: {
      basis: row.basisE4,
      share: shareOf(row.basisE4, wholeE4),
      cumulative: shareOf(row.cumulativeE4, wholeE4),
      class: isUnknown ? null : row.class,
      products: isUnknown ? null : 1,
      quantity: measures.quantity.of(row.sums),
    },
    drill: { report: 'receipts', filters: { product: row.productId || unknownKey } },
    ...(isUnknown && { kind: 'unknown' }),
  };
}

const quantityOf = (rows: readonly Classed[]) =>
  rows.reduce((sum, row) => sum + BigInt(row.sums['quantity_e4'] ?? 0), 0n);

interface ClassMaking {
  wholeE4: bigint;
  basis: 'gross' | 'margin';
}

function classRows(classed: readonly Classed[], { wholeE4, basis }: ClassMaking): Row[] {
  let reachedE4 = 0n;
  return (['A', 'B', 'C'] as const).map((name) => {
    const own = classed.filter((row) => row.class === name);
    const basisE4 = own.reduce((sum, row) => sum + row.basisE4, 0n);
    reachedE4 += own.reduce((sum, row) => sum + atLeastNothing(row.basisE4), 0n);
    return {
      key: name,
      label: { kind: 'text', text: name },
      values: {
        basis: basisE4,
        share: shareOf(basisE4, wholeE4),
        cumulative: shareOf(reachedE4, wholeE4),
        class: name,
        products: own.filter(({ productId }) => productId !== '').length,
        quantity: quantityOf(own),
      },
      drill: { report: 'abc', filters: { rows: 'products', class: name, basis } },
    } satisfies Row;
  });
}

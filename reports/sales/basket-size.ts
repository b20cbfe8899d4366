/** How large baskets are, as a distribution: by what they came to, or by how many lines they had. Sales only; a return is no basket. */
import { basketBands } from '../../server/domain/sales/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import type { Label, Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import type { Window } from '../engine/window.ts';

type Kind = keyof typeof basketBands;

const kindOf = ({ options }: Window): Kind => (options['basket'] === 'items' ? 'items' : 'amount');

export const basketSize: Report = rollupReport({
  name: 'basket-size',
  area: 'sales',
  rollup: 'basketTotals',
  by: ['kind', 'band'],
  measures: ['baskets', 'basketNet', 'basketAverage'],
  lead: 'baskets',
  rowName: 'basket',
  chart: { kind: 'bar', columns: ['baskets'] },
  instantFilters: [],
  options: [{ name: 'basket', values: ['amount', 'items'] }],
  notes: ['baskets'],
  ofAll: receiptsOf({ kind: 'sale' }),
  isMeant: (row, window) => row['kind'] === kindOf(window),
  keyOf: (row) => String(row['band']),
  allKeys: (window) => basketBands[kindOf(window)].map(String),
  naming(_ctx, _keys, window) {
    const kind = kindOf(window);
    const isUntold = (key: string) => kind === 'items' && key === '0';
    return {
      label: (key) => labelOf(kind, Number(key)),
      drill: (key) => receiptsOf({ kind: 'sale', ...(kind === 'amount' ? amounts(Number(key)) : items(Number(key))) }),
      kind: (key) => (isUntold(key) ? 'unknown' : undefined),
    };
  },
});

/** The lowest value of the next band; null: there is none. */
function nextBand(kind: Kind, band: number): number | null {
  return (basketBands[kind] as readonly number[]).find((from) => from > band) ?? null;
}

function labelOf(kind: Kind, band: number): Label {
  const next = nextBand(kind, band);
  if (kind === 'items' && band === 0) return { kind: 'word', word: 'linesNotSent' };
  if (next === null) return { kind: 'word', word: 'bandFrom', facts: { from: band } };
  if (kind === 'items') {
    return { kind: 'text', text: next - band === 1 ? String(band) : `${band}–${next - 1}` };
  }
  if (band === 0) return { kind: 'word', word: 'bandBelow', facts: { to: next } };
  return { kind: 'word', word: 'bandBetween', facts: { from: band, to: next } };
}

/** What a receipt came to, at least and below: whole units of the currency. The lowest band has no least. */
function amounts(band: number): Record<string, string> {
  const next = nextBand('amount', band);
  return { ...(band > 0 && { min: String(band) }), ...(next !== null && { below: String(next) }) };
}

/** How many lines a receipt had: at least and below. */
function items(band: number): Record<string, string> {
  const next = nextBand('items', band);
  return { items: String(band), ...(next !== null && { fewer: String(next) }) };
}

/** One figure of a dashboard, in texts: what it is, how it went, what it is compared with, and where it leads. */
import { loadTemplate } from '../../server/http/templates.ts';
import { changeBasisPoints } from '../amounts.ts';
import type { Words } from '../cells.ts';
import type { Value } from '../engine/report.ts';
import { type Measure, shareOf } from '../measures.ts';
import { valueText } from '../speak.ts';
import { sparkOf } from './spark.ts';

const template = loadTemplate(new URL('./tile.hbs', import.meta.url));

/** What a figure is compared with. Null on both sides: there is nothing to say. */
export interface TileCompared {
  /** Key of `reports.boards.against`. */
  against: 'previous' | 'last-year' | 'week';
  now: Value;
  before: Value;
}

export interface TileFacts {
  measure: Measure;
  currency: string | null;
  value: Value;
  /** One number for each step of the way, the oldest first; without it there is no line. */
  trend?: readonly Value[];
  /** What the steps are called, as many as the trend has. */
  steps?: readonly string[];
  compared?: readonly TileCompared[];
  /** True: the more of it, the worse. */
  isCost?: boolean;
  isLead?: boolean;
  note?: string;
  /** What it should have come to. */
  target?: { amountE4: bigint; note?: string } | null;
  href: string;
  fresh: string;
}

/** The markup of a tile. */
export function tileHtml(words: Words, facts: TileFacts): string {
  const { measure, currency, value } = facts;
  const text = (of: Value) => valueText(words, { column: measure, value: of, currency });
  return template(
    {
      name: measure.name,
      key: `${currency ?? ''}-${measure.name}`,
      label: words.t(`reports.columns.${measure.name}`),
      value: text(value),
      note: facts.note,
      isLead: facts.isLead === true,
      ...sparkModel(words, facts, text),
      target: targetModel(words, facts),
      deltas: (facts.compared ?? []).flatMap((compared) => deltaModel(words, facts, { compared, text }) ?? []),
      href: facts.href,
      fresh: facts.fresh,
    },
    words.t,
  );
}

function sparkModel({ t }: Words, { trend = [], steps = [] }: TileFacts, text: (of: Value) => string) {
  const known = trend.flatMap((value, place) =>
    value === null || typeof value === 'string'
      ? []
      : [{ value: Number(value), text: text(value), step: steps[place] ?? '' }],
  );
  const [first, last] = [known[0], known.at(-1)];
  const spark = sparkOf(known.map(({ value }) => value));
  if (!spark || !first || !last) return { spark: null };
  const high = known.reduce((best, one) => (one.value > best.value ? one : best));
  const low = known.reduce((worst, one) => (one.value < worst.value ? one : worst));
  const said = (one: typeof first) => `${one.text} (${one.step})`;
  const facts = { first: said(first), last: said(last), high: said(high), low: said(low) };
  return { spark, sparkText: t('reports.boards.trend', facts) };
}

function targetModel({ t, formats }: Words, { target, value, currency }: TileFacts) {
  if (!target || currency === null || typeof value !== 'bigint') return null;
  const share = shareOf(value, target.amountE4);
  const amount = formats.roundMoney(target.amountE4, currency);
  const reached = share === null ? '–' : formats.percent(share);
  return {
    width: Math.max(0, Math.min(100, (share ?? 0) / 100)),
    text: [t('reports.boards.target', { amount, share: reached }), target.note].filter(Boolean).join(' '),
  };
}

interface Delta {
  compared: TileCompared;
  text(of: Value): string;
}

/** Amounts and counts change by a share of what they were, shares by points. */
function deltaModel({ t, formats }: Words, { measure, isCost }: TileFacts, { compared, text }: Delta) {
  const { now, before, against } = compared;
  if (now === null || before === null || typeof now === 'string' || typeof before === 'string') return null;
  const isShare = measure.kind === 'share';
  const change = isShare ? Number(now) - Number(before) : changeBasisPoints(BigInt(now), BigInt(before));
  if (change === null) return null;
  const isBetter = isCost ? change < 0 : change > 0;
  return {
    text: isShare ? pointsText({ t, formats }, change) : formats.change(change),
    isUp: change > 0,
    isDown: change < 0,
    isGood: change !== 0 && isBetter,
    isBad: change !== 0 && !isBetter,
    label: t(`reports.boards.against.${against}`),
    title: t('reports.boards.compared', { now: text(now), before: text(before) }),
  };
}

/** Basis points as points of a percentage, "+0.14 points". */
function pointsText({ t, formats }: Pick<Words, 't' | 'formats'>, change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '';
  return t('reports.boards.points', { points: `${sign}${formats.quantity(BigInt(Math.abs(change)) * 100n)}` });
}

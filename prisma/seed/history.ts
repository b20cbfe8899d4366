/** What one till sold, day by day. Each day has a chance of its own, so a day is the same whatever was made before it. */

import { type MadeDocument, makeDocument } from '../../server/cli/simulator/document.ts';
import type { DocumentOrder, SoldItem } from '../../server/cli/simulator/document-rows.ts';
import { Period, type WireClosure } from '../../server/cli/simulator/period.ts';
import { createRandom, type Random } from '../../server/cli/simulator/random.ts';
import type { Shop } from '../../server/cli/simulator/shop.ts';
import { localToInstant } from '../../server/core/business-day.ts';
import { moneyToText } from '../../server/core/money.ts';
import { busyness, isHoliday, saleSeconds } from './calendar.ts';

/** What goes wrong with a day's closure. `missing`: one receipt never arrives. `late`: one arrives after the closure. `altered`: the
 *  gross is not what the receipts say. `quirk`: a document cancelled with discounts on it was counted, but never queued. */
export type Mishap = 'missing' | 'late' | 'altered' | 'quirk';

export interface TillPlan {
  seed: string;
  /** Tells tills apart: `STORE-001/POS-001`. */
  key: string;
  /** Documents on an average day. */
  perDay: number;
  /** What the till knows in a month (1 to 12): the assortment changes with the seasons. */
  shopOf: (month: number) => Shop;
  days: readonly string[];
  /** Nothing is sold after it. */
  nowMs: number;
  /** Mishaps on chosen days, counted back from today; others happen by chance. */
  mishaps: ReadonlyMap<number, Mishap>;
}

export interface TillDay {
  day: string;
  /** In the order of their times. */
  documents: MadeDocument[];
  /** Pushed only after the closure. */
  late: MadeDocument[];
  /** Null while the day is open. */
  closure: WireClosure | null;
  closureNumber: number;
  receiptNumber: number;
  /** Instant of the last document or the closure. */
  endedMs: number;
}

export function* tillHistory(plan: TillPlan): Generator<TillDay> {
  let closureNumber = 0;
  const recent: SoldItem[] = [];
  for (const [index, day] of plan.days.entries()) {
    if (isHoliday(day)) continue;
    closureNumber += 1;
    const made = tillDay(plan, { index, day, closureNumber, recent });
    if (made) yield made;
  }
}

interface DayPlace {
  index: number;
  day: string;
  closureNumber: number;
  /** Items of the last days that somebody may bring back. */
  recent: SoldItem[];
}

function tillDay(plan: TillPlan, place: DayPlace): TillDay | null {
  const { day, closureNumber, recent } = place;
  const random = createRandom(`${plan.seed}/${plan.key}/${day}`);
  const shop = plan.shopOf(Number(day.slice(5, 7)));
  const count = Math.max(1, Math.round(plan.perDay * busyness(day, place.index / plan.days.length, random)));
  const mishap = chooseMishap(plan, place.index, random);
  const period = new Period(closureNumber);
  const documents: MadeDocument[] = [];
  let receiptNumber = 1;
  let endedMs = 0;
  for (const seconds of saleSeconds(day, count, random)) {
    const occurredText = `${day}T${clockText(seconds)}`;
    const atMs = localToInstant(occurredText, shop.zone) ?? 0;
    if (atMs > plan.nowMs) break;
    const order = nextOrder(random, { occurredText, atMs, closureNumber, receiptNumber, recent });
    const made = makeDocument(shop, random, order);
    period.add(made.facts);
    documents.push(made);
    if (order.kind !== 'cancelled') receiptNumber += 1;
    if (made.sold && random.chance(0.1)) recent.push(made.sold);
    if (recent.length > 40) recent.shift();
    endedMs = atMs;
  }
  if (documents.length === 0) return null;
  const open = { day, documents, late: [], closure: null, closureNumber, receiptNumber, endedMs };
  const closedMs = localToInstant(`${day}T22:05:00`, shop.zone) ?? 0;
  if (closedMs > plan.nowMs) return open;
  return closeDay(open, { shop, random, period, mishap, closedMs });
}

function chooseMishap(plan: TillPlan, index: number, random: Random): Mishap | null {
  const chosen = plan.mishaps.get(plan.days.length - 1 - index);
  const draw = random.next();
  if (chosen) return chosen;
  if (draw < 0.005) return 'missing';
  if (draw < 0.01) return 'late';
  if (draw < 0.013) return 'altered';
  return draw < 0.017 ? 'quirk' : null;
}

interface Moment {
  occurredText: string;
  atMs: number;
  closureNumber: number;
  receiptNumber: number;
  recent: readonly SoldItem[];
}

function nextOrder(random: Random, moment: Moment): DocumentOrder {
  const draw = random.next();
  const sold = draw > 0.983 && moment.recent.length > 0 ? random.pick(moment.recent) : undefined;
  return {
    kind: draw < 0.018 ? 'cancelled' : sold ? 'return' : 'sale',
    occurredText: moment.occurredText,
    createdText: utcText(moment.atMs),
    closureNumber: moment.closureNumber,
    receiptNumber: moment.receiptNumber,
    withLines: !random.chance(0.03),
    sold,
  };
}

interface Closing {
  shop: Shop;
  random: Random;
  period: Period;
  mishap: Mishap | null;
  closedMs: number;
}

function closeDay(day: TillDay, { shop, random, period, mishap, closedMs }: Closing): TillDay {
  const late: MadeDocument[] = [];
  let { documents } = day;
  if (mishap === 'quirk') period.add(neverQueued(day, shop, random).facts);
  if (documents.length > 4 && (mishap === 'missing' || mishap === 'late')) {
    const place = random.int(1, documents.length - 2);
    if (mishap === 'late') late.push(documents[place] as MadeDocument);
    documents = documents.filter((_, index) => index !== place);
  }
  const closure = period.close(shop, random, utcText(closedMs));
  if (mishap === 'altered') raiseGross(closure);
  const next = { closureNumber: day.closureNumber + 1, receiptNumber: 1 };
  return { ...day, ...next, documents, late, closure, endedMs: closedMs };
}

/** A document cancelled with a discount on it: the till counts it and fails to store it (protocol 1.8). */
function neverQueued(day: TillDay, shop: Shop, random: Random): MadeDocument {
  const last = day.documents.at(-1) as MadeDocument;
  const made = makeDocument(shop, random, {
    kind: 'cancelled',
    occurredText: last.facts.occurredText,
    createdText: utcText(day.endedMs),
    closureNumber: day.closureNumber,
    receiptNumber: day.receiptNumber,
    withLines: true,
  });
  return { ...made, facts: { ...made.facts, discountE4: 5_000n } };
}

/** Ten units more than the receipts say. */
function raiseGross({ closure }: WireClosure): void {
  for (const field of ['gross_sales_amount', 'net_sales_amount'] as const) {
    const [units = '0', decimals = '0000'] = String(closure[field]).split('.');
    closure[field] = moneyToText((BigInt(units) + 10n) * 10_000n + BigInt(decimals));
  }
}

function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function utcText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19);
}

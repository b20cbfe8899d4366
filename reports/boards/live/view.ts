/** The live day in texts: tiles, bars of the hours, the latest receipts. Page and events show the very same. */
import { moneyToText } from '../../../server/core/money.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Words } from '../../cells.ts';
import { address } from '../../links.ts';
import { type MeasureName, measures, netOf, type Sums } from '../../measures.ts';
import type { LiveDay, LiveHour, LiveSection } from '../query-live.ts';
import type { Targets } from '../query-targets.ts';
import { type TileFacts, tileHtml } from '../tile.ts';

const template = loadTemplate(new URL('./part.hbs', import.meta.url));

export interface LiveFacts {
  day: LiveDay;
  targets: Targets;
  /** What is asked for beside the company: the stores. */
  kept: Readonly<Record<string, string>>;
}

/** The part of the page that changes. */
export function livePart(words: Words, facts: LiveFacts): string {
  const { t, formats } = words;
  const { day } = facts;
  return template(
    {
      sections: day.sections.map((section) => ({
        currency: section.currency,
        title: t('reports.boards.in', { currency: section.currency }),
        tiles: tilesOf(words, facts, section)
          .map((tile) => tileHtml(words, tile))
          .join('\n'),
        bars: barsOf(words, facts, section),
      })),
      latest: day.latest.map((receipt) => ({
        uuid: receipt.uuid,
        href: `/receipts/${day.company.slug}/${receipt.uuid}/`,
        number: receipt.receiptNumber,
        time: receipt.occurredText.slice(11, 16),
        store: receipt.storeName,
        till: receipt.terminalCode,
        total: formats.money(receipt.totalE4, receipt.currency),
        isReturn: receipt.kind === 'return',
        isCancelled: receipt.kind === 'cancelled',
      })),
    },
    t,
  );
}

/** What an event says: the part of the page, and the figures for programs. */
export function liveEvent(words: Words, facts: LiveFacts): string {
  const { day } = facts;
  return JSON.stringify({
    asOf: day.asOf.toISOString(),
    sections: day.sections.map(({ currency, sums }) => ({
      currency,
      net: moneyToText(netOf(sums)),
      receipts: measures.receipts.of(sums),
    })),
    latest: day.latest.map(({ uuid }) => uuid),
    html: livePart(words, facts),
  });
}

const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

function addressOf({ day, kept }: LiveFacts, report: string, filters: Readonly<Record<string, string>> = {}): string {
  return address(report, { company: day.company.slug, ...kept, range: 'today', ...filters });
}

function tilesOf(words: Words, facts: LiveFacts, section: LiveSection): TileFacts[] {
  const { day, targets } = facts;
  const { sums, complete, hours, currency } = section;
  const fresh = words.t('reports.boards.asOf', { time: words.formats.zonedClock(day.asOf, day.company.timeZone) });
  const reached = hours.filter(({ sums: { today } }) => Object.keys(today).length > 0).at(-1)?.hour;
  const sold = reached === undefined ? [] : hours.slice(0, hours.findIndex(({ hour }) => hour === reached) + 1);
  const tile = (name: MeasureName, report: string, isByHour = true): TileFacts => ({
    measure: measures[name],
    currency,
    value: measures[name].of(sums),
    ...(isByHour && {
      trend: sold.map((hour) => measures[name].of(hour.sums.today)),
      steps: sold.map(({ hour }) => hourText(hour)),
      compared: [
        { against: 'week' as const, now: measures[name].of(complete.today), before: soldOf(name, complete.week) },
        { against: 'last-year' as const, now: measures[name].of(complete.today), before: soldOf(name, complete.year) },
      ],
    }),
    href: addressOf(facts, report),
    fresh,
  });
  const days = [...new Set(day.stores.map(({ businessDay }) => businessDay))];
  const amountE4 = days.length === 1 && days[0] ? targets.ofDay(currency, days[0]) : null;
  return [
    { ...tile('net', 'sales-by-hour'), isLead: true, target: amountE4 === null ? null : { amountE4 } },
    tile('receipts', 'receipts'),
    tile('average', 'sales-by-hour'),
    { ...tile('discountShare', 'sales-by-day'), isCost: true },
    { ...tile('returnShare', 'sales-by-day', false), isCost: true, note: returnsNote(words, sums) },
  ];
}

/** Nothing to compare with where nothing was sold. */
function soldOf(name: MeasureName, sums: Sums) {
  return Object.keys(sums).length === 0 ? null : measures[name].of(sums);
}

function returnsNote({ t, formats }: Words, sums: Sums): string {
  const count = Number(measures.returns.of(sums) ?? 0);
  return t('reports.boards.returns', { count, number: formats.count(count) });
}

function barsOf({ t, formats }: Words, facts: LiveFacts, { hours, currency }: LiveSection) {
  const positive = (sums: Sums) => (netOf(sums) > 0n ? netOf(sums) : 0n);
  let most = 0n;
  for (const { sums } of hours) {
    for (const one of [positive(sums.today), positive(sums.week)]) if (one > most) most = one;
  }
  const heightOf = (sums: Sums) => (most === 0n ? 0 : Number((positive(sums) * 1000n) / most) / 10);
  const money = (sums: Sums) => formats.money(netOf(sums), currency);
  const bar = ({ hour, sums }: LiveHour) => ({
    hour: hourText(hour),
    short: String(hour).padStart(2, '0'),
    href: addressOf(facts, 'receipts', { hour: String(hour), currency }),
    title: t('reports.boards.live.hour', { hour: hourText(hour), now: money(sums.today), week: money(sums.week) }),
    height: heightOf(sums.today),
    y: 100 - heightOf(sums.today),
    before: 100 - heightOf(sums.week),
    now: money(sums.today),
    week: money(sums.week),
    receipts: formats.count(Number(measures.receipts.of(sums.today) ?? 0)),
  });
  return hours.map(bar);
}

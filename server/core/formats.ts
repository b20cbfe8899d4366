/** Dates, numbers and money as the readers of each language write them. */

import { currencyDecimals } from './currencies.ts';
import { decimalToShortText } from './decimal.ts';
import { type Language, localeOf } from './languages.ts';
import { formatMoney } from './money.ts';
import { numberWriter } from './number-text.ts';
import { type Translate, translatorOf } from './translate.ts';

/** Days are `YYYY-MM-DD`. Texts that are none of the expected shape are shown as they are. */
export interface Formats {
  /** An amount, "£1,234.50". Tills sell in whole cents; finer amounts are shown in full rather than rounded away. */
  money(amountE4: bigint, currency: string): string;
  /** A quotient, rounded to the currency's decimals. */
  roundMoney(amountE4: bigint, currency: string): string;
  /** A count, "1,234". */
  count(number: number): string;
  /** Ten-thousandths of a unit, "1.5". */
  quantity(quantityE4: bigint): string;
  /** Basis points with as many decimals as they have, "17.5 %". */
  percent(basisPoints: number): string;
  /** Basis points with two decimals, "17.50 %". */
  exactPercent(basisPoints: number): string;
  /** Basis points with their sign and two decimals, "+17.50 %". */
  change(basisPoints: number): string;
  /** "Friday 20 November 2026". */
  longDay(day: string): string;
  /** "Fri 20 Nov 2026". */
  weekday(day: string): string;
  /** "Fri 20 Nov". */
  dayOfYear(day: string): string;
  /** "20 Nov 2026". */
  day(day: string): string;
  /** A month `YYYY-MM`, "November 2026". */
  month(month: string): string;
  /** 1 Monday to 7 Sunday, "Monday". */
  weekdayName(weekday: number): string;
  /** A till's own time as it wrote it, "2026-11-20T14:05:09" → "20 Nov 2026, 14:05". */
  local(text: string): string;
  /** An instant on the clocks of a zone, "20 Nov 2026, 14:05". Without a zone it is UTC and says so. */
  instant(at: Date, timeZone: string | null): string;
  /** "14:05" on the clocks of a zone. */
  clock(at: Date, timeZone: string): string;
  /** The same with the name of its zone, as clocks go there at that moment. */
  zonedClock(at: Date, timeZone: string): string;
  /** How long ago: "just now", "4 minutes ago", "2 days ago". A time in the future counts as now. */
  ago(at: Date, now: Date): string;
  /** How long: "90 min", "5 h", "3 days". */
  span(ms: number): string;
  /** "a, b and c". */
  list(texts: readonly string[]): string;
  /** The first letter as a capital, “İ” of a Turkish “i”; '' of nothing. */
  initial(text: string): string;
  /** The order of names in a list. */
  compare(a: string, b: string): number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const known = new Map<Language, Formats>();

export function formatsOf(language: Language): Formats {
  const made = known.get(language) ?? makeFormats(language);
  known.set(language, made);
  return made;
}

function makeFormats(language: Language): Formats {
  const locale = localeOf[language];
  const t = translatorOf(language);
  const collator = new Intl.Collator(locale, { numeric: true });
  const list = new Intl.ListFormat(locale);
  return {
    ...numberFormats(language),
    ...dayFormats(language),
    ...timeFormats(locale),
    ...spanFormats(locale, t),
    list: (texts) => list.format(texts),
    initial: (text) => [...text][0]?.toLocaleUpperCase(locale) ?? '',
    compare: (a, b) => collator.compare(a, b),
  };
}

function numberFormats(language: Language) {
  const locale = localeOf[language];
  const counts = new Intl.NumberFormat(locale);
  const write = numberWriter(counts);
  // Turkish writes the sign in front, English and German behind a space.
  const percent = (number: string) => (language === 'tr' ? `%${number}` : `${number}\u00a0%`);
  const exact = (number: bigint, places: number, leastPlaces = 0) =>
    write(decimalToShortText(number, places), leastPlaces);
  return {
    money(amountE4: bigint, currency: string) {
      const places = currencyDecimals(currency);
      if (amountE4 % 10n ** BigInt(4 - places) === 0n) return formatMoney(amountE4, currency, locale);
      return `${exact(amountE4, 4, places)} ${currency}`;
    },
    roundMoney: (amountE4: bigint, currency: string) => formatMoney(amountE4, currency, locale),
    count: (number: number) => counts.format(number),
    quantity: (quantityE4: bigint) => exact(quantityE4, 4),
    percent: (basisPoints: number) => percent(exact(BigInt(basisPoints), 2)),
    exactPercent: (basisPoints: number) => percent(exact(BigInt(basisPoints), 2, 2)),
    change(basisPoints: number) {
      const sign = basisPoints > 0 ? '+' : basisPoints < 0 ? '−' : '';
      return `${sign}${percent(exact(BigInt(Math.abs(basisPoints)), 2, 2))}`;
    },
  };
}

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

function dayFormats(language: Language) {
  const locale = localeOf[language];
  const form = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { day: 'numeric', timeZone: 'UTC', ...options });
    return (day: string) => {
      const at = isoDay.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
      if (Number.isNaN(at)) return day;
      const text = format.format(at);
      // English puts a comma behind the weekday that says nothing.
      return language === 'en' ? text.replace(',', '') : text;
    };
  };
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return {
    month(month: string) {
      const at = /^\d{4}-\d{2}$/.test(month) ? Date.parse(`${month}-01T00:00:00Z`) : Number.NaN;
      return Number.isNaN(at) ? month : months.format(at);
    },
    // 5 January 1970 was a Monday.
    weekdayName: (weekday: number) => weekdays.format(Date.UTC(1970, 0, 4 + weekday)),
    longDay: form({ weekday: 'long', month: 'long', year: 'numeric' }),
    weekday: form({ weekday: 'short', month: 'short', year: 'numeric' }),
    dayOfYear: form({ weekday: 'short', month: 'short' }),
    day: form({ month: 'short', year: 'numeric' }),
  };
}

const localTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/;

function timeFormats(locale: string) {
  const clock = byZone(locale, { hour: '2-digit', minute: '2-digit' });
  const zonedClock = byZone(locale, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  const whole = byZone(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return {
    local(text: string) {
      const [, day, time] = localTime.exec(text) ?? [];
      const at = Date.parse(`${day}T${time}:00Z`);
      return Number.isNaN(at) ? text : whole('UTC').format(at);
    },
    instant: (at: Date, timeZone: string | null) =>
      timeZone === null ? `${whole('UTC').format(at)} UTC` : whole(timeZone).format(at),
    clock: (at: Date, timeZone: string) => clock(timeZone).format(at),
    zonedClock: (at: Date, timeZone: string) => zonedClock(timeZone).format(at),
  };
}

/** There are a few hundred zones: all that were asked for are kept. */
function byZone(locale: string, options: Intl.DateTimeFormatOptions): (timeZone: string) => Intl.DateTimeFormat {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const format = formats.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formats.set(timeZone, format);
    return format;
  };
}

function spanFormats(locale: string, t: Translate) {
  const relative = new Intl.RelativeTimeFormat(locale);
  return {
    ago(at: Date, now: Date) {
      const ms = now.getTime() - at.getTime();
      if (ms < minuteMs) return t('words.justNow');
      if (ms < hourMs) return relative.format(-Math.floor(ms / minuteMs), 'minute');
      if (ms < 2 * dayMs) return relative.format(-Math.floor(ms / hourMs), 'hour');
      return relative.format(-Math.floor(ms / dayMs), 'day');
    },
    span(ms: number) {
      const minutes = Math.round(ms / minuteMs);
      if (minutes < 120) return t('words.minutes', { count: minutes });
      const hours = Math.round(ms / hourMs);
      return hours < 48 ? t('words.hours', { count: hours }) : t('words.days', { count: Math.round(hours / 24) });
    },
  };
}

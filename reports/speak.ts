/** What reports hold, in the words of whoever reads: the same on pages, in files and in mails. */
import type { Words } from './cells.ts';
import type { Column, Label, Value } from './engine/report.ts';

/** What a row is about. */
export function labelText({ t, formats }: Words, label: Label): string {
  switch (label.kind) {
    case 'text':
      return label.text;
    case 'word':
      return t(`reports.words.${label.word}`, label.facts);
    case 'day':
      return formats.weekday(label.day);
    case 'week':
      return t('reports.chart.week', { day: formats.day(label.day) });
    case 'month':
      return formats.month(label.month);
    case 'hour':
      return `${String(label.hour).padStart(2, '0')}:00`;
    case 'weekday':
      return formats.weekdayName(label.weekday);
    case 'rate':
      return formats.percent(label.basisPoints);
  }
}

/** A value as people read it; "–" where there is nothing to say. */
export function valueText({ t, formats }: Words, { column, value, currency }: Said): string {
  if (value === null) return '–';
  switch (column.kind) {
    case 'money':
      return moneyText(formats, { column, amountE4: BigInt(value), currency: currency ?? '' });
    case 'count':
    case 'points':
      return formats.count(Number(value));
    case 'quantity':
      return formats.quantity(BigInt(value));
    case 'share':
      return formats.exactPercent(Number(value));
    case 'change':
      return formats.change(Number(value));
    case 'day':
      return formats.weekday(String(value));
    case 'word':
      return t(`reports.words.${value}`);
    case 'text':
      return String(value);
  }
}

/** Quotients, and products of a cost and a quantity, are rounded to the currency's decimals; sums of what tills say never are. */
const quotients: ReadonlySet<string> = new Set([
  ...['average', 'perDay', 'basketAverage', 'margin', 'cost', 'basis', 'stockValue'],
  ...['pointsWorth', 'redeemableWorth'],
]);

function moneyText(
  formats: Words['formats'],
  { column, amountE4, currency }: { column: Column; amountE4: bigint; currency: string },
): string {
  return quotients.has(column.name) ? formats.roundMoney(amountE4, currency) : formats.money(amountE4, currency);
}

interface Said {
  column: Column;
  value: Value;
  currency: string | null;
}

import { moneyToPlain } from '../../server/core/money.ts';
import type { Translate } from '../../server/core/translate.ts';
import { exactAmount, percentText } from '../amounts.ts';
import { type Cell, toCsv } from '../csv.ts';
import type { Figures } from '../figures.ts';
import type { CurrencySales, SalesByDay } from './query.ts';

/** The columns as keys of texts. */
const header = [
  ...['reports.csv.day', 'reports.csv.currency', 'reports.figures.gross', 'reports.figures.discounts'],
  ...['reports.figures.net', 'reports.figures.vat', 'reports.figures.receipts', 'reports.csv.average'],
  ...['reports.figures.returns', 'reports.figures.cancelled', 'reports.csv.cancelledAmount', 'reports.csv.withLines'],
];
const comparedHeader = ['reports.csv.comparedDay', 'reports.csv.comparedNet'];

/** The table of the page as a file: a row per day and currency, and each currency's totals. Names are in the language of
 *  whoever asks; days and amounts are exact and the same in every language. */
export function salesByDayCsv(t: Translate, report: SalesByDay): string {
  const isCompared = report.compare !== null;
  return toCsv(
    (isCompared ? [...header, ...comparedHeader] : header).map((key) => t(key)),
    report.currencies.flatMap((sales) => currencyRows(t, sales, isCompared)),
  );
}

function currencyRows(t: Translate, sales: CurrencySales, isCompared: boolean): Cell[][] {
  const { currency, days, total, comparedNetE4 } = sales;
  const amount = (amountE4: bigint | null) => ({ number: amountE4 === null ? null : exactAmount(amountE4, currency) });
  const rows = days.map((day) => [
    ...figureCells(day.day, currency, day),
    ...(isCompared ? [day.compared?.day ?? '', amount(day.compared?.netE4 ?? null)] : []),
  ]);
  const totalRow = [
    ...figureCells(t('words.total'), currency, total),
    ...(isCompared ? ['', amount(comparedNetE4)] : []),
  ];
  return [...rows, totalRow];
}

function figureCells(label: string, currency: string, figures: Figures): Cell[] {
  const amount = (amountE4: bigint | null) => ({ number: amountE4 === null ? null : exactAmount(amountE4, currency) });
  const count = (number: number) => ({ number: String(number) });
  const { withLinesBasisPoints } = figures;
  return [
    label,
    currency,
    amount(figures.grossE4),
    amount(figures.discountE4),
    amount(figures.netE4),
    amount(figures.vatE4),
    count(figures.receipts),
    // A quotient: rounded to the currency's decimals, as on the page.
    { number: figures.averageE4 === null ? null : moneyToPlain(figures.averageE4, currency) },
    count(figures.returns),
    count(figures.cancelled),
    amount(figures.cancelledE4),
    { number: withLinesBasisPoints === null ? null : percentText(withLinesBasisPoints) },
  ];
}

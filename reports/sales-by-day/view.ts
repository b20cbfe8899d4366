/** What the page of sales by day shows, in texts. */

import { formatMoney } from '../../server/core/money.ts';
import { changeBasisPoints, percentText, shownAmount } from '../amounts.ts';
import { comparedCells, countText, figureCells, signedPercent } from '../cells.ts';
import type { CompanyChoice } from '../companies.ts';
import type { Figures } from '../figures.ts';
import { freshnessText } from '../freshness.ts';
import { address } from '../links.ts';
import { comparisons, dayLabel, type Preset, presets } from '../range.ts';
import { comparisonLabels, salesChart } from './chart.ts';
import type { CurrencySales, SalesByDay, SalesByDayInput } from './query.ts';

const presetLabels: Record<Preset, string> = {
  today: 'Today',
  '7-days': '7 days',
  '30-days': '30 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  '12-months': '12 months',
};

interface Choices {
  companies: readonly CompanyChoice[];
  stores: readonly { code: string; name: string }[];
  /** What is wrong with the range, by field. */
  errors?: Readonly<Record<string, string>>;
}

/** The page without figures: what may be chosen, and what was wrong with the choice. */
export function choicesView(input: SalesByDayInput, { companies, stores, errors }: Choices) {
  const chosen = <T extends object>(option: T, isChosen: boolean) => ({ ...option, isChosen });
  const hrefOf = (range: Preset) => address('sales-by-day', { ...input, range, from: '', to: '' });
  return {
    company: input.company,
    companies: companies.length < 2 ? [] : companies.map((company) => chosen(company, company.slug === input.company)),
    stores: stores.map(({ code, name }) => chosen({ code, name }, code === input.store)),
    comparisons: comparisons.map((value) => chosen({ value, label: comparisonLabels[value] }, value === input.compare)),
    ranges: [
      ...presets.map((value) => chosen({ value, label: presetLabels[value] }, value === input.range)),
      chosen({ value: 'own', label: 'From and to' }, input.range === 'own'),
    ],
    presets: presets.map((value) => chosen({ label: presetLabels[value], href: hrefOf(value) }, value === input.range)),
    from: input.from ?? '',
    to: input.to ?? '',
    errors: errors ?? {},
    isWrong: errors !== undefined,
    currencies: [] as object[],
    csvHref: '',
    freshness: '',
  };
}

/** The page with figures. */
export function salesByDayView(report: SalesByDay, input: SalesByDayInput, companies: readonly CompanyChoice[]) {
  const { range, company } = report;
  return {
    ...choicesView({ ...input, ...range }, { companies, stores: company.stores }),
    csvHref: address('sales-by-day.csv', { ...input }),
    freshness: freshnessText(report, company.timeZone),
    currencies: report.currencies.map((sales) => currencyView(report, sales, input)),
  };
}

function currencyView(report: SalesByDay, sales: CurrencySales, input: SalesByDayInput) {
  const { currency, total, comparedNetE4 } = sales;
  const dayHref = (day: string) => address('day', { company: input.company, day, store: input.store });
  const title = `Net sales in ${currency}`;
  const id = `sales-${currency.replace(/\W/g, '')}`;
  const rows = sales.days.map((day) => ({
    label: dayLabel(day.day),
    href: dayHref(day.day),
    cells: [
      ...figureCells(day, currency),
      ...(day.compared === null ? [] : comparedCells(day.netE4, day.compared, currency)),
    ],
  }));
  return {
    id,
    currency,
    title,
    chart: salesChart(report, sales, {
      id,
      title,
      dayHref,
      weekHref: (from, to) => address('sales-by-day', { ...input, range: 'own', from, to }),
    }),
    tiles: tilesOf(sales),
    columns: rows[0]?.cells.map((cell) => cell.label) ?? [],
    rows,
    totalCells: [
      ...figureCells(total, currency),
      ...(comparedNetE4 === null ? [] : comparedCells(total.netE4, { netE4: comparedNetE4 }, currency)),
    ],
    linesNote: linesNote(total),
  };
}

function tilesOf(sales: CurrencySales) {
  const { currency, total } = sales;
  const { averageE4, returns, cancelledE4 } = total;
  return [
    {
      label: 'Net sales',
      value: shownAmount(total.netE4, currency),
      note: changeNote(sales),
    },
    {
      label: 'Receipts',
      value: countText(total.receipts),
      note: returns === 0 ? '' : `of these ${countText(returns)} returns`,
    },
    { label: 'Average basket', value: averageE4 === null ? '–' : formatMoney(averageE4, currency), note: '' },
    { label: 'Cancelled', value: countText(total.cancelled), note: shownAmount(cancelledE4, currency) },
  ];
}

/** How the whole range did against the days compared with, and whether those were fewer days of trade. */
function changeNote({ days, total, comparedNetE4 }: CurrencySales): string {
  const change = comparedNetE4 === null ? null : changeBasisPoints(total.netE4, comparedNetE4);
  if (change === null) return '';
  const sold = days.filter((day) => day.netE4 !== 0n).length;
  const soldBefore = days.filter((day) => day.compared !== null && day.compared.netE4 !== 0n).length;
  const text = `${signedPercent(change)} compared`;
  return sold === soldBefore ? text : `${text}, ${sold} days of sales with ${soldBefore}`;
}

/** Today's tills send paid sales without their lines, so reports by product see only a part; the page says which. */
function linesNote({ withLinesBasisPoints: share }: Figures): string {
  if (share === null || share === 10_000) return '';
  return `${percentText(share)} % of the receipts carry their lines; the others count with what their till said in total.`;
}

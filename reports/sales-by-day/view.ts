/** What the page of sales by day shows, in texts. */

import { jsonForScript } from '../../server/http/chart.ts';
import { changeBasisPoints, percentText, shownAmount } from '../amounts.ts';
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

/** The page without figures: what may be chosen, and what was wrong with the choice (messages by field). */
export function choicesView(
  input: SalesByDayInput,
  options: { companies: readonly CompanyChoice[]; stores: readonly CompanyStore[]; errors?: Record<string, string> },
) {
  const ranges = [...presets.map((value) => ({ value: value as string, label: presetLabels[value] }))];
  const chosen = <T extends object>(option: T, isChosen: boolean) => ({ ...option, isChosen });
  return {
    companies: options.companies.length < 2 ? [] : options.companies.map((c) => chosen(c, c.slug === input.company)),
    company: input.company,
    stores: options.stores.map(({ code, name }) => chosen({ code, name }, code === input.store)),
    comparisons: comparisons.map((value) =>
      chosen({ value, label: comparisonLabels[value] }, value === input.compare),
    ),
    ranges: [...ranges, { value: 'own', label: 'From and to' }].map((option) =>
      chosen(option, option.value === input.range),
    ),
    presets: presets.map((preset) =>
      chosen(
        { label: presetLabels[preset], href: address('sales-by-day', { ...input, range: preset, from: '', to: '' }) },
        preset === input.range,
      ),
    ),
    from: input.from ?? '',
    to: input.to ?? '',
    errors: options.errors ?? {},
    isWrong: options.errors !== undefined,
    currencies: [] as object[],
    csvHref: '',
    freshness: '',
    isCompared: false,
  };
}

interface CompanyStore {
  code: string;
  name: string;
}

/** The page with figures. */
export function salesByDayView(report: SalesByDay, input: SalesByDayInput, companies: readonly CompanyChoice[]) {
  const { range, company } = report;
  return {
    ...choicesView({ ...input, ...range }, { companies, stores: company.stores }),
    isCompared: report.compare !== null,
    csvHref: address('sales-by-day.csv', { ...input }),
    freshness: freshnessText(report, company.timeZone),
    currencies: report.currencies.map((sales) => currencyView(report, sales, input)),
  };
}

function currencyView(report: SalesByDay, sales: CurrencySales, input: SalesByDayInput) {
  const { currency, total, comparedNetE4 } = sales;
  const dayHref = (day: string) => dayAddress(day, input);
  const title = `Net sales in ${currency}`;
  const id = `sales-${currency.replace(/\W/g, '')}`;
  const chart = salesChart(report, sales, { id, title, dayHref });
  return {
    id,
    currency,
    title,
    chartLabel: chart.summary,
    chartJson: jsonForScript(chart),
    tiles: tilesOf(sales),
    rows: sales.days.map((day) => ({
      label: dayLabel(day.day),
      href: dayHref(day.day),
      ...figureTexts(day, currency),
      compared: day.compared && comparedTexts(day.netE4, day.compared.netE4, { currency, day: day.compared.day }),
    })),
    total: {
      ...figureTexts(total, currency),
      compared: comparedNetE4 === null ? null : comparedTexts(total.netE4, comparedNetE4, { currency }),
    },
    linesNote: linesNote(total),
  };
}

function tilesOf({ currency, total, comparedNetE4 }: CurrencySales) {
  const change = comparedNetE4 === null ? null : changeBasisPoints(total.netE4, comparedNetE4);
  return [
    { label: 'Net sales', value: shownAmount(total.netE4, currency), note: change === null ? '' : `${signed(change)} compared` },
    { label: 'Receipts', value: count(total.receipts), note: total.returns === 0 ? '' : `${count(total.returns)} returns` },
    { label: 'Average basket', value: total.averageE4 === null ? '–' : shownAmount(total.averageE4, currency), note: '' },
    { label: 'Cancelled', value: count(total.cancelled), note: shownAmount(total.cancelledE4, currency) },
  ];
}

/** The cells of a row, in the words of `figures.hbs`. */
export function figureTexts(figures: Figures, currency: string) {
  const amount = (amountE4: bigint) => shownAmount(amountE4, currency);
  return {
    gross: amount(figures.grossE4),
    discount: amount(figures.discountE4),
    net: amount(figures.netE4),
    vat: amount(figures.vatE4),
    receipts: count(figures.receipts),
    average: figures.averageE4 === null ? '' : amount(figures.averageE4),
    returns: count(figures.returns),
    cancelled: count(figures.cancelled),
    cancelledAmount: amount(figures.cancelledE4),
    withLines: figures.withLinesBasisPoints === null ? '' : `${percentText(figures.withLinesBasisPoints)} %`,
  };
}

function comparedTexts(netE4: bigint, beforeE4: bigint, { currency, day }: { currency: string; day?: string }) {
  const change = changeBasisPoints(netE4, beforeE4);
  return {
    day: day === undefined ? '' : dayLabel(day),
    net: shownAmount(beforeE4, currency),
    change: change === null ? '' : signed(change),
  };
}

/** Today's tills send paid sales without their lines, so reports by product see only a part; the page says which. */
function linesNote(total: Figures): string {
  const share = total.withLinesBasisPoints;
  if (share === null || share === 10_000) return '';
  return `${percentText(share)} % of the receipts carry their lines; VAT of the others is what their till said in total.`;
}

function dayAddress(day: string, input: SalesByDayInput): string {
  return address('day', { company: input.company, day, store: input.store });
}

function signed(basisPoints: number): string {
  return `${basisPoints > 0 ? '+' : ''}${percentText(basisPoints)} %`;
}

const counts = new Intl.NumberFormat('en-GB');

function count(number: number): string {
  return counts.format(number);
}

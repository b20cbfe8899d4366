/** What the page of sales by day shows, in texts. */

import type { Translate } from '../../server/core/translate.ts';
import { changeBasisPoints } from '../amounts.ts';
import { comparedCells, figureCells, type Words } from '../cells.ts';
import type { CompanyChoice } from '../companies.ts';
import type { Figures } from '../figures.ts';
import { freshnessText } from '../freshness.ts';
import { address } from '../links.ts';
import { comparisons, type Preset, presets } from '../range.ts';
import { salesChart } from './chart.ts';
import type { CurrencySales, SalesByDay, SalesByDayInput } from './query.ts';

interface Choices {
  companies: readonly CompanyChoice[];
  stores: readonly { code: string; name: string }[];
  /** What is wrong with the range, by field. */
  errors?: Readonly<Record<string, string>>;
}

/** The page without figures: what may be chosen, and what was wrong with the choice. */
export function choicesView(t: Translate, input: SalesByDayInput, { companies, stores, errors }: Choices) {
  const chosen = <T extends object>(option: T, isChosen: boolean) => ({ ...option, isChosen });
  const rangeName = (range: Preset | 'own') => t(`reports.presets.${range}`);
  const hrefOf = (range: Preset) => address('sales-by-day', { ...input, range, from: '', to: '' });
  return {
    company: input.company,
    companies: companies.length < 2 ? [] : companies.map((company) => chosen(company, company.slug === input.company)),
    stores: stores.map(({ code, name }) => chosen({ code, name }, code === input.store)),
    comparisons: comparisons.map((value) =>
      chosen({ value, label: t(`reports.comparisons.${value}`) }, value === input.compare),
    ),
    ranges: [
      ...presets.map((value) => chosen({ value, label: rangeName(value) }, value === input.range)),
      chosen({ value: 'own', label: rangeName('own') }, input.range === 'own'),
    ],
    presets: presets.map((value) => chosen({ label: rangeName(value), href: hrefOf(value) }, value === input.range)),
    from: input.from ?? '',
    to: input.to ?? '',
    errors: errors ?? {},
    isWrong: errors !== undefined,
    currencies: [] as object[],
    csvHref: '',
    freshness: '',
  };
}

interface Asked {
  input: SalesByDayInput;
  companies: readonly CompanyChoice[];
}

/** The page with figures. */
export function salesByDayView(words: Words, report: SalesByDay, { input, companies }: Asked) {
  const { range, company } = report;
  return {
    ...choicesView(words.t, { ...input, ...range }, { companies, stores: company.stores }),
    csvHref: address('sales-by-day.csv', { ...input }),
    freshness: freshnessText(words, report, company.timeZone),
    currencies: report.currencies.map((sales) => currencyView(words, sales, { report, input })),
  };
}

function currencyView(
  words: Words,
  sales: CurrencySales,
  { report, input }: { report: SalesByDay; input: SalesByDayInput },
) {
  const { t, formats } = words;
  const { currency, total, comparedNetE4 } = sales;
  const dayHref = (day: string) => address('day', { company: input.company, day, store: input.store });
  const title = t('reports.sales.netIn', { currency });
  const id = `sales-${currency.replace(/\W/g, '')}`;
  const rows = sales.days.map((day) => ({
    label: formats.weekday(day.day),
    href: dayHref(day.day),
    cells: [
      ...figureCells(words, day, currency),
      ...(day.compared === null ? [] : comparedCells(words, { netE4: day.netE4, before: day.compared, currency })),
    ],
  }));
  return {
    id,
    currency,
    title,
    chart: salesChart(report, sales, {
      words,
      id,
      title,
      dayHref,
      weekHref: (from, to) => address('sales-by-day', { ...input, range: 'own', from, to }),
    }),
    tiles: tilesOf(words, sales),
    columns: rows[0]?.cells.map((cell) => cell.label) ?? [],
    rows,
    totalCells: [
      ...figureCells(words, total, currency),
      ...(comparedNetE4 === null
        ? []
        : comparedCells(words, { netE4: total.netE4, before: { netE4: comparedNetE4 }, currency })),
    ],
    linesNote: linesNote(words, total),
  };
}

function tilesOf(words: Words, sales: CurrencySales) {
  const { t, formats } = words;
  const { currency, total } = sales;
  const { averageE4, returns, cancelledE4 } = total;
  return [
    {
      label: t('reports.sales.net'),
      value: formats.money(total.netE4, currency),
      note: changeNote(words, sales),
    },
    {
      label: t('reports.figures.receipts'),
      value: formats.count(total.receipts),
      note: returns === 0 ? '' : t('reports.sales.ofReturns', { count: returns, number: formats.count(returns) }),
    },
    {
      label: t('reports.sales.average'),
      value: averageE4 === null ? '–' : formats.roundMoney(averageE4, currency),
      note: '',
    },
    {
      label: t('reports.figures.cancelled'),
      value: formats.count(total.cancelled),
      note: formats.money(cancelledE4, currency),
    },
  ];
}

/** How the whole range did against the days compared with, and whether those were fewer days of trade. */
function changeNote({ t, formats }: Words, { days, total, comparedNetE4 }: CurrencySales): string {
  const change = comparedNetE4 === null ? null : changeBasisPoints(total.netE4, comparedNetE4);
  if (change === null) return '';
  const sold = days.filter((day) => day.netE4 !== 0n).length;
  const soldBefore = days.filter((day) => day.compared !== null && day.compared.netE4 !== 0n).length;
  const facts = { change: formats.change(change), days: sold, before: soldBefore };
  return t(sold === soldBefore ? 'reports.sales.changed' : 'reports.sales.changedDays', facts);
}

/** Today's tills send paid sales without their lines, so reports by product see only a part; the page says which. */
function linesNote({ t, formats }: Words, { withLinesBasisPoints: share }: Figures): string {
  if (share === null || share === 10_000) return '';
  return t('reports.sales.linesNote', { share: formats.exactPercent(share) });
}

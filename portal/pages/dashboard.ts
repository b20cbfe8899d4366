import { changeBasisPoints, shownAmount } from '../../reports/amounts.ts';
import type { CurrencyToday, SameHours, StoreToday } from '../../reports/today/compose.ts';
import type { CompanyToday, Today } from '../../reports/today/query.ts';
import { currencyDecimals } from '../../server/core/currencies.ts';
import { formatMoney, moneyToNumber } from '../../server/core/money.ts';
import type { ChartSpec } from '../../server/http/chart.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler } from '../visit.ts';
import { agoText, clockText, dayText, localText } from './times.ts';

const template = loadTemplate(new URL('../views/dashboard.hbs', import.meta.url));

/** Today's figures of the person's companies. */
export const dashboardPage: PageHandler = async ({ call, actor }) => {
  const today = await call.dashboard.today();
  const model = modelOf(today, isStaff(actor));
  return { title: 'Today', template, active: 'dashboard', hasHeading: false, model, scripts: ['charts.js'] };
};

function isStaff(actor: Parameters<PageHandler>[0]['actor']): boolean {
  return actor.kind === 'user' && actor.staffRole !== null;
}

function modelOf(today: Today, staff: boolean) {
  return {
    isStaff: staff,
    more: today.more,
    latest: latestModels(today),
    companies: today.companies.map((company) => companyModel(company, today.asOf)),
  };
}

function companyModel(company: CompanyToday, asOf: Date) {
  const { id, slug, name, currencies, lastReceivedAt, timeZone } = company;
  return {
    slug,
    name,
    hasFigures: currencies !== null,
    hasStores: currencies?.some((currency) => currency.stores.length > 0) ?? false,
    asOf: { iso: asOf.toISOString(), text: clockText(asOf, timeZone) },
    received: lastReceivedAt && { iso: lastReceivedAt.toISOString(), text: agoText(lastReceivedAt, asOf) },
    currencies: (currencies ?? []).map((currency) =>
      currencyModel(currency, { id, slug, isOnly: currencies?.length === 1 }),
    ),
  };
}

interface CompanyFacts {
  id: number;
  slug: string;
  isOnly: boolean;
}

function currencyModel(today: CurrencyToday, { id, slug, isOnly }: CompanyFacts) {
  const { currency, figures, stores } = today;
  const days = [...new Set(stores.map((store) => store.businessDay))];
  return {
    currency: isOnly ? null : currency,
    day: days.length === 1 ? dayText(days[0] ?? '') : null,
    ...figureTexts(figures, currency),
    yesterday: shownAmount(today.yesterdayE4, currency),
    change: changeModel(today.sameHours, currency),
    chart: today.curve.length < 2 ? null : hourChart(today, `${id}-${currency}`),
    hourTable: hourTable(today, `hours-table-${id}-${currency}`),
    stores: stores.map((store) => storeModel(store, { currency, slug })),
    moreStores: today.moreStores,
    slug,
  };
}

function storeModel(store: StoreToday, { currency, slug }: { currency: string; slug: string }) {
  const { code, name, figures, last } = store;
  return {
    code,
    name,
    ...figureTexts(figures, currency),
    change: changeModel(store.sameHours, currency),
    last: last && {
      time: last.occurredText.slice(11, 16),
      terminalCode: last.terminalCode,
      href: `/receipts/${slug}/${last.uuid}/`,
    },
  };
}

/** Today by hour against the same weekday last week. */
function hourChart({ currency, curve }: CurrencyToday, key: string): ChartSpec {
  return {
    id: `hours-${key}`,
    title: 'Gross sales by hour',
    summary: 'Today, beside the same weekday last week.',
    kind: 'bar',
    height: 'low',
    labels: curve.map(({ hour }) => hourText(hour)),
    series: [
      { name: 'Today', values: curve.map(({ grossE4 }) => moneyToNumber(grossE4)) },
      {
        name: 'Last week',
        values: curve.map(({ lastWeekE4 }) => moneyToNumber(lastWeekE4)),
        kind: 'line',
        muted: true,
      },
    ],
    format: { kind: 'money', currency, decimals: currencyDecimals(currency) },
    tableId: `hours-table-${key}`,
  };
}

/** The chart's numbers for those who read rather than see. */
function hourTable({ currency, curve }: CurrencyToday, id: string) {
  const rows = curve.map(({ hour, grossE4, lastWeekE4 }) => ({
    hour: hourText(hour),
    today: formatMoney(grossE4, currency),
    lastWeek: formatMoney(lastWeekE4, currency),
  }));
  return { id, rows };
}

function latestModels({ latest, companies }: Today) {
  const byId = new Map(companies.map((company) => [company.id, company]));
  return latest.map((receipt) => ({
    href: `/receipts/${byId.get(receipt.companyId)?.slug ?? ''}/${receipt.uuid}/`,
    number: receipt.receiptNumber,
    time: localText(receipt.occurredText).slice(-5),
    store: receipt.storeName,
    company: companies.length > 1 ? byId.get(receipt.companyId)?.name : null,
    till: receipt.terminalCode,
    total: shownAmount(receipt.totalE4, receipt.currency),
    isReturn: receipt.kind === 'return',
    isCancelled: receipt.kind === 'cancelled',
  }));
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function figureTexts(figures: CurrencyToday['figures'], currency: string) {
  return {
    gross: shownAmount(figures.grossE4, currency),
    receipts: figures.receipts.toLocaleString('en-GB'),
    average: figures.averageE4 === null ? '–' : formatMoney(figures.averageE4, currency),
    returns: figures.returns.toLocaleString('en-GB'),
    cancelled: figures.cancelled.toLocaleString('en-GB'),
  };
}

/** "+12.5 % on last week, until 14:00"; null when there was nothing to compare with. */
function changeModel(hours: SameHours | null, currency: string) {
  if (hours === null) return null;
  const basisPoints = changeBasisPoints(hours.grossE4, hours.lastWeekE4);
  if (basisPoints === null) return null;
  const percent = Math.abs(basisPoints / 100).toLocaleString('en-GB', { maximumFractionDigits: 1 });
  return {
    text: `${basisPoints > 0 ? '+' : basisPoints < 0 ? '−' : '±'}${percent} %`,
    isUp: basisPoints > 0,
    isDown: basisPoints < 0,
    until: hourText(hours.untilHour),
    lastWeek: shownAmount(hours.lastWeekE4, currency),
  };
}

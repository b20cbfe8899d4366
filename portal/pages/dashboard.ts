import { changeBasisPoints } from '../../reports/amounts.ts';
import type { CurrencyToday, SameHours, StoreToday } from '../../reports/today/compose.ts';
import type { CompanyToday, Today } from '../../reports/today/query.ts';
import { currencyDecimals } from '../../server/core/currencies.ts';
import { localeOf } from '../../server/core/languages.ts';
import { moneyToNumber } from '../../server/core/money.ts';
import type { ChartSpec } from '../../server/http/chart.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler, Visit } from '../visit.ts';

const template = loadTemplate(new URL('../views/dashboard.hbs', import.meta.url));

/** Today's figures of the person's companies. */
export const dashboardPage: PageHandler = async (visit) => {
  const today = await visit.call.dashboard.today();
  const model = modelOf(visit, today);
  return {
    title: visit.t('home.dashboard.title'),
    template,
    active: 'dashboard',
    hasHeading: false,
    model,
    scripts: ['charts.js'],
  };
};

/** How the visitor is spoken to. */
type Speech = Pick<Visit, 't' | 'formats' | 'language'>;

function modelOf(visit: Visit, today: Today) {
  const { actor } = visit;
  return {
    isStaff: actor.kind === 'user' && actor.staffRole !== null,
    more: today.more,
    latest: latestModels(visit, today),
    companies: today.companies.map((company) => companyModel(visit, company, today.asOf)),
  };
}

function companyModel(speech: Speech, company: CompanyToday, asOf: Date) {
  const { formats } = speech;
  const { id, slug, name, currencies, lastReceivedAt, timeZone } = company;
  return {
    slug,
    name,
    hasFigures: currencies !== null,
    hasStores: currencies?.some((currency) => currency.stores.length > 0) ?? false,
    asOf: { iso: asOf.toISOString(), text: formats.clock(asOf, timeZone) },
    received: lastReceivedAt && { iso: lastReceivedAt.toISOString(), text: formats.ago(lastReceivedAt, asOf) },
    currencies: (currencies ?? []).map((currency) =>
      currencyModel(speech, currency, { id, slug, isOnly: currencies?.length === 1 }),
    ),
  };
}

interface CompanyFacts {
  id: number;
  slug: string;
  isOnly: boolean;
}

function currencyModel(speech: Speech, today: CurrencyToday, { id, slug, isOnly }: CompanyFacts) {
  const { currency, figures, stores } = today;
  const days = [...new Set(stores.map((store) => store.businessDay))];
  return {
    currency: isOnly ? null : currency,
    day: days.length === 1 ? speech.formats.longDay(days[0] ?? '') : null,
    ...figureTexts(speech, figures, currency),
    yesterday: speech.formats.money(today.yesterdayE4, currency),
    change: changeModel(speech, today.sameHours, currency),
    chart: today.curve.length < 2 ? null : hourChart(speech, today, `${id}-${currency}`),
    hourTable: hourTable(speech, today, `hours-table-${id}-${currency}`),
    stores: stores.map((store) => storeModel(speech, store, { currency, slug })),
    moreStores: today.moreStores,
    slug,
  };
}

function storeModel(speech: Speech, store: StoreToday, { currency, slug }: { currency: string; slug: string }) {
  const { code, name, figures, last } = store;
  return {
    code,
    name,
    ...figureTexts(speech, figures, currency),
    change: changeModel(speech, store.sameHours, currency),
    last: last && {
      time: last.occurredText.slice(11, 16),
      terminalCode: last.terminalCode,
      href: `/receipts/${slug}/${last.uuid}/`,
    },
  };
}

/** Today by hour against the same weekday last week. */
function hourChart({ t }: Speech, { currency, curve }: CurrencyToday, key: string): ChartSpec {
  return {
    id: `hours-${key}`,
    title: t('home.dashboard.chartTitle'),
    summary: t('home.dashboard.chartSummary'),
    kind: 'bar',
    height: 'low',
    labels: curve.map(({ hour }) => hourText(hour)),
    series: [
      { name: t('home.dashboard.today'), values: curve.map(({ grossE4 }) => moneyToNumber(grossE4)) },
      {
        name: t('home.dashboard.lastWeek'),
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
function hourTable({ formats }: Speech, { currency, curve }: CurrencyToday, id: string) {
  const rows = curve.map(({ hour, grossE4, lastWeekE4 }) => ({
    hour: hourText(hour),
    today: formats.money(grossE4, currency),
    lastWeek: formats.money(lastWeekE4, currency),
  }));
  return { id, rows };
}

function latestModels({ formats }: Speech, { latest, companies }: Today) {
  const byId = new Map(companies.map((company) => [company.id, company]));
  return latest.map((receipt) => ({
    href: `/receipts/${byId.get(receipt.companyId)?.slug ?? ''}/${receipt.uuid}/`,
    number: receipt.receiptNumber,
    time: receipt.occurredText.slice(11, 16),
    store: receipt.storeName,
    company: companies.length > 1 ? byId.get(receipt.companyId)?.name : null,
    till: receipt.terminalCode,
    total: formats.money(receipt.totalE4, receipt.currency),
    isReturn: receipt.kind === 'return',
    isCancelled: receipt.kind === 'cancelled',
  }));
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function figureTexts({ formats }: Speech, figures: CurrencyToday['figures'], currency: string) {
  return {
    gross: formats.money(figures.grossE4, currency),
    receipts: formats.count(figures.receipts),
    average: figures.averageE4 === null ? '–' : formats.roundMoney(figures.averageE4, currency),
    returns: formats.count(figures.returns),
    cancelled: formats.count(figures.cancelled),
  };
}

/** "+12.5 %", with both amounts that it compares; null when there was nothing to compare with. */
function changeModel({ formats, language }: Speech, hours: SameHours | null, currency: string) {
  if (hours === null) return null;
  const basisPoints = changeBasisPoints(hours.grossE4, hours.lastWeekE4);
  if (basisPoints === null) return null;
  const percent = Math.abs(basisPoints / 100).toLocaleString(localeOf[language], { maximumFractionDigits: 1 });
  return {
    text: `${basisPoints > 0 ? '+' : basisPoints < 0 ? '−' : '±'}${percent} %`,
    isUp: basisPoints > 0,
    isDown: basisPoints < 0,
    until: hourText(hours.untilHour),
    today: formats.money(hours.grossE4, currency),
    lastWeek: formats.money(hours.lastWeekE4, currency),
  };
}

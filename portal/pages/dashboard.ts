import { changeBasisPoints, shownAmount } from '../../reports/amounts.ts';
import type { CurrencyToday, SameHours, StoreToday } from '../../reports/today/compose.ts';
import type { CompanyToday, Today } from '../../reports/today/query.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler } from '../visit.ts';
import { agoText, clockText, dayText } from './times.ts';

const template = loadTemplate(new URL('../views/dashboard.hbs', import.meta.url));

/** Stores that one company shows; the others are in its reports. */
const shownStores = 20;

/** Today's figures of the person's companies. */
export const dashboardPage: PageHandler = async ({ call, actor }) => {
  const today = await call.dashboard.today();
  return {
    title: 'Dashboard',
    template,
    active: 'dashboard',
    hasHeading: false,
    model: modelOf(today, isStaff(actor)),
  };
};

function isStaff(actor: Parameters<PageHandler>[0]['actor']): boolean {
  return actor.kind === 'user' && actor.staffRole !== null;
}

function modelOf(today: Today, staff: boolean) {
  return {
    isStaff: staff,
    more: today.more,
    asOf: { iso: today.asOf.toISOString(), text: clockText(today.asOf) },
    companies: today.companies.map((company) => companyModel(company, today.asOf)),
  };
}

function companyModel(company: CompanyToday, asOf: Date) {
  const { slug, name, currencies, lastReceivedAt } = company;
  return {
    slug,
    name,
    hasFigures: currencies !== null,
    hasStores: currencies?.some((currency) => currency.stores.length > 0) ?? false,
    received: lastReceivedAt && { iso: lastReceivedAt.toISOString(), text: agoText(lastReceivedAt, asOf) },
    currencies: (currencies ?? []).map((currency) =>
      currencyModel(currency, { slug, isOnly: currencies?.length === 1 }),
    ),
  };
}

function currencyModel(today: CurrencyToday, { slug, isOnly }: { slug: string; isOnly: boolean }) {
  const { currency, figures, stores } = today;
  const days = [...new Set(stores.map((store) => store.businessDay))];
  return {
    currency: isOnly ? null : currency,
    day: days.length === 1 ? dayText(days[0] ?? '') : null,
    ...figureTexts(figures, currency),
    change: changeModel(today.sameHours, currency),
    stores: stores.slice(0, shownStores).map((store) => storeModel(store, { currency, slug })),
    moreStores: Math.max(0, stores.length - shownStores),
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

function figureTexts(figures: CurrencyToday['figures'], currency: string) {
  return {
    gross: shownAmount(figures.grossE4, currency),
    receipts: figures.receipts.toLocaleString('en-GB'),
    average: figures.averageE4 === null ? '–' : shownAmount(figures.averageE4, currency),
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
    until: `${String(hours.untilHour).padStart(2, '0')}:00`,
    lastWeek: shownAmount(hours.lastWeekE4, currency),
  };
}

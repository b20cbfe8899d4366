import { shownAmount } from '../../reports/amounts.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler } from '../visit.ts';
import { localText } from './times.ts';

const template = loadTemplate(new URL('../views/open-periods.hbs', import.meta.url));

type Open = Awaited<ReturnType<Caller['closures']['open']>>;

/** What tills have sold since they last closed, by the arithmetic that will judge the closure. */
export const openPeriodsPage: PageHandler = async ({ call, params, query }) => {
  const store = query.get('store') || undefined;
  const { company, periods } = await call.closures.open({ company: params['slug'] ?? '', store });
  return {
    title: 'Open periods',
    lead: `${company.name} · sold and not closed yet`,
    template,
    active: 'closures',
    model: {
      backHref: `/closures/${company.slug}/${store ? `?store=${encodeURIComponent(store)}` : ''}`,
      stores: company.stores.map(({ code, name }) => ({ code, name, isChosen: code === store })),
      rows: periods.map((period) => rowModel(period, company.slug)),
    },
  };
};

function rowModel({ store, terminal, number, figures, ours, lastText }: Open['periods'][number], slug: string) {
  const query = new URLSearchParams({ store: store.code, till: terminal.code, period: String(number) });
  const amount = (amountE4: bigint) => shownAmount(amountE4, store.currency);
  return {
    href: `/receipts/${slug}/?${query}`,
    number,
    store: store.name,
    till: terminal.code,
    documents: figures.documents,
    cancelled: figures.cancelled,
    returns: figures.returns,
    net: amount(ours.netE4),
    vat: amount(ours.vatE4),
    cash: amount(ours.cashE4),
    last: localText(lastText),
  };
}

import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';

const template = loadTemplate(new URL('../views/open-periods.hbs', import.meta.url));

type Open = Awaited<ReturnType<Caller['closures']['open']>>;

/** What tills have sold since they last closed, by the arithmetic that will judge the closure. */
export const openPeriodsPage: PageHandler = async (visit) => {
  const { call, params, query, t } = visit;
  const store = query.get('store') || undefined;
  const after = query.get('after') || undefined;
  const { company, rows, next } = await call.closures.open({ company: params['slug'] ?? '', store, after });
  const here = (place: string | null) =>
    `?${new URLSearchParams({ ...(store && { store }), ...(place && { after: place }) })}`;
  return {
    title: t('closures.open.title'),
    lead: t('closures.open.lead', { company: company.name }),
    template,
    active: 'closures',
    model: {
      backHref: `/closures/${company.slug}/${store ? `?store=${encodeURIComponent(store)}` : ''}`,
      stores: company.stores.map(({ code, name }) => ({ code, name, isChosen: code === store })),
      rows: rows.map((period) => rowModel(visit, period, company.slug)),
      firstHref: after === undefined ? null : here(null),
      nextHref: next && here(next),
    },
  };
};

function rowModel({ formats }: Visit, period: Open['rows'][number], slug: string) {
  const { store, terminal, number, figures, ours } = period;
  const query = new URLSearchParams({ store: store.code, till: terminal.code, period: String(number) });
  const amount = (amountE4: bigint) => formats.money(amountE4, store.currency);
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
    last: formats.local(period.lastText),
  };
}

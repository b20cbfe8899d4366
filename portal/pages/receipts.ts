import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';

const template = loadTemplate(new URL('../views/receipts.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['receipts']['list']>>;

/** The receipts of a company; `day`, `store` and `till` narrow them down. */
export const receiptsPage: PageHandler = async (visit) => {
  const { call, params, query, t, formats } = visit;
  const asked = (name: string) => query.get(name) || undefined;
  const filter = { day: asked('day'), store: asked('store'), till: asked('till'), period: asked('period') };
  const list = await call.receipts.list({ company: params['slug'] ?? '', ...filter, after: asked('after') });
  const narrowed = [
    list.stores.find((store) => store.code === filter.store)?.name,
    filter.till,
    filter.period && t('receipts.list.period', { number: filter.period }),
  ];
  const lead = [list.company.name, ...narrowed, filter.day && formats.longDay(filter.day)].filter(Boolean).join(' · ');
  return { title: t('receipts.list.title'), lead, template, active: 'receipts', model: listModel(visit, list, filter) };
};

function listModel(visit: Visit, list: List, filter: Record<string, string | undefined>) {
  const { slug } = list.company;
  const here = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const next = new URLSearchParams(here);
  if (list.next) next.set('after', list.next);
  return {
    filter,
    isFiltered: here.size > 0,
    stores: list.stores.map(({ code, name }) => ({ code, name, isChosen: code === filter['store'] })),
    rows: list.rows.map((row) => rowModel(visit, row, slug)),
    nextHref: list.next && `?${next}`,
  };
}

function rowModel({ formats }: Visit, row: List['rows'][number], slug: string) {
  return {
    href: `/receipts/${slug}/${row.uuid}/`,
    number: row.receiptNumber,
    occurred: formats.local(row.occurredText),
    store: row.store.name,
    till: row.terminal.code,
    lines: row.lineCount === 0 ? '–' : formats.count(row.lineCount),
    total: formats.money(row.sign < 0 ? -row.totalE4 : row.totalE4, row.currency),
    isCancelled: row.isCancelled,
    isLate: row.isLate,
    isReturn: row.sign < 0,
  };
}

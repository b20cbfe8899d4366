import type { Verdict } from '../../server/domain/reconciliation/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { verdictModel } from './closure-words.ts';

const template = loadTemplate(new URL('../views/closures.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['closures']['list']>>;
type Filter = Readonly<Record<'verdict' | 'store' | 'from' | 'to' | 'order' | 'page', string | undefined>>;

/** The closures of a company with their verdicts, the worst first. */
export const closuresPage: PageHandler = async (visit) => {
  const { call, params, query, t } = visit;
  const asked = (name: string) => query.get(name) || undefined;
  const filter: Filter = {
    verdict: asked('verdict'),
    store: asked('store'),
    from: asked('from'),
    to: asked('to'),
    order: asked('order'),
    page: asked('page'),
  };
  const page = Number(filter.page ?? '1');
  const list = await call.closures.list({
    ...filter,
    company: params['slug'] ?? '',
    verdict: filter.verdict as Verdict | undefined,
    order: filter.order as 'worst' | 'latest' | undefined,
    page,
  });
  return {
    title: t('closures.list.title'),
    lead: t('closures.list.lead', { company: list.company.name }),
    template,
    active: 'closures',
    model: listModel(visit, list, { filter, page }),
  };
};

function listModel(visit: Visit, list: List, { filter, page }: { filter: Filter; page: number }) {
  const { t } = visit;
  const { slug } = list.company;
  const href = (changes: Partial<Filter>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...filter, page: undefined, ...changes }))
      if (value) query.set(name, value);
    return query.size === 0 ? `/closures/${slug}/` : `?${query}`;
  };
  const { counts } = list;
  return {
    slug,
    filter,
    isLatest: filter.order === 'latest',
    stores: list.company.stores.map(({ code, name }) => ({ code, name, isChosen: code === filter.store })),
    tabs: [
      {
        name: t('closures.list.all'),
        count: counts.matched + counts.explained + counts.unexplained + counts.due,
        verdict: undefined,
      },
      { name: t('closures.verdicts.unexplained'), count: counts.unexplained, verdict: 'unexplained' },
      { name: t('closures.verdicts.explained'), count: counts.explained, verdict: 'explained' },
      { name: t('closures.verdicts.matched'), count: counts.matched, verdict: 'matched' },
    ].map((tab) => ({ ...tab, href: href({ verdict: tab.verdict }), isChosen: tab.verdict === filter.verdict })),
    waiting: counts.due,
    openHref: `/closures/${slug}/open/${filter.store ? `?store=${encodeURIComponent(filter.store)}` : ''}`,
    rows: list.rows.map((row) => rowModel(visit, row, slug)),
    previousHref: page > 1 ? href({ page: page > 2 ? String(page - 1) : undefined }) : null,
    nextHref: list.hasMore ? href({ page: String(page + 1) }) : null,
  };
}

function rowModel(visit: Visit, row: List['rows'][number], slug: string) {
  const { formats } = visit;
  const { closure, store, terminal, verdict, rule } = row;
  return {
    href: `/closures/${slug}/${closure.uuid}/`,
    number: closure.number,
    isReading: closure.kind === 'X',
    day: formats.day(closure.businessDay),
    store: store.name,
    till: terminal.code,
    documents: closure.documentCount,
    gross: formats.money(closure.grossE4, store.currency),
    ...verdictModel(visit, verdict, rule),
    worst: row.worstE4 === 0n ? null : formats.money(row.worstE4, store.currency),
    numbers: numbersText(visit, row),
  };
}

function numbersText({ t }: Visit, { missing, doubled }: List['rows'][number]): string | null {
  const parts = [
    missing > 0 && t('closures.list.missing', { count: missing }),
    doubled > 0 && t('closures.list.twice', { count: doubled }),
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}

import { shownAmount } from '../../reports/amounts.ts';
import { ruleWords, type Verdict, verdictWords } from '../../server/domain/reconciliation/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler } from '../visit.ts';
import { shortDayText } from './times.ts';

const template = loadTemplate(new URL('../views/closures.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['closures']['list']>>;
type Filter = Readonly<Record<'verdict' | 'store' | 'from' | 'to' | 'order' | 'page', string | undefined>>;

/** The closures of a company with their verdicts, the worst first. */
export const closuresPage: PageHandler = async ({ call, params, query }) => {
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
    title: 'Closures',
    lead: `${list.company.name} · each proved against its receipts`,
    template,
    active: 'closures',
    model: listModel(list, filter, page),
  };
};

function listModel(list: List, filter: Filter, page: number) {
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
      { name: 'All', count: counts.matched + counts.explained + counts.unexplained + counts.due, verdict: undefined },
      { name: verdictWords.unexplained, count: counts.unexplained, verdict: 'unexplained' },
      { name: verdictWords.explained, count: counts.explained, verdict: 'explained' },
      { name: verdictWords.matched, count: counts.matched, verdict: 'matched' },
    ].map((tab) => ({ ...tab, href: href({ verdict: tab.verdict }), isChosen: tab.verdict === filter.verdict })),
    waiting: counts.due,
    openHref: `/closures/${slug}/open/${filter.store ? `?store=${encodeURIComponent(filter.store)}` : ''}`,
    rows: list.rows.map((row) => rowModel(row, slug)),
    previousHref: page > 1 ? href({ page: page > 2 ? String(page - 1) : undefined }) : null,
    nextHref: list.hasMore ? href({ page: String(page + 1) }) : null,
  };
}

function rowModel(row: List['rows'][number], slug: string) {
  const { closure, store, terminal, verdict, rule } = row;
  return {
    href: `/closures/${slug}/${closure.uuid}/`,
    number: closure.number,
    isReading: closure.kind === 'X',
    day: shortDayText(closure.businessDay),
    store: store.name,
    till: terminal.code,
    documents: closure.documentCount,
    gross: shownAmount(closure.grossE4, store.currency),
    ...verdictModel(verdict, rule),
    worst: row.worstE4 === 0n ? null : shownAmount(row.worstE4, store.currency),
    numbers: numbersText(row.missing, row.doubled),
  };
}

/** How a verdict is shown everywhere. */
export function verdictModel(verdict: string | null, rule: string | null) {
  return {
    verdict: verdict === null ? 'Not judged yet' : verdictWords[verdict as Verdict],
    verdictClass: verdict === null ? 'is-waiting' : `is-${verdict}`,
    rule: rule === null ? null : ruleWords[rule as keyof typeof ruleWords],
  };
}

function numbersText(missing: number, doubled: number): string | null {
  const parts = [missing > 0 && `${missing} missing`, doubled > 0 && `${doubled} twice`].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}

import { type Ctx, type RowOf, type Statement, statement, type Words } from '../../server/db/index.ts';
import type { Report, Row, Section, Value } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import type { Window } from '../engine/window.ts';
import { firstRows, laterRows, listedOf, type PageSql, pageOf, pageParams, withOthers } from '../stock/pages.ts';

const verdicts = ['unexplained', 'explained', 'matched', 'due'] as const;

/** Closures and what they are worth beside the documents of their periods, the worst first. */
export const closures: Report = {
  name: 'closures',
  area: 'control',
  permission: 'closure.see',
  columns: [
    { name: 'verdict', kind: 'word' },
    { name: 'day', kind: 'day' },
    { name: 'till', kind: 'text' },
    { name: 'closures', kind: 'count' },
    { name: 'saidDocuments', kind: 'count' },
    { name: 'foundDocuments', kind: 'count' },
    { name: 'saidGross', kind: 'money' },
    { name: 'expectedCash', kind: 'money' },
    { name: 'countedCash', kind: 'money' },
    { name: 'cashDifference', kind: 'money' },
    { name: 'worstDifference', kind: 'money' },
    { name: 'missingReceipts', kind: 'count' },
    { name: 'doubleReceipts', kind: 'count' },
  ],
  lead: 'worstDifference',
  rowName: 'closure',
  chart: null,
  instantFilters: [],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: true,
  options: [
    { name: 'by', values: ['closure', 'verdict'] },
    { name: 'verdict', values: ['all', ...verdicts] },
  ],
  notes: ['closures'],
  sections,
};

const asked = { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text', verdict: 'text' } as const;
const params = { ...asked, ...pageParams } as const;

const figures = {
  said_documents: 'int',
  found_documents: 'int',
  gross_e4: 'bigint',
  expected_cash_e4: 'bigint',
  closing_cash_e4: 'bigint',
  cash_difference_e4: 'bigint',
  worst_e4: 'bigint',
  missing: 'int',
  doubled: 'int',
} as const;

const shown = {
  uuid: 'text',
  number: 'int',
  kind: 'text',
  business_day: 'text',
  currency: 'text',
  store: 'text',
  terminal: 'text',
  verdict: 'text',
  ...figures,
} as const;

/** Those that wait for their first judgement stand between what is unexplained and what is explained. */
const ranks = ['unexplained', 'due', 'explained'].map((verdict, rank) => `WHEN '${verdict}' THEN ${rank}`).join(' ');

/** For WITH: `listed`, the closures asked for. */
const listed = (q: Words, as: PageSql['as']) => `listed ${as} (SELECT c.id, c.uuid, c.number, c.kind, c.business_day,
      s.currency, s.code AS store, t.code AS terminal, coalesce(j.verdict, 'due') AS verdict, c.document_count AS said_documents,
      coalesce(j.documents, 0) AS found_documents, c.gross_e4, c.expected_cash_e4, c.closing_cash_e4, c.cash_difference_e4,
      coalesce(j.worst_e4, 0) AS worst_e4, coalesce(j.missing, 0) AS missing, coalesce(j.doubled, 0) AS doubled
    FROM closures c JOIN stores s ON s.id = c.store_id JOIN terminals t ON t.id = c.terminal_id
      LEFT JOIN closure_judgements j ON j.closure_id = c.id
    WHERE c.company_id = ${q.param('company_id')} AND c.store_id IN ${q.list('store_ids')}
      AND c.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}
      AND (${q.param('verdict')} = 'all' OR coalesce(j.verdict, 'due') = ${q.param('verdict')}))`;

const worstFirst = `CASE verdict ${ranks} ELSE 3 END, worst_e4 DESC, business_day DESC, id DESC`;

const pageReturns = { ...shown, rows_before: 'int', rows_in_all: 'int' } as const;

const judged = (page: PageSql): Statement<typeof params, typeof pageReturns> =>
  statement({
    params,
    returns: pageReturns,
    sql: (q) =>
      `WITH ${listed(q, page.as)} ${page.select(q, {
        ...{ rows: 'listed', columns: Object.keys(shown).join(', '), key: 'uuid' },
        order: worstFirst,
      })}`,
  });

const pages = { first: judged(firstRows), later: judged(laterRows) };

/** Of several currencies each is a list with pages of its own: that of the closure seen last goes on behind it, the others begin.
 *  A closure that is not in the list any more still says which of them is meant. */
const apartParams = { ...params, own_currency: 'text' } as const;

const apart = statement({
  params: apartParams,
  returns: pageReturns,
  sql: (q) => `WITH ${listed(q, 'AS MATERIALIZED')},
    placed AS MATERIALIZED (SELECT y.*, count(*) OVER (PARTITION BY currency) AS of_rows,
        row_number() OVER (PARTITION BY currency ORDER BY ${worstFirst}, uuid) AS at_place FROM listed y),
    seen AS (SELECT coalesce((SELECT s.currency FROM closures c JOIN stores s ON s.id = c.store_id
        WHERE c.company_id = ${q.param('company_id')} AND c.uuid = ${q.param('after_key')}), ${q.param('own_currency')}) AS currency,
      coalesce((SELECT p.at_place FROM placed p WHERE p.uuid = ${q.param('after_key')}), ${q.param('after_place')}) AS place)
    SELECT ${Object.keys(shown)
      .map((column) => `p.${column}`)
      .join(', ')}, CAST(coalesce(seen.place, 0) AS integer) AS rows_before,
      CAST(p.of_rows AS integer) AS rows_in_all
    FROM placed p LEFT JOIN seen ON seen.currency = p.currency
    WHERE p.at_place > coalesce(seen.place, 0) AND p.at_place <= coalesce(seen.place, 0) + ${q.param('most')}
    ORDER BY p.currency, p.at_place`,
});

/** What all of them come to, however many a page shows. The largest difference of several is the largest of theirs. */
const summed = statement({
  params: asked,
  returns: { currency: 'text', verdict: 'text', closures: 'int', ...figures },
  sql: (q) => {
    const sums = Object.entries(figures).map(([column, type]) => {
      if (column === 'worst_e4') return 'max(worst_e4) AS worst_e4';
      return type === 'int' ? `CAST(sum(${column}) AS integer) AS ${column}` : `${q.sumBig(column)} AS ${column}`;
    });
    return `WITH ${listed(q, 'AS')} SELECT currency, verdict, CAST(count(*) AS integer) AS closures, ${sums.join(', ')}
      FROM listed GROUP BY currency, verdict`;
  },
});

type Judged = RowOf<typeof shown>;
type Figures = RowOf<typeof figures> & { readonly closures: number };
type Summed = Figures & Readonly<Record<'currency' | 'verdict', string>>;

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const { company, stores, range, options } = window;
  const isByVerdict = options['by'] === 'verdict';
  const verdict = isByVerdict ? 'all' : (options['verdict'] ?? 'all');
  const asking = { company_id: company.id, store_ids: stores.map(({ id }) => id), ...range, verdict };
  const { dialect, reader } = ctx.db;
  const [sums, found] = await Promise.all([
    dialect.query(reader, summed, asking),
    isByVerdict ? [] : readPage(ctx, window, asking),
  ]);
  const currencies = currenciesInOrder([...new Set(sums.map(({ currency }) => currency))], company.currency);
  return currencies.map((currency) => {
    const own = sums.filter((row) => row.currency === currency);
    const page = found.filter((row) => row.currency === currency);
    const rows = page.map((row) => rowOf(row, company.slug));
    return {
      currency,
      rows: isByVerdict ? verdictRows(own) : withOthers(rows, page),
      total: { ...valuesOf(own), verdict: null, day: null, till: null },
      ...(!isByVerdict && { listed: listedOf(page) }),
    };
  });
}

interface Asking {
  company_id: number;
  store_ids: number[];
  from: string;
  to: string;
  verdict: string;
}

/** A list is in the currencies of its stores. */
function readPage({ db }: Ctx, window: Window, asking: Asking) {
  const { isFirst, params: page } = pageOf(window);
  const asks = { ...asking, ...page };
  const isOne = new Set(window.stores.map(({ currency }) => currency)).size === 1;
  if (isOne) return db.dialect.query(db.reader, pages[isFirst ? 'first' : 'later'], asks);
  return db.dialect.query(db.reader, apart, { ...asks, own_currency: window.company.currency });
}

function rowOf(row: Judged, slug: string): Row {
  const marked = [
    ...(row.verdict === 'unexplained' ? ['verdict'] : []),
    ...(row.cash_difference_e4 !== 0n ? ['cashDifference'] : []),
    ...(row.missing > 0 ? ['missingReceipts'] : []),
    ...(row.doubled > 0 ? ['doubleReceipts'] : []),
  ];
  return {
    key: row.uuid,
    label: { kind: 'word', word: row.kind === 'X' ? 'xReport' : 'zReport', facts: { number: row.number } },
    values: {
      ...valuesOf([{ ...row, closures: 1 }]),
      verdict: `verdict-${row.verdict}`,
      day: row.business_day,
      till: `${row.store} · ${row.terminal}`,
    },
    drill: { report: 'closures', filters: {}, page: `/closures/${slug}/${row.uuid}/` },
    ...(marked.length > 0 && { marked }),
  };
}

function verdictRows(rows: readonly Summed[]): Row[] {
  return verdicts.flatMap((verdict) => {
    const own = rows.filter((row) => row.verdict === verdict);
    if (own.length === 0) return [];
    const word = `verdict-${verdict}`;
    return [
      {
        key: verdict,
        label: { kind: 'word' as const, word },
        values: { ...valuesOf(own), verdict: word, day: null, till: null },
        drill: { report: 'closures', filters: { by: 'closure', verdict } },
      },
    ];
  });
}

/** What tills said and what was found; the largest difference of several is the largest of theirs. */
function valuesOf(rows: readonly Figures[]): Record<string, Value> {
  const count = (of: (row: Figures) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const money = (of: (row: Figures) => bigint) => rows.reduce((sum, row) => sum + of(row), 0n);
  return {
    closures: count((row) => row.closures),
    saidDocuments: count((row) => row.said_documents),
    foundDocuments: count((row) => row.found_documents),
    saidGross: money((row) => row.gross_e4),
    expectedCash: money((row) => row.expected_cash_e4),
    countedCash: money((row) => row.closing_cash_e4),
    cashDifference: money((row) => row.cash_difference_e4),
    worstDifference: largest(rows.map((row) => row.worst_e4)),
    missingReceipts: count((row) => row.missing),
    doubleReceipts: count((row) => row.doubled),
  };
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

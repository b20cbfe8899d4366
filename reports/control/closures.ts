import { type Ctx, statement } from '../../server/db/index.ts';
import type { Report, Row, Section, Value } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import type { Window } from '../engine/window.ts';

/** Closures that one answer holds, the worst first; how many more there are is a row of its own. */
const mostClosures = 20_000;

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
  isComparable: false,
  hasRange: true,
  options: [
    { name: 'by', values: ['closure', 'verdict'] },
    { name: 'verdict', values: ['all', ...verdicts] },
  ],
  notes: ['closures'],
  sections,
};

/** Those that wait for their first judgement stand between what is unexplained and what is explained. */
const judged = statement({
  params: { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text', verdict: 'text', most: 'int' },
  returns: {
    uuid: 'text',
    number: 'int',
    kind: 'text',
    business_day: 'text',
    currency: 'text',
    store: 'text',
    terminal: 'text',
    verdict: 'text',
    said_documents: 'int',
    found_documents: 'int',
    gross_e4: 'bigint',
    expected_cash_e4: 'bigint',
    closing_cash_e4: 'bigint',
    cash_difference_e4: 'bigint',
    worst_e4: 'bigint',
    missing: 'int',
    doubled: 'int',
    rows_in_all: 'int',
  },
  sql: (
    q,
  ) => `SELECT c.uuid, c.number, c.kind, c.business_day, s.currency, s.code AS store, t.code AS terminal, coalesce(j.verdict, 'due') AS verdict,
      c.document_count AS said_documents, coalesce(j.documents, 0) AS found_documents, c.gross_e4, c.expected_cash_e4, c.closing_cash_e4,
      c.cash_difference_e4, coalesce(j.worst_e4, 0) AS worst_e4, coalesce(j.missing, 0) AS missing, coalesce(j.doubled, 0) AS doubled,
      CAST(count(*) OVER () AS integer) AS rows_in_all
    FROM closures c JOIN stores s ON s.id = c.store_id JOIN terminals t ON t.id = c.terminal_id
      LEFT JOIN closure_judgements j ON j.closure_id = c.id
    WHERE c.company_id = ${q.param('company_id')} AND c.store_id IN ${q.list('store_ids')}
      AND c.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}
      AND (${q.param('verdict')} = 'all' OR coalesce(j.verdict, 'due') = ${q.param('verdict')})
    ORDER BY CASE coalesce(j.verdict, 'due') WHEN 'unexplained' THEN 0 WHEN 'due' THEN 1 WHEN 'explained' THEN 2 ELSE 3 END,
      coalesce(j.worst_e4, 0) DESC, c.business_day DESC, c.id DESC LIMIT ${q.param('most')}`,
});

type Judged = Awaited<ReturnType<typeof readClosures>>[number];

function readClosures(ctx: Ctx, { company, stores, range, options }: Window) {
  return ctx.db.dialect.query(ctx.db.reader, judged, {
    company_id: company.id,
    store_ids: stores.map(({ id }) => id),
    ...range,
    verdict: options['by'] === 'verdict' ? 'all' : (options['verdict'] ?? 'all'),
    most: mostClosures,
  });
}

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const found = await readClosures(ctx, window);
  const currencies = [...new Set(found.map(({ currency }) => currency))];
  const left = (found[0]?.rows_in_all ?? 0) - found.length;
  return currenciesInOrder(currencies, window.company.currency).map((currency, place) => {
    const own = found.filter((row) => row.currency === currency);
    const rows =
      window.options['by'] === 'verdict' ? verdictRows(own) : own.map((row) => rowOf(row, window.company.slug));
    if (left > 0 && place === 0) rows.push(othersRow(left));
    return { currency, rows, total: { ...valuesOf(own), verdict: null, day: null, till: null } };
  });
}

function othersRow(count: number): Row {
  return { key: '(others)', label: { kind: 'word', word: 'others', facts: { count } }, values: {}, drill: null };
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
      ...valuesOf([row]),
      verdict: `verdict-${row.verdict}`,
      day: row.business_day,
      till: `${row.store} · ${row.terminal}`,
    },
    drill: { report: 'closures', filters: {}, page: `/closures/${slug}/${row.uuid}/` },
    ...(marked.length > 0 && { marked }),
  };
}

function verdictRows(rows: readonly Judged[]): Row[] {
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
function valuesOf(rows: readonly Judged[]): Record<string, Value> {
  const count = (of: (row: Judged) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const money = (of: (row: Judged) => bigint) => rows.reduce((sum, row) => sum + of(row), 0n);
  return {
    closures: rows.length,
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

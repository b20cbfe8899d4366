/** What the list of receipts shows, in texts. */
import type { Words } from '../cells.ts';
import { mostDocuments } from '../engine/sum-rollup.ts';
import { type Asked, askedFields } from '../engine/window.ts';
import { address } from '../links.ts';
import { type MeasureName, measures, type Sums } from '../measures.ts';
import { queryOf, receiptsReport } from '../screen/links.ts';
import { valueText } from '../speak.ts';
import { receiptKinds } from './kinds.ts';
import { narrowingNames } from './narrowing.ts';
import type { ReceiptPage, ReceiptRow } from './query.ts';
import type { WalkSum } from './query-sums.ts';

export interface ShownReceipts {
  words: Words;
  page: ReceiptPage;
  asked: Asked;
  names: ReadonlyMap<string, string>;
}

export function receiptsView({ words, page, asked, names }: ShownReceipts) {
  const { t, formats } = words;
  const { after: _, ...rest } = queryOf(asked);
  const { sums } = page;
  return {
    narrowed: narrowedView({ words, asked, names }),
    sums: (sums?.perCurrency ?? []).map((one) => sumView(words, one)),
    tooMany: sums?.left ? t(`reports.receipts.${leftTexts[sums.left]}`, { limit: formats.count(mostDocuments) }) : '',
    addHref: sums?.left === 'unasked' ? address(receiptsReport, { ...rest, add: 'all' }) : '',
    rows: page.rows.map((row) => rowView(words, row, page.window.company.slug)),
    nextHref: page.next && address(receiptsReport, { ...rest, after: page.next }),
    firstHref: asked['after'] === undefined ? '' : address(receiptsReport, rest),
    cut: page.isCut ? t('reports.receipts.cut') : '',
    csvHref: address(`${receiptsReport}.csv`, rest),
    shown: shownText({ words, page, asked }),
  };
}

/** A page of a longer list says so, and of how many where that is known. */
function shownText({ words, page, asked }: Pick<ShownReceipts, 'words' | 'page' | 'asked'>): string {
  const { t, formats } = words;
  const shown = page.rows.length;
  const number = formats.count(shown);
  if (!page.next && asked['after'] === undefined) return t('reports.receipts.shown', { count: shown, number });
  const heads = page.sums?.perCurrency.map((one) => one.heads) ?? [null];
  if (heads.includes(null)) return t('reports.receipts.shownHere', { number });
  const all = heads.reduce((sum, each) => sum + Number(each?.['documents'] ?? 0), 0);
  return t('reports.receipts.shownOf', { number, all: formats.count(all) });
}

const leftTexts = { unasked: 'notAdded', 'too-many': 'tooMany' } as const;

/** Beside net and receipts. */
const others = ['gross', 'discounts', 'vat', 'netOfVat', 'average'] as const satisfies MeasureName[];

/** What is said of whole receipts. */
export const headMeasures: readonly MeasureName[] = ['net', 'receipts', ...others];

/** Of whole receipts, and of the part of them that a figure is made of. */
function sumView(words: Words, { currency, heads, parts }: WalkSum) {
  const { t, formats } = words;
  const said = (sums: Sums) => (name: MeasureName) => ({
    name,
    label: t(`reports.columns.${name}`),
    text: valueText(words, { column: measures[name], value: measures[name].of(sums), currency }),
  });
  const count = (key: string, number: number) =>
    t(`reports.receipts.${key}`, { count: number, number: formats.count(number) });
  const [returns, cancelled] = [Number(heads?.['returns'] ?? 0), Number(heads?.['cancelled'] ?? 0)];
  return {
    currency,
    heads: heads && {
      net: said(heads)('net').text,
      receipts: said(heads)('receipts').text,
      notes: [
        ...(returns > 0 ? [count('ofReturns', returns)] : []),
        ...(cancelled > 0 ? [count('besides', cancelled)] : []),
      ],
      others: others.map(said(heads)),
    },
    parts: parts.flatMap(({ measures: names, sums }) =>
      names.filter((name) => measures[name].of(sums) !== null).map(said(sums)),
    ),
  };
}

function rowView({ t, formats }: Words, row: ReceiptRow, slug: string) {
  const { currency, sign, isCancelled, isLate } = row;
  return {
    href: `/receipts/${slug}/${row.uuid}/`,
    number: t('words.number', { number: row.number }),
    marks: [
      ...(isCancelled ? [t('reports.receipts.kinds.cancelled')] : []),
      ...(sign < 0 ? [t('reports.receipts.kinds.return')] : []),
      ...(isLate ? [t('reports.receipts.kinds.late')] : []),
    ],
    isCancelled,
    occurred: formats.local(row.occurredText),
    store: row.store.name,
    till: row.terminalCode,
    cashier: row.cashier ?? '–',
    lines: row.lines === 0 ? '–' : formats.count(row.lines),
    discount: formats.money(row.discountE4, currency),
    net: formats.money(row.netE4, currency),
  };
}

/** Each way in which the address narrows the list, with a link that takes it back. */
export function narrowedView({ words, asked, names }: Pick<ShownReceipts, 'words' | 'asked' | 'names'>) {
  const { after: _, ...query } = queryOf(asked);
  return narrowingNames.flatMap((name) => {
    const given = asked[name];
    if (typeof given !== 'string' || given === '') return [];
    const values = given.split(',').map((value) => names.get(`${name} ${value}`) ?? valueWords(words, name, value));
    const text = words.t('reports.receipts.narrowed', {
      name: words.t(`reports.receipts.names.${name}`),
      value: words.formats.list(values),
    });
    return [{ text, href: address(receiptsReport, { ...query, [name]: '' }) }];
  });
}

function valueWords({ t, formats }: Words, name: (typeof narrowingNames)[number], value: string): string {
  if (value === '-') return t('reports.words.unknown');
  switch (name) {
    case 'hour':
      return `${value.padStart(2, '0')}:00`;
    case 'weekday':
      return /^[1-7]$/.test(value) ? formats.weekdayName(Number(value)) : value;
    case 'vat':
      return value === '-1'
        ? t('reports.words.unknown')
        : /^\d{1,5}$/.test(value)
          ? formats.percent(Number(value))
          : value;
    case 'kind':
      return receiptKinds.some((kind) => kind === value) ? t(`reports.receipts.kinds.${value}`) : value;
    default:
      return value;
  }
}

/** Names in the address that forms of this page keep. */
export const keptNames: readonly string[] = narrowingNames.filter((name) => !(name in askedFields));

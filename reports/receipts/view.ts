/** What the list of receipts shows, in texts. */
import type { Words } from '../cells.ts';
import { type Asked, askedFields } from '../engine/window.ts';
import { address } from '../links.ts';
import { queryOf, receiptsReport } from '../screen/links.ts';
import { narrowingNames } from './narrowing.ts';
import type { ReceiptPage, ReceiptRow, ReceiptSums } from './query.ts';

export interface ShownReceipts {
  words: Words;
  page: ReceiptPage;
  asked: Asked;
  names: ReadonlyMap<string, string>;
}

export function receiptsView({ words, page, asked, names }: ShownReceipts) {
  const { t, formats } = words;
  const { after: _, ...rest } = queryOf(asked);
  return {
    narrowed: narrowedView({ words, asked, names }),
    sums: (page.sums ?? []).map((sums) => sumView(words, sums)),
    tooMany: page.sums === null && asked['after'] === undefined ? t('reports.receipts.tooMany') : '',
    rows: page.rows.map((row) => rowView(words, row, page.window.company.slug)),
    nextHref: page.next && address(receiptsReport, { ...rest, after: page.next }),
    firstHref: asked['after'] === undefined ? '' : address(receiptsReport, rest),
    cut: page.isCut ? t('reports.receipts.cut') : '',
    csvHref: address(`${receiptsReport}.csv`, rest),
    shown: t('reports.receipts.shown', { count: page.rows.length, number: formats.count(page.rows.length) }),
  };
}

function sumView({ t, formats }: Words, { currency, documents, cancelled, returns, netE4 }: ReceiptSums) {
  const count = (key: string, number: number) =>
    t(`reports.receipts.${key}`, { count: number, number: formats.count(number) });
  return {
    currency,
    net: formats.money(netE4, currency),
    receipts: formats.count(documents - cancelled),
    notes: [
      ...(returns > 0 ? [count('ofReturns', returns)] : []),
      ...(cancelled > 0 ? [count('besides', cancelled)] : []),
    ],
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
      return ['sale', 'return', 'cancelled', 'late', 'unproven', 'voided'].includes(value)
        ? t(`reports.receipts.kinds.${value}`)
        : value;
    default:
      return value;
  }
}

/** Names in the address that forms of this page keep. */
export const keptNames: readonly string[] = narrowingNames.filter((name) => !(name in askedFields));

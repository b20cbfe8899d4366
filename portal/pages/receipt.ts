import type { Receipt } from '../../server/domain/sales/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { plainWords, wireWord } from './words.ts';

const template = loadTemplate(new URL('../views/receipt.hbs', import.meta.url));

/** One receipt, in the look of the slip that the till has printed, with what the hub knows about it. */
export const receiptPage: PageHandler = async (visit) => {
  const { call, params } = visit;
  const receipt = await call.receipts.get({ company: params['slug'] ?? '', uuid: params['uuid'] ?? '' });
  return {
    title: visit.t('receipts.one.title', { number: receipt.head.receiptNumber }),
    lead: `${receipt.head.store.name}, ${receipt.head.terminal.code}`,
    template,
    active: 'receipts',
    model: receiptModel(visit, receipt),
  };
};

function receiptModel(visit: Visit, receipt: Receipt) {
  const { t, formats } = visit;
  const { head } = receipt;
  return {
    company: head.company,
    store: head.store,
    terminal: head.terminal,
    number: head.receiptNumber,
    occurred: formats.local(head.occurredText),
    stamp: stampOf(visit, head),
    kind: wireWord(t, 'document', head.documentType),
    lines: receipt.lines.map((line) => lineModel(visit, line, head.currency)),
    departments: receipt.departments.map((row) => ({
      name: t('receipts.one.department'),
      rate: formats.percent(row.vatBasisPoints),
      total: formats.money(row.totalE4, head.currency),
    })),
    hasLines: receipt.lines.length + receipt.departments.length > 0,
    ...totalsModel(visit, receipt),
    facts: factsOf(visit, receipt),
    closureHref: closureHref(receipt),
    document: JSON.stringify(receipt.document, null, 2),
    listHref: `/receipts/${head.company.slug}/?day=${head.businessDay}&store=${encodeURIComponent(head.store.code)}`,
  };
}

/** The closure that this receipt is part of; null while its period is open. */
function closureHref({ head, closures }: Receipt): string | null {
  const closure = closures.find(({ kind }) => kind === 'Z');
  return closure ? `/closures/${head.company.slug}/${closure.uuid}/` : null;
}

/** What is stamped across the slip; null for an ordinary sale. */
function stampOf({ t }: Visit, { isCancelled, sign }: Receipt['head']): string | null {
  if (isCancelled) return t('receipts.cancelled');
  return sign < 0 ? t('receipts.return') : null;
}

function lineModel({ t, formats }: Visit, line: Receipt['lines'][number], currency: string) {
  const amount = (amountE4: bigint) => formats.money(amountE4, currency);
  const isOne = line.quantityE4 === 10_000n;
  return {
    name: line.productName ?? line.productCode ?? t('receipts.one.item'),
    detail: isOne ? null : `${formats.quantity(line.quantityE4)} × ${amount(line.unitPriceE4)}`,
    discount: line.discountE4 === 0n ? null : amount(-line.discountE4),
    total: amount(line.totalE4),
    isVoid: line.isCancelled || line.isVoided,
  };
}

function totalsModel(visit: Visit, { head, payments, discounts, taxes, changes }: Receipt) {
  const { t, formats } = visit;
  const { currency } = head;
  const amount = (amountE4: bigint) => formats.money(amountE4, currency);
  const unlessZero = (amountE4: bigint) => (amountE4 === 0n ? null : amount(amountE4));
  const dueE4 = head.totalE4 - head.discountE4 + head.surchargeE4;
  const named = discounts.filter((row) => !row.isCancelled && row.amountE4 !== 0n);
  return {
    isReduced: dueE4 !== head.totalE4,
    subtotal: amount(head.totalE4),
    discounts: named.map((row) => ({
      name: row.code ? t('receipts.one.discountNamed', { code: row.code }) : t('receipts.one.discount'),
      amount: amount(-row.amountE4),
    })),
    discount: named.length > 0 ? null : unlessZero(-head.discountE4),
    surcharge: unlessZero(head.surchargeE4),
    due: amount(dueE4),
    payments: payments.map((row) => ({
      name: wireWord(t, 'payment', row.paymentType),
      amount: amount(row.amountE4),
      foreign: row.currency === currency ? null : formats.money(row.currencyE4, row.currency),
      isVoid: row.isCancelled,
    })),
    change: unlessZero(changeOf({ head, changes })),
    tip: unlessZero(head.tipE4),
    vat: amount(head.vatE4),
    taxes: taxes.map((row) => ({
      name: row.name || t('receipts.one.vat'),
      rate: formats.percent(row.rateBasisPoints),
      taxable: amount(row.taxableE4),
      tax: amount(row.taxE4),
    })),
  };
}

/** Money handed back: the document's own rows, else its head. */
function changeOf({ head, changes }: Pick<Receipt, 'head' | 'changes'>): bigint {
  const rows = changes.filter((row) => !row.isCancelled && row.currency === head.currency);
  return rows.length === 0 ? head.changeE4 : rows.reduce((sum, row) => sum + row.amountE4, 0n);
}

function factsOf(visit: Visit, { head, conflicts, closures, refunds }: Receipt) {
  const { t, formats } = visit;
  const fact = (name: string, value: string | null) => [t(`receipts.facts.${name}`), value] as const;
  const counted = head.isCancelled ? 'countsNo' : head.sign < 0 ? 'countsReturn' : 'countsYes';
  const arrived = formats.instant(head.receivedAt, head.store.timeZone);
  const isClosed = closures.some((closure) => closure.kind === 'Z');
  const types = [wireWord(t, 'document', head.documentType), wireWord(t, 'transaction', head.transactionType)];
  const facts = [
    fact('store', `${head.store.name} (${head.store.code})`),
    fact('till', `${head.terminal.code}, ${head.terminal.name}`),
    fact('day', formats.longDay(head.businessDay)),
    fact('sold', t('receipts.facts.soldText', { time: formats.local(head.occurredText) })),
    fact('arrived', head.isLate ? t('receipts.facts.arrivedLate', { time: arrived }) : arrived),
    fact('period', t(isClosed ? 'receipts.facts.closed' : 'receipts.facts.open', { number: head.closureNumber })),
    fact('counts', t(`receipts.facts.${counted}`)),
    fact('type', types.join(', ')),
    fact('status', wireWord(t, 'status', head.status)),
    fact('reason', plainWords(head.cancelReason ?? refunds[0]?.reason ?? '')),
    fact('conflicts', conflicts === 0 ? null : t('receipts.facts.conflictsText', { count: conflicts })),
    fact('id', head.uuid),
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

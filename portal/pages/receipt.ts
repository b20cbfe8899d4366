import { shownAmount } from '../../reports/amounts.ts';
import { formatQuantity } from '../../server/core/quantity.ts';
import { formatPercent } from '../../server/core/rates.ts';
import type { Receipt } from '../../server/domain/sales/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler } from '../visit.ts';
import { dayText, localText } from './times.ts';
import { words } from './words.ts';

const template = loadTemplate(new URL('../views/receipt.hbs', import.meta.url));

/** One receipt, in the look of the slip that the till has printed, with what the hub knows about it. */
export const receiptPage: PageHandler = async ({ call, params }) => {
  const receipt = await call.receipts.get({ company: params['slug'] ?? '', uuid: params['uuid'] ?? '' });
  return {
    title: `Receipt ${receipt.head.receiptNumber}`,
    lead: `${receipt.head.store.name}, ${receipt.head.terminal.code}`,
    template,
    active: 'receipts',
    model: receiptModel(receipt),
  };
};

function receiptModel(receipt: Receipt) {
  const { head } = receipt;
  return {
    company: head.company,
    store: head.store,
    terminal: head.terminal,
    number: head.receiptNumber,
    occurred: localText(head.occurredText),
    stamp: stampOf(head),
    kind: words(head.documentType),
    lines: receipt.lines.map((line) => lineModel(line, head.currency)),
    departments: receipt.departments.map((row) => ({
      name: 'Department',
      rate: formatPercent(row.vatBasisPoints),
      total: amount(row.totalE4, head.currency),
    })),
    hasLines: receipt.lines.length + receipt.departments.length > 0,
    ...totalsModel(receipt),
    facts: factsOf(receipt),
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
function stampOf({ isCancelled, sign }: Receipt['head']): string | null {
  if (isCancelled) return 'Cancelled';
  return sign < 0 ? 'Return' : null;
}

function lineModel(line: Receipt['lines'][number], currency: string) {
  const isOne = line.quantityE4 === 10_000n;
  return {
    name: line.productName ?? line.productCode ?? 'Item',
    detail: isOne ? null : `${formatQuantity(line.quantityE4)} × ${amount(line.unitPriceE4, currency)}`,
    discount: line.discountE4 === 0n ? null : amount(-line.discountE4, currency),
    total: amount(line.totalE4, currency),
    isVoid: line.isCancelled || line.isVoided,
  };
}

function totalsModel({ head, payments, discounts, taxes, changes }: Receipt) {
  const { currency } = head;
  const dueE4 = head.totalE4 - head.discountE4 + head.surchargeE4;
  const named = discounts.filter((row) => !row.isCancelled && row.amountE4 !== 0n);
  return {
    isReduced: dueE4 !== head.totalE4,
    subtotal: amount(head.totalE4, currency),
    discounts: named.map((row) => ({
      name: row.code ? `Discount ${row.code}` : 'Discount',
      amount: amount(-row.amountE4, currency),
    })),
    discount: named.length > 0 || head.discountE4 === 0n ? null : amount(-head.discountE4, currency),
    surcharge: head.surchargeE4 === 0n ? null : amount(head.surchargeE4, currency),
    due: amount(dueE4, currency),
    payments: payments.map((row) => ({
      name: words(row.paymentType.replace(/_PAYMENT$/, '')),
      amount: amount(row.amountE4, currency),
      foreign: row.currency === currency ? null : amount(row.currencyE4, row.currency),
      isVoid: row.isCancelled,
    })),
    change: changeOf({ head, changes }),
    tip: head.tipE4 === 0n ? null : amount(head.tipE4, currency),
    vat: amount(head.vatE4, currency),
    taxes: taxes.map((row) => ({
      name: row.name || 'VAT',
      rate: formatPercent(row.rateBasisPoints),
      taxable: amount(row.taxableE4, currency),
      tax: amount(row.taxE4, currency),
    })),
  };
}

/** Money handed back: the document's own rows, else its head. */
function changeOf({ head, changes }: Pick<Receipt, 'head' | 'changes'>): string | null {
  const rows = changes.filter((row) => !row.isCancelled && row.currency === head.currency);
  const sumE4 = rows.length === 0 ? head.changeE4 : rows.reduce((sum, row) => sum + row.amountE4, 0n);
  return sumE4 === 0n ? null : amount(sumE4, head.currency);
}

function factsOf({ head, conflicts, closures, refunds }: Receipt) {
  const counted = head.isCancelled ? 'No: it was cancelled' : head.sign < 0 ? 'Yes, negative: a return' : 'Yes';
  const z = closures.find((closure) => closure.kind === 'Z');
  const facts: [string, string | null][] = [
    ['Store', `${head.store.name} (${head.store.code})`],
    ['Till', `${head.terminal.code}, ${head.terminal.name}`],
    ['Business day', dayText(head.businessDay)],
    ['Sold', `${localText(head.occurredText)} by the till’s clock`],
    ['Arrived', `${head.receivedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC${head.isLate ? ', late' : ''}`],
    ['Period', `${head.closureNumber}${z ? ', closed' : ', not closed yet'}`],
    ['Counts in the figures', counted],
    ['Type', `${words(head.documentType)}, ${words(head.transactionType).toLowerCase()}`],
    ['Status', words(head.status)],
    ['Reason', words(head.cancelReason ?? refunds[0]?.reason ?? '')],
    ['Differing repeats', conflicts === 0 ? null : `${conflicts}: the first one counts`],
    ['Document id', head.uuid],
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

function amount(amountE4: bigint, currency: string): string {
  return shownAmount(amountE4, currency);
}

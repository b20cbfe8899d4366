/** A closure as its page in the back office shows it: what the terminal said, and the verdict of its documents on that. */

import { decimalToShortText } from '../../server/core/decimal.ts';
import { formatMoney } from '../../server/core/money.ts';
import type { Ctx } from '../../server/db/index.ts';
import { getClosure } from '../../server/domain/closures/index.ts';
import { getReconciliation, judgeAgain, verdictWords } from '../../server/domain/reconciliation/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView, Fact, Section } from '../components/document-view.ts';
import { sayTo, told } from '../texts.ts';
import { judgementFacts, judgementSections } from './judgement-view.ts';
import { aboutPeople, type ColumnOf, fact, facts, linkTo, namesOf, received, table } from './view-parts.ts';

type Found = Awaited<ReturnType<typeof getClosure>>;
type Summary = Found['summaries'][number];
type Names = ReadonlyMap<string, string>;

export async function closureView(ctx: Ctx, id: string): Promise<DocumentView> {
  const [found, judged] = await Promise.all([
    getClosure(ctx, { id: Number(id) }),
    getReconciliation(ctx, { id: Number(id) }),
  ]);
  const { closure, summaries } = found;
  const cashiers = [closure.cashierOpenedId, closure.cashierClosedId];
  const ofKind = (kind: string) => summaries.filter((row) => row.kind === kind).map(({ referenceId }) => referenceId);
  const names = await namesOf(ctx, closure.companyId, {
    cashiers: [...cashiers, ...ofKind('cashier')],
    customers: [],
    departments: ofKind('department'),
  });
  return {
    title: `${closure.kind === 'Z' ? 'Z report' : 'X report'} ${closure.number}`,
    facts: [...judgementFacts(judged), ...head(ctx, found, names), ...figures(found)],
    sections: [...judgementSections(judged), ...counts(found), ...summarySections(found, names)],
    raw: [received(ctx, 'Whole closure as received', found.document)],
    buttons: can(ctx, 'closure.judge', { companyId: closure.companyId, storeId: closure.storeId })
      ? [{ action: judge.name, label: 'Judge again', question: 'Compare this closure with its documents again?' }]
      : [],
  };
}

/** Compares the closure with its documents anew and says the verdict. */
export const judge: RecordAction = {
  name: 'judge',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'closure.judge'),
  async run(ctx, id) {
    const { verdict, sentence } = await judgeAgain(ctx, Number(id));
    return { notice: `${sayTo(ctx)(verdictWords[verdict])}: ${told(ctx, sentence)}` };
  },
};

function head(ctx: Ctx, { closure, conflicts }: Found, names: Names): Fact[] {
  const { store } = closure;
  return facts(
    fact('Company', closure.company.name, { href: linkTo('Company', closure.companyId) }),
    fact('Store', `${store.code} ${store.name}`, { href: linkTo('Store', closure.storeId) }),
    fact('Terminal', `${closure.terminal.code} ${closure.terminal.name}`, {
      href: linkTo('Terminal', closure.terminalId),
    }),
    fact('Kind', closure.kind === 'Z' ? 'Z, closes the period' : 'X, reads the period', { isWord: true }),
    fact('Period', closure.number),
    fact('Business day', closure.businessDay),
    fact('Opened', formatInstant(closure.startedAt, store.timeZone)),
    closure.endedAt && fact('Closed', formatInstant(closure.endedAt, store.timeZone)),
    fact('Opened by', names.get(closure.cashierOpenedId) ?? closure.cashierOpenedId),
    fact('Closed by', names.get(closure.cashierClosedId) ?? closure.cashierClosedId),
    fact('Received', formatInstant(closure.receivedAt, store.timeZone)),
    closure.isCancelled ? fact('Status', 'cancelled', { tone: 'bad', isWord: true }) : null,
    closure.isModified ? fact('Status', 'changed by hand', { tone: 'bad', isWord: true }) : null,
    conflicts === 0 ? null : fact('Differing bodies received', conflicts, { tone: 'bad' }),
    fact('Remark', aboutPeople(ctx, closure.description)),
    fact('Closure id', closure.uuid),
  );
}

function figures({ closure }: Found): Fact[] {
  const money = (label: string, amountE4: bigint, more: Partial<Fact> = {}) =>
    fact(label, formatMoney(amountE4, closure.store.currency), more);
  const isOff = closure.cashDifferenceE4 !== 0n;
  return facts(
    money('Gross', closure.grossE4),
    money('Net', closure.netE4),
    money('VAT', closure.vatE4),
    money('Discounts', closure.discountE4),
    money('Tips', closure.tipE4),
    money('Cash at opening', closure.openingCashE4),
    money('Paid in', closure.paidInE4),
    money('Paid out', closure.paidOutE4),
    money('Cash expected', closure.expectedCashE4),
    money('Cash counted', closure.closingCashE4),
    money('Cash difference', closure.cashDifferenceE4, { tone: isOff ? 'bad' : 'good' }),
  );
}

function counts({ closure }: Found): Section[] {
  const rows: [string, number][] = [
    ['Documents', closure.documentCount],
    ['Valid', closure.validCount],
    ['Cancelled', closure.cancelledCount],
    ['Returns', closure.returnCount],
    ['Suspended', closure.suspendedCount],
    ['Paid in', closure.paidInCount],
    ['Paid out', closure.paidOutCount],
  ];
  return table('Counts', rows, [
    ['What', ([label]) => label, 'word'],
    ['Count', ([, count]) => String(count), 'figure'],
  ]);
}

/** The lists of a closure, with the words that their figures go by. */
const lists: readonly {
  kind: string;
  title: string;
  amount: string;
  tax?: string;
  other?: string;
  otherTax?: string;
}[] = [
  { kind: 'vat', title: 'VAT', amount: 'Taxable', tax: 'Tax', other: 'Exempt' },
  { kind: 'payment', title: 'Payments', amount: 'Amount' },
  { kind: 'department', title: 'Departments', amount: 'Gross', tax: 'VAT', other: 'Discount', otherTax: 'Net' },
  {
    kind: 'documentType',
    title: 'Document types',
    amount: 'Valid',
    tax: 'Tax',
    other: 'Cancelled',
    otherTax: 'Tax of cancelled',
  },
  { kind: 'discount', title: 'Discounts', amount: 'Discount', other: 'Affected' },
  { kind: 'currency', title: 'Currencies', amount: 'In base currency', other: 'In currency' },
  { kind: 'cashier', title: 'Cashiers', amount: 'Sales', other: 'Voided' },
  { kind: 'tip', title: 'Tips', amount: 'Tips', other: 'Average' },
];

function summarySections({ closure, summaries }: Found, names: Names): Section[] {
  const money = (amountE4: bigint) => formatMoney(amountE4, closure.store.currency);
  return lists.flatMap(({ kind, title, amount, tax, other, otherTax }) => {
    const columns: ColumnOf<Summary>[] = [
      ['Of', (row) => row.name ?? names.get(row.referenceId ?? '') ?? row.referenceId],
      [
        'Rate',
        (row) => (row.rateBasisPoints === null ? null : `${decimalToShortText(BigInt(row.rateBasisPoints), 2)} %`),
        'figure',
      ],
      ['Exchange rate', (row) => (row.rateE6 === null ? null : decimalToShortText(row.rateE6, 6)), 'figure'],
      ['Count', (row) => String(row.count), 'figure'],
      [amount, (row) => money(row.amountE4), 'figure'],
    ];
    if (tax) columns.push([tax, (row) => money(row.taxE4), 'figure']);
    if (other) columns.push([other, (row) => money(row.otherE4), 'figure']);
    if (otherTax) columns.push([otherTax, (row) => money(row.otherTaxE4), 'figure']);
    return table(
      title,
      summaries.filter((row) => row.kind === kind),
      columns,
    );
  });
}

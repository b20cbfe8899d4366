/** A receipt as its page in the back office shows it. */

import { decimalToShortText } from '../../server/core/decimal.ts';
import { formatMoney } from '../../server/core/money.ts';
import { formatQuantity } from '../../server/core/quantity.ts';
import type { Ctx } from '../../server/db/index.ts';
import { getReceipt, type Receipt } from '../../server/domain/sales/index.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView, Fact, Section } from '../components/document-view.ts';
import { sayTo } from '../texts.ts';
import { aboutPeople, fact, facts, linkTo, namesOf, productsOf, received, table } from './view-parts.ts';

/** Sections of a document that have tables of their own above. */
const typedSections = new Set([
  'head',
  'products',
  'payments',
  'discounts',
  'departments',
  'taxes',
  'loyalty',
  'refunds',
  'changes',
]);

type Names = ReadonlyMap<string, string>;

export async function receiptView(ctx: Ctx, id: string): Promise<DocumentView> {
  const receipt = await getReceipt(ctx, { id: Number(id) });
  const { head } = receipt;
  const names = await namesOf(ctx, head.companyId, {
    cashiers: [head.cashierId],
    customers: [head.customerId],
    departments: [...receipt.lines, ...receipt.departments].map(({ mainGroupId }) => mainGroupId),
  });
  const [products, original] = await Promise.all([
    productsOf(
      ctx,
      head.companyId,
      receipt.lines.map(({ productId }) => productId),
    ),
    originalOf(ctx, receipt),
  ]);
  const say = sayTo(ctx);
  const { receiptNumber: receiptNo, closureNumber: period } = head;
  return {
    title: say('Receipt {number} of period {period}', { number: String(receiptNo), period: String(period) }),
    facts: [...whereAndWhen(ctx, receipt), ...people(receipt, names), ...amounts(receipt), ...links(receipt, original)],
    sections: [...goods(receipt, names, products), ...money(receipt), ...rest(ctx, receipt)],
    raw: rawSections(ctx, receipt.document),
    buttons: [],
  };
}

function whereAndWhen(ctx: Ctx, { head }: Receipt): Fact[] {
  return facts(
    fact('Company', head.company.name, { href: linkTo('Company', head.companyId) }),
    fact('Store', `${head.store.code} ${head.store.name}`, { href: linkTo('Store', head.storeId) }),
    fact('Terminal', `${head.terminal.code} ${head.terminal.name}`, { href: linkTo('Terminal', head.terminalId) }),
    fact('Receipt', head.receiptNumber),
    fact('Period', head.closureNumber),
    fact('When', formatInstant(head.occurredAt, head.store.timeZone)),
    fact('As the terminal wrote it', head.occurredText),
    fact('Business day', head.businessDay),
    fact('Received', `${formatInstant(head.receivedAt, head.store.timeZone)}${head.isLate ? ', late' : ''}`),
    fact('Document', head.documentType),
    fact('Type', head.transactionType, { isWord: true }),
    fact('Status', head.status, { isWord: true }),
    head.isCancelled ? fact('Cancelled', 'yes', { tone: 'bad', isWord: true }) : null,
    fact('Reason', aboutPeople(ctx, head.cancelReason)),
  );
}

function people({ head }: Receipt, names: Names): Fact[] {
  const named = (id: string | null, model: string): Partial<Fact> =>
    id && names.has(id) ? { href: linkTo(model, id) } : {};
  const { cashierId, customerId } = head;
  return facts(
    fact('Cashier', cashierId === null ? 'not said' : (names.get(cashierId) ?? cashierId), named(cashierId, 'Cashier')),
    customerId === null ? null : fact('Customer', names.get(customerId) ?? customerId, named(customerId, 'Customer')),
    fact('Table', head.tableId),
    fact('Ordered by', head.orderSource),
  );
}

function amounts({ head }: Receipt): Fact[] {
  const show = (label: string, amountE4: bigint) =>
    amountE4 === 0n ? null : fact(label, formatMoney(amountE4, head.currency));
  return facts(
    fact('Total', formatMoney(head.totalE4, head.currency)),
    show('VAT', head.vatE4),
    show('Discount', head.discountE4),
    show('Surcharge', head.surchargeE4),
    show('Service charge', head.serviceChargeE4),
    show('Tip', head.tipE4),
    show('Rounding', head.roundingE4),
    show('Paid', head.paidE4),
    show('Change', head.changeE4),
    head.pointsEarned === 0 ? null : fact('Points earned', head.pointsEarned),
    head.pointsRedeemed === 0 ? null : fact('Points redeemed', head.pointsRedeemed),
  );
}

/** The sale that a return refers to; null: it names none. */
async function originalOf(ctx: Ctx, { head }: Receipt): Promise<Fact | null> {
  const { companyId, originalTransactionId: uuid } = head;
  if (uuid === null || uuid === '') return null;
  const found = await ctx.db.reader.transaction.findUnique({
    where: { companyId_uuid: { companyId, uuid } },
    select: { id: true, uniqueId: true },
  });
  if (!found) return fact('Original', sayTo(ctx)('not known to the hub'));
  return fact('Original', found.uniqueId, { href: linkTo('Transaction', found.id) });
}

function links({ head, closures, conflicts }: Receipt, original: Fact | null): Fact[] {
  return facts(
    ...closures.map(({ id, kind, number, businessDay }) =>
      fact(`${kind} report`, `period ${number}, ${businessDay}`, { href: linkTo('Closure', id) }),
    ),
    conflicts === 0 ? null : fact('Differing bodies received', conflicts, { tone: 'bad' }),
    original,
    fact('Counts in figures', head.sign === 0 ? '0' : head.sign < 0 ? '−' : '+'),
    fact('Document id', head.uuid),
    fact('Unique id', head.uniqueId),
  );
}

function goods({ head, lines, departments, discounts }: Receipt, names: Names, products: Names): Section[] {
  const money = (amountE4: bigint | null) => (amountE4 === null ? null : formatMoney(amountE4, head.currency));
  return [
    ...table(
      'Lines',
      lines,
      [
        ['#', (line) => String(line.lineNumber)],
        ['Code', (line) => line.productCode],
        [
          'Product',
          ({ productId, productName, productCode }) => {
            const known = products.get(productId ?? '');
            const text = productName ?? productCode ?? '';
            return known === undefined ? text : { text: text || '–', href: linkTo('Product', known) };
          },
        ],
        ['Department', (line) => names.get(line.mainGroupId) ?? null],
        ['Quantity', (line) => `${formatQuantity(line.quantityE4)} ${line.unitOfMeasure}`, 'figure'],
        ['Price', (line) => money(line.unitPriceE4), 'figure'],
        ['VAT rate', (line) => percent(line.vatBasisPoints), 'figure'],
        ['VAT', (line) => money(line.vatE4), 'figure'],
        ['Discount', (line) => (line.discountE4 === 0n ? null : money(line.discountE4)), 'figure'],
        ['Total', (line) => money(line.totalE4), 'figure'],
      ],
      (line) => line.isCancelled || line.isVoided,
    ),
    ...table('Departments', departments, [
      ['#', (row) => String(row.lineNumber)],
      ['Department', (row) => names.get(row.mainGroupId) ?? row.mainGroupId],
      ['VAT rate', (row) => percent(row.vatBasisPoints), 'figure'],
      ['VAT', (row) => money(row.vatE4), 'figure'],
      ['Total', (row) => money(row.totalE4), 'figure'],
    ]),
    ...table(
      'Discounts',
      discounts,
      [
        ['#', (row) => String(row.lineNumber)],
        ['Campaign', (row) => row.code],
        ['Rate', (row) => (row.rateBasisPoints === null ? null : percent(row.rateBasisPoints)), 'figure'],
        ['Amount', (row) => money(row.amountE4), 'figure'],
      ],
      (row) => row.isCancelled,
    ),
  ];
}

function money({ head, payments, changes, taxes }: Receipt): Section[] {
  const own = (amountE4: bigint) => formatMoney(amountE4, head.currency);
  return [
    ...table(
      'Payments',
      payments,
      [
        ['#', (row) => String(row.lineNumber)],
        ['Kind', (row) => row.paymentType],
        ['Status', (row) => row.status, 'word'],
        [
          'Handed over',
          (row) => (row.currency === head.currency ? null : formatMoney(row.currencyE4, row.currency)),
          'figure',
        ],
        ['Tip', (row) => (row.tipE4 === 0n ? null : own(row.tipE4)), 'figure'],
        ['Refunded', (row) => (row.refundedE4 === 0n ? null : own(row.refundedE4)), 'figure'],
        ['Amount', (row) => own(row.amountE4), 'figure'],
      ],
      (row) => row.isCancelled,
    ),
    ...table(
      'Change',
      changes,
      [
        ['#', (row) => String(row.lineNumber)],
        ['Amount', (row) => formatMoney(row.amountE4, row.currency), 'figure'],
      ],
      (row) => row.isCancelled,
    ),
    ...table('Taxes', taxes, [
      ['Name', (row) => row.name],
      ['Code', (row) => row.code],
      ['Kind', (row) => row.taxType],
      ['Rate', (row) => percent(row.rateBasisPoints), 'figure'],
      ['Taxable', (row) => own(row.taxableE4), 'figure'],
      ['Tax', (row) => (row.isExempt ? 'exempt' : own(row.taxE4)), 'figure'],
    ]),
  ];
}

function rest(ctx: Ctx, { head, loyalty, refunds }: Receipt): Section[] {
  return [
    ...table('Loyalty', loyalty, [
      ['Tier', (row) => row.tier],
      ['Before', (row) => String(row.pointsBefore), 'figure'],
      ['Earned', (row) => String(row.pointsEarned), 'figure'],
      ['Bonus', (row) => String(row.campaignBonus), 'figure'],
      ['Redeemed', (row) => String(row.pointsRedeemed), 'figure'],
      ['After', (row) => String(row.pointsAfter), 'figure'],
      ['Worth', (row) => formatMoney(row.redemptionE4, head.currency), 'figure'],
    ]),
    ...table('Refunds', refunds, [
      ['Kind', (row) => row.refundType],
      ['Reason', (row) => aboutPeople(ctx, row.reason)],
      ['Of', (row) => row.originalTransactionId],
      ['Quantity', (row) => (row.quantityE4 === null ? null : formatQuantity(row.quantityE4)), 'figure'],
      ['Amount', (row) => formatMoney(row.amountE4, head.currency), 'figure'],
    ]),
  ];
}

/** Sections that the hub keeps as they came, then the whole document. */
function rawSections(ctx: Ctx, document: unknown): DocumentView['raw'] {
  const sections = typeof document === 'object' && document !== null ? Object.entries(document) : [];
  const others = sections.filter(([name, value]) => !typedSections.has(name) && !isEmpty(value));
  return [
    ...others.map(([name, value]) => received(ctx, `${name.replaceAll('_', ' ')} (as received)`, value)),
    received(ctx, 'Whole document as received', document),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
}

function percent(basisPoints: number): string {
  return `${decimalToShortText(BigInt(basisPoints), 2)} %`;
}

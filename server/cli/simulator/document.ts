/** One receipt in wire form (protocol 1.4). Columns with nothing to say are left out, which the hub must accept;
 *  `completeDocument` puts them in where a real terminal is imitated to the letter. */
import { type Basket, fillBasket } from './basket.ts';
import {
  changeRow,
  type DocumentOrder,
  type Draft,
  departmentRows,
  discountRows,
  headRow,
  lineRows,
  paymentRows,
  refundRow,
  type SoldItem,
  taxRow,
  type WireRow,
} from './document-rows.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { type PaymentKind, settle, type Tender } from './tender.ts';

/** Lists in the order in which terminals write them. */
export interface WireDocument {
  head: WireRow;
  products: WireRow[];
  payments: WireRow[];
  discounts: WireRow[];
  departments: WireRow[];
  taxes: WireRow[];
  tips: WireRow[];
  surcharges: WireRow[];
  notes: WireRow[];
  loyalty: WireRow[];
  refunds: WireRow[];
  changes: WireRow[];
  deliveries: WireRow[];
  kitchen_orders: WireRow[];
  fiscal: WireRow | null;
}

/** The figures of a document that its closure needs, all positive as on the wire. */
export interface DocumentFacts {
  id: string;
  documentType: string;
  outcome: 'valid' | 'cancelled' | 'return';
  occurredText: string;
  totalE4: bigint;
  vatE4: bigint;
  discountE4: bigint;
  paidE4: bigint;
  changeE4: bigint;
  payments: readonly { kind: PaymentKind; amountE4: bigint }[];
  discounts: readonly { typeCode: string; amountE4: bigint }[];
  departments: readonly { mainGroupId: string; totalE4: bigint; vatE4: bigint }[];
  taxes: readonly { rateBasisPoints: number; taxableE4: bigint; taxE4: bigint }[];
  lineCount: number;
}

export interface MadeDocument {
  document: WireDocument;
  facts: DocumentFacts;
  /** What a later return can bring back. */
  sold: SoldItem | null;
}

/** Rings up one document: goods, discounts, payments, change. */
export function makeDocument(shop: Shop, random: Random, order: DocumentOrder): MadeDocument {
  const customerId = random.chance(0.2) && shop.customerIds.length > 0 ? random.pick(shop.customerIds) : null;
  const sold = order.kind === 'return' ? order.sold : undefined;
  const basket = sold ? returnBasket(sold) : fillBasket(shop, random, customerId !== null && order.kind === 'sale');
  if (order.kind === 'cancelled') dropDiscounts(basket);
  const isCancelled = order.kind === 'cancelled';
  const tender: Tender = isCancelled
    ? { payments: [], paidE4: 0n, changeE4: 0n }
    : sold
      ? {
          payments: [{ kind: 'CASH_PAYMENT', amountE4: basket.totalE4 }],
          paidE4: basket.totalE4,
          changeE4: 0n,
        }
      : settle(basket.totalE4 - basket.discountE4, random);
  const withInvoice = order.kind === 'sale' && order.withLines && random.chance(0.03);
  const draft: Draft = {
    shop,
    random,
    order,
    basket,
    tender,
    sold,
    customerId,
    isCancelled,
    withInvoice,
    id: random.id(),
  };
  return assemble(draft);
}

function returnBasket(sold: SoldItem): Basket {
  const { product, quantityE4, totalE4, vatE4 } = sold;
  const line = { product, quantityE4, totalE4, vatE4, isCancelled: false };
  return { lines: [line], departments: [], discounts: [], totalE4, vatE4, discountE4: 0n };
}

function dropDiscounts(basket: Basket): void {
  basket.discounts = [];
  basket.discountE4 = 0n;
}

function assemble(draft: Draft): MadeDocument {
  const { order, basket, tender } = draft;
  const keepLines = order.withLines || draft.isCancelled;
  const products = keepLines ? lineRows(draft) : [];
  const taxes = draft.withInvoice ? taxesOf(basket) : [];
  const document: WireDocument = {
    head: headRow(draft),
    products,
    payments: paymentRows(draft),
    discounts: discountRows(draft, products),
    departments: keepLines ? departmentRows(draft) : [],
    taxes: taxes.map((tax) => taxRow(draft, tax)),
    tips: [],
    surcharges: [],
    notes: [],
    loyalty: [],
    refunds: draft.sold ? [refundRow(draft, draft.sold, products[0])] : [],
    changes: tender.changeE4 > 0n ? [changeRow(draft)] : [],
    deliveries: [],
    kitchen_orders: [],
    fiscal: null,
  };
  return { document, facts: factsOf(draft, document, taxes), sold: soldItem(draft) };
}

function factsOf(draft: Draft, document: WireDocument, taxes: DocumentFacts['taxes']): DocumentFacts {
  const { basket, tender } = draft;
  return {
    id: draft.id,
    documentType: String(document.head.document_type),
    outcome: draft.isCancelled ? 'cancelled' : draft.sold ? 'return' : 'valid',
    occurredText: draft.order.occurredText,
    totalE4: basket.totalE4,
    vatE4: basket.vatE4,
    discountE4: basket.discountE4,
    paidE4: tender.paidE4,
    changeE4: tender.changeE4,
    payments: tender.payments,
    discounts: basket.discounts,
    departments:
      document.departments.length === 0
        ? []
        : basket.departments.map(({ department, totalE4, vatE4 }) => ({ mainGroupId: department.id, totalE4, vatE4 })),
    taxes,
    lineCount: document.products.length,
  };
}

function soldItem(draft: Draft): SoldItem | null {
  if (draft.isCancelled || draft.sold || !draft.order.withLines) return null;
  const line = draft.basket.lines[0];
  if (!line || line.totalE4 <= 0n) return null;
  const { product, quantityE4, totalE4, vatE4 } = line;
  return { documentId: draft.id, product, quantityE4, totalE4, vatE4 };
}

/** VAT per rate as the sum of what each line was rounded to. */
function taxesOf(basket: Basket): { rateBasisPoints: number; taxableE4: bigint; taxE4: bigint }[] {
  const rates = new Map<number, { taxableE4: bigint; taxE4: bigint }>();
  const add = (rate: number, totalE4: bigint, vatE4: bigint) => {
    const sums = rates.get(rate) ?? { taxableE4: 0n, taxE4: 0n };
    rates.set(rate, { taxableE4: sums.taxableE4 + totalE4 - vatE4, taxE4: sums.taxE4 + vatE4 });
  };
  for (const line of basket.lines) if (!line.isCancelled) add(line.product.vatBasisPoints, line.totalE4, line.vatE4);
  for (const { department, totalE4, vatE4 } of basket.departments) add(department.vatBasisPoints, totalE4, vatE4);
  return [...rates].map(([rateBasisPoints, sums]) => ({ rateBasisPoints, ...sums }));
}

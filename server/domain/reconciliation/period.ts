/** The documents of one period of a terminal, summed up twice: by the terminal's own formulas (protocol 1.8), which a closure is
 *  compared with, and as figures that mean what they say. */

/** A stored document as far as its period's figures need it. Amounts are ten-thousandths, positive for returns too. */
export interface PeriodDocument {
  id: number;
  uuid: string;
  receiptNumber: number;
  uniqueId: string;
  documentType: string;
  transactionType: string;
  /** 1, −1 for a return, 0 when cancelled. */
  sign: number;
  isCancelled: boolean;
  occurredText: string;
  occurredAt: Date;
  receivedAt: Date;
  totalE4: bigint;
  vatE4: bigint;
  discountE4: bigint;
  surchargeE4: bigint;
  tipE4: bigint;
  paidE4: bigint;
  changeE4: bigint;
  lineCount: number;
  /** Totals of its live lines and departments; null for a document without either. */
  linesE4: bigint | null;
}

/** Rows of a section of one document, added up. */
export interface SectionSum {
  documentId: number;
  /** Payment type, or discount type. */
  kind: string;
  isCancelled: boolean;
  count: number;
  amountE4: bigint;
}

/** A document's taxes of one rate, or its goods sold by one department. */
export interface TaxedSum {
  documentId: number;
  /** Rate in basis points, or the id of the main group. */
  key: string;
  amountE4: bigint;
  taxE4: bigint;
}

export interface Period {
  documents: readonly PeriodDocument[];
  payments: readonly SectionSum[];
  discounts: readonly SectionSum[];
  taxes: readonly TaxedSum[];
  departments: readonly TaxedSum[];
}

/** Every figure that both a closure and its documents tell. */
export interface Figures {
  documents: number;
  valid: number;
  cancelled: number;
  returns: number;
  grossE4: bigint;
  discountE4: bigint;
  netE4: bigint;
  vatE4: bigint;
  tipE4: bigint;
  expectedCashE4: bigint;
  closingCashE4: bigint;
  paidInCount: number;
  paidInE4: bigint;
}

/** Figures by the terminal's formulas: cancelled documents and returns are inside the gross, all of them positive; expected cash
 *  covers every kind of payment; closing cash is the cash tendered, change not taken off; "paid in" are payment rows. */
export function terminalFigures({ documents, payments }: Period): Figures {
  const sum = (amount: (document: PeriodDocument) => bigint) =>
    documents.reduce((total, each) => total + amount(each), 0n);
  const cancelled = documents.filter(({ isCancelled }) => isCancelled);
  const cancelledIds = new Set(cancelled.map(({ id }) => id));
  const returns = documents.filter((each) => !each.isCancelled && each.transactionType === 'return').length;
  const cash = payments.filter((row) => row.kind === cashKind && !row.isCancelled && !cancelledIds.has(row.documentId));
  return {
    documents: documents.length,
    valid: documents.length - cancelled.length - returns,
    cancelled: cancelled.length,
    returns,
    grossE4: sum((each) => each.totalE4),
    discountE4: sum((each) => each.discountE4),
    netE4: sum((each) => each.totalE4 - each.discountE4 + each.surchargeE4),
    vatE4: sum((each) => each.vatE4),
    tipE4: sum((each) => each.tipE4),
    expectedCashE4: sum((each) => each.paidE4 - each.changeE4),
    closingCashE4: cash.reduce((total, row) => total + row.amountE4, 0n),
    paidInCount: payments.reduce((total, row) => total + row.count, 0),
    paidInE4: sum((each) => each.paidE4),
  };
}

/** What the drawer should hold from this period, and what was sold: cancelled documents left out, returns negative, change taken
 *  off the cash that was tendered. */
export interface TrueFigures {
  grossE4: bigint;
  discountE4: bigint;
  netE4: bigint;
  vatE4: bigint;
  cashE4: bigint;
}

export function trueFigures({ documents, payments }: Period): TrueFigures {
  const sum = (amount: (document: PeriodDocument) => bigint) =>
    documents.reduce((total, each) => total + BigInt(each.sign) * amount(each), 0n);
  const cashOf = new Map<number, bigint>();
  for (const row of payments) {
    if (row.kind !== cashKind || row.isCancelled) continue;
    cashOf.set(row.documentId, (cashOf.get(row.documentId) ?? 0n) + row.amountE4);
  }
  return {
    grossE4: sum((each) => each.totalE4),
    discountE4: sum((each) => each.discountE4),
    netE4: sum((each) => each.totalE4 - each.discountE4 + each.surchargeE4),
    vatE4: sum((each) => each.vatE4),
    // Change is given in cash; a document that was paid without cash gives none.
    cashE4: sum((each) => {
      const tendered = cashOf.get(each.id);
      return tendered === undefined ? 0n : tendered - each.changeE4;
    }),
  };
}

const cashKind = 'CASH_PAYMENT';

export interface Numbers {
  /** Receipt numbers that no document carries. */
  missing: number[];
  /** Receipt numbers that several documents carry. */
  doubled: { number: number; uuids: string[] }[];
}

/** Receipts are numbered from 1 in each period; a cancelled document takes the number of the next one, without using it up.
 *  @param claimed documents that used a number, as the closure says; 0 when nobody says it */
export function checkNumbers(documents: readonly PeriodDocument[], claimed: number): Numbers {
  const byNumber = new Map<number, string[]>();
  let last = claimed;
  for (const { isCancelled, receiptNumber, uuid } of documents) {
    if (isCancelled) continue;
    const known = byNumber.get(receiptNumber);
    if (known) known.push(uuid);
    else byNumber.set(receiptNumber, [uuid]);
    last = Math.max(last, receiptNumber);
  }
  const missing: number[] = [];
  // A number far beyond the others is a wrong number and not a thousand missing ones.
  for (let number = 1; number <= last && missing.length < mostMissing; number += 1) {
    if (!byNumber.has(number)) missing.push(number);
  }
  const doubled = [...byNumber]
    .filter(([, uuids]) => uuids.length > 1)
    .map(([number, uuids]) => ({ number, uuids }))
    .sort((a, b) => a.number - b.number);
  return { missing, doubled };
}

const mostMissing = 100;

/** Documents that say the same in everything but their id: one sale, stored under several ids. The first of each group is the
 *  one that came first. */
export function findCopies(documents: readonly PeriodDocument[]): string[][] {
  const groups = new Map<string, PeriodDocument[]>();
  for (const document of documents) {
    const { receiptNumber, uniqueId, occurredText, totalE4, paidE4, isCancelled } = document;
    const key = JSON.stringify([receiptNumber, uniqueId, occurredText, `${totalE4}`, `${paidE4}`, isCancelled]);
    const group = groups.get(key);
    if (group) group.push(document);
    else groups.set(key, [document]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || a.id - b.id).map(({ uuid }) => uuid),
    );
}

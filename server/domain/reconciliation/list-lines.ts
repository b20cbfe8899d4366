/** A closure's lists beside the rows of its documents. Pure. */
import type { FigureLine, FigureName, SaidClosure } from './figure-lines.ts';
import type { Period, PeriodDocument, TaxedSum } from './period.ts';

export interface CountedAmount {
  count: number;
  amountE4: bigint;
}

/** Of a tax rate: what was taxed, and the tax; of a department: its gross, and the tax in it. */
export interface TaxedAmount {
  key: string;
  amountE4: bigint;
  taxE4: bigint;
}

/** Lists that name no kind of their own reliably (protocol 1.8) are compared by their rows' counts and amounts. Whether the
 *  terminal counts rows that were cancelled on a document is left open there, so both sums are right. */
export function kindLines(said: SaidClosure, period: Period): FigureLine[] {
  const cancelled = new Set(period.documents.filter(({ isCancelled }) => isCancelled).map(({ id }) => id));
  const lines: FigureLine[] = [];
  if (said.payments.length > 0 || period.payments.length > 0) {
    lines.push(
      kindLine('paymentKinds', said.payments, [
        byKind(period.payments),
        byKind(period.payments.filter((row) => !row.isCancelled)),
      ]),
    );
  }
  const discounts = period.discounts.filter((row) => !row.isCancelled);
  if (said.discounts.length > 0 || discounts.length > 0) {
    const live = discounts.filter(({ documentId }) => !cancelled.has(documentId));
    lines.push(kindLine('discountKinds', total(said.discounts), [total(byKind(live)), total(byKind(discounts))]));
  }
  if (said.documentTypes.length > 0) {
    const of = (isCancelled: boolean) =>
      period.documents
        .filter((each) => each.isCancelled === isCancelled)
        .map(({ totalE4 }) => ({ count: 1, amountE4: totalE4 }));
    const cancelledTypes = said.documentTypes.map((row) => ({ count: row.cancelledCount, amountE4: row.cancelledE4 }));
    lines.push(
      kindLine('validByType', total(said.documentTypes), [total(of(false))]),
      kindLine('cancelledByType', total(cancelledTypes), [total(of(true))]),
      ...taxLines(said, period),
    );
  }
  return [...lines, ...sectionLines(said, period)];
}

/** Taxes of the documents that the list of document types counts. */
function taxLines(said: SaidClosure, { documents }: Period): FigureLine[] {
  const of = (isCancelled: boolean) =>
    documents.filter((each) => each.isCancelled === isCancelled).reduce((sum, each) => sum + each.vatE4, 0n);
  const saidTax = (pick: (row: SaidClosure['documentTypes'][number]) => bigint) =>
    said.documentTypes.reduce((sum, row) => sum + pick(row), 0n);
  return [
    amountLine(
      'validTaxE4',
      saidTax((row) => row.taxE4),
      [of(false)],
    ),
    amountLine(
      'cancelledTaxE4',
      saidTax((row) => row.cancelledTaxE4),
      [of(true)],
    ),
  ];
}

/** Lists that a till may leave out: what it does send must be what its documents say. A list is compared as soon as either has
 *  rows that the other must have: taxes and departments of documents make rows of the closure. */
function sectionLines(said: SaidClosure, period: Period): FigureLine[] {
  const { documents } = period;
  const lines: FigureLine[] = [];
  const live = new Set(documents.filter(({ isCancelled }) => !isCancelled).map(({ id }) => id));
  const both = (rows: readonly TaxedSum[]) => [rows, rows.filter(({ documentId }) => live.has(documentId))];
  if (said.vat.length > 0) {
    lines.push(
      keyedLine('vatByRate', said.vat, both(period.taxes), ({ amountE4 }) => amountE4),
      keyedLine('taxByRate', said.vat, both(period.taxes), ({ taxE4 }) => taxE4),
    );
  }
  if (said.departments.length > 0) {
    lines.push(keyedLine('departmentKinds', said.departments, both(period.departments), ({ amountE4 }) => amountE4));
  }
  if (said.cashiers.length > 0) lines.push(cashierLine(said.cashiers, documents));
  if (said.tips.length > 0) {
    const tips = (of: readonly PeriodDocument[]) => of.reduce((sum, { tipE4 }) => sum + tipE4, 0n);
    const saidTips = said.tips.reduce((sum, { amountE4 }) => sum + amountE4, 0n);
    lines.push(amountLine('tipKinds', saidTips, [tips(documents), tips(documents.filter(({ id }) => live.has(id)))]));
  }
  return lines;
}

/** One row, the closing cashier's, with everybody's sales; whether its amount is gross or net is left open. */
function cashierLine(rows: readonly CountedAmount[], documents: readonly PeriodDocument[]): FigureLine {
  const sum = (amount: (each: PeriodDocument) => bigint) => documents.reduce((all, each) => all + amount(each), 0n);
  const grossE4 = sum(({ totalE4 }) => totalE4);
  const netE4 = sum(({ totalE4, discountE4, surchargeE4 }) => totalE4 - discountE4 + surchargeE4);
  const counts = [documents.length, documents.filter(({ isCancelled }) => !isCancelled).length];
  const rights = counts.flatMap((count) => [grossE4, netE4].map((amountE4) => [{ count, amountE4 }]));
  return kindLine('cashierSales', total(rows), rights);
}

/** @param rights amounts of which each would be right, the likeliest first */
function amountLine(name: FigureName, said: bigint, rights: readonly bigint[]): FigureLine {
  return { name, said, found: rights[0] ?? 0n, ours: null, isMoney: true, isSame: rights.includes(said) };
}

/** Rows by rate or department; kept as "20.00% × 1234500", a department by the first letters of its id. */
function keyedLine(
  name: FigureName,
  said: readonly TaxedAmount[],
  rights: readonly (readonly TaxedAmount[])[],
  amount: (row: TaxedAmount) => bigint,
): FigureLine {
  const text = (rows: readonly TaxedAmount[], short: (key: string) => string) => {
    const sums = new Map<string, bigint>();
    for (const row of rows) sums.set(row.key, (sums.get(row.key) ?? 0n) + amount(row));
    return [...sums]
      .filter(([, amountE4]) => amountE4 !== 0n)
      .map(([key, amountE4]) => `${short(key)} × ${amountE4}`)
      .sort()
      .join(', ');
  };
  const whole = (key: string) => key;
  const short = (key: string) => (/^-?\d+$/.test(key) ? `${(Number(key) / 100).toFixed(2)}%` : key.slice(0, 8));
  const isSame = rights.some((rows) => text(rows, whole) === text(said, whole));
  return { name, said: text(said, short), found: text(rights[0] ?? [], short), ours: null, isMoney: false, isSame };
}

function byKind(rows: readonly (CountedAmount & { kind: string })[]): CountedAmount[] {
  const kinds = new Map<string, CountedAmount>();
  for (const { kind, count: rowCount, amountE4 } of rows) {
    const known = kinds.get(kind);
    if (known) kinds.set(kind, { count: known.count + rowCount, amountE4: known.amountE4 + amountE4 });
    else kinds.set(kind, { count: rowCount, amountE4 });
  }
  return [...kinds.values()];
}

function total(rows: readonly CountedAmount[]): CountedAmount[] {
  return [
    rows.reduce((sum, row) => ({ count: sum.count + row.count, amountE4: sum.amountE4 + row.amountE4 }), {
      count: 0,
      amountE4: 0n,
    }),
  ];
}

function kindLine(
  name: FigureName,
  said: readonly CountedAmount[],
  found: readonly (readonly CountedAmount[])[],
): FigureLine {
  const text = (rows: readonly CountedAmount[]) =>
    rows
      .filter((row) => row.count !== 0 || row.amountE4 !== 0n)
      .map((row) => `${row.count} × ${row.amountE4}`)
      .sort()
      .join(', ');
  const isSame = found.some((rows) => text(rows) === text(said));
  return { name, said: text(said), found: text(found[0] ?? []), ours: null, isMoney: false, isSame };
}

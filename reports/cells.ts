/** Figures as the cells of a table, under the same words on every page. */

import { formatMoney } from '../server/core/money.ts';
import { changeBasisPoints, percentText, shownAmount } from './amounts.ts';
import type { Figures } from './figures.ts';
import { dayLabel } from './range.ts';

export interface Cell {
  /** The column's name; narrow screens show it beside the value. */
  label: string;
  text: string;
  isLead?: boolean;
  title?: string;
}

export function figureCells(figures: Figures, currency: string): Cell[] {
  const amount = (amountE4: bigint) => shownAmount(amountE4, currency);
  const { averageE4, withLinesBasisPoints } = figures;
  return [
    { label: 'Gross', text: amount(figures.grossE4) },
    { label: 'Discounts', text: amount(figures.discountE4) },
    { label: 'Net', text: amount(figures.netE4), isLead: true },
    { label: 'VAT', text: amount(figures.vatE4) },
    { label: 'Receipts', text: countText(figures.receipts) },
    { label: 'Average', text: averageE4 === null ? '–' : formatMoney(averageE4, currency) },
    { label: 'Returns', text: countText(figures.returns) },
    { label: 'Cancelled', text: countText(figures.cancelled) },
    { label: 'of amount', text: amount(figures.cancelledE4) },
    { label: 'With lines', text: withLinesBasisPoints === null ? '–' : `${percentText(withLinesBasisPoints)} %` },
  ];
}

/** What the days before had, and by how much that changed. */
export function comparedCells(netE4: bigint, before: { netE4: bigint; day?: string }, currency: string): Cell[] {
  const change = changeBasisPoints(netE4, before.netE4);
  const title = before.day === undefined ? '' : dayLabel(before.day);
  return [
    { label: 'Compared', text: shownAmount(before.netE4, currency), title },
    { label: 'Change', text: change === null ? '–' : signedPercent(change), title },
  ];
}

export function signedPercent(basisPoints: number): string {
  return `${basisPoints > 0 ? '+' : ''}${percentText(basisPoints)} %`;
}

const counts = new Intl.NumberFormat('en-GB');

export function countText(number: number): string {
  return counts.format(number);
}

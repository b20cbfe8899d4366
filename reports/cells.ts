/** Figures as the cells of a table, under the same words on every page. */

import type { Formats } from '../server/core/formats.ts';
import type { Translate } from '../server/core/translate.ts';
import { changeBasisPoints } from './amounts.ts';
import type { Figures } from './figures.ts';

/** The language of whoever looks. */
export interface Words {
  t: Translate;
  formats: Formats;
}

export interface Cell {
  /** The column's name; narrow screens show it beside the value. */
  label: string;
  text: string;
  isLead?: boolean;
  title?: string;
}

export function figureCells({ t, formats }: Words, figures: Figures, currency: string): Cell[] {
  const cell = (name: string, text: string) => ({ label: t(`reports.figures.${name}`), text });
  const amount = (amountE4: bigint) => formats.money(amountE4, currency);
  const { averageE4, withLinesBasisPoints } = figures;
  return [
    cell('gross', amount(figures.grossE4)),
    cell('discounts', amount(figures.discountE4)),
    { ...cell('net', amount(figures.netE4)), isLead: true },
    cell('vat', amount(figures.vatE4)),
    cell('receipts', formats.count(figures.receipts)),
    cell('average', averageE4 === null ? '–' : formats.roundMoney(averageE4, currency)),
    cell('returns', formats.count(figures.returns)),
    cell('cancelled', formats.count(figures.cancelled)),
    cell('cancelledAmount', amount(figures.cancelledE4)),
    cell('withLines', withLinesBasisPoints === null ? '–' : formats.exactPercent(withLinesBasisPoints)),
  ];
}

interface Compared {
  netE4: bigint;
  before: { netE4: bigint; day?: string };
  currency: string;
}

/** What the days before had, and by how much that changed. */
export function comparedCells({ t, formats }: Words, { netE4, before, currency }: Compared): Cell[] {
  const change = changeBasisPoints(netE4, before.netE4);
  const title = before.day === undefined ? '' : formats.weekday(before.day);
  return [
    { label: t('reports.figures.compared'), text: formats.money(before.netE4, currency), title },
    { label: t('reports.figures.change'), text: change === null ? '–' : formats.change(change), title },
  ];
}

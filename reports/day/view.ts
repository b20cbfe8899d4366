import { addDays } from '../../server/core/business-day.ts';
import { figureCells, type Words } from '../cells.ts';
import { address, receiptsAddress } from '../links.ts';
import type { SalesOfDay, SalesOfDayInput } from './query.ts';

export function salesOfDayView(words: Words, report: SalesOfDay, input: SalesOfDayInput) {
  const { day, company } = report;
  const href = (changes: Partial<SalesOfDayInput>) => address('day', { ...input, ...changes });
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  return {
    previousHref: href({ day: before }),
    previousLabel: words.formats.weekday(before),
    nextHref: href({ day: after }),
    nextLabel: words.formats.weekday(after),
    reportHref: address('sales-by-day', {
      company: company.slug,
      store: input.store,
      range: 'own',
      from: day,
      to: day,
    }),
    receiptsHref: receiptsAddress(company.slug, { day, store: input.store }),
    currencies: report.currencies.map(({ currency, terminals, total }) => ({
      currency,
      columns: figureCells(words, total, currency).map((cell) => cell.label),
      rows: terminals.map(({ storeName, storeCode, terminalCode, figures }) => ({
        store: storeName,
        terminal: terminalCode,
        href: receiptsAddress(company.slug, { day, store: storeCode, till: terminalCode }),
        cells: figureCells(words, figures, currency),
      })),
      totalCells: figureCells(words, total, currency),
    })),
  };
}

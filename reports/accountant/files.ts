/** The pack as one workbook, a sheet for each part, and as one paper. */
import type { Readable } from 'node:stream';
import type { Cell } from '../../server/http/files/cell.ts';
import { type SheetPlan, workbookOf } from '../../server/http/files/workbook-file.ts';
import { exactAmount } from '../amounts.ts';
import type { Words } from '../cells.ts';
import { type PdfOptions, pdfOf, type Reader } from '../files/pdf/report.ts';
import { tableOf } from '../files/table.ts';
import { freshnessText } from '../freshness.ts';
import type { Pack } from './pack.ts';
import { correctionHeads, correctionsView, packLines } from './view.ts';

export function packWorkbook(words: Words, pack: Pack): Readable {
  const sheets = pack.answers.map((parts): SheetPlan => {
    const { heads, chunks } = tableOf(words, parts, { hasTotals: true });
    return { name: words.t(`reports.list.${parts.answer.report.name}.title`), heads, chunks: chunks() };
  });
  const name = words.t('report-accountant.corrections');
  return workbookOf(
    [...sheets, { name, heads: correctionHeads(words), chunks: [correctionCells(words, pack)] }],
    words,
  );
}

function correctionCells(words: Words, pack: Pack): Cell[][] {
  const text = (value: string): Cell => (value === '' ? { kind: 'none' } : { kind: 'text', text: value });
  return correctionsView(words, pack).map(({ correction, texts }) => {
    const { currency, documents, grossE4, discountE4, surchargeE4, vatE4 } = correction;
    const money = (amountE4: bigint): Cell => ({
      kind: 'number',
      text: exactAmount(amountE4, currency),
      isMoney: true,
    });
    return [
      ...texts.slice(0, 2).map(text),
      { kind: 'day', day: correction.businessDay },
      ...texts.slice(3, 5).map(text),
      { kind: 'number', text: String(documents), isMoney: false },
      ...[grossE4, discountE4, surchargeE4, vatE4].map(money),
    ];
  });
}

export function packPdf(reader: Reader, pack: Pack, options: PdfOptions = {}): NodeJS.ReadableStream {
  const answers = pack.answers.map(({ answer }) => answer);
  const [first] = answers;
  const rows = correctionsView(reader, pack).map(({ texts }) => ({ cells: texts }));
  const heads = correctionHeads(reader).map((text, place) => ({ text, isNumber: place > 4 }));
  const more = rows.length === 0 ? [] : [{ title: reader.t('report-accountant.corrections'), table: { heads, rows } }];
  const fresh = first ? [freshnessText(reader, first, pack.company.timeZone)] : [];
  const plan = {
    title: reader.t('report-accountant.titleOf', { month: reader.formats.month(pack.month) }),
    createdAt: first?.asOf ?? new Date(0),
    answers,
    lines: [...packLines(reader, pack), ...fresh],
    more,
  };
  return pdfOf(reader, plan, options);
}

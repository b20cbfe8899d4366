/** The receipts behind a figure as CSV, without limit: written while they are read. */
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Translate } from '../../server/core/translate.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { Cell } from '../../server/http/files/cell.ts';
import { csvFile } from '../../server/http/files/csv-file.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { exactAmount } from '../amounts.ts';
import { sendFile } from '../files/send.ts';
import { readAsked } from '../query-string.ts';
import { receiptsReport } from '../screen/links.ts';
import { type ReceiptRow, receiptRows } from './query.ts';

/** Headings, as keys of texts. */
const heads = [
  ...['reports.receipts.receipt', 'reports.receipts.id', 'reports.columns.day', 'reports.receipts.sold'],
  ...['words.store', 'words.till', 'reports.filters.cashier', 'reports.receipts.names.kind', 'reports.csv.currency'],
  ...['reports.columns.lines', 'reports.columns.discounts', 'reports.columns.vat', 'reports.columns.net'],
];

/** @throws not_found      the company, a store or a terminal is none whose receipts the person may see
 *  @throws invalid_input  what is asked for breaks a rule */
export async function answerReceiptsFile(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  if (!can(ctx, 'document.see')) throw new DomainError('not_found');
  const read = readAsked(req, undefined);
  if (read === null) throw new DomainError('not_found');
  if (read.errors.length > 0) throw new DomainError('invalid_input', { errors: read.errors });
  const { window, chunks } = await receiptRows(ctx, read.asked);
  const { t } = speechOf(res);
  let rows = 0;
  async function* cells(): AsyncGenerator<Cell[][]> {
    for await (const chunk of chunks) {
      rows += chunk.length;
      yield chunk.map((row) => cellsOf(t, row));
    }
  }
  const { slug, id: companyId } = window.company;
  await sendFile(res, ctx, {
    file: Readable.from(
      csvFile(
        heads.map((key) => t(key)),
        cells(),
      ),
    ),
    name: `${receiptsReport}-${slug}-${window.range.from}-${window.range.to}.csv`,
    format: 'csv',
    record: {
      model: `report ${receiptsReport}`,
      companyId,
      filter: Object.fromEntries(Object.entries(read.asked).filter(([, value]) => value !== undefined)),
      columns: heads,
      rows: () => rows,
    },
  });
}

/** Amounts are exact; of a cancelled receipt they are what it would have been, and its kind says so. */
function cellsOf(t: Translate, row: ReceiptRow): Cell[] {
  const text = (value: string): Cell => (value === '' ? { kind: 'none' } : { kind: 'text', text: value });
  const number = (value: string, isMoney: boolean): Cell => ({ kind: 'number', text: value, isMoney });
  const kind = row.isCancelled ? 'cancelled' : row.sign < 0 ? 'return' : 'sale';
  return [
    number(String(row.number), false),
    text(row.uuid),
    { kind: 'day', day: row.businessDay },
    text(row.occurredText),
    text(row.store.code),
    text(row.terminalCode),
    text(row.cashier ?? ''),
    text(t(`reports.receipts.kinds.${kind}`)),
    text(row.currency),
    number(String(row.lines), false),
    number(exactAmount(row.discountE4, row.currency), true),
    number(exactAmount(row.vatE4, row.currency), true),
    number(exactAmount(row.netE4, row.currency), true),
  ];
}

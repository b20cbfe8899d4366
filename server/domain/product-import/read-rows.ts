/** Rows of a file as products, one by one: what each says, or what is wrong with it. */

import { currencyDecimals } from '../../core/currencies.ts';
import type { Language } from '../../core/languages.ts';
import { foldForSearch } from '../../core/search-text.ts';
import { readTypedNumber } from '../../core/typed-number.ts';
import type { ImportField, Mapping } from './columns.ts';

export interface Fault {
  field: ImportField | '';
  /** In English, for `translateSentence`. */
  message: string;
}

/** A row that can be read. What its file does not say is undefined: it stays as it is, or takes its default. */
export interface ReadRow {
  code: string;
  name: string | undefined;
  barcodes: readonly string[] | undefined;
  priceE4: bigint | null | undefined;
  purchasePriceE4: bigint | null | undefined;
  divisionId: string | undefined;
  unitId: string | null | undefined;
  shortName: string | undefined;
  description: string | undefined;
}

/** What names in a file stand for. */
export interface Lexicon {
  /** Code or folded name of a department or division to a division. */
  divisions: ReadonlyMap<string, string>;
  /** Rate in basis points to the division that sells at it. */
  divisionOfRate: ReadonlyMap<number, string>;
  /** Code, symbol or folded name to a unit. */
  units: ReadonlyMap<string, string>;
  /** Where rows without a department go. */
  fallbackDivisionId: string | null;
}

interface Way {
  mapping: Mapping;
  numberForm: Language;
  currency: string;
  lexicon: Lexicon;
}

/** What spreadsheets are told so that they do not take a text for a formula. */
const guard = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;

/** Reads one row.
 *  @returns the row, and what is wrong with it; a row with faults is not to be taken over */
export function readRow(cells: readonly string[], way: Way): { row: ReadRow; faults: Fault[] } {
  const faults: Fault[] = [];
  const text = (field: ImportField, most: number): string | undefined => {
    const index = way.mapping[field];
    if (index === undefined) return undefined;
    const cell = (cells[index] ?? '').replace(guard, '').replace(/\s+/g, ' ').trim();
    if (cell.length > most) faults.push({ field, message: `Use at most ${most} characters.` });
    return cell;
  };
  const row: ReadRow = {
    code: text('code', 20) ?? '',
    name: text('name', 100),
    barcodes: barcodesOf(text('barcodes', 500), faults),
    priceE4: amountOf(text('price', 64), { field: 'price', way, faults }),
    purchasePriceE4: amountOf(text('purchasePrice', 64), { field: 'purchasePrice', way, faults }),
    divisionId: divisionOf({ department: text('department', 100), vat: text('vat', 20) }, way.lexicon, faults),
    unitId: unitOf(text('unit', 50), way.lexicon, faults),
    shortName: text('shortName', 50),
    description: text('description', 150),
  };
  if (row.code === '' && (row.barcodes ?? []).length === 0) {
    faults.push({ field: 'code', message: 'Without a code or a barcode a product cannot be recognised.' });
  }
  return { row, faults };
}

function barcodesOf(cell: string | undefined, faults: Fault[]): string[] | undefined {
  if (cell === undefined) return undefined;
  const barcodes = [...new Set(cell.split(/[\s,;|]+/).filter((barcode) => barcode !== ''))];
  const spoiled = barcodes.find((barcode) => /^\d+([.,]\d+)?e\+?\d+$/i.test(barcode));
  if (spoiled !== undefined) {
    faults.push({
      field: 'barcodes',
      message: `The barcode “${spoiled}” was shortened by a spreadsheet: format the column as text.`,
    });
  }
  if (barcodes.some((barcode) => barcode.length > 50))
    faults.push({ field: 'barcodes', message: 'A barcode has at most 50 characters.' });
  return barcodes;
}

function amountOf(
  cell: string | undefined,
  { field, way, faults }: { field: 'price' | 'purchasePrice'; way: Way; faults: Fault[] },
): bigint | null | undefined {
  if (cell === undefined || cell === '') return undefined;
  const decimals = currencyDecimals(way.currency);
  const read = readTypedNumber(cell, { language: way.numberForm, places: 4, decimals });
  if (read.ok) return read.value;
  const messages = {
    empty: '',
    not_a_number: `“${cell}” is not an amount.`,
    negative: 'An amount here is not negative.',
    too_large: 'The amount is too large.',
    too_precise: `Use at most ${decimals} decimals.`,
    ambiguous: `“${cell}” could mean two things: say which sign separates decimals.`,
  };
  faults.push({ field, message: messages[read.problem] });
  return undefined;
}

function divisionOf(
  { department, vat }: { department: string | undefined; vat: string | undefined },
  lexicon: Lexicon,
  faults: Fault[],
): string | undefined {
  if (department) {
    const found = lexicon.divisions.get(foldForSearch(department));
    if (found === undefined) faults.push({ field: 'department', message: `There is no department “${department}”.` });
    return found;
  }
  if (!vat) return undefined;
  const read = readTypedNumber(vat.replace('%', ''), { language: 'en', places: 2, decimals: 2 });
  const found = read.ok ? lexicon.divisionOfRate.get(Number(read.value)) : undefined;
  if (found === undefined) faults.push({ field: 'vat', message: `No department sells at a VAT rate of “${vat}”.` });
  return found;
}

function unitOf(cell: string | undefined, { units }: Lexicon, faults: Fault[]): string | undefined {
  if (!cell) return undefined;
  const found = units.get(foldForSearch(cell));
  if (found === undefined) faults.push({ field: 'unit', message: `There is no unit “${cell}”.` });
  return found;
}

/** Which column of a file is what. Guessed by the names that columns have in three languages; people correct it. */

import { foldForSearch } from '../../core/search-text.ts';

/** What a column can hold. */
export const importFields = [
  'code',
  'name',
  'barcodes',
  'price',
  'department',
  'vat',
  'unit',
  'purchasePrice',
  'shortName',
  'description',
] as const;

export type ImportField = (typeof importFields)[number];

/** Field to column, counted from 0. */
export type Mapping = Partial<Record<ImportField, number>>;

const headers: Readonly<Record<ImportField, readonly string[]>> = {
  code: [
    ...['code', 'product code', 'item code', 'sku', 'plu', 'article number', 'item number', 'no', 'number'],
    ...['kod', 'urun kodu', 'stok kodu', 'malzeme kodu', 'artikelnummer', 'artikelnr', 'art nr', 'nummer', 'nr'],
  ],
  name: [
    ...['name', 'product', 'product name', 'item', 'item name', 'title', 'article'],
    ...['ad', 'urun', 'urun adi', 'stok adi', 'isim', 'malzeme adi', 'artikel', 'artikelname', 'bezeichnung'],
  ],
  barcodes: [
    'barcode',
    'barcodes',
    'ean',
    'ean13',
    'ean 13',
    'gtin',
    'upc',
    'barkod',
    'barkodu',
    'barkodlar',
    'strichcode',
  ],
  price: [
    ...['price', 'sale price', 'selling price', 'retail price', 'unit price', 'gross price'],
    ...['fiyat', 'satis fiyati', 'fiyati', 'birim fiyat', 'preis', 'verkaufspreis', 'vk', 'vk preis', 'bruttopreis'],
  ],
  department: [
    ...[
      'department',
      'division',
      'group',
      'category',
      'product group',
      'departman',
      'alt departman',
      'reyon',
      'grup',
      'kategori',
    ],
    ...['warengruppe', 'untergruppe', 'gruppe', 'kategorie', 'abteilung'],
  ],
  vat: [
    ...['vat', 'vat rate', 'tax', 'tax rate', 'vat %', 'kdv', 'kdv orani', 'kdv %', 'vergi'],
    ...['mwst', 'mwst satz', 'ust', 'steuer', 'steuersatz'],
  ],
  unit: ['unit', 'unit of measure', 'uom', 'birim', 'birimi', 'einheit', 'mengeneinheit', 'me'],
  purchasePrice: [
    ...['purchase price', 'cost', 'cost price', 'buying price', 'alis fiyati', 'maliyet'],
    ...['einkaufspreis', 'ek', 'ek preis'],
  ],
  shortName: ['short name', 'kisa ad', 'kisa adi', 'kurzname', 'kurzbezeichnung', 'kurztext'],
  description: ['description', 'note', 'aciklama', 'beschreibung', 'langtext'],
};

/** Letters without their marks, without points and signs: "Ürün adı:" and "URUN ADI" are one. */
export function bareHeader(header: string): string {
  return foldForSearch(header)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();
}

/** What the columns probably are. A column is used once, for the field that names it best. */
export function guessMapping(columnNames: readonly string[]): Mapping {
  const names = columnNames.map(bareHeader);
  const mapping: Mapping = {};
  for (const field of importFields) {
    const at = names.findIndex(
      (name, index) => headers[field].includes(name) && !Object.values(mapping).includes(index),
    );
    if (at !== -1) mapping[field] = at;
  }
  return mapping;
}

/** Whether a first line is one of names: at least two of them are known, or one and no cell is a number. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  const known = Object.keys(guessMapping(cells)).length;
  return known >= 2 || (known === 1 && !cells.some((cell) => /^\s*\d[\d.,\s]*$/.test(cell)));
}

import { Readable } from 'node:stream';
import type { Language } from '../../../server/core/languages.ts';
import { csvLine, csvMark, harmless } from '../../../server/http/files/csv-file.ts';
import type { PageHandler } from '../../visit.ts';
import { moneyField } from '../shop-forms.ts';

/** A spreadsheet of the language reads the file without being asked: where the comma separates decimals, cells end in ;. */
export function separatorFor(language: Language): string {
  return language === 'en' ? ',' : ';';
}

const states = ['current', 'unpriced', 'deleted'] as const;

/** All products of the filter as a file that the import understands. */
export const exportPage: PageHandler = async ({ call, params, query, language, t }) => {
  const text = (name: string) => query.get(name)?.trim().slice(0, 200) || undefined;
  const { company, currency, rows } = await call.imports.products({
    company: params['slug'] ?? '',
    search: text('q'),
    department: text('department')?.slice(0, 64),
    state: states.find((state) => state === query.get('state')),
    store: text('store')?.slice(0, 100),
  });
  const separator = separatorFor(language);
  const fields = [
    'code',
    'name',
    'barcodes',
    'price',
    'department',
    'unit',
    'purchasePrice',
    'shortName',
    'description',
  ] as const;
  async function* lines() {
    yield csvMark +
      csvLine(
        fields.map((field) => t(`catalog.import.fields.${field}`)),
        separator,
      );
    for await (const group of rows()) {
      yield group
        .map((row) =>
          csvLine(
            [
              ...[row.code, row.name, row.allBarcodes.join(' ')],
              moneyField(row.own_price_e4 ?? row.company_price_e4, currency, language),
              ...[row.divisionCode, row.unitCode ?? '', moneyField(row.purchasePriceE4, currency, language)],
              ...[row.shortName ?? '', row.description ?? ''],
            ].map(harmless),
            separator,
          ),
        )
        .join('');
    }
  }
  return {
    download: {
      fileName: `products-${company.slug}.csv`,
      mediaType: 'text/csv; charset=utf-8',
      open: () => Readable.from(lines()),
    },
  };
};

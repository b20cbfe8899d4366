import type { Correction } from '../../server/domain/frozen-months/index.ts';
import type { Words } from '../cells.ts';
import { type Column, isNumber, type Value } from '../engine/report.ts';
import { address } from '../links.ts';
import { labelText, valueText } from '../speak.ts';
import type { Pack } from './pack.ts';

/** Company, month, and what became of it. */
export function packLines({ t, formats }: Words, { company, month, frozen }: Pack): string[] {
  return [
    `${company.name}, ${formats.month(month)}`,
    frozen === null
      ? t('report-accountant.open')
      : t('report-accountant.frozen', {
          time: formats.instant(frozen.frozenAt, company.timeZone),
          person: frozen.frozenByName,
        }),
    ...(company.hiddenStores > 0 ? [t('report-files.part')] : []),
  ];
}

export function correctionHeads({ t }: Words): string[] {
  return [
    t('report-accountant.what'),
    t('words.store'),
    t('reports.columns.day'),
    t('report-accountant.key'),
    t('report-files.currency'),
    t('report-accountant.count'),
    t('report-accountant.amount'),
    t('reports.columns.discounts'),
    t('reports.columns.surcharges'),
    t('reports.columns.vat'),
  ];
}

/** Each correction with its texts, in the order of the heads. */
export function correctionsView(words: Words, pack: Pack): { correction: Correction; texts: string[] }[] {
  const { t, formats } = words;
  const stores = new Map(pack.company.stores.map(({ id, name }) => [id, name]));
  return pack.corrections.map((correction) => {
    const { rollup, storeId, businessDay, currency, documents } = correction;
    const amounts = [correction.grossE4, correction.discountE4, correction.surchargeE4, correction.vatE4];
    return {
      correction,
      texts: [
        t(`report-accountant.kinds.${rollup}`),
        stores.get(storeId) ?? '',
        formats.weekday(businessDay),
        keyText(words, pack, correction),
        currency,
        formats.count(documents),
        ...amounts.map((amountE4) => formats.money(amountE4, currency)),
      ],
    };
  });
}

function keyText({ t, formats }: Words, { tills }: Pack, { rollup, key }: Correction): string {
  if (rollup === 'day') return tills.get(Number(key)) ?? key;
  if (rollup === 'payment') return key;
  return Number(key) < 0 ? t('reports.words.unknown') : formats.percent(Number(key));
}

export interface MayChange {
  mayFreeze: boolean;
  mayThaw: boolean;
}

/** The columns of a correction from its count on are numbers. */
const correctionCell = (text: string, place: number) => ({ text, isNumber: place > 4 });

interface Valued {
  columns: readonly Column[];
  values: Readonly<Record<string, Value>>;
  currency: string | null;
}

const cellsOf = (words: Words, { columns, values, currency }: Valued) =>
  columns.map((column) => ({
    text: valueText(words, { column, value: values[column.name] ?? null, currency }),
    isNumber: isNumber(column),
  }));

/** The page. */
export function packView(words: Words, pack: Pack, { mayFreeze, mayThaw }: MayChange) {
  const { t, formats } = words;
  const { company, month, isOver, frozen, answers } = pack;
  const query = { company: company.slug, month };
  return {
    month,
    company: company.slug,
    lines: packLines(words, pack).slice(1),
    mayFreeze: mayFreeze && isOver && frozen === null,
    isTooEarly: mayFreeze && !isOver,
    mayThaw: mayThaw && frozen !== null,
    workbook: address('accountant.xlsx', query),
    paper: address('accountant.pdf', query),
    parts: answers.map(({ answer }) => ({
      title: t(`reports.list.${answer.report.name}.title`),
      name: answer.report.name,
      href: address(answer.report.name, {
        ...{ company: company.slug, range: 'own', from: answer.window.range.from, to: answer.window.range.to },
        compare: 'none',
      }),
      sections: answer.sections.map(({ currency, rows, total }) => ({
        currency,
        heads: [
          { text: t(`reports.columns.${answer.report.rowName}`), isNumber: false },
          ...answer.report.columns.map((column) => ({
            text: t(`reports.columns.${column.name}`),
            isNumber: isNumber(column),
          })),
        ],
        rows: rows.map(({ label, values, kind }) => ({
          name: labelText(words, label),
          isQuiet: kind !== undefined,
          cells: cellsOf(words, { columns: answer.report.columns, values, currency }),
        })),
        total: total && cellsOf(words, { columns: answer.report.columns, values: total, currency }),
      })),
    })),
    correctionHeads: correctionHeads(words).map(correctionCell),
    corrections: correctionsView(words, pack).map(({ texts }) => ({ cells: texts.map(correctionCell) })),
    monthName: formats.month(month),
  };
}

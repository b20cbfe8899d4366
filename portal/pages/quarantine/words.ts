/** Why something could not be booked, in the reader's words. What is stored is English and names the field of the wire; this says
 *  the same to people who have never seen one. */
import { translateSentence } from '../../../server/core/translate.ts';
import type { Visit } from '../../visit.ts';

type Words = Pick<Visit, 't' | 'formats' | 'language'>;

/** Codes of refusals that have a sentence of their own. */
const reasonCodes = new Set([
  'not_an_object',
  'bad_id',
  'unreadable_field',
  'out_of_range',
  'bad_date',
  'unreadable_section',
  'duplicate_row',
  'unstorable_text',
  'too_deep',
  'not_storable',
  'incomplete',
  'unknown_location',
  'reversed',
  'before_move',
]);

/** Fields that have a name in every language; others are shown as the till calls them. */
const fieldNames = new Set([
  'id',
  'transaction_date_time',
  'receipt_number',
  'closure_number',
  'total_amount',
  'total_vat_amount',
  'total_discount_amount',
  'total_payment_amount',
  'total_change_amount',
  'quantity',
  'unit_price',
  'total_price',
  'vat_rate',
  'payment_total',
  'product_name',
  'description',
  'gross_sales_amount',
  'net_sales_amount',
  'closing_cash_amount',
  'closure_date',
  'closure_start_time',
  'closure_end_time',
]);

const sectionNames = new Set(['head', 'closure', 'products', 'payments', 'discounts', 'taxes']);

/** `head.total_amount` as people call it, and as the till does. */
export function fieldModel({ t }: Pick<Words, 't'>, path: string) {
  const [, section = '', index, name = ''] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(path) ?? [];
  const place = sectionNames.has(section)
    ? t(`quarantine.sections.${section}`, { number: index === undefined ? '' : Number(index) + 1 }).trim()
    : null;
  const field = fieldNames.has(name) ? t(`quarantine.fields.${name}`) : null;
  return { path, name: [place, field].filter((part) => part !== null).join(': ') || null };
}

/** A refusal taken apart: what is wrong, where, what was sent there and what would be right. */
export function reasonModel(visit: Words, { reasonCode, reason }: { reasonCode: string; reason: string }) {
  const { t, language } = visit;
  const [, path, missing, sent, right] = /^([\w[\].]+)(?: is missing: (.+)|: (.+) is not (.+))$/s.exec(reason) ?? [];
  const expected = missing ?? right;
  const part = /^([\w[\].]+)(?:: | is missing: )./s.exec(reason)?.[1];
  return {
    summary: t(`quarantine.reasons.${reasonCodes.has(reasonCode) ? reasonCode : 'other'}`),
    field: part === undefined ? null : fieldModel(visit, part),
    isMissing: path !== undefined && missing !== undefined,
    sent: sent ?? null,
    right: expected === undefined ? null : rightModel(visit, expected),
    sentence: said(reason, language),
  };
}

/** What would have been right, as a sentence begins; amounts with an example, because a comma is what goes wrong most. */
function rightModel({ t, formats, language }: Words, expected: string): string {
  const text = said(expected, language);
  const right = formats.initial(text) + text.slice(1);
  return /^a decimal number/.test(expected) ? t('quarantine.item.like', { right }) : right;
}

function said(text: string, language: Visit['language']): string {
  return translateSentence(text, language);
}

interface Document {
  kind: string;
  number: string | null;
  documentUuid: string | null;
}

const names: Readonly<Record<string, string>> = {
  ...{ transaction: 'receipt', closure: 'closure', warehouse_movement: 'movement' },
};

/** What was sent: a receipt or a closure by its number, else by the beginning of its id; goods that moved, or another event. */
export function documentName({ t }: Pick<Words, 't'>, { kind, number, documentUuid }: Document): string {
  const what = names[kind] ?? 'event';
  if (number !== null) return t(`quarantine.documents.${what}Number`, { number });
  if (documentUuid !== null) return t(`quarantine.documents.${what}Id`, { id: documentUuid.slice(0, 8) });
  return t(`quarantine.documents.${what}`);
}

/** What became of it; null while it waits. */
export function stateModel({ t }: Pick<Words, 't'>, row: { resolvedAt: Date | null; resolution?: string | null }) {
  if (row.resolvedAt === null) return { state: t('quarantine.states.waiting'), stateClass: 'is-unexplained' };
  const ending = row.resolution === undefined ? 'kept' : row.resolution === 'accepted' ? 'accepted' : 'dismissed';
  return { state: t(`quarantine.states.${ending}`), stateClass: ending === 'accepted' ? 'is-matched' : 'is-explained' };
}

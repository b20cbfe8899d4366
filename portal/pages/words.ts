import type { Visit } from '../visit.ts';

/** What tills are known to write (protocol 3.2). */
const known = {
  document: new Set([
    ...['FISCAL_RECEIPT', 'ELECTRONIC_RECEIPT', 'NONE_FISCAL_RECEIPT', 'INVOICE', 'ELECTRONIC_INVOICE'],
    ...['ELECTRONIC_CORPORATE_INVOICE', 'ELECTRONIC_INDIVIDUAL_INVOICE', 'DIPLOMATIC_INVOICE', 'WAYBILL'],
    ...['POS_PAID_OUT', 'POS_PAID_IN', 'RETURN_SLIP', 'EXPENSE_SLIP'],
  ]),
  payment: new Set([
    ...['CASH_PAYMENT', 'CREDIT_PAYMENT', 'CHECK_PAYMENT', 'EXCHANGE_PAYMENT', 'PREPAID_PAYMENT'],
    ...['CHARGE_SALE_PAYMENT', 'OTHER_PAYMENT', 'BONUS_PAYMENT'],
  ]),
  transaction: new Set(['sale', 'return', 'order', 'reservation']),
  status: new Set([
    ...['completed', 'cancelled', 'pending', 'active', 'hold', 'kitchen', 'ready', 'delivered', 'refunded'],
  ]),
};

/** A word of the wire for people: its own text where we know it, else the word itself in plain letters. */
export function wireWord(t: Visit['t'], kind: keyof typeof known, word: string): string {
  return known[kind].has(word) ? t(`words.${kind}.${word}`) : plainWords(word.replace(/_PAYMENT$/, ''));
}

/** "SOME_WORD" → "Some word". */
export function plainWords(text: string): string {
  const plain = text.replaceAll('_', ' ').trim().toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

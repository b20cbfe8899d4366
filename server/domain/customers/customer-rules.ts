/** What every way of writing a customer keeps to. */

import { normalizePhone } from '../../core/phone-number.ts';
import type { Tx } from '../../db/index.ts';

export const walkInSentence = 'Tills know this customer by “Walk-in” in the first name: leave it there.';
export const neededSentence = 'Tills book every sale without a name on this customer.';
export const erasedSentence = 'Everything about this person was erased.';

/** Tills find the customer of every other sale by this. */
export function isWalkInName(name: string): boolean {
  return /walk-in|anonymous/.test(name.toLowerCase());
}

/** Reads typed numbers by the country where the company is: digits with the country's code, or null. */
export async function phoneReader(
  tx: Pick<Tx, 'company'>,
  companyId: number,
): Promise<(typed: string) => string | null> {
  const company = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { timeZone: true, country: { select: { isoAlpha2: true } } },
  });
  const byZone: Readonly<Record<string, string>> = {
    'Europe/London': 'GB',
    'Europe/Istanbul': 'TR',
    'Europe/Berlin': 'DE',
  };
  const country = company.country?.isoAlpha2 ?? byZone[company.timeZone] ?? null;
  return (typed) => (typed.trim() === '' ? null : normalizePhone(typed, country));
}

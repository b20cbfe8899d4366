/** Values as resources write and read them: money and quantities are decimal text, instants ISO 8601 in UTC. */
import { z } from 'zod';
import { decimalToText } from '../../../core/decimal.ts';
import { normalizeWireId } from '../../../core/ids.ts';
import { readMoney } from '../../../core/money.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

/** A text of at most so many characters; what a till or a database cannot hold is refused. */
export function text(most: number) {
  return z
    .string()
    .max(most, `Use at most ${most} characters.`)
    .refine((given) => !unprintable.test(given), 'Use letters, digits and punctuation only.');
}

/** A UUID in any of its forms; comes out in the one that is stored. */
export const id = z
  .string()
  .max(64)
  .refine((given) => normalizeWireId(given) !== null, 'is no UUID')
  .transform((given) => normalizeWireId(given) as string);

const decimalForm = /^\d{1,14}(?:\.\d{1,4})?$/;

/** An amount that is not negative, as decimal text; comes out in ten-thousandths. */
export const amount = z
  .string()
  .regex(decimalForm, 'is an amount as text, such as "12.50", with at most four decimals')
  .transform((given) => {
    const reading = readMoney(given);
    return reading.ok ? reading.value : 0n;
  });

/** An instant; comes out as a date. */
export const instant = z.iso
  .datetime({ offset: true, error: 'is an instant such as 2026-11-20T09:30:00Z' })
  .transform((given) => new Date(given))
  .refine((at) => !Number.isNaN(at.getTime()), 'is an instant such as 2026-11-20T09:30:00Z');

/** What answers hold. */
export const shown = {
  id: z.string().describe('UUID.'),
  text: z.string(),
  money: z.string().describe('Money as decimal text with four decimals.'),
  quantity: z.string().describe('A quantity as decimal text with four decimals.'),
  instant: z.string().describe('ISO 8601 in UTC.'),
  day: z.string().describe('A business day, YYYY-MM-DD.'),
  version: z
    .int()
    .describe('Rises with every change. In quotes it is the ETag that PATCH and DELETE take as If-Match.'),
} as const;

/** Ten-thousandths as decimal text. */
export function e4(amountE4: bigint): string {
  return decimalToText(amountE4, 4);
}

/** The same of a value that may be absent. */
export function e4OrNull(amountE4: bigint | null): string | null {
  return amountE4 === null ? null : e4(amountE4);
}

/** Basis points as percent, as decimal text: 2000 is "20.00". */
export function percent(basisPoints: number): string {
  return decimalToText(BigInt(basisPoints), 2);
}

export function at(date: Date): string {
  return date.toISOString();
}

export function atOrNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

import { z } from 'zod';
import { findCurrency } from '../../core/currencies.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import { trimmed } from '../../core/trimmed.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, but lines may end
const controlsInText = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
/** Half of a surrogate pair: no database and no UTF-8 can hold it. */
const loneSurrogate = /\p{Surrogate}/u;
const unprintable = 'Use letters, digits and punctuation only.';

/** One line for people: trimmed, at most `most` characters, nothing that a screen cannot show. */
export function shortLine(most: number) {
  return z
    .string()
    .overwrite(trimmed)
    .max(most, `Use at most ${most} characters.`)
    .refine((text) => !controls.test(text) && !loneSurrogate.test(text), unprintable);
}

/** The same with several lines; their ends become plain line feeds. */
export function longText(most: number) {
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .refine((text) => text.length <= most, `Use at most ${most} characters.`)
    .refine((text) => !controlsInText.test(text) && !loneSurrogate.test(text), unprintable);
}

/** What people say about a company; only its name is needed. */
export const companyFields = z.object({
  name: shortLine(200).min(1, 'Give the company a name.'),
  companiesHouseNumber: shortLine(32),
  vatNumber: shortLine(32),
  registeredOffice: longText(2000),
  currency: z.string().refine((code) => findCurrency(code) !== null, 'This is not an ISO 4217 currency.'),
  timeZone: z.string().refine(isTimeZone, 'This is not a time zone.'),
  /** What new stores begin with: minutes after local midnight at which a business day begins. */
  dayStartMinutes: z.int('Choose an hour.').min(0, 'Choose an hour.').max(1439, 'Choose an hour.'),
});

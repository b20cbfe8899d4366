/** Choices that several forms offer, named in the visitor's language. */

import { currencies } from '../../server/core/currencies.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { type Language, languages, localeOf } from '../../server/core/languages.ts';

export interface Choice {
  value: string;
  name: string;
  isChosen: boolean;
}

const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, name: value.replaceAll('_', ' ') }));

/** Time zones by their names; one that is in use and not in the list comes first. */
export function zoneChoices(chosen: string): Choice[] {
  const isKnown = chosen === '' || zones.some(({ value }) => value === chosen);
  const all = isKnown ? zones : [{ value: chosen, name: chosen }, ...zones];
  return all.map(({ value, name }) => ({ value, name, isChosen: value === chosen }));
}

/** Made once: the names of a language cost more than a page does. */
const currencyNames = new Map(
  languages.map((language) => {
    const names = new Intl.DisplayNames(localeOf[language], { type: 'currency', fallback: 'code' });
    return [language, currencies.map(({ code }) => ({ value: code, name: `${code} – ${names.of(code)}` }))];
  }),
);

/** "GBP – British Pound", by code. */
export function currencyChoices(chosen: string, language: Language): Choice[] {
  const all = currencyNames.get(language) ?? [];
  return all.map(({ value, name }) => ({ value, name, isChosen: value === chosen }));
}

const countryNames = new Map(
  languages.map((language) => [
    language,
    new Intl.DisplayNames(localeOf[language], { type: 'region', fallback: 'none' }),
  ]),
);

/** Countries by name; what has no two letters keeps the name that the hub has for it. */
export function countryChoices(
  countries: readonly { id: string; name: string; isoAlpha2: string }[],
  chosen: string,
  language: Language,
): Choice[] {
  const names = countryNames.get(language);
  const { compare } = formatsOf(language);
  const nameOf = ({ isoAlpha2, name }: { isoAlpha2: string; name: string }) =>
    /^[A-Z]{2}$/.test(isoAlpha2) ? (names?.of(isoAlpha2) ?? name) : name;
  return countries
    .map((country) => ({ value: country.id, name: nameOf(country), isChosen: country.id === chosen }))
    .sort((a, b) => compare(a.name, b.name));
}

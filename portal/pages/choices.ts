/** Choices that several forms offer, named in the visitor's language. */

import { currencies } from '../../server/core/currencies.ts';
import { type Language, localeOf } from '../../server/core/languages.ts';

export interface Choice {
  value: string;
  name: string;
  isChosen: boolean;
}

const zones = Intl.supportedValuesOf('timeZone');

/** Time zones by their names; one that is in use and not in the list comes first. */
export function zoneChoices(chosen: string): Choice[] {
  const all = zones.includes(chosen) || chosen === '' ? zones : [chosen, ...zones];
  return all.map((value) => ({ value, name: value.replaceAll('_', ' '), isChosen: value === chosen }));
}

/** "GBP – British Pound", by code. */
export function currencyChoices(chosen: string, language: Language): Choice[] {
  const names = new Intl.DisplayNames(localeOf[language], { type: 'currency', fallback: 'code' });
  return currencies.map(({ code }) => ({
    value: code,
    name: `${code} – ${names.of(code)}`,
    isChosen: code === chosen,
  }));
}

/** Countries by name; what has no two letters keeps the name that the hub has for it. */
export function countryChoices(
  countries: readonly { id: string; name: string; isoAlpha2: string }[],
  chosen: string,
  language: Language,
): Choice[] {
  const names = new Intl.DisplayNames(localeOf[language], { type: 'region', fallback: 'none' });
  const nameOf = ({ isoAlpha2, name }: { isoAlpha2: string; name: string }) =>
    /^[A-Z]{2}$/.test(isoAlpha2) ? (names.of(isoAlpha2) ?? name) : name;
  return countries
    .map((country) => ({ value: country.id, name: nameOf(country), isChosen: country.id === chosen }))
    .sort((a, b) => a.name.localeCompare(b.name, localeOf[language]));
}

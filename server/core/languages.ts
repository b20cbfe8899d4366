/** The languages that people can read the hub in. */

export const languages = ['en', 'tr', 'de'] as const;

export type Language = (typeof languages)[number];

/** Their own names, for lists to choose from. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', tr: 'Türkçe', de: 'Deutsch' };

/** The locale by which dates, numbers and money are written. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en-GB', tr: 'tr-TR', de: 'de-DE' };

export function isLanguage(text: string | null | undefined): text is Language {
  return (languages as readonly string[]).includes(text ?? '');
}

/** The language for somebody: the first wish that the hub speaks, then the best of an Accept-Language header, then English.
 *  @param wishes profile and cookie, strongest first; empty ones count as none
 *  @param accepted an Accept-Language header (RFC 9110, 12.5.4) */
export function chooseLanguage(wishes: readonly (string | null | undefined)[], accepted: string | undefined): Language {
  return (
    wishes.find(isLanguage) ?? accepted?.split(',').map(weighed).sort(heavierFirst).find(isSpoken)?.language ?? 'en'
  );
}

interface Weighed {
  language: Language | null;
  weight: number;
}

function weighed(range: string): Weighed {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const primary = tag.split('-', 1)[0]?.toLowerCase();
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { language: isLanguage(primary) ? primary : null, weight: Number.isFinite(weight) ? weight : 0 };
}

function heavierFirst(a: Weighed, b: Weighed): number {
  return b.weight - a.weight;
}

function isSpoken(range: Weighed): range is Weighed & { language: Language } {
  return range.language !== null && range.weight > 0;
}

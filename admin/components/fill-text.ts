/** Texts of the back office. The English text is its own key; other languages lie in `admin/locales/<language>/<area>.json`. */

export type Facts = Readonly<Record<string, string | number>>;

/** A text with its facts in place of `{name}`. Two forms, "{count} row | {count} rows", are chosen between by `count`. */
export function fillText(text: string, language: string, facts: Facts = {}): string {
  const [one = text, other] = text.split(' | ');
  const count = facts['count'];
  const isOne = typeof count === 'number' && new Intl.PluralRules(language).select(count) === 'one';
  const form = other === undefined || isOne ? one : other;
  return form.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return hole;
    return typeof fact === 'number' ? fact.toLocaleString(language) : fact;
  });
}

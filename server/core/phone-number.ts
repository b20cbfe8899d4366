/** Phone numbers as tills compare them: digits with the country's calling code. */

const callingCodes: Readonly<Record<string, string>> = {
  GB: '44',
  IE: '353',
  TR: '90',
  DE: '49',
  AT: '43',
  CH: '41',
  FR: '33',
  NL: '31',
};

/** The digits of a number with its country's code, or null when they cannot be told.
 *  @param country ISO letters of where it was typed; null: only a number that says its country is understood */
export function normalizePhone(typed: string, country: string | null): string | null {
  const text = typed.normalize('NFKC').replace(/\(0\)/g, '');
  const digits = text.replace(/\D/g, '');
  const said = /^\s*\+/.test(text) ? digits : /^\s*00/.test(text) ? digits.slice(2) : null;
  const code = country === null ? undefined : callingCodes[country];
  const whole = said ?? (code === undefined || digits === '' ? null : code + digits.replace(/^0/, ''));
  return whole !== null && whole.length >= 7 && whole.length <= 15 ? whole : null;
}

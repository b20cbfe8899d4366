/** Bodies that could not be booked, made fit to be read by people: indented, without what is secret, and not without end. */

/** Names of fields whose values are nobody's business, whatever a till has written into them. */
const secret =
  /passw|secret|token|credential|private_?key|card_?(number|no|holder|code)|(^|_)(pan|pin|cvv|cvc|iban|track_?\d?)(_|$)|authori[sz]ation_?code/i;

const hidden = '•••';
/** What is nested more deeply is left out. */
const deepest = 40;
const longestText = 200_000;
/** Names of receipts, closures and numbers are shorter. */
const longestNumber = 40;

/** A body as people read it. */
export interface ReadableBody {
  /** Indented JSON, or the text as it came where it is none. */
  text: string;
  /** The rest was left out. */
  isCut: boolean;
}

/** The JSON text of an item, indented; secrets are hidden. */
export function readableBody(text: string): ReadableBody {
  const shown = JSON.stringify(withoutSecrets(parse(text), 0), null, 2);
  return { text: shown.slice(0, longestText), isCut: shown.length > longestText };
}

/** Whether the value at a path (`payments[0].card_number`) is a secret. */
export function isSecretPath(path: string): boolean {
  return path.split('.').some((name) => secret.test(name.replace(/\[\d+\]$/, '')));
}

/** A value of a body, without the secrets in it. */
export function shownValue(path: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (isSecretPath(path)) return hidden;
  return typeof value === 'string' ? value : JSON.stringify(withoutSecrets(value, 0));
}

/** The reason of a refusal without the secret value that it may quote. */
export function shownReason(reason: string): string {
  const [, path, rest] = /^([\w[\].]+): (.*)$/s.exec(reason) ?? [];
  if (path === undefined || rest === undefined || !isSecretPath(path)) return reason;
  return `${path}: ${rest.replace(/^.*(?= is not )/s, hidden)}`;
}

const numbers: Readonly<Record<string, readonly [string, string]>> = {
  transaction: ['head', 'receipt_number'],
  closure: ['closure', 'closure_number'],
};

/** The number that a receipt or closure gives itself; null where it cannot be read. */
export function documentNumber(kind: string, text: string): string | null {
  const [section, name] = numbers[kind] ?? [];
  if (section === undefined || name === undefined) return null;
  const body = rowOf(parse(text));
  const number = rowOf(body[section])[name];
  const isNumber = typeof number === 'number' || (typeof number === 'string' && /^\d+$/.test(number));
  return isNumber && String(number).length <= longestNumber ? String(number) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rowOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.map((inner: unknown) => withoutSecrets(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secret.test(name) && inner !== null ? hidden : withoutSecrets(inner, depth + 1),
    ]),
  );
}

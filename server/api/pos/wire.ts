/** The envelope of the office dialect: the terminals' own names for who they are and what they bring (protocol 1.2 to 1.6). */
import { DomainError, type InputError } from '../../core/errors.ts';
import type { TerminalCodes, TerminalDescription, TerminalIdentity } from '../../domain/stores/index.ts';

/** Codes as they were sent; absent ones are left out. */
type SentCodes = Partial<TerminalCodes>;

const codeFields = {
  office_code: 'officeCode',
  store_code: 'storeCode',
  terminal_code: 'terminalCode',
} as const satisfies Record<string, keyof TerminalCodes>;

/** Documents of one push. A till sends one; more than this many are cheaper for everybody in several pushes. */
const maxItems = 5000;

export interface Push {
  codes: SentCodes;
  items: readonly unknown[];
  sequences: unknown;
}

/** Reads a push.
 *  @param list key of its documents
 *  @param needsCodes false where a secret in the address says who it is
 *  @throws invalid_input the body is no object, a code or the list is missing or of another type
 *  @throws payload_too_large there are too many documents in it */
export function readPush(body: unknown, list: 'transactions' | 'closures', needsCodes: boolean): Push {
  const envelope = readObject(body);
  const errors: InputError[] = [];
  const codes = readCodes(envelope, needsCodes, errors);
  const items = envelope[list];
  if (!Array.isArray(items)) errors.push({ path: list, message: `a list of ${list}` });
  refuseIf(errors);
  if ((items as unknown[]).length > maxItems) {
    throw new DomainError('payload_too_large', {}, `At most ${maxItems} ${list} fit into one push.`);
  }
  return { codes, items: items as unknown[], sequences: envelope['sequences'] };
}

/** Reads a push of counters alone.
 *  @throws invalid_input as `readPush` */
export function readSequencePush(body: unknown, needsCodes: boolean): Omit<Push, 'items'> {
  const envelope = readObject(body);
  const errors: InputError[] = [];
  const codes = readCodes(envelope, needsCodes, errors);
  if (!Array.isArray(envelope['sequences'])) {
    errors.push({ path: 'sequences', message: 'a list of {"name": text, "value": integer}' });
  }
  refuseIf(errors);
  return { codes, sequences: envelope['sequences'] };
}

/** Reads the codes of a pull from its query. A code that is empty counts as absent, one that is there twice is an error.
 *  @throws invalid_input */
export function readQueryCodes(query: URLSearchParams, needsCodes: boolean): SentCodes {
  const errors: InputError[] = [];
  const sent: Record<string, unknown> = {};
  for (const field of Object.keys(codeFields)) {
    const values = query.getAll(field).filter((value) => value !== '');
    if (values.length > 1) errors.push({ path: field, message: 'once only' });
    else if (values.length === 1) sent[field] = values[0];
  }
  refuseIf(errors);
  const codes = readCodes(sent, needsCodes, errors);
  refuseIf(errors);
  return codes;
}

function readObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new DomainError('invalid_input', { errors: [{ path: '', message: 'a JSON object' }] });
}

function readCodes(envelope: Record<string, unknown>, needsCodes: boolean, errors: InputError[]): SentCodes {
  const codes: SentCodes = {};
  for (const [field, name] of Object.entries(codeFields)) {
    const value = envelope[field];
    if (value === undefined || value === null) {
      if (needsCodes) errors.push({ path: field, message: 'is missing' });
    } else if (typeof value !== 'string' || value === '') errors.push({ path: field, message: 'a text' });
    else codes[name] = value;
  }
  return codes;
}

function refuseIf(errors: readonly InputError[]): void {
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}

/** Who the hub takes a device for. */
export function identityWire({ kind, name, number, storeName, features }: TerminalDescription, own: TerminalIdentity) {
  return {
    kind,
    ...{ office_code: own.officeCode, store_code: own.storeCode, terminal_code: own.terminalCode },
    ...{ name, number, store_name: storeName, time_zone: own.timeZone, currency: own.currency },
    day_start_minutes: own.dayStartMinutes,
    features: { restaurant_mode: features.restaurantMode, fiscal_profile: features.fiscalProfile },
  };
}

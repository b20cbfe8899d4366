/** The log: one JSON object per line on standard output, without secrets whatever is handed in. */
import { type DestinationStream, pino, stdSerializers } from 'pino';
import type { Config } from './config.ts';
import type { Logger } from './db/index.ts';

export type { Logger } from './db/index.ts';

/** Names of facts whose values never reach the log, at any depth. */
const secretNames =
  /pass(word|phrase)?$|^pin$|secret|token|authorization|cookie|api_?key|card_?(no|num)|^pan$|^cvv|^cvc|^iban$/i;
/** `password: "…"` and its kin inside a text, as database errors quote them. */
const secretsInText = /((?:password|secret|token|pin|api_?key)\w*\\?["'`]?\s*[:=]\s*)(\\?["'`])(?:(?!\2).)*\2/gi;
/** Addresses whose next part is a secret: a terminal's (`/t/…`) and one-time links. */
const secretPaths = /\/(t|setup|reset|confirm|invite|invitations)\/[^/?#\s"'\\]+/g;
/** 13 to 19 digits, perhaps in groups: what a card number looks like. Longer runs and parts of ids are left alone. */
const cardNumbers = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-])/g;
const hidden = '[hidden]';
const deepest = 8;

/** The logger of a process. Lines of doors and operations come from its children, with `requestId`, `door`, `companyId`
 *  and `actorId`. `destination` is standard output unless a test listens. */
export function createLogger(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: config.logLevel,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: hideFacts,
    },
    // Errors have been turned into plain facts by then; pino's own serializer would misname them.
    serializers: { err: (facts: unknown) => facts },
    hooks: { streamWrite: hideSecretPaths },
  };
  const root = destination ? pino(options, destination) : pino(options);
  // pino formats the facts of a line but not those of a child; every child descends from this object.
  const makeChild = root.child;
  root.child = function child(this: typeof root, facts: object) {
    return makeChild.call(this, hideFacts(facts));
  } as typeof root.child;
  return root;
}

/** The text with stars in place of every secret part of an address. */
export function hideSecretPaths(text: string): string {
  return text.includes('/') ? text.replace(secretPaths, '/$1/***') : text;
}

function hideFacts(facts: object): Record<string, unknown> {
  return hide(facts, 0) as Record<string, unknown>;
}

function hide(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return hideInText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[deeper]';
  if (value instanceof Error) return hide({ ...stdSerializers.err(value) }, depth);
  if (value instanceof Date || Buffer.isBuffer(value)) return value instanceof Date ? value : `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.map((entry) => hide(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      secretNames.test(name) && entry !== null && entry !== undefined ? hidden : hide(entry, depth + 1),
    ]),
  );
}

function hideInText(text: string): string {
  return text
    .replace(secretsInText, `$1$2${hidden}$2`)
    .replace(cardNumbers, (digits) => (passesLuhn(digits) ? hidden : digits));
}

/** The check digit of card numbers (ISO/IEC 7812-1): barcodes and receipt numbers mostly fail it and stay readable. */
function passesLuhn(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const value = index % 2 === 0 ? digit : digit * 2;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

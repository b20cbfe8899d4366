/** The one kind of error that the hub's own rules raise. Status numbers and titles are the doors' business
 *  (`server/http/problem.ts`); this file only names what can go wrong. */

/** Every code a `DomainError` can carry. The README's error table lists the same codes; a test compares them. */
export const errorCodes = [
  /** What was sent breaks a rule of its own shape; `facts.errors` says where. */
  'invalid_input',
  /** The body could not be read at all: broken JSON, wrong encoding, cut off in the middle. */
  'malformed_body',
  /** It does not exist, or it is hidden from whoever asks: both look the same. */
  'not_found',
  /** Nobody is signed in, or the session has ended. */
  'not_signed_in',
  /** The name or the password is wrong; never says which. */
  'wrong_credentials',
  /** Signed in and able to see it, but without the right to do this. */
  'forbidden',
  /** The present state forbids the change, for example the last owner leaving. */
  'conflict',
  /** Somebody else changed the row since it was read. */
  'stale',
  /** Another row already has this name, code or id. */
  'already_exists',
  /** It is closed for changes: an open stocktake, a closed period, another run of the same job. */
  'locked',
  /** The link or the code was right once and no longer is. */
  'expired',
  /** Too often; `facts.retryAfterSeconds` says how long to wait. */
  'too_many_requests',
  /** The body is larger than this hub reads. */
  'payload_too_large',
  /** The body is of a kind that this address does not read. */
  'unsupported_media_type',
  /** The address exists, but not with this method; `facts.allow` lists those that it answers. */
  'method_not_allowed',
  /** The database cannot be reached or written just now: gone, disk full, read only. Worth repeating. */
  'unavailable',
  /** The Host header names a host that this hub does not serve. */
  'misdirected_host',
  /** A change asked for by a page of another site, or without the form's token. */
  'bad_origin',
  /** No terminal answers to this secret or to these codes. */
  'terminal_unknown',
  /** The terminal, its store or its company is switched off. */
  'terminal_disabled',
  /** The terminal is known, but its store does not allow the network it calls from. */
  'network_not_allowed',
  /** A bug of ours. Its text is in the log only. */
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One broken rule of an input: where (dotted path, '' for the whole) and what would be right. */
export interface InputError {
  path: string;
  message: string;
}

/** What is known about an error. It goes to the log; of it only `errors`, `retryAfterSeconds` and `allow` are answered. */
export interface ErrorFacts {
  errors?: readonly InputError[];
  retryAfterSeconds?: number;
  allow?: readonly string[];
  [fact: string]: unknown;
}

/** An expected failure. `message` is for people and is answered as it is; without one the code's title is shown. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** The sentence for people, null where the code says enough. */
  readonly detail: string | null;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, message?: string) {
    super(message ?? code);
    this.name = 'DomainError';
    this.code = code;
    this.facts = facts;
    this.detail = message ?? null;
  }
}
